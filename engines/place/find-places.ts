import { choosePlaces, keepCompany, type Mention, size } from './choose-places.ts'
import type { Point } from './distance.ts'
import { foldName, type Gazetteer, type Place, ukGazetteer } from './gazetteer.ts'
import { nameAt } from './name-spans.ts'
import { placeInside } from './place-inside.ts'
import { scanWords, type Word } from './scan-words.ts'
import { spotAt } from './spots.ts'
import { weighName, whoAndWhat } from './weigh-name.ts'

/** A place found in a text. `start`/`end` are UTF-16 offsets of the words that named it. */
export interface FoundPlace extends Point {
  id: string
  name: string
  start: number
  end: number
  /** The words name a street, a building or the like inside this place; its point is the place's. */
  inside?: true
}

export interface FindOptions {
  /** Where the reader's own area is: of several places of one name the nearer wins, and small ones nearby are believed. */
  near?: Point | null
  /** Countries, the four nations as wholes and places abroad are answered too; they have no point worth a map. */
  wide?: boolean
  /**
   * Streets, buildings, rivers, roads and settlements without coordinates are answered too, at the point of the place
   * that the text puts them in; not at all when it names none.
   */
  inside?: boolean
  /** Another list than the bundled one: see `withPlaces`. */
  gazetteer?: Gazetteer
}

/**
 * The places of the United Kingdom that a text names, in order of appearance, without overlaps. A name is taken for a
 * place when it is written like a name and nothing around it says otherwise; names that are also ordinary words or
 * people's need a word that speaks for a place, or a neighbour in the same text. Nothing finer than the text says: a
 * district's point is its centre. A text is read up to its 300th name; what follows is not looked at.
 */
export function findPlaces(text: string, options: FindOptions = {}): FoundPlace[] {
  const gazetteer = options.gazetteer ?? ukGazetteer()
  const near = options.near ?? null
  const tokens = scanWords(text, gazetteer)
  const wide = options.wide ?? false
  const { mentions, spots } = namesIn(text, tokens, gazetteer, near, options.inside ?? false)
  const placed = choosePlaces(text, keepCompany(text, mentions, gazetteer), gazetteer, near)
  const found: FoundPlace[] = []
  for (const { place, mention } of placed)
    if (place.kind !== 'abroad' || wide) found.push(asFound(place, mention))
  if (spots.length === 0) return found
  for (const { place, spot } of placeInside(text, spots, placed))
    found.push({ ...asFound(place, spot), inside: true })
  return found.sort((a, b) => a.start - b.start)
}

const asFound = ({ id, name, lat, lon }: Place, { start, end }: Span): FoundPlace => ({
  id,
  name,
  lat,
  lon,
  start,
  end,
})

/** More names than this are a list, and weighing thousands against each other would hold up everything else. */
const mostNames = 300

interface Span {
  start: number
  end: number
}

/** Every name of the gazetteer that the text may mean, with the evidence of its own surroundings; what no list places. */
function namesIn(
  text: string,
  tokens: Word[],
  gazetteer: Gazetteer,
  near: Point | null,
  inside: boolean,
): { mentions: Mention[]; spots: Span[] } {
  const { people, game } = whoAndWhat(tokens)
  const mentions: Mention[] = []
  const spots: Span[] = []
  for (let i = 0; i < tokens.length; i++) {
    const found = nameAt(text, tokens, i, gazetteer)
    const spot = inside ? spotAt(text, tokens, i) : null
    if (spot) spots.push({ start: tokens[i]!.start, end: tokens[spot.last]!.end })
    if (!found) continue
    const { last, candidates } = found
    const certain = found.certain || candidates.some((at) => gazetteer.invented.has(gazetteer.places[at]!.id))
    const listed = continuesList(text, mentions.at(-1), tokens[i]!)
    const evidence = certain
      ? 9
      : weighName({ text, tokens, first: i, last, candidates, gazetteer, near, listed, game, people })
    if (evidence > Number.NEGATIVE_INFINITY)
      mentions.push({ start: tokens[i]!.start, end: tokens[last]!.end, candidates, evidence, certain })
    if (mentions.length === mostNames) break
    // A rejected name may hide another inside it: "Hope Valley" is passed over, "Valley" alone is not tried.
    i = last
  }
  return { mentions, spots }
}

/** "Rhyl, Prestatyn and Abergele": one name of a list vouches for the next. */
const continuesList = (text: string, previous: Mention | undefined, token: Word) =>
  previous !== undefined &&
  previous.evidence > 0 &&
  token.capital &&
  /^(?:, ?(?:and )?| and | & | a | ac |\/| to )$/.test(text.slice(previous.end, token.start))

/** Every place of the gazetteer that bears this name (case, accents and hyphens aside), largest first. */
export function placesNamed(name: string, gazetteer: Gazetteer = ukGazetteer()): Place[] {
  return (gazetteer.byName.get(foldName(name)) ?? [])
    .map((at) => gazetteer.places[at]!)
    .sort((a, b) => size(b) - size(a))
}
