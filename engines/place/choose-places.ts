import { type Point, roughKm } from './distance.ts'
import type { Gazetteer, Place, PlaceKind } from './gazetteer.ts'
import { enough, hopeless } from './weigh-name.ts'

/** Words that a text gives for a place, and the places that bear the name. */
export interface Mention {
  start: number
  end: number
  candidates: number[]
  /** How much the words around speak for a place; what `enough` asks for. */
  evidence: number
  /** Already believed: an invented place, a whole postcode. */
  certain: boolean
}

/** Two names whose places lie this near each other are hardly so by chance. */
const companyKm = 25
/** The middle of a large county is this far from its edge. */
const countyKm = 70
/** So many names before and after are asked; a text of thousands of names is a list. */
const reach = 12
/** Of a name that many places bear only so many are looked at; the largest come first. */
const asked = 16

const inside = /^(?:, ?| \(| ?\/ ?|,? in (?:the )?|,? near | on the |, on the )$/
const listing = /^(?:, ?(?:and )?| and | & | a | ac |\/| to |; )$/

/** Raises the evidence of names that stand beside names of their neighbourhood; keeps those that have enough. */
export function keepCompany(text: string, mentions: Mention[], gazetteer: Gazetteer): Mention[] {
  const alone = mentions.map(({ evidence }) => evidence)
  for (let i = 0; i < mentions.length; i++) {
    const mention = mentions[i]!
    if (mention.certain || alone[i]! <= hopeless) continue
    mention.evidence += company(mentions, alone, i, gazetteer)
    const next = mentions[i + 1]
    if (next && alone[i + 1]! > 0) {
      const between = text.slice(mention.end, next.start)
      if (inside.test(between) && liesIn(mention, next, gazetteer)) mention.evidence += 1.3
      else if (listing.test(between)) mention.evidence += 0.4
    }
    mention.evidence += Math.max(
      listedNear(text, mentions, i - 1, i, gazetteer),
      listedNear(text, mentions, i, i + 1, gazetteer),
    )
  }
  const believed = new Set(
    mentions
      .filter(({ evidence, certain }) => certain || evidence >= enough)
      .map(({ candidates }) => candidates),
  )
  // What was a place once in a text is one again, unless its own surroundings speak against it.
  return mentions.filter(
    ({ evidence, certain, candidates }) =>
      certain || evidence >= enough || (evidence >= 0 && believed.has(candidates)),
  )
}

/** "Sandwich, Deal and Walmer": neighbours in a list and on the map, so that even ordinary words are places. */
function listedNear(text: string, mentions: Mention[], a: number, b: number, gazetteer: Gazetteer): number {
  const one = mentions[a]
  const two = mentions[b]
  if (!one || !two || !listing.test(text.slice(one.end, two.start))) return 0
  return areNear(one.candidates, two.candidates, gazetteer.places) ? 1.4 : 0
}

/** The best word that another name of the text puts in: a sure one near by, less when many places bear the name. */
function company(mentions: Mention[], alone: number[], i: number, gazetteer: Gazetteer): number {
  const mention = mentions[i]!
  let best = 0
  for (let j = Math.max(0, i - reach); j < Math.min(mentions.length, i + reach + 1); j++) {
    const other = mentions[j]!
    const trust =
      other.certain || alone[j]! >= enough ? 1 : alone[j]! >= 0.3 ? 0.75 : alone[j]! >= -0.5 ? 0.4 : 0
    if (trust <= best || other.candidates === mention.candidates) continue
    if (areNear(mention.candidates, other.candidates, gazetteer.places)) best = trust
  }
  const bearers = mention.candidates.length
  return best * (bearers <= 2 ? 0.9 : bearers <= 6 ? 0.75 : 0.6)
}

function areNear(some: number[], others: number[], places: Place[]): boolean {
  for (let a = 0; a < some.length && a < asked; a++)
    for (let b = 0; b < others.length && b < asked; b++) {
      if (some[a] === others[b]) continue
      const one = places[some[a]!]!
      const two = places[others[b]!]!
      if (one.kind === 'abroad' || two.kind === 'abroad') continue
      // A county has many villages of many names; only its own words beside the name count (liesIn).
      if (one.kind === 'county' || two.kind === 'county') continue
      if (Math.abs(one.lat - two.lat) < 0.25 && roughKm(one, two) <= companyKm) return true
    }
  return false
}

/** "Newport, Isle of Wight": one of the places lies in, or near, a large one of the next. */
function liesIn(mention: Mention, outer: Mention, gazetteer: Gazetteer): boolean {
  return outer.candidates.slice(0, asked).some((at) => {
    const large = gazetteer.places[at]!
    if (large.kind !== 'county' && large.kind !== 'district' && large.population < 20_000) return false
    const km = large.kind === 'county' || large.kind === 'district' ? countyKm : companyKm
    return mention.candidates.some((one) => one !== at && roughKm(gazetteer.places[one]!, large) <= km)
  })
}

/** For each mention the likeliest of its places: large, near the reader, near the text's other places. */
export function choosePlaces(
  text: string,
  mentions: Mention[],
  gazetteer: Gazetteer,
  near: Point | null,
): { place: Place; mention: Mention }[] {
  const chosen = mentions.map(({ candidates }) => gazetteer.places[candidates[0]!]!)
  const scores = new Float64Array(mentions.length)
  // Twice: what the first round settled speaks in the second.
  for (let round = 0; round < 2; round++)
    for (let i = 0; i < mentions.length; i++) {
      const { candidates } = mentions[i]!
      if (candidates.length === 1) continue
      const outer = saidToLieIn(text, mentions, i) ? chosen[i + 1]! : null
      let most = Number.NEGATIVE_INFINITY
      for (const at of candidates) {
        const place = gazetteer.places[at]!
        let score = size(place)
        if (near) score += 4 * closeness(roughKm(near, place))
        if (outer && outer !== place) score += 5 * closeness(roughKm(outer, place))
        score += neighbours(place, mentions, chosen, i, round)
        if (score > most) {
          most = score
          chosen[i] = place
        }
      }
      scores[i] = most
    }
  agree(text, mentions, chosen, scores)
  return mentions.map((mention, i) => ({ mention, place: chosen[i]! }))
}

const saidToLieIn = (text: string, mentions: Mention[], i: number) => {
  const next = mentions[i + 1]
  return next !== undefined && inside.test(text.slice(mentions[i]!.end, next.start))
}

/** A name means one place throughout a text, the one that most speaks for, save where it is said which. */
function agree(text: string, mentions: Mention[], chosen: Place[], scores: Float64Array): void {
  const best = new Map<number[], number>()
  for (let i = 0; i < mentions.length; i++) {
    const known = best.get(mentions[i]!.candidates)
    if (known === undefined || scores[i]! > scores[known]!) best.set(mentions[i]!.candidates, i)
  }
  if (best.size === mentions.length) return
  const places = new Map([...best].map(([candidates, i]) => [candidates, chosen[i]!]))
  for (let i = 0; i < mentions.length; i++)
    if (!saidToLieIn(text, mentions, i)) chosen[i] = places.get(mentions[i]!.candidates)!
}

/** What the text's other places say for this one; settled ones in the first round, all in the second. */
function neighbours(place: Place, mentions: Mention[], chosen: Place[], i: number, round: number): number {
  let sum = 0
  for (let j = Math.max(0, i - reach); j < Math.min(mentions.length, i + reach + 1); j++) {
    const other = chosen[j]!
    if (j === i || other.kind === 'abroad' || mentions[j]!.candidates === mentions[i]!.candidates) continue
    const settled = mentions[j]!.candidates.length === 1
    if (round === 0 && !settled) continue
    sum += (settled ? 1.5 : 0.8) * closeness(roughKm(other, place))
  }
  return Math.min(sum, 6)
}

const usual: Record<PlaceKind, number> = {
  city: 4.5,
  town: 3.6,
  suburb: 3,
  village: 2.5,
  hamlet: 1.8,
  ward: 2,
  district: 5,
  county: 5.5,
  postcode: 3,
  landmark: 3.4,
  abroad: 6.5,
}

/** Orders of magnitude of people; what is usual for its kind where nobody counted. */
export const size = (place: Place) =>
  place.population > 0 ? Math.log10(place.population) : usual[place.kind]

/** 1 at no distance, a half at 40 kilometres, towards 0 far away. */
const closeness = (km: number) => 40 / (40 + km)
