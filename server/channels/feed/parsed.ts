/** Text of a feed as it stands there: `html` when it may hold markup, to be read with `readHtml`. */
export interface Words {
  value: string
  type: 'text' | 'html'
  /** What relative addresses in it are relative to. */
  base?: string
}

export interface FeedPerson {
  name: string | null
  email: string | null
  uri: string | null
}

export interface FeedLink {
  href: string
  rel: string | null
  type: string | null
  title: string | null
  lang: string | null
  length: number | null
}

export interface FeedCategory {
  term: string
  scheme: string | null
  label: string | null
}

export interface FeedImage {
  url: string
  title: string | null
  link: string | null
  width: number | null
  height: number | null
  description: string | null
}

export interface FeedMedia {
  url: string | null
  type: string | null
  medium: string | null
  width: number | null
  height: number | null
  bytes: number | null
  seconds: number | null
  title: string | null
  description: string | null
  thumbnails: { url: string; width: number | null; height: number | null }[]
  credits: string[]
}

export interface ParsedItem {
  id: string | null
  /** RSS says of its guid whether it is an address; true unless it says no. */
  idIsLink: boolean
  title: Words | null
  summary: Words | null
  content: Words | null
  /** Where content lives that is not in the feed (Atom `src`). */
  contentSource: string | null
  /** The page of the item. */
  link: string | null
  links: FeedLink[]
  authors: FeedPerson[]
  contributors: FeedPerson[]
  categories: FeedCategory[]
  published: Date | null
  updated: Date | null
  enclosures: FeedLink[]
  media: FeedMedia[]
  comments: string | null
  rights: Words | null
  source: { title: string | null; url: string | null } | null
  language: string | null
}

export interface ParsedFeed {
  kind: 'rss' | 'rdf' | 'atom' | 'json'
  /** As written in it: `2.0`, `0.91`, `1.0`, `1.1`. */
  version: string | null
  id: string | null
  title: Words | null
  description: Words | null
  link: string | null
  links: FeedLink[]
  language: string | null
  updated: Date | null
  published: Date | null
  authors: FeedPerson[]
  contributors: FeedPerson[]
  categories: FeedCategory[]
  image: FeedImage | null
  icon: string | null
  generator: { name: string | null; uri: string | null; version: string | null } | null
  rights: Words | null
  /** Minutes for which the publisher asks not to be asked again. */
  ttlMinutes: number | null
  items: ParsedItem[]
  /** What a person should know of how it was read. */
  remarks: string[]
}

export const noItem = (): ParsedItem => ({
  id: null,
  idIsLink: false,
  title: null,
  summary: null,
  content: null,
  contentSource: null,
  link: null,
  links: [],
  authors: [],
  contributors: [],
  categories: [],
  published: null,
  updated: null,
  enclosures: [],
  media: [],
  comments: null,
  rights: null,
  source: null,
  language: null,
})

export const noFeed = (kind: ParsedFeed['kind']): ParsedFeed => ({
  kind,
  version: null,
  id: null,
  title: null,
  description: null,
  link: null,
  links: [],
  language: null,
  updated: null,
  published: null,
  authors: [],
  contributors: [],
  categories: [],
  image: null,
  icon: null,
  generator: null,
  rights: null,
  ttlMinutes: null,
  items: [],
  remarks: [],
})

export const toLinkTo = (href: string, rel: string | null = null): FeedLink => ({
  href,
  rel,
  type: null,
  title: null,
  lang: null,
  length: null,
})

/** Digits as a number; null for anything else. */
export function readNumber(raw: unknown): number | null {
  const number =
    typeof raw === 'number'
      ? raw
      : typeof raw === 'string' && /^\s*\d+(\.\d+)?\s*$/.test(raw)
        ? Number(raw)
        : Number.NaN
  return Number.isFinite(number) && number >= 0 ? number : null
}
