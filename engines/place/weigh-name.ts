import {
  abroad,
  foreign,
  gameWords,
  givenNames,
  notThePlace,
  ofThePlace,
  ordinary,
  personal,
  personDoes,
  placeAfter,
  placeBefore,
  teamAfter,
  teamBefore,
  titleOf,
  titles,
  wares,
} from './data/words.ts'
import { distanceKm, type Point } from './distance.ts'
import type { Gazetteer, Place } from './gazetteer.ts'
import type { Word } from './scan-words.ts'

/** Evidence from which on a name is taken for a place. */
export const enough = 0.95

/** No company makes a place of a name whose own evidence is lower than this. */
export const hopeless = -1.5

/** A small place this near the reader needs no more than its capital letter. */
const neighbourhoodKm = 25

/** A name in its surroundings: tokens `first` to `last` of a text, and the places that bear it. */
export interface Name {
  text: string
  tokens: Word[]
  first: number
  last: number
  candidates: number[]
  gazetteer: Gazetteer
  near: Point | null
  /** It continues a list that began with a name. */
  listed: boolean
  /** The text speaks of a game. */
  game: boolean
  /** Family names that the text gave after a given name, folded. */
  people: Set<string>
}

interface Around {
  /** The word before, when no stop stands between. */
  before: Word | null
  after: Word | null
  /** Nothing but a space stands between it and the word before. */
  adjoins: boolean
  /** "York-based". */
  based: boolean
  /** The word after a comma or bracket: what the name lies in. */
  within: Word | null
  /** A figure after a comma: an age. */
  aged: boolean
  startsSentence: boolean
}

/**
 * How much speaks for a name being a place: its size, the words around it, whether it is near the reader; against it
 * that it is an ordinary word or a person's name, or that a street or a team is called after it. Minus infinity when
 * it is certainly something else. What the other names of the text say is weighed afterwards.
 */
export function weighName(name: Name): number {
  const { tokens, first, last } = name
  const token = tokens[first]!
  const around = surroundings(name)
  if (isSomethingElse(name, around)) return Number.NEGATIVE_INFINITY
  const places = name.candidates.map((at) => name.gazetteer.places[at]!)
  const most = places.reduce((largest, place) => Math.max(largest, place.population), 0)
  const large =
    most >= 20_000 || places.some(({ kind }) => kind === 'county' || kind === 'city' || kind === 'landmark')
  const several = last > first

  let evidence = several ? 1 : 0
  evidence += ofItsSize(places, most, large, several || isPlain(token.folded))
  if (around.before && placeBefore.has(around.before.folded)) evidence += 0.9
  else evidence += byPhrase(name, around)
  if (around.after)
    evidence += strongAfter.has(around.after.folded) ? 1.4 : placeAfter.has(around.after.folded) ? 0.7 : 0
  if (around.based) evidence += 1
  evidence += whatItLiesIn(name, around)
  if (name.listed) evidence += 0.4
  if (name.near) {
    const nearest = places.reduce((km, place) => Math.min(km, distanceKm(name.near!, place)), 1e9)
    if (nearest <= neighbourhoodKm) evidence += nearest <= neighbourhoodKm / 2 ? 1.2 : 0.7
  }
  if (token.tag) evidence += several || most >= 5_000 || token.folded.length >= 6 ? 0.4 : -0.5
  if (name.game && !(around.before && placeBefore.has(around.before.folded))) evidence -= 0.5
  const told = around.before !== null && placeBefore.has(around.before.folded)
  if (name.people.has(tokens[last]!.folded) && !told) evidence -= 0.9
  if (around.after && !told && personDoes.has(around.after.folded)) evidence -= several ? 0.4 : 0.9
  return several ? evidence : evidence - againstOneWord(token, around, large, most)
}

/** Neither an ordinary word nor a person's name nor better known from abroad. */
export const isPlain = (word: string) => !ordinary.has(word) && !personal.has(word) && !foreign.has(word)

function ofItsSize(places: Place[], most: number, large: boolean, plain: boolean): number {
  if (large) return 1
  const known = places.some(({ kind }) => kind === 'town' || kind === 'district')
  if (plain) return most >= 2_000 || known ? 0.95 : most > 0 ? 0.7 : 0.35
  return most >= 2_000 ? 0.6 : known ? 0.5 : most > 0 ? 0.3 : 0
}

function surroundings({ text, tokens, first, last }: Name): Around {
  const token = tokens[first]!
  const before = tokens[first - 1]
  const after = tokens[last + 1]
  const joined = before !== undefined && !/[.!?:;\n]/.test(text.slice(before.end, token.start))
  const gap = after ? text.slice(tokens[last]!.end, after.start) : ''
  return {
    before: joined ? before : null,
    after: after !== undefined && /^ ?$/.test(gap) ? after : null,
    within: after?.capital && /^(?:, ?| \(| ?\/ ?)$/.test(gap) ? after : null,
    aged:
      after !== undefined &&
      (gap === ', ' || gap === ' (') &&
      /^\d\d?$/.test(text.slice(after.start, after.end)),
    adjoins: before !== undefined && text.slice(before.end, token.start) === ' ',
    based: gap === '-' && after?.folded === 'based',
    startsSentence: !joined,
  }
}

const listedWith = (before: Word | null) =>
  before === null || before.folded === 'and' || before.folded === 'or'

/** Abroad by what follows, a person by what goes before, a street or a team by what follows. */
function isSomethingElse(name: Name, { before, after, within, aged }: Around): boolean {
  const { text, tokens, first, last } = name
  if (within && abroad.has(within.folded)) return true
  if (
    before?.capital &&
    (titles.has(before.folded) || givenNames.has(before.folded)) &&
    isName(text, before, tokens[first]!)
  )
    return true
  // "Darren Crook, 31": an age.
  if (aged && before?.capital && !placeBefore.has(before.folded) && !listedWith(before)) return true
  if (first === last && after?.capital && givesAnAge(text, tokens, last + 1)) return true
  if (after && (teamAfter.has(after.folded) || wares.has(after.folded))) return true
  if (before && teamBefore.has(before.folded)) return true
  if (before?.folded === 'of' && titleOf.has(tokens[first - 2]?.folded ?? '')) return true
  if (before?.folded === 'on' && tokens[first - 2]?.folded === 'come') return true
  if (after?.capital && (isClub(tokens, last + 1) || isForce(name, after))) return true
  if (after?.capital && notThePlace.has(after.folded) && !alsoPlaces.has(after.folded)) return true
  // "Preston New Road" is in Blackburn.
  const next = tokens[last + 2]
  if (after?.capital && next?.capital && streets.has(next.folded)) return true
  if (isStreet(name)) return true
  // "US" among shouted words is "us".
  if (first === last && tokens[first]!.folded.length < 3 && before?.allCapitals && after?.allCapitals)
    return true
  // "Burnley 2-1": a score makes a team of it.
  if (after?.digits && /^ ?\d ?[-–] ?\d(?!\d)/.test(text.slice(tokens[last]!.end, tokens[last]!.end + 8)))
    return true
  return (
    before?.folded === 'the' && first === last && ordinary.has(tokens[first]!.folded) && !isLandmark(name)
  )
}

/** "Lincolnshire Police" says which force, not where. */
const isForce = ({ candidates, gazetteer }: Name, after: Word) =>
  (after.folded === 'police' || after.folded === 'constabulary') &&
  candidates.some((at) => ['county', 'landmark'].includes(gazetteer.places[at]!.kind))

const clubs = new Set(['city', 'town', 'county'])
const notClubs = new Set(
  'council centre center hall police court hospital show councillor councillors championship cup square road fc'.split(
    ' ',
  ),
)

/** "Stoke City", "Ipswich Town" without a council or a hall after it. */
function isClub(tokens: Word[], at: number): boolean {
  if (!clubs.has(tokens[at]!.folded) || tokens[at]!.allCapitals) return false
  const next = tokens[at + 1]
  return next === undefined || next.start !== tokens[at]!.end + 1 || !notClubs.has(next.folded)
}

/** "Preston Walsh, 19": the word after the name ends a person's name. */
function givesAnAge(text: string, tokens: Word[], at: number): boolean {
  const age = tokens[at + 1]
  return (
    age !== undefined &&
    !placeAfter.has(tokens[at]!.folded) &&
    /^, \d\d?,?$/.test(text.slice(tokens[at]!.end, age.end + 1).trimEnd())
  )
}

const isLandmark = ({ candidates, gazetteer }: Name) =>
  candidates.some((at) => gazetteer.places[at]!.kind === 'landmark')

const isName = (text: string, before: Word, token: Word) =>
  /^ $|^ ?['’-]?$/.test(text.slice(before.end, token.start))

/** "the people of Deal", "the whole of manchester": only a place stands there. */
function byPhrase({ tokens, first }: Name, { before }: Around): number {
  const said = before?.folded === 'of' || before?.folded === 'for'
  return said && ofThePlace.has(tokens[first - 2]?.folded ?? '') ? 0.9 : 0
}

/** A name before one of these is a settlement's, whatever else it means. */
const strongAfter = new Set(
  'town village borough council councillors magistrates mp residents villagers'.split(' '),
)

/** "High Street", "Mill Lane": there is a hamlet of every such name, and nobody means it. Chester-le-Street is a town. */
function isStreet({ tokens, first, last, candidates, gazetteer }: Name): boolean {
  if (last === first) return false
  const known = candidates.map((at) => gazetteer.places[at]!)
  if (known.some(({ kind, population }) => kind === 'landmark' || population >= 5_000)) return false
  const end = tokens[last]!.folded
  return streets.has(end) || (end === 'green' && tokens[first]!.folded === 'the')
}

const streets = new Set([
  'road',
  'rd',
  'street',
  'st',
  'lane',
  'avenue',
  'ave',
  'drive',
  'way',
  'close',
  'terrace',
  'crescent',
])

/** These follow towns as often as they end a street's name. */
const alsoPlaces = new Set(['hill', 'view', 'rise', 'world', 'today', 'live'])

/** "Bath, Somerset", "Newtown (Powys)", "High St., Bath": a place on the other side of a comma. */
function whatItLiesIn({ text, tokens, first, gazetteer }: Name, { within }: Around): number {
  let evidence = 0
  if (within) {
    const outer = gazetteer.byName.get(within.folded)?.map((at) => gazetteer.places[at]!) ?? []
    if (outer.some(({ kind, population }) => kind === 'county' || kind === 'abroad' || population >= 50_000))
      evidence += 1
  }
  const previous = tokens[first - 1]
  if (previous && /^[.,]\s*(?:in )?$/.test(text.slice(previous.end, tokens[first]!.start)))
    evidence += notThePlace.has(previous.folded) ? 0.9 : text[previous.end] === ',' ? 0.2 : 0
  return evidence
}

const small = new Set(['the', 'a', 'an', 'of'])

/** A letter comes from Henley and goes to Barton: people as often as towns. */
const ofPeople = new Set(['from', 'to', 'toward', 'towards', 'past', 'behind', 'i', 'o'])

function againstOneWord(
  token: Word,
  { before, after, adjoins, startsSentence }: Around,
  large: boolean,
  most: number,
): number {
  const word = token.folded
  let against = 0
  // "a caravan in Sandwich": small words before and a capital within the sentence say enough.
  const told =
    before !== null && !before.capital && placeBefore.has(before.folded) && token.capital && most >= 1_000
  // "in March" is the month.
  if (word === 'march') against += 1
  if (ordinary.has(word)) against += told ? 0.55 : large && !startsSentence ? 0.9 : 1.4
  else if (personal.has(word))
    against += large ? 0.4 : told && most >= 5_000 && !ofPeople.has(before.folded) ? 0.55 : 1.1
  if (foreign.has(word) && most < 60_000) against += 1.2
  if (token.allCapitals && word.length < 5 && most < 1_000_000) against += 0.6
  if (!token.capital && !token.tag) against += 0.3
  // "us" is not the US, "uk" in small letters is.
  if (word.length < 4) against += token.allCapitals ? 0 : isPlain(word) ? 0.2 : 0.6
  if (after?.capital && !after.tag && !placeAfter.has(after.folded) && !token.allCapitals && !large)
    against += 0.5
  if (
    before?.capital &&
    adjoins &&
    !before.startsSentence &&
    !placeBefore.has(before.folded) &&
    !small.has(before.folded) &&
    !token.allCapitals
  )
    against += personal.has(word) ? 0.9 : large ? 0.3 : 0.6
  return against
}

/** Family names that the text gives after a given name or a title, folded; and whether it speaks of a game. */
export function whoAndWhat(tokens: Word[]): { people: Set<string>; game: boolean } {
  const people = new Set<string>()
  let game = false
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    if (gameWords.has(token.folded)) game = true
    const before = tokens[i - 1]
    if (!token.capital || !before?.capital || token.start !== before.end + 1) continue
    if (givenNames.has(before.folded) || titles.has(before.folded)) people.add(token.folded)
  }
  return { people, game }
}
