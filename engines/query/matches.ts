import { type Document, domainsAbove, type LabelFacts, type PostFacts, tokensOf } from './document.ts'
import { type Field, foldName, lowerAscii, type Phrase, type Query, shortHandle } from './tree.ts'

/** Kilometres a degree of latitude. */
const KM_PER_DEGREE = 111.195

/**
 * Whether a search matches a post, worked out in the plainest way. The matcher and the SQL are held to this.
 */
export function matches(tree: Query, document: Document): boolean {
  return holds(tree, document, wordPositions(document))
}

/** Where each word of a document stands. */
export function wordPositions(document: Document): Map<string, number[]> {
  const tokens = tokensOf(document)
  const words = new Map<string, number[]>()
  for (let i = 0; i < tokens.count; i++) {
    const word = tokens.word(i)
    const positions = words.get(word)
    if (positions) positions.push(tokens.position[i]!)
    else words.set(word, [tokens.position[i]!])
  }
  return words
}

function holds(tree: Query, document: Document, words: Map<string, number[]>): boolean {
  switch (tree.kind) {
    case 'and':
      return tree.parts.every((part) => holds(part, document, words))
    case 'or':
      return tree.parts.some((part) => holds(part, document, words))
    case 'not':
      return !holds(tree.part, document, words)
    case 'words':
      return starts(tree.items, words).length > 0
    case 'near':
      return isNear(tree.left, tree.right, tree.distance, words)
    case 'filter':
      if (tree.field === 'has' && tree.value === 'question') return words.has('?')
      return filterHolds(tree.field, tree.value, document.facts, () => document.labels())
    case 'place':
      return document.labels().places.some((place) => foldName(place.name) === tree.name)
    case 'within':
      return document.labels().places.some((place) => isWithin(tree, place))
  }
}

/** The positions at which a phrase begins. */
export function starts(items: Phrase, words: Map<string, number[]>): number[] {
  let found: number[] | null = null
  for (const item of items) {
    const here = positionsOf(item.word, item.prefix, words).map((position) => position - item.offset)
    const known = new Set(here)
    found = found ? found.filter((start) => known.has(start)) : here
  }
  return found ?? []
}

function positionsOf(word: string, prefix: boolean, words: Map<string, number[]>): number[] {
  if (!prefix) return words.get(word) ?? []
  const all: number[] = []
  for (const [other, positions] of words) if (other.startsWith(word)) all.push(...positions)
  return all
}

/**
 * The least distance that counts for NEAR: 0 lets a word and its emoji, or a tag and its word, be near each other; 1
 * where the two sides share a word, which is not near itself.
 */
export function leastDistance(left: Phrase[], right: Phrase[]): 0 | 1 {
  for (const one of left) for (const other of right) if (shareWord(one, other)) return 1
  return 0
}

function shareWord(left: Phrase, right: Phrase): boolean {
  return left.some((a) =>
    right.some(
      (b) =>
        a.word === b.word ||
        (a.prefix && b.word.startsWith(a.word)) ||
        (b.prefix && a.word.startsWith(b.word)),
    ),
  )
}

function isNear(left: Phrase[], right: Phrase[], distance: number, words: Map<string, number[]>): boolean {
  const least = leastDistance(left, right)
  for (const one of left)
    for (const other of right)
      for (const a of starts(one, words))
        for (const b of starts(other, words)) {
          const after = b - (a + width(one))
          const before = a - (b + width(other))
          if ((after >= least && after <= distance) || (before >= least && before <= distance)) return true
        }
  return false
}

/** How many words a NEAR comes to when it is written out for every order, distance and pair of lengths. */
export function waysOf(left: Phrase[], right: Phrase[], distance: number): number {
  const words = (phrases: Phrase[]) => phrases.reduce((n, phrase) => n + phrase.length, 0)
  const widths = (phrases: Phrase[]) => new Set(phrases.map(width)).size
  return 2 * distance * (words(left) * widths(right) + words(right) * widths(left))
}

/** How many positions the last word of a phrase is after the first. */
export function width(items: Phrase): number {
  return items[items.length - 1]!.offset
}

function filterHolds(field: Field, value: string, facts: PostFacts, labels: () => LabelFacts): boolean {
  switch (field) {
    case 'from':
      return isHandle(value, facts.handle) || lowerAscii(facts.accountId) === value
    case 'to':
      return facts.mentions.some((mention) => isHandle(value, mention))
    case 'domain':
      return facts.links.some((link) => domainsAbove(link.domain).includes(value))
    case 'url':
      return facts.links.some((link) => lowerAscii(link.url).includes(value))
    case 'lang':
      return lowerAscii(labels().lang) === value || lowerAscii(labels().lang).split('-')[0] === value
    case 'source':
      return labels().sourceKind === value
    case 'tone':
      return labels().tone === value
    case 'channel':
      return facts.channel === value
    case 'has':
      return value === 'link' ? facts.link : facts.media
  }
}

function isHandle(asked: string, handle: string): boolean {
  const known = lowerAscii(handle)
  return known === asked || shortHandle(known) === asked
}

/** A flat earth at the centre's latitude: within 1 % up to 200 km in the United Kingdom, and the same sum in SQL. */
export function isWithin(
  centre: { km: number; lat: number; lon: number },
  place: { lat: number; lon: number },
): boolean {
  const [scaleLat, scaleLon] = scales(centre.lat)
  const north = (place.lat - centre.lat) * scaleLat
  const east = (place.lon - centre.lon) * scaleLon
  return north * north + east * east <= centre.km * centre.km
}

/** Kilometres a degree, northward and eastward, at a latitude. */
export function scales(lat: number): [north: number, east: number] {
  return [KM_PER_DEGREE, KM_PER_DEGREE * Math.cos((lat * Math.PI) / 180)]
}
