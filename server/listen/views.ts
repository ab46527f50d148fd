import type { PostId, SearchId, SourceId } from '../platform/ids.ts'
import type { SaidProblem } from '../platform/result.ts'
import type { ChannelKind, FoundPlace, Labelled, Link, Media, SourceKind, Tone } from '../record/post.ts'

export type * from './deck-views.ts'
export type * from './events.ts'
export type * from './source-views.ts'

/* What pages of the listen slice read and give. Times are `Date`; counts are whole numbers of posts. */

// ── searches ────────────────────────────────────────────────────────────────

export type LawfulBasis =
  | 'public-task'
  | 'legal-obligation'
  | 'legitimate-interests'
  | 'vital-interests'
  | 'law-enforcement'
  | 'consent'

/** What a person fills in to keep a standing search; nothing here is optional but the description. */
export interface SearchInput {
  name: string
  /** The listening language, at most 2,000 characters. */
  query: string
  /** Why it is heard, in words that could be read out to the public. 10 to 500 characters. */
  purpose: string
  /** Person id of who answers for it; the signed-in person unless given. */
  owner?: string
  lawfulBasis: LawfulBasis
  /** Whole days that a match is kept, 1 to 2,555 (seven years). */
  retentionDays: number
}

export interface SearchView {
  id: SearchId
  name: string
  query: string
  /** The query in plain words. */
  says: string
  purpose: string
  owner: { id: string; name: string }
  lawfulBasis: LawfulBasis
  retentionDays: number
  state: 'listening' | 'paused'
  /** Why it is paused when the machine did it (an authorisation ran out). */
  pausedBecause: string | null
  /** When an authorisation that it needs runs out; null when it needs none. */
  expiresAt: Date | null
  createdAt: Date
  /** Posts kept for it now. */
  kept: number
  lastMatchAt: Date | null
}

/** Checks as one types: the query's problems with offsets, or what it says and who it would follow. */
export interface QueryCheck {
  ok: boolean
  problems: SaidProblem[]
  says: string
  /** Handles of private people named by `from:` for which this person holds no authorisation. */
  needsAuthorisation: string[]
}

/** Before saving: what is already kept for a compatible purpose, and a count on the live stream. */
export interface PreviewView {
  id: string
  /**
   * Matches among posts already kept for the same lawful basis. `capped`: there are more than `matches`. `late`: there was
   * no time to find examples.
   */
  archive: { matches: number; capped: boolean; late: boolean; days: number; examples: PostCard[] }
  /** Nothing of what is counted here is stored. */
  live: {
    state: 'waiting' | 'counting' | 'done' | 'no-source'
    secondsLeft: number
    heard: number
    matches: number
    perHour: number | null
  }
  /** "About 40 a day would be kept for 90 days." */
  says: string
}

// ── posts ───────────────────────────────────────────────────────────────────

export interface Span {
  start: number
  end: number
}

/** Everything a card shows. Text is plain; spans are UTF-16 offsets into `text`. */
export interface PostCard {
  id: PostId
  source: { id: SourceId; name: string }
  channel: ChannelKind
  /** Where the original can be read; null when the network gave none. */
  url: string | null
  handle: string
  displayName: string | null
  text: string
  contentWarning: string | null
  /** Spans of the words that matched the search. */
  highlights: Span[]
  links: Link[]
  media: Media[]
  poll: string[]
  mentions: string[]
  tags: string[]
  inReplyTo: string | null
  /** The author's claim. */
  publishedAt: Date | null
  heardAt: Date
  /** The moment it is counted and ordered under. */
  at: Date
  lang: Labelled<string>
  tone: Labelled<Tone>
  sourceKind: Labelled<SourceKind>
  places: FoundPlace[]
  /** Near-identical posts collapsed under this one; open with `listCopies`. */
  copies: number
  copyOf: PostId | null
  editedAt: Date | null
  /** "dated in the future", "right-to-left override removed", … */
  remarks: string[]
  /** The outlet or public body that the directory knows the author as. */
  outlet: { name: string; domain: string } | null
  /** Names of the standing searches that keep it. */
  searches: { id: SearchId; name: string }[]
  keepUntil: Date
}

/** What opens beside a card. */
export interface PostDetail extends PostCard {
  edits: { at: Date; before: string }[]
  corrections: { label: string; from: string; to: string; by: string; at: Date }[]
  /** How often this person opened posts of this account in the last days, and where the stop is. */
  viewing: { opened: number; stopAt: number; days: number; authorisedUntil: Date | null; free: boolean }
}

/** A filter that a number opens with: give it to `listPosts` as it is. */
export interface RowsFilter {
  search: SearchId
  from?: Date
  to?: Date
  tone?: Tone
  sourceKind?: SourceKind
  lang?: string
  place?: string
  /** Only posts of outlets and public bodies. */
  outlets?: boolean
  /** Only posts that name a place. */
  located?: boolean
}

export interface PostPage {
  posts: PostCard[]
  /** Give back as `before` for older ones; null at the end. */
  next: string | null
}

// ── archive ─────────────────────────────────────────────────────────────────

export interface ArchiveInput {
  query: string
  from?: Date
  to?: Date
  order?: 'newest' | 'best'
  /** `next` of the page before. */
  after?: string
}
export interface ArchivePage extends PostPage {
  /** `exact`, or `more` than 10,000 with the planner's estimate. */
  count: { n: number; kind: 'exact' | 'at-least'; about: number | null } | null
  says: string
  tookMs: number
}

// ── viewing stop ────────────────────────────────────────────────────────────

/** Corrections of one kind; places are not told apart. */
export interface CorrectionCount {
  label: string
  /** Empty for places. */
  from: string
  to: string
  n: number
  /** The latest twenty of the posts, as far as they are still kept. */
  posts: { id: string; at: Date }[]
}

/** An authorisation to look at one account, or the reason why there was no time for one. */
export type Authorisation =
  | { kind: 'authorised'; reference: string; role: string; expiresAt: Date }
  /** Holds for 24 hours. */
  | { kind: 'immediate'; reason: string }

/** The opening that trips the stop, within `days`. */
export interface ViewingStop {
  stopAt: number
  days: number
}

export interface ViewingView {
  id: string
  person: { id: string; name: string }
  handle: string
  authorisation: Authorisation
  givenAt: Date
  endsAt: Date
}

// ── retention ───────────────────────────────────────────────────────────────

export interface RetentionPreview {
  at: Date
  posts: number
  oldest: Date | null
  bySearch: { search: SearchId; name: string; posts: number }[]
}
export interface Certificate {
  id: string
  at: Date
  reason: string
  posts: number
  /** SHA-256 over the sorted ids of what was erased. */
  sha256: string
}

export interface Range {
  /** Default: the last 24 hours. */
  from?: Date
  to?: Date
}
