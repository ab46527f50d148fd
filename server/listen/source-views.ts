import type { SourceId } from '../platform/ids.ts'
import type { ChannelKind } from '../record/post.ts'

// ── sources and coverage ────────────────────────────────────────────────────

export interface SourceView {
  id: SourceId
  channel: ChannelKind
  name: string
  settings: Record<string, unknown>
  state: 'listening' | 'catching-up' | 'waiting' | 'refused' | 'paused' | 'starting' | 'stalled'
  /** "Listening. Last heard today 14:02, about 320 an hour." Ready to show. */
  says: string
  /** The same sentence by sentence, for other languages. */
  said: SaidPart[]
  /** What a person must do; null when nothing. */
  todo: string | null
  /** For other languages; null where only the English is known. */
  todoCode: string | null
  lastHeardAt: Date | null
  lastContactAt: Date | null
  /** Posts in the last hour, and in an ordinary hour (null when not known yet). */
  heardLastHour: number
  usualPerHour: number | null
  quarantined: number
  gaps: Gap[]
}
/** One sentence about a source: English in `says`; for other languages its code, null where only the English is known. */
export interface SaidPart {
  code: string | null
  at?: Date
  n?: number
  /** What stands in a reason, in the order in which it is said. */
  values?: string[]
  says: string
}
export interface Gap {
  from: Date
  /** Null while it lasts. */
  to: Date | null
  reason: string
}
export interface SourceDetail extends SourceView {
  quarantine: { at: Date; reason: string; sample: string }[]
  /** Reasons with counts, most frequent first. */
  quarantineReasons: { reason: string; n: number }[]
  /** What was done to posts that were kept, so that they could be shown safely. */
  cleaned: { reason: string; n: number }[]
  perHour: { from: Date; heard: number; kept: number }[]
}
export interface SourceInput {
  channel: ChannelKind
  settings: Record<string, unknown>
  name?: string
  /** An access token as typed; it is sealed, and never comes back. */
  token?: string
}
export interface SuggestedSource {
  channel: ChannelKind
  name: string
  why: string
  settings: Record<string, unknown>
}
export interface CoverageStatement {
  at: Date
  /**
   * What is heard, in sentences: English in `says`; for other languages the network with its sources (`more` beyond those
   * named), or `searches` with how many listen in `more`.
   */
  heard: { code: ChannelKind | 'searches'; names: string[]; more: number; says: string }[]
  /** What cannot be seen, and why: English, and a code for other languages; null where a source speaks for itself. */
  unseen: { code: string | null; what: string; why: string; said?: SaidPart[] }[]
  gaps: (Gap & { source: string })[]
  /** Posts heard and kept in the last 24 hours. */
  heardLastDay: number
  keptLastDay: number
}
