import type { PostId, SourceId } from '../platform/ids.ts'

export type ChannelKind = 'bluesky' | 'mastodon' | 'feed' | 'import' | 'exercise'

export type SourceKind = 'media' | 'official' | 'charity' | 'business' | 'eyewitness' | 'public'
export type Tone = 'negative' | 'neutral' | 'positive'

export interface Link {
  url: string
  /** Registrable host in lower case without `www.`, after known redirectors were resolved from the card. */
  domain: string
  title?: string
}

export interface Media {
  kind: 'image' | 'video' | 'audio' | 'other'
  url?: string
  /** What the author wrote for people who cannot see it; null when nothing was written. */
  alt: string | null
}

/** The public author of a post, as their network names them. */
export interface Author {
  /** Stable on its network: a DID, an actor URL, a feed's address. */
  id: string
  /** As shown, without a leading @: `alice.bsky.social`, `alice@example.social`, `lancs.live`. */
  handle: string
  displayName?: string
}

/** A post as a channel hears it, before anyone has asked whether it may be kept. */
export interface Inbound {
  channel: ChannelKind
  /** The network's own name for it; the key by which a post is known once. */
  uri: string
  /** Where a person can open it. */
  url: string | null
  author: Author
  /** Plain text as shown, line breaks kept; cleaned (see `cleanText` in engines/text). At most 100,000 characters. */
  text: string
  contentWarning: string | null
  /** BCP 47 tags the author or network gave; may be wrong. */
  langs: string[]
  links: Link[]
  media: Media[]
  /** Handles mentioned, without @. */
  mentions: string[]
  /** Hashtags as written, without #. */
  tags: string[]
  poll: string[]
  inReplyTo: string | null
  /** The author's claim, not when we saw it; null when absent or unreadable. */
  publishedAt: Date | null
}

/** What happened to a post that may already be in the record. */
export type Change =
  | { kind: 'edited'; post: Inbound }
  | { kind: 'deleted'; uri: string; author?: string }
  /** Everything by one author went (account deleted or taken down). */
  | { kind: 'author-gone'; author: string }

/** A place found in a post's text. `start`/`end` are UTF-16 offsets. */
export interface FoundPlace {
  id: string
  name: string
  lat: number
  lon: number
  start: number
  end: number
}

/** A label with what decided it. `by` is null for the machine, a person's name after a correction. */
export interface Labelled<T> {
  value: T
  probability: number
  /** The words or features that decided, in order of weight; shown to people. */
  because: string[]
  correctedBy: string | null
}

/** A post in the record. */
export interface Post extends Inbound {
  id: PostId
  source: SourceId
  heardAt: Date
  lang: Labelled<string>
  tone: Labelled<Tone>
  sourceKind: Labelled<SourceKind>
  places: FoundPlace[]
  /** The first heard of a group of near-identical posts; null when this is it. */
  copyOf: PostId | null
  /** How many copies this leader has. */
  copies: number
  editedAt: Date | null
  deletedAt: Date | null
  /** Words a person should know about this row: "dated in the future", "right-to-left override removed". */
  remarks: string[]
}
