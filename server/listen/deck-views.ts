import type { PostId, SearchId } from '../platform/ids.ts'
import type { SourceKind } from '../record/post.ts'
import type { SourceView } from './source-views.ts'
import type { PostCard, PostPage, SearchView } from './views.ts'

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
  /** The five minutes that `posts` counts; `before` counts the five before them. */
  from: Date
  to: Date
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
    /** Ids of those posts, oldest first, at most 50. */
    all: PostId[]
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
