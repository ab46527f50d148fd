import { placeBefore } from './data/words.ts'
import { foldName, type Gazetteer } from './gazetteer.ts'
import type { Word } from './scan-words.ts'
import { isPlain } from './weigh-name.ts'
import { mutating, unmutated } from './welsh.ts'

/** Words of a text that are a name of the gazetteer: up to token `last`, and the places that bear it. */
export interface Named {
  last: number
  candidates: number[]
  /** A postcode with both halves, or after a word that says so. */
  certain: boolean
}

/** A name of several words may be written with these in small letters; between hyphens, with any word ("Tal-y-bont"). */
const joining = new Set(
  'upon on in le en the under over sub super near by of and y yr ar yn ym na next cum with sea st at de la'.split(
    ' ',
  ),
)

/** The longest name of the gazetteer that begins at token `i`, written as a name; a postcode; null when neither does. */
export const nameAt = (text: string, tokens: Word[], i: number, gazetteer: Gazetteer): Named | null =>
  longestName(text, tokens, i, gazetteer) ?? postcode(text, tokens, i, gazetteer)

function longestName(text: string, tokens: Word[], i: number, gazetteer: Gazetteer): Named | null {
  const first = tokens[i]!
  const before = tokens[i - 1]
  if (!first.capital && !first.tag)
    return (
      (first.folded === 'the' && theLandmark(text, tokens, i, gazetteer)) ||
      smallLetters(tokens, i, gazetteer)
    )
  const plain = namedFrom(text, tokens, i, first.folded, gazetteer)
  if (plain || !before || !first.capital || !mutating.has(before.folded)) return plain
  for (const original of unmutated(first.folded)) {
    const named = namedFrom(text, tokens, i, original, gazetteer)
    const welsh = named?.candidates.filter(
      (at) =>
        gazetteer.places[at]!.nation === 'Wales' ||
        gazetteer.places[at]!.otherNames.some((name) => foldName(name) === original),
    )
    if (named && welsh && welsh.length > 0) return { ...named, candidates: welsh }
  }
  return null
}

/** "the Wash", "the Fens": the article belongs to it. */
function theLandmark(text: string, tokens: Word[], i: number, gazetteer: Gazetteer): Named | null {
  if (!tokens[i + 1]?.capital) return null
  const named = namedFrom(text, tokens, i, 'the', gazetteer)
  const candidates = named?.candidates.filter((at) => gazetteer.places[at]!.kind === 'landmark')
  return named && candidates && candidates.length > 0 ? { ...named, candidates, certain: false } : null
}

/** "flooding in manchester": a town after a word that places may be in small letters. */
function smallLetters(tokens: Word[], i: number, gazetteer: Gazetteer): Named | null {
  const first = tokens[i]!
  const before = tokens[i - 1]
  if (!before || first.folded.length < 5) return null
  const said = placeBefore.has(before.folded) || before.folded === 'of'
  if (!said || !gazetteer.longest.has(first.folded)) return null
  const candidates = gazetteer.byName.get(first.folded)
  const least = isPlain(first.folded) ? 8_000 : 50_000
  return candidates?.some(
    (at) => gazetteer.places[at]!.population >= least && gazetteer.places[at]!.kind !== 'abroad',
  )
    ? { last: i, candidates, certain: false }
    : null
}

function namedFrom(
  text: string,
  tokens: Word[],
  i: number,
  begins: string,
  gazetteer: Gazetteer,
): Named | null {
  const first = tokens[i]!
  const most = gazetteer.longest.get(begins)
  if (most === undefined) return null
  let key = begins
  let best: Named | null = null
  let last = i
  for (let count = 1; ; count++) {
    const candidates = gazetteer.byName.get(key)
    const tail = tokens[last]!
    if (
      candidates &&
      (tail.capital || first.tag || joiningName(tokens, i, last)) &&
      !runsOn(text, tokens, last)
    )
      best = { last, candidates, certain: false }
    if (count === most || last + 1 >= tokens.length) break
    const next = tokens[last + 1]!
    if (!joined(text, tokens[last]!, next)) break
    if (!next.capital && !next.tag && !joining.has(next.folded) && !hyphened(text, tail, next)) break
    last++
    key += ` ${next.folded}`
  }
  return best
}

const joiningName = (tokens: Word[], first: number, last: number) =>
  last > first && tokens[last]!.folded !== 'the'

const hyphen = /^[-\u2011]$/

const hyphened = (text: string, a: Word, b: Word) => hyphen.test(text.slice(a.end, b.start))

/** "Stoke-sub-…": what stands there is another place than Stoke; "York-based" is York. */
function runsOn(text: string, tokens: Word[], last: number): boolean {
  const next = tokens[last + 1]
  const after = tokens[last + 2]
  return (
    after !== undefined &&
    joining.has(next!.folded) &&
    hyphened(text, tokens[last]!, next!) &&
    hyphened(text, next!, after)
  )
}

/** Whether nothing but a space, hyphen or apostrophe stands between two words. */
function joined(text: string, a: Word, b: Word): boolean {
  if (b.start === a.end) return a.tag && b.tag
  const between = text.slice(a.end, b.start)
  return between === ' ' || between === '-' || between === '\u2011' || between === '. ' || between === ' & '
}

/** "M9", "BB1 7AA": a postcode district in capitals; without its second half only after a word that places. */
function postcode(text: string, tokens: Word[], i: number, gazetteer: Gazetteer): Named | null {
  const token = tokens[i]!
  if (!token.digits || !token.capital) return null
  const at = gazetteer.byPostcode.get(text.slice(token.start, token.end))
  if (at === undefined) return null
  const next = tokens[i + 1]
  if (next && next.start === token.end + 1 && /^\d[A-Z]{2}$/.test(text.slice(next.start, next.end)))
    return { last: i + 1, candidates: [at], certain: true }
  const before = tokens[i - 1]
  // M6 and A1 are roads: one letter and a figure need the word "postcode" or a following half.
  if (/^[AMB]\d{1,2}$/.test(text.slice(token.start, token.end))) return null
  return before && (placeBefore.has(before.folded) || before.folded === 'postcode')
    ? { last: i, candidates: [at], certain: true }
    : null
}
