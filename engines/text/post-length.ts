/** How long a post may be, counted as the network that it goes to counts it. */

/** How a network counts, and how much it takes. */
export interface LengthRule {
  /** The name of the measure, for a sentence such as "12 characters too many". */
  unit: 'graphemes' | 'characters' | 'weighted characters'
  most: number
  /** UTF-8 bytes at most, where there is a limit of its own. */
  mostBytes?: number
  /** What every link counts as, whatever its length; by itself where this is missing. */
  link?: number
  /** A handle of another server counts without its server (`@alice@example.org` as `@alice`). */
  shortHandles?: true
}

/**
 * Bluesky: 300 graphemes and 3,000 bytes (lexicon `app.bsky.feed.post`). Mastodon: 500 characters unless the server says
 * otherwise, links 23 each, other servers' handles by their name alone. X: 280, links 23, Chinese,
 * Japanese, Korean and what lies behind them count twice, an emoji twice however it is joined (twitter-text, version 3).
 */
export const lengthRules = {
  bluesky: { unit: 'graphemes', most: 300, mostBytes: 3_000 },
  mastodon: { unit: 'characters', most: 500, link: 23, shortHandles: true },
  x: { unit: 'weighted characters', most: 280, link: 23 },
} as const satisfies Record<string, LengthRule>

/** The length of a text. */
export interface PostLength {
  used: number
  most: number
  /** Where, in UTF-16 units, what is too much begins; null where the text fits. */
  overFrom: number | null
}

const segments = new Intl.Segmenter('en', { granularity: 'grapheme' })
const bytes = new TextEncoder()
const link = /https?:\/\/[^\s<>"]*[^\s<>"'.,!?;:)\]}’”]/giu
const farHandle = /(?<![\p{L}\p{N}_/])@([A-Za-z0-9_][A-Za-z0-9_.-]*)@[\p{L}\p{N}.-]+\p{L}/gu

/** Counts a text by a rule. Text should be NFC, as it is sent. */
export function postLength(text: string, rule: LengthRule): PostLength {
  let used = 0
  let size = 0
  let overFrom: number | null = null
  for (const [start, end, counts] of pieces(text, rule)) {
    used += counts
    if (rule.mostBytes !== undefined) size += bytes.encode(text.slice(start, end)).length
    if (overFrom === null && (used > rule.most || size > (rule.mostBytes ?? Number.POSITIVE_INFINITY)))
      overFrom = start
  }
  return { used, most: rule.most, overFrom }
}

type Piece = [start: number, end: number, counts: number]

/** The text in pieces that are never cut, each with what it counts. */
function* pieces(text: string, rule: LengthRule): Generator<Piece> {
  let from = 0
  for (const [start, end, counts] of whole(text, rule)) {
    yield* letters(text, from, start, rule)
    yield [start, end, counts]
    from = end
  }
  yield* letters(text, from, text.length, rule)
}

/** Links and handles that count as something else than their letters, in order. */
function whole(text: string, rule: LengthRule): Piece[] {
  const found: Piece[] = []
  if (rule.link !== undefined)
    for (const { 0: all, index } of text.matchAll(link)) found.push([index, index + all.length, rule.link])
  if (!rule.shortHandles) return found
  const bare = rule.link === undefined ? text : text.replace(link, (gone) => ' '.repeat(gone.length))
  for (const { 0: all, 1: name, index } of bare.matchAll(farHandle))
    found.push([index, index + all.length, name!.length + 1])
  return found.sort((a, b) => a[0] - b[0])
}

function* letters(text: string, from: number, to: number, rule: LengthRule): Generator<Piece> {
  for (const { segment, index } of segments.segment(text.slice(from, to)))
    yield [
      from + index,
      from + index + segment.length,
      rule.unit === 'weighted characters' ? weigh(segment) : 1,
    ]
}

/** What a grapheme counts on X: an emoji two, else each code point one or two by its script. */
function weigh(grapheme: string): number {
  if (
    /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u.test(grapheme) &&
    !/^[©®™\d#*]$/.test(grapheme)
  )
    return 2
  let sum = 0
  for (const letter of grapheme) {
    const point = letter.codePointAt(0)!
    const light =
      point <= 4351 ||
      (point >= 8192 && point <= 8205) ||
      (point >= 8208 && point <= 8223) ||
      (point >= 8242 && point <= 8247)
    sum += light ? 1 : 2
  }
  return sum
}
