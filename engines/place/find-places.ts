import { placeBefore } from './data/words.ts'
import { distanceKm, type Point } from './distance.ts'
import { foldName, type Gazetteer, type Place, ukGazetteer } from './gazetteer.ts'
import { scanWords, type Word } from './scan-words.ts'
import { enough, weighName } from './weigh-name.ts'
import { mutating, unmutated } from './welsh.ts'

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
  /** Countries, the four nations as wholes and places abroad are answered too; they have no point worth a map. */
  wide?: boolean
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

/** A name of several words may be written with these in small letters. */
const joining = new Set('upon on in le the under by of and y ar yn next cum with sea st at de la'.split(' '))

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
    const evidence =
      invented || found.certain
        ? 9
        : weighName({
            text,
            tokens,
            first: i,
            last,
            candidates,
            gazetteer,
            near,
            listed: continuesList(text, mentions.at(-1), tokens[i]!),
          })
    if (evidence >= enough)
      mentions.push({ start: tokens[i]!.start, end: tokens[last]!.end, candidates, evidence, invented })
    // A rejected name may hide another inside it: "Hope Valley" is passed over, "Valley" alone is not tried.
    i = last
  }
  const wide = options.wide ?? false
  return choose(text, mentions, gazetteer, near).flatMap(({ kind, ...place }) =>
    kind === 'abroad' && !wide ? [] : [place],
  )
}

/** "Rhyl, Prestatyn and Abergele": one place of a list vouches for the next. */
const continuesList = (text: string, previous: Mention | undefined, token: Word) =>
  previous !== undefined &&
  token.capital &&
  /^(?:, ?(?:and )?| and | & | a | ac |\/| to )$/.test(text.slice(previous.end, token.start))

interface Named {
  last: number
  candidates: number[]
  certain: boolean
}

/** The longest name of the gazetteer that begins at token `i`, written as a name. */
function longestName(text: string, tokens: Word[], i: number, gazetteer: Gazetteer): Named | null {
  const first = tokens[i]!
  const before = tokens[i - 1]
  if (!first.capital && !first.tag) {
    // "flooding in manchester": a large place after a word that places may be in small letters.
    if (!before || !placeBefore.has(before.folded) || first.folded.length < 5) return null
    const candidates = gazetteer.byName.get(first.folded)
    return candidates?.some(
      (at) => gazetteer.places[at]!.population >= 50_000 && gazetteer.places[at]!.kind !== 'abroad',
    )
      ? { last: i, candidates, certain: false }
      : null
  }
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

/** For each mention the likeliest of its places: large, near the reader, near the text's other places. */
function choose(
  text: string,
  mentions: Mention[],
  gazetteer: Gazetteer,
  near: Point | null,
): (FoundPlace & { kind: Place['kind'] })[] {
  const sure = mentions
    .filter((mention) => mention.candidates.length === 1)
    .map((mention) => gazetteer.places[mention.candidates[0]!]!)
    .filter((place) => place.kind !== 'abroad')
  return mentions.map((mention, i) => {
    // "Newport, Shropshire": what follows the comma says which.
    const next = mentions[i + 1]
    const outer =
      next && /^(?:, ?| \(| in )$/.test(text.slice(mention.end, next.start))
        ? gazetteer.places[next.candidates[0]!]!
        : null
    let best = gazetteer.places[mention.candidates[0]!]!
    let most = Number.NEGATIVE_INFINITY
    for (const at of mention.candidates) {
      const place = gazetteer.places[at]!
      const score =
        size(place) +
        (near ? 4 * closeness(distanceKm(near, place), 40) : 0) +
        (outer ? 5 * closeness(distanceKm(outer, place), 40) : 0) +
        sure.reduce((sum, other) => sum + 1.5 * closeness(distanceKm(other, place), 40), 0)
      if (score > most) {
        most = score
        best = place
      }
    }
    return {
      id: best.id,
      name: best.name,
      lat: best.lat,
      lon: best.lon,
      kind: best.kind,
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
  abroad: 6.5,
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
