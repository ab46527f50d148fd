/**
 * Events: told in the transaction that made them true, numbered in commit order, read by cursor, streamed to screens.
 * Tables: platform_event, platform_event_floor.
 */
export type { StoredEvent } from './event.ts'
export { createLive, type Live } from './live.ts'
export { pruneEvents } from './prune-events.ts'
export { eventSpan, readEvents } from './read-events.ts'
