import type { Ctx } from '../platform/context.ts'
import type { PostId, SearchId, SourceId } from '../platform/ids.ts'
import type { Problem, Result } from '../platform/result.ts'
import type { ChannelKind, FoundPlace, Labelled, Link, Media, SourceKind, Tone } from '../record/post.ts'

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
  problems: Problem[]
  says: string
  /** Handles of private people named by `from:` for which this person holds no authorisation. */
  needsAuthorisation: string[]
}

/** Before saving: what is already kept for a compatible purpose, and a count on the live stream. */
export interface PreviewView {
  id: string
  /** Matches among posts already kept for the same lawful basis. `capped`: there are more than `matches`. */
  archive: { matches: number; capped: boolean; days: number; examples: PostCard[] }
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
}

export interface PostPage {
  posts: PostCard[]
  /** Give back as `before` for older ones; null at the end. */
  next: string | null
}

// ── the deck ────────────────────────────────────────────────────────────────

export type ColumnView =
  | 'posts'
  | 'temperature'
  | 'outlets'
  | 'sources'
  | 'languages'
  | 'places'
  | 'spikes'
  | 'sides'

export interface DeckColumn {
  /** Stable id of the column in this person's layout. */
  id: string
  search: SearchId
  view: ColumnView
  /** CSS pixels at the standard text size, 240 to 960. */
  width: number
}

export interface DeckSnapshot {
  /** Number of the last event that this snapshot includes; follow `/live` from here. */
  eventNumber: number
  at: Date
  columns: (DeckColumn & { data: ColumnData })[]
  searches: SearchView[]
  sources: SourceView[]
  sinceFiveMinutes: Change5[]
  /** Null while all is well; otherwise what a banner says ("The database is away since 14:02 …"). */
  trouble: string | null
}

/** First data of a column; `temperature` comes with every column because its head shows it. */
export interface ColumnData {
  search: SearchView
  temperature: Temperature
  posts: PostPage
}

/** What changed in the last five minutes for one search. */
export interface Change5 {
  search: SearchId
  name: string
  posts: number
  before: number
  negative: number
  positive: number
  newOutlets: string[]
  spike: boolean
  /** One sentence. */
  says: string
}

export interface WindowCount {
  minutes: 5 | 15 | 60
  from: Date
  to: Date
  n: number
  negative: number
  neutral: number
  positive: number
  /** What the same hours of earlier days had; null when there are too few. */
  baseline: { low: number; median: number; high: number; days: number; negativeShare: number } | null
  /** Below, inside or above the band; null without one. */
  against: 'below' | 'usual' | 'above' | null
}

export interface Temperature {
  search: SearchId
  at: Date
  windows: WindowCount[]
  /** Enough to speak of a baseline at all. */
  enough: boolean
  /** Said out loud: "Not enough data: 2 earlier days of the 5 needed." or "Compared with 12 earlier days." */
  why: string
  /** Points for the chart, oldest first; `low`/`high` null where there is no baseline. */
  series: SeriesPoint[]
}

export interface SeriesPoint {
  from: Date
  minutes: number
  n: number
  negative: number
  neutral: number
  positive: number
  low: number | null
  high: number | null
  /** True when no source was heard in this stretch: a gap, not silence. */
  blind: boolean
}

export interface Outlets {
  search: SearchId
  from: Date
  to: Date
  stories: Story[]
}

export interface Story {
  /** Id of the first post of the story. */
  id: PostId
  title: string
  firstAt: Date
  outlets: {
    name: string
    domain: string | null
    handle: string
    kind: SourceKind
    post: PostId
    url: string | null
    firstAt: Date
    updatedAt: Date | null
    correctedAt: Date | null
    posts: number
    /** Text of its first post, shortened to 280 characters. */
    said: string
  }[]
}

export interface Share<K extends string = string> {
  key: K
  n: number
  share: number
}
export interface SourceKinds {
  search: SearchId
  from: Date
  to: Date
  total: number
  kinds: Share<SourceKind>[]
}
export interface Languages {
  search: SearchId
  from: Date
  to: Date
  total: number
  languages: Share[]
}
export interface Places {
  search: SearchId
  from: Date
  to: Date
  /** Posts that name a place, of `total`. */
  located: number
  total: number
  places: {
    id: string
    name: string
    lat: number
    lon: number
    n: number
    negative: number
    positive: number
  }[]
}
/** Praise and complaint side by side. */
export interface Sides {
  search: SearchId
  from: Date
  to: Date
  positive: { n: number; posts: PostCard[] }
  negative: { n: number; posts: PostCard[] }
  neutral: { n: number }
}

export interface SpikeView {
  id: string
  search: SearchId
  searchName: string
  startedAt: Date
  endedAt: Date | null
  /** Posts in the five minutes of its peak. */
  peak: number
  expected: number
  high: number
  /** "the same hours of 9 earlier days" or "the two hours before". */
  basis: string
}

// ── sources and coverage ────────────────────────────────────────────────────

export interface SourceView {
  id: SourceId
  channel: ChannelKind
  name: string
  settings: Record<string, unknown>
  state: 'listening' | 'catching-up' | 'waiting' | 'refused' | 'paused' | 'starting' | 'stalled'
  /** "Listening. Last heard today 14:02, about 320 an hour." Ready to show. */
  says: string
  /** What a person must do; null when nothing. */
  todo: string | null
  lastHeardAt: Date | null
  lastContactAt: Date | null
  /** Posts in the last hour, and in an ordinary hour (null when not known yet). */
  heardLastHour: number
  usualPerHour: number | null
  quarantined: number
  gaps: Gap[]
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
  perHour: { from: Date; heard: number; kept: number }[]
}
export interface SourceInput {
  channel: ChannelKind
  settings: Record<string, unknown>
  name?: string
}
export interface SuggestedSource {
  channel: ChannelKind
  name: string
  why: string
  settings: Record<string, unknown>
}
export interface CoverageStatement {
  at: Date
  /** What is heard, in sentences. */
  heard: string[]
  /** What cannot be seen, and why. */
  unseen: { what: string; why: string }[]
  gaps: (Gap & { source: string })[]
  /** Posts heard and kept in the last 24 hours. */
  heardLastDay: number
  keptLastDay: number
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

/** An authorisation to look at one account, or the reason why there was no time for one. */
export type Authorisation =
  | { kind: 'authorised'; reference: string; role: string; expiresAt: Date }
  /** Holds for 24 hours. */
  | { kind: 'immediate'; reason: string }

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

// ── what an open screen receives on /live ───────────────────────────────────

/** Ids and counts only; a screen asks `getCards` for what it will show. */
export type ListenEvent =
  /** At most 50 newest ids a search; `n` is how many there were. */
  | {
      type: 'listen.posts-matched'
      data: { source: string; heardAt: string; matches: { search: string; n: number; posts: string[] }[] }
    }
  | { type: 'listen.posts-changed'; data: { posts: string[]; searches: string[] } }
  | { type: 'listen.posts-erased'; data: { posts: string[]; searches: string[] } }
  | { type: 'listen.source-changed'; data: { source: string; state: string } }
  | { type: 'listen.search-saved'; data: { search: string } }
  | { type: 'listen.search-deleted'; data: { search: string } }
  | { type: 'listen.spike-found'; data: { search: string; spike: string; n: number; expected: number } }
  | { type: 'listen.spike-ended'; data: { search: string; spike: string } }
  | { type: 'listen.label-corrected'; data: { post: string; label: string } }
  | { type: 'listen.layout-saved'; data: { person: string } }

// ── the door ────────────────────────────────────────────────────────────────

export interface Range {
  /** Default: the last 24 hours. */
  from?: Date
  to?: Date
}

/** Every command and query of the slice; `index.ts` exports functions of exactly these shapes. */
export interface ListenDoor {
  // searches
  checkQuery(ctx: Ctx, input: { query: string }): Promise<Result<QueryCheck>>
  saveSearch(ctx: Ctx, input: SearchInput): Promise<Result<SearchView>>
  editSearch(ctx: Ctx, input: SearchInput & { id: string }): Promise<Result<SearchView>>
  pauseSearch(ctx: Ctx, input: { id: string }): Promise<Result<SearchView>>
  resumeSearch(ctx: Ctx, input: { id: string }): Promise<Result<SearchView>>
  /** Posts kept for it alone are erased; `erased` says how many. */
  deleteSearch(ctx: Ctx, input: { id: string }): Promise<Result<{ erased: number }>>
  listSearches(ctx: Ctx, input?: Record<string, never>): Promise<Result<SearchView[]>>
  getSearch(ctx: Ctx, input: { id: string }): Promise<Result<SearchView>>
  startPreview(ctx: Ctx, input: { query: string; lawfulBasis: LawfulBasis }): Promise<Result<PreviewView>>
  getPreview(ctx: Ctx, input: { id: string }): Promise<Result<PreviewView>>

  // deck
  getDeck(ctx: Ctx, input?: Record<string, never>): Promise<Result<DeckSnapshot>>
  saveLayout(ctx: Ctx, input: { columns: DeckColumn[] }): Promise<Result<DeckColumn[]>>
  getColumn(ctx: Ctx, input: { search: string }): Promise<Result<ColumnData>>
  /** Cards by id, in the order asked for (at most 100); what this organisation no longer keeps is left out. */
  getCards(ctx: Ctx, input: { ids: string[]; search?: string }): Promise<Result<PostCard[]>>
  /** 50 a page, newest first, leaders of copies only. */
  listPosts(ctx: Ctx, input: { filter: RowsFilter; before?: string }): Promise<Result<PostPage>>
  listCopies(ctx: Ctx, input: { id: string }): Promise<Result<PostCard[]>>
  getTemperature(ctx: Ctx, input: { search: string; days?: number }): Promise<Result<Temperature>>
  getOutlets(ctx: Ctx, input: { search: string } & Range): Promise<Result<Outlets>>
  getSourceKinds(ctx: Ctx, input: { search: string } & Range): Promise<Result<SourceKinds>>
  getLanguages(ctx: Ctx, input: { search: string } & Range): Promise<Result<Languages>>
  getPlaces(ctx: Ctx, input: { search: string } & Range): Promise<Result<Places>>
  getSides(ctx: Ctx, input: { search: string } & Range): Promise<Result<Sides>>
  listSpikes(ctx: Ctx, input?: { search?: string }): Promise<Result<SpikeView[]>>
  getChanges(ctx: Ctx, input?: Record<string, never>): Promise<Result<Change5[]>>

  // posts
  /** Refused with `needs: viewing-stop` once the stop is reached; call `authoriseViewing`, then again. */
  openPost(ctx: Ctx, input: { id: string }): Promise<Result<PostDetail>>
  correctLabel(
    ctx: Ctx,
    input: { id: string; label: 'lang' | 'tone' | 'sourceKind' | 'places'; value: string | string[] },
  ): Promise<Result<PostCard>>
  /** For one account by its handle as a card or a `from:` shows it. Audited. */
  authoriseViewing(
    ctx: Ctx,
    input: { handle: string; authorisation: Authorisation },
  ): Promise<Result<ViewingView>>
  listViewings(ctx: Ctx, input?: Record<string, never>): Promise<Result<ViewingView[]>>

  // sources
  listSources(ctx: Ctx, input?: Record<string, never>): Promise<Result<SourceView[]>>
  getSource(ctx: Ctx, input: { id: string }): Promise<Result<SourceDetail>>
  addSource(ctx: Ctx, input: SourceInput): Promise<Result<SourceView>>
  editSource(
    ctx: Ctx,
    input: { id: string; settings: Record<string, unknown>; name?: string },
  ): Promise<Result<SourceView>>
  pauseSource(ctx: Ctx, input: { id: string }): Promise<Result<SourceView>>
  resumeSource(ctx: Ctx, input: { id: string }): Promise<Result<SourceView>>
  /** Posts stay for their searches; the source and its cursor go. */
  removeSource(ctx: Ctx, input: { id: string }): Promise<Result<{ removed: true }>>
  suggestSources(ctx: Ctx, input: { area: string }): Promise<Result<SuggestedSource[]>>
  getCoverage(ctx: Ctx, input?: Record<string, never>): Promise<Result<CoverageStatement>>

  // archive
  searchArchive(ctx: Ctx, input: ArchiveInput): Promise<Result<ArchivePage>>
  /** Everything that the query finds, as a stream of text; audited before the first byte. */
  exportArchive(
    ctx: Ctx,
    input: ArchiveInput & { format: 'csv' | 'json' },
  ): Promise<Result<{ filename: string; type: string; chunks: AsyncIterable<string> }>>

  // retention
  previewRetention(ctx: Ctx, input?: Record<string, never>): Promise<Result<RetentionPreview>>
  listCertificates(ctx: Ctx, input?: Record<string, never>): Promise<Result<Certificate[]>>
}
