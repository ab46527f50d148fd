import { tokenise } from '../text/tokenise.ts'
import { describe, highlights, Matcher, matches, parseQuery, toDocument, toSql, toVector } from './index.ts'

/** What a run of strings came to. */
export interface Fuzzed {
  strings: number
  /** Strings that could be read as searches: a run that never reads one proves little. */
  searches: number
  /** Searches that matched the string they were written in. */
  matched: number
}

/** Milliseconds of the thread's own work past which a string counts as a hang. */
const HANG = 50
/** Searches that stand in the matcher at any time. */
const STANDING = 64

/**
 * Gives every string to the tokeniser, and to the parser and what follows it. Throws, naming the string, when one of them
 * throws, answers what cannot be, or is busy for more than 50 ms each of three times.
 */
export function fuzz(strings: Iterable<string>): Fuzzed {
  const found: Fuzzed = { strings: 0, searches: 0, matched: 0 }
  const matcher = new Matcher()
  for (const text of strings) {
    found.strings++
    const began = performance.now()
    try {
      const id = `${found.strings % STANDING}`
      const outcome = asSearch(text, id, matcher)
      asPost(text)
      if (outcome !== null) found.searches++
      if (outcome === true) found.matched++
      if (performance.now() - began > HANG) expectNoHang(text)
    } catch (error) {
      throw new Error(`string ${found.strings}, ${JSON.stringify(text.slice(0, 500))}: ${String(error)}`, {
        cause: error,
      })
    }
  }
  return found
}

/** A busy machine is no hang: the thread's own work counts, and the best of three. */
function expectNoHang(text: string): void {
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < 3; i++) {
    const before = process.threadCpuUsage()
    asSearch(text, 'it', new Matcher())
    asPost(text)
    const { user, system } = process.threadCpuUsage(before)
    best = Math.min(best, (user + system) / 1_000)
  }
  if (best > HANG) throw new Error(`busy for ${best.toFixed(1)} ms`)
}

function asPost(text: string): void {
  let last = 0
  for (const { word, position, start, end } of tokenise(text)) {
    if (word === '' || word.length > 64) throw new Error(`a word of ${word.length} units`)
    if (position < last) throw new Error('positions go back')
    if (start < 0 || end < start || end > text.length) throw new Error(`a word from ${start} to ${end}`)
    last = position
  }
}

/** Null: not a search; otherwise whether it matches its own text. */
function asSearch(text: string, id: string, matcher: Matcher): boolean | null {
  const read = parseQuery(text)
  if (!read.ok) {
    const [problem] = read.problems
    if (!problem?.message || !problem.expected) throw new Error('a refusal without words')
    if (problem.at < 0 || problem.length < 0 || problem.at + problem.length > text.length)
      throw new Error(`a problem from ${problem.at}, ${problem.length} long`)
    return null
  }
  const document = documentOf(text)
  if (describe(read.tree) === '' || toSql(read.tree).text === '') throw new Error('nothing said')
  toVector(document)
  for (const { start, end } of highlights(read.tree, text))
    if (start < 0 || end <= start || end > text.length) throw new Error(`a mark from ${start} to ${end}`)
  matcher.set(id, read.tree)
  const held = matcher.match(document).includes(id)
  if (held !== matches(read.tree, document)) throw new Error('matcher and evaluator differ')
  return held
}

const documentOf = (text: string) =>
  toDocument(
    {
      text, contentWarning: null, altTexts: [], poll: [], handle: 'a.b', accountId: 'c', mentions: [], tags: [], links: [], channel: 'feed',
      media: false, link: false,
    }, // biome-ignore format: one post
    () => ({ lang: 'en', tone: 'neutral', sourceKind: 'public', places: [] }),
  )

// ---- what is generated

const SIGNS = [
  '"', '“', '”', '(', ')', '-', '−', ' ', ' ', ' ', '\n', '\t', '*', ':', '/', '\\', "'", '’', '#', '@', '&', '|', '!', '?', '.', ',', '<->', '%', '_',
  'AND', 'OR', 'NOT', 'NEAR', 'NEAR/3', 'NEAR/999999', 'near/2', 'from:', 'to:', 'domain:', 'url:', 'lang:', 'source:', 'tone:', 'channel:',
  'has:', 'place:', 'within:', 'within:5km:', '5km', 'cy', 'media', 'negative', 'feed', 'link', 'nosuch:', 'https://', 'http://t.co/a?b#c', 'www.',
] // biome-ignore format: a list
const WORDS = [
  'flood', 'Flooding', 'FLO*', 'rain😂', 'Dŵr', "don't", 'covid-19', '東京', 'น้ำท่วม', 'ﬁre', 'straße', '#FloodAlert', '@alice.bsky.social', 'a', '1',
  'x'.repeat(70), '👨‍👩‍👧', '🏴󠁧󠁢󠁷󠁬󠁳󠁿', 'שָׁלוֹם', 'م', '\u200b', '\u200d', '\ufe0f', '\u202e', '\u0301', '\0', '\ud83d', '\ude02', '\ufeff', '__proto__',
] // biome-ignore format: a list
/** First and last of runs of characters that text is made of. */
const RANGES = [
  [0x20, 0x7e], [0x00, 0x1f], [0x80, 0x24f], [0x300, 0x36f], [0x370, 0x5ff], [0x600, 0x6ff], [0x900, 0x97f], [0xe00, 0xe7f], [0x1e00, 0x1eff],
  [0x2000, 0x20ff], [0x3000, 0x30ff], [0x4e00, 0x4fff], [0xac00, 0xacff], [0xd800, 0xdfff], [0xfb00, 0xfdff], [0xfe00, 0xffff], [0x1d400, 0x1d7ff],
  [0x1f1e6, 0x1f1ff], [0x1f300, 0x1f6ff], [0xe0000, 0xe007f], [0x10fff0, 0x10ffff],
] as const // biome-ignore format: a table

/** So many strings, the same for the same seed: random letters, broken searches, and `seeds` cut, joined and repeated. */
export function* generated(count: number, seed: number, seeds: readonly string[]): Generator<string> {
  let state = seed | 0
  const below = (n: number) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % n
  }
  const one = (list: readonly string[]) => list[below(list.length)]!
  const several = (most: number, make: () => string) => Array.from({ length: 1 + below(most) }, make).join('')
  const letter = () => {
    const [first, last] = RANGES[below(RANGES.length)]!
    return String.fromCodePoint(first + below(last - first + 1))
  }
  const piece = () => (below(2) === 0 ? one(SIGNS) : `${one(WORDS)}${below(2) === 0 ? ' ' : ''}`)
  const slice = () => {
    const text = one(seeds)
    const from = below(text.length + 1)
    return text.slice(from, from + below(200))
  }
  for (let i = 0; i < count; i++) {
    const kind = below(100)
    if (kind < 25) yield several(40, letter)
    else if (kind < 70) yield several(24, piece)
    else if (kind < 85) yield several(4, seeds.length > 0 ? slice : piece)
    else if (kind < 99) yield several(3, () => (below(2) === 0 ? piece() : letter()).repeat(1 + below(40)))
    else yield several(2, piece).repeat(1 + below(300))
  }
}
