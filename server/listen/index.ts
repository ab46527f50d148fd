/**
 * Listen: standing searches, hearing, the deck and the archive.
 * Tables: listen_search, listen_source, listen_match, listen_minute, listen_heard, listen_gap, … (migrations/0011).
 * Tells: listen.posts-matched, listen.posts-changed, listen.posts-erased, listen.source-changed, listen.spike-found, …
 */
export type * from './views.ts'
