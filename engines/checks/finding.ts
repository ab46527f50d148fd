/** How much a finding weighs: `block` stops, `warn` wants a reason, `note` only tells. */
export type Severity = 'block' | 'warn' | 'note'

/** What is about to be said. */
export interface Draft {
  text: string
  language: 'en' | 'cy'
  /** Pictures and films: what stands for them, null where nothing was written, and the name of the file. */
  media: { alt: string | null; file: string }[]
}

/** What a draft is held against. Everything may be empty; times are milliseconds since 1970. */
export interface Context {
  now: number
  /** What the organisation has said or is about to say, by whom, when. */
  recent: { text: string; by: string; at: number }[]
  /** Domains that may be linked to, with all below them; an empty list asks for nothing. */
  approvedDomains: string[]
  /** The pre-election period that runs or comes next. */
  election: { from: number; until: number } | null
  /** The other half of a pair in two languages. */
  pair: Draft | null
  /** The draft reminds people of something they must do: no amounts, log-in links or attachments. */
  reminder: boolean
}

export const noContext: Context = {
  now: 0,
  recent: [],
  approvedDomains: [],
  election: null,
  pair: null,
  reminder: false,
}

/** A part of a text that a rule objects to, in UTF-16 units; of a picture's description where `media` says which. */
export interface Found {
  start: number
  end: number
  media?: number
  /** What to write instead, where that can be told without thinking. */
  fix?: string
}

export interface Finding extends Found {
  rule: string
  severity: Severity
  /** In one sentence, why it matters. */
  why: string
}

export interface Rule {
  id: string
  severity: Severity
  why: string
  find(draft: Draft, context: Context): Found[]
}

/** Every match of a pattern that `keep` agrees to. */
export function matchesOf(
  text: string,
  pattern: RegExp,
  keep: (found: RegExpExecArray) => boolean = () => true,
): Found[] {
  const found: Found[] = []
  for (const match of text.matchAll(pattern)) {
    if (!keep(match)) continue
    found.push({ start: match.index, end: match.index + match[0].length })
  }
  return found
}
