import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { SafeFetch, SafeSocket } from '../platform/safe-fetch.ts'
import type { Change, ChannelKind, Inbound } from '../record/post.ts'

/** How much a network lets us say. Lengths in the unit that the network itself counts. */
export interface Limits {
  characters: number | null
  counts: 'graphemes' | 'characters' | 'none'
  media: number
}

export type {
  FrameStream,
  SafeFetch,
  SafeFetchOptions,
  SafeResponse,
  SafeSocket,
} from '../platform/safe-fetch.ts'

/** What a person set for one source. Each channel parses its own `settings` with zod and refuses with words. */
export interface SourceRow {
  id: string
  organisation: string
  channel: ChannelKind
  name: string
  settings: Record<string, unknown>
}

/** Something heard that cannot be a post; shown on the source's page with its reason. */
export interface Quarantined {
  reason: string
  /** At most 500 characters of what came, made safe to show. */
  sample: string
}

/** What a person reads about a source. */
export type Listening =
  | { state: 'listening' }
  | { state: 'catching-up'; from: Date }
  /** Nothing can be had just now; the channel goes on trying by itself. */
  | { state: 'waiting'; reason: string; until: Date | null }
  /** The network said no; a person must act. */
  | { state: 'refused'; reason: string; todo: string }

/**
 * What came since the last batch, in the order in which it came. `heard` counts every new post seen, kept or not.
 * `cursor` is saved in the same transaction as the rows; after a restart `listen` is given it back and must rewind
 * enough that nothing between two batches is missed (the record drops what it knows).
 */
export interface Batch {
  posts: Inbound[]
  changes: Change[]
  quarantined: Quarantined[]
  heard: number
  cursor: string | null
  listening?: Listening
  /** A stretch that can never be heard again (the network no longer has it). */
  gap?: { from: Date; to: Date; reason: string }
}

/** What a channel is given by the ground; the only way it reaches anything. */
export interface ListenIo {
  clock: Clock
  log: Log
  signal: AbortSignal
  /** `safe-fetch` bound to the organisation (an exercise organisation's refuses everything). */
  fetch: SafeFetch
  /** Opens a WebSocket under the same address rules as `fetch`. */
  socket: SafeSocket
}

/** One network. */
export interface Channel {
  kind: ChannelKind
  limits: Limits
  /** Checks and normalises what a person typed into "add a source"; throws nothing. */
  readSettings(
    settings: Record<string, unknown>,
  ):
    | { ok: true; settings: Record<string, unknown>; name: string }
    | { ok: false; problems: { field: string; message: string }[] }
  /** Yields until the signal aborts. Reconnects by itself; throws only on a bug. */
  listen?(source: SourceRow, cursor: string | null, io: ListenIo): AsyncIterable<Batch>
}

export interface Channels {
  get(kind: ChannelKind): Channel
  all(): Channel[]
}
