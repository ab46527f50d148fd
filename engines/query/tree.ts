/** One word of a phrase: folded as the tokeniser folds, `offset` positions after the first. */
export interface Item {
  word: string
  /** Any word that begins so. */
  prefix: boolean
  offset: number
}

/** Words at fixed distances; a single word is a phrase of one. */
export type Phrase = Item[]

/** Filters that compare one text with one fact of a post. */
export type Field = 'from' | 'to' | 'domain' | 'url' | 'lang' | 'source' | 'tone' | 'channel' | 'has'

/**
 * What a search asks, as plain data (it survives JSON). `from` and `to` hold handles in lower case without `@`;
 * `domain` and `url` are in lower case, `url` without its scheme; `has` is link, media or question.
 */
export type Query =
  | { kind: 'words'; items: Phrase }
  /** Some phrase of the one side within `distance` words of some phrase of the other, in either order. */
  | { kind: 'near'; distance: number; left: Phrase[]; right: Phrase[] }
  | { kind: 'filter'; field: Field; value: string }
  /** A place of this name was found in the post; `name` as `foldName` makes it. */
  | { kind: 'place'; name: string; shown: string }
  /** A place within `km` of a point was found in the post. */
  | { kind: 'within'; km: number; lat: number; lon: number; shown: string }
  | { kind: 'and'; parts: Query[] }
  | { kind: 'or'; parts: Query[] }
  | { kind: 'not'; part: Query }

/** What is wrong with a search, where (UTF-16 offsets), and what would be right. */
export interface Problem {
  at: number
  length: number
  /** The key of its words in `messages.ts`, and what stands in them. */
  code: string
  values: string[]
  message: string
  expected: string
}

export const MAX_CHARACTERS = 2_000
export const MAX_TERMS = 200
export const MAX_DEPTH = 32
/**
 * Words that the NEARs of a search may come to when every order, distance and length of phrase is written out, as a
 * `tsquery` needs. A hundred words near a hundred others, 30 apart, come to 12,400.
 */
export const MAX_WAYS = 20_000
/** The farthest that NEAR reaches, in words. */
export const MAX_NEAR = 30
/** The farthest that `within:` reaches, in kilometres. */
export const MAX_KM = 200

const FROM_LETTERS =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÃÄÅàáâãäåĀāĂăÇçĆćČčÈÉÊËèéêëĒēĖėĘęĚěÌÍÎÏìíîïĪīŁłÑñŃńŇňÒÓÔÕÖØòóôõöøŌōŔŕŘřŚśŠšŞşÙÚÛÜùúûüŪūŮůŴŵẀẁẂẃẄẅÝýÿŶŷŸỲỳŹźŻżŽž-–’‘'."

/** `translate(name, from, to)` in SQL and `foldName` here: the same table for both, so that they agree on every name. */
export const NAME_FOLDING = makeFolding()

function makeFolding(): { from: string; to: string } {
  let from = ''
  let to = ''
  let removed = ''
  const strokes: Record<string, string> = { Ł: 'l', ł: 'l', Ø: 'o', ø: 'o', '-': ' ', '–': ' ' }
  for (const ch of FROM_LETTERS) {
    const base = strokes[ch] ?? ch.normalize('NFD')[0]!.toLowerCase()
    if (/[a-z ]/.test(base)) {
      from += ch
      to += base
    } else removed += ch // translate drops what has no partner
  }
  return { from: from + removed, to }
}

const nameTable = new Map([...NAME_FOLDING.from].map((ch, i) => [ch, NAME_FOLDING.to[i] ?? '']))

/** A place's name as it is compared: small letters without accents, hyphens as spaces, no dots or apostrophes. */
export function foldName(name: string): string {
  let out = ''
  for (const ch of name.normalize('NFC')) out += nameTable.get(ch) ?? ch
  return out
}

/** Small letters for A–Z only: what `lower(… collate "C")` does, whatever the database's language. */
export function lowerAscii(text: string): string {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c >= 65 && c <= 90) return text.replace(/[A-Z]+/g, (run) => run.toLowerCase())
  }
  return text
}

/** The name before the first dot or at-sign of a handle. */
export function shortHandle(handle: string): string {
  for (let i = 0; i < handle.length; i++) {
    const c = handle.charCodeAt(i)
    if (c === 46 || c === 64) return handle.slice(0, i)
  }
  return handle
}

/** Whether something must be present for this to hold: a search that is only exclusions would match nearly everything. */
export function asksForSomething(tree: Query, negated = false): boolean {
  if (tree.kind === 'not') return asksForSomething(tree.part, !negated)
  if (tree.kind !== 'and' && tree.kind !== 'or') return !negated
  const some = (tree.kind === 'and') !== negated
  return some
    ? tree.parts.some((part) => asksForSomething(part, negated))
    : tree.parts.every((part) => asksForSomething(part, negated))
}
