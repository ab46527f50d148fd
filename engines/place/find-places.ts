import {
  abroad,
  foreign,
  givenNames,
  notThePlace,
  ordinary,
  personal,
  placeAfter,
  placeBefore,
  titles,
} from './data/words.ts'
import { distanceKm, type Point } from './distance.ts'
import { foldName, type Gazetteer, type Place, ukGazetteer } from './gazetteer.ts'
import { scanWords, type Word } from './scan-words.ts'

/** A place found in a text. `start`/`end` are UTF-16 offsets of the words that named it. */
export interface FoundPlace extends Point {
  id: string
  name: string
  start: number
  end: number
}

export interface FindOptions {
  /** Where the reader's own area is: of several places of one name the nearer wins, and small ones nearby are believed. */
  near?: Point | null
  /** Another list than the bundled one: see `withPlaces`. */
  gazetteer?: Gazetteer
}

/** Words that a text gives for a place, and the places that bear the name. */
interface Mention {
  start: number
  end: number
  candidates: number[]
  /** How much the words around speak for a place; what `needed` asks for. */
  evidence: number
  invented: boolean
}

/** A small place this near the reader needs no more than its capital letter. */
const neighbourhoodKm = 25

const words = new Set(['the', 'a', 'an', 'of'])
/** A name of several words may be written with these in small letters. */
const joining = new Set([
  'upon',
  'on',
  'in',
  'le',
  'the',
  'under',
  'by',
  'of',
  'and',
  'y',
  'ar',
  'yn',
  'next',
  'cum',
  'with',
  'sea',
  'st',
  'at',
  'de',
  'la',
])

/**
 * The places of the United Kingdom that a text names, in order of appearance, without overlaps. A name is taken for a
 * place when it is written like a name and nothing around it says otherwise; names that are also ordinary words or
 * people's need a word that speaks for a place. Nothing finer than the text says: a district's point is its centre.
 */
export function findPlaces(text: string, options: FindOptions = {}): FoundPlace[] {
  const gazetteer = options.gazetteer ?? ukGazetteer()
  const near = options.near ?? null
  const tokens = scanWords(text, gazetteer)
  const mentions: Mention[] = []
  for (let i = 0; i < tokens.length; i++) {
    const found = longestName(text, tokens, i, gazetteer) ?? postcode(text, tokens, i, gazetteer)
    if (!found) continue
    const { last, candidates } = found
    const invented = candidates.some((at) => gazetteer.invented.has(gazetteer.places[at]!.id))
    const evidence = invented
      ? 9
      : found.certain
        ? 9
        : weigh(text, tokens, i, last, candidates, gazetteer, near)
    if (evidence >= 1)
      mentions.push({ start: tokens[i]!.start, end: tokens[last]!.end, candidates, evidence, invented })
    // A rejected name may hide another inside it: "Hope Valley" is passed over, "Valley" alone is not tried.
    i = last
  }
  return choose(mentions, gazetteer, near)
}

interface Named {
  last: number
  candidates: number[]
  certain: boolean
}

/** The longest name of the gazetteer that begins at token `i`, written as a name. */
function longestName(text: string, tokens: Word[], i: number, gazetteer: Gazetteer): Named | null {
  const first = tokens[i]!
  if (!first.capital && !first.tag) return null
  const most = gazetteer.longest.get(first.folded)
  if (most === undefined) return null
  let key = first.folded
  let best: Named | null = null
  let last = i
  for (let count = 1; ; count++) {
    const candidates = gazetteer.byName.get(key)
    const tail = tokens[last]!
    if (candidates && (tail.capital || first.tag || joiningName(tokens, i, last)))
      best = { last, candidates, certain: false }
    if (count === most || last + 1 >= tokens.length) break
    const next = tokens[last + 1]!
    if (!joined(text, tokens[last]!, next)) break
    if (!next.capital && !next.tag && !joining.has(next.folded)) break
    last++
    key += ` ${next.folded}`
  }
  return best
}

const joiningName = (tokens: Word[], first: number, last: number) =>
  last > first && tokens[last]!.folded !== 'the'

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

/** How much speaks for a place: 1 and more is enough. */
function weigh(
  text: string,
  tokens: Word[],
  first: number,
  last: number,
  candidates: number[],
  gazetteer: Gazetteer,
  near: Point | null,
): number {
  const token = tokens[first]!
  const before = tokens[first - 1]
  const after = tokens[last + 1]
  const adjacentBefore = before !== undefined && !/[.!?:;\n]/.test(text.slice(before.end, token.start))
  const between = after ? text.slice(tokens[last]!.end, after.start) : ''
  const adjacentAfter = after !== undefined && /^ ?$/.test(between)
  const several = last > first
  const key = several ? null : token.folded
  const largest = candidates.reduce((most, at) => Math.max(most, gazetteer.places[at]!.population), 0)
  const kinds = candidates.map((at) => gazetteer.places[at]!.kind)
  const large = largest >= 20_000 || kinds.includes('county') || kinds.includes('city')

  if (after && /^, ?$|^ \($/.test(between) && abroad.has(after.folded) && !isLowerWord(text, after)) return 0
  if (
    adjacentBefore &&
    (titles.has(before.folded) || (givenNames.has(before.folded) && before.capital)) &&
    before.capital
  )
    return 0
  if (adjacentAfter && after.capital && notThePlace.has(after.folded) && !placeBeforeRoad(after.folded))
    return 0
  if (adjacentBefore && before.folded === 'the' && !several && ordinary.has(token.folded)) return 0

  let evidence = 0
  if (several) evidence += 1
  if (large) evidence += 1
  else if (largest >= 2_000) evidence += 0.6
  else if (kinds.includes('town') || kinds.includes('district')) evidence += 0.5
  else if (largest > 0) evidence += 0.3
  if (adjacentBefore && placeBefore.has(before.folded)) evidence += 0.9
  if (adjacentAfter && placeAfter.has(after.folded)) evidence += 0.7
  if (before && /^, ?$/.test(text.slice(before.end, token.start)) && before.capital) evidence += 0.3
  if (near) {
    const nearest = candidates.reduce((km, at) => Math.min(km, distanceKm(near, gazetteer.places[at]!)), 1e9)
    if (nearest <= neighbourhoodKm) evidence += 0.7
  }
  if (token.tag) evidence += several || token.folded.length >= 6 ? 0.3 : -0.5
  if (key !== null) {
    const startsSentence = !adjacentBefore
    if (ordinary.has(key)) evidence -= large && !startsSentence ? 0.9 : 1.4
    else if (personal.has(key)) evidence -= large ? 0.4 : 1.1
    if (foreign.has(key) && largest < 60_000) evidence -= 1.2
    if (token.allCapitals && key.length < 5) evidence -= 0.6
    if (key.length < 4) evidence -= 0.4
    // "Lincoln Smith": another name follows at once and is no place's companion.
    if (
      adjacentAfter &&
      after.capital &&
      !after.tag &&
      !placeAfter.has(after.folded) &&
      !token.allCapitals &&
      !large
    )
      evidence -= 0.5
    if (
      adjacentBefore &&
      before.capital &&
      !before.startsSentence &&
      !placeBefore.has(before.folded) &&
      !words.has(before.folded) &&
      !token.allCapitals
    )
      evidence -= large ? 0.3 : 0.6
  }
  return evidence
}

/** "Town", "Hill" and "Park" follow both places and streets; "Burnley Road" is a street wherever it is. */
const placeBeforeRoad = (word: string) =>
  word === 'hill' ||
  word === 'view' ||
  word === 'rise' ||
  word === 'world' ||
  word === 'today' ||
  word === 'live'

const isLowerWord = (text: string, word: Word) => {
  const letter = text[word.start]!
  return letter === letter.toLowerCase()
}

/** For each mention the likeliest of its places: large, near the reader, near the text's other places. */
function choose(mentions: Mention[], gazetteer: Gazetteer, near: Point | null): FoundPlace[] {
  const sure = mentions
    .filter((mention) => mention.candidates.length === 1)
    .map((mention) => gazetteer.places[mention.candidates[0]!]!)
  return mentions.map((mention) => {
    let best = gazetteer.places[mention.candidates[0]!]!
    if (mention.candidates.length > 1) {
      let most = Number.NEGATIVE_INFINITY
      for (const at of mention.candidates) {
        const place = gazetteer.places[at]!
        const score =
          size(place) +
          (near ? 4 * closeness(distanceKm(near, place), 40) : 0) +
          sure.reduce((sum, other) => sum + 1.5 * closeness(distanceKm(other, place), 40), 0)
        if (score > most) {
          most = score
          best = place
        }
      }
    }
    return {
      id: best.id,
      name: best.name,
      lat: best.lat,
      lon: best.lon,
      start: mention.start,
      end: mention.end,
    }
  })
}

const usual: Record<Place['kind'], number> = {
  city: 4.5,
  town: 3.6,
  suburb: 3,
  village: 2.5,
  hamlet: 1.8,
  district: 5,
  county: 5.5,
  postcode: 3,
}

/** Orders of magnitude of people; what is usual for its kind where nobody counted. */
const size = (place: Place) => (place.population > 0 ? Math.log10(place.population) : usual[place.kind])

/** 1 at no distance, a half at `half` kilometres, towards 0 far away. */
const closeness = (km: number, half: number) => half / (half + km)

/** Every place of the gazetteer that bears this name (case, accents and hyphens aside), largest first. */
export function placesNamed(name: string, gazetteer: Gazetteer = ukGazetteer()): Place[] {
  return (gazetteer.byName.get(foldName(name)) ?? [])
    .map((at) => gazetteer.places[at]!)
    .sort((a, b) => size(b) - size(a))
}
