import type { FeedPerson, ParsedFeed, ParsedItem } from '../../server/channels/feed/parsed.ts'
import { isObject, isoOf, type Json, objects, type Score, timeOf } from './score.ts'

/*
 * What gofeed expects: JSON beside each input, in the names of RSS, of Atom or of its own universal feed. Members that a
 * listener has no use for (clouds, text inputs, days to skip, extensions) are not read and not counted.
 */

/** One feed of the set against what we read of it. */
export function compareGofeed(score: Score, name: string, e: Json, got: ParsedFeed): void {
  score.words(`${name}.title`, e['title'], got.title)
  score.words(`${name}.description`, e['description'] ?? e['subtitle'], got.description)
  score.words(`${name}.rights`, e['copyright'] ?? e['rights'], got.rights)
  score.is(`${name}.language`, e['language'], got.language)
  if (got.kind === 'atom' && typeof e['id'] === 'string') score.is(`${name}.id`, e['id'], got.id)
  if (typeof e['ttl'] === 'string') score.is(`${name}.ttl`, Number(e['ttl']), got.ttlMinutes)
  links(score, name, e, [got.link, ...got.links.map((l) => l.href)])
  dates(score, name, e, got.published, got.updated)
  const people = [...got.authors, ...got.contributors]
  for (const text of [e['managingEditor'], e['webMaster']])
    score.is(`${name}.people`, text, spelt(text, people))
  authors(score, name, e, people)
  categories(score, name, e, got.categories)
  const image = e['image']
  if (isObject(image)) {
    score.address(`${name}.image.url`, image['url'], [got.image?.url])
    score.is(`${name}.image.title`, image['title'], got.image?.title)
    score.address(`${name}.image.link`, image['link'], [got.image?.link])
  }
  score.address(`${name}.logo`, e['logo'], [got.image?.url])
  score.address(`${name}.icon`, e['icon'], [got.icon, got.image?.url])
  const generator = e['generator']
  if (isObject(generator)) score.is(`${name}.generator`, generator['value'], got.generator?.name)
  else if (typeof generator === 'string') {
    // The universal feed puts name, version and address into one line.
    const { name: own, version, uri } = got.generator ?? { name: null, version: null, uri: null }
    const spelled = [own, version && `v${version}`, uri].filter(Boolean).join(' ')
    score.has(`${name}.generator`, generator, [own, spelled])
  }
  const items = objects(e['items'] ?? e['entries'])
  score.is(`${name}.items`, items.length, got.items.length)
  for (const [n, item] of items.entries()) {
    const ours = got.items[n]
    if (ours) compareItem(score, `${name}.${n}`, item, ours)
  }
}

function compareItem(score: Score, at: string, e: Json, got: ParsedItem): void {
  score.words(`${at}.title`, e['title'], got.title)
  score.words(`${at}.summary`, e['description'] ?? e['summary'], got.summary ?? got.content)
  const content = isObject(e['content']) ? e['content'] : { value: e['content'] }
  score.words(`${at}.content`, content['value'], got.content ?? got.summary)
  score.address(`${at}.content.src`, content['src'], [got.contentSource])
  const guid = isObject(e['guid']) ? e['guid']['value'] : (e['guid'] ?? e['id'])
  score.is(`${at}.id`, guid, got.id)
  links(score, at, e, [got.link, ...got.links.map((l) => l.href)])
  dates(score, at, e, got.published, got.updated)
  authors(score, at, e, [...got.authors, ...got.contributors])
  categories(score, at, e, got.categories)
  score.address(`${at}.comments`, e['comments'], [got.comments])
  for (const enclosure of [...objects(e['enclosures']), ...objects([e['enclosure']])]) {
    const url = enclosure['url']
    const same = got.enclosures.find((x) => x.href === url) ?? got.enclosures[0]
    score.address(`${at}.enclosure`, url, [same?.href])
    score.is(`${at}.enclosure.type`, enclosure['type'], same?.type)
    if (Number(enclosure['length']) > 0)
      score.is(`${at}.enclosure.length`, Number(enclosure['length']), same?.length)
  }
  const source = e['source']
  if (isObject(source) && typeof source['title'] === 'string')
    score.is(`${at}.source`, source['title'], got.source?.title)
}

function links(score: Score, at: string, e: Json, ours: (string | null)[]): void {
  score.address(`${at}.link`, e['link'], ours)
  for (const link of Array.isArray(e['links']) ? e['links'] : [])
    score.address(`${at}.links`, isObject(link) ? link['href'] : link, ours)
}

/** The universal feed fills one date from the other. */
function dates(score: Score, at: string, e: Json, published: Date | null, updated: Date | null): void {
  const ours = [published, updated].map(timeOf)
  for (const member of ['publishedParsed', 'pubDateParsed', 'updatedParsed', 'lastBuildDateParsed'])
    score.has(`${at}.${member}`, isoOf(e[member]), ours)
}

function authors(score: Score, at: string, e: Json, ours: FeedPerson[]): void {
  const single = typeof e['author'] === 'string' ? e['author'] : null
  score.is(`${at}.author`, single, spelt(single, ours))
  for (const person of [...objects([e['author']]), ...objects(e['authors']), ...objects(e['contributors'])])
    score.person(`${at}.author`, person, ours)
}

/** A person written in one line is right when name and address in it are those that we read. */
const spelt = (text: unknown, ours: FeedPerson[]): unknown =>
  typeof text === 'string' &&
  ours.some((p) => (!p.email || text.includes(p.email)) && (!p.name || text.includes(p.name)))
    ? text
    : null

function categories(
  score: Score,
  at: string,
  e: Json,
  ours: { term: string; scheme: string | null; label: string | null }[],
): void {
  for (const c of Array.isArray(e['categories']) ? e['categories'] : []) {
    const term = isObject(c) ? (c['value'] ?? c['term']) : c
    const same = ours.find((o) => o.term === term || o.label === term)
    score.is(`${at}.category`, term, same ? term : undefined)
    if (!isObject(c)) continue
    score.is(`${at}.category.scheme`, c['domain'] ?? c['scheme'], same?.scheme)
    score.is(`${at}.category.label`, c['label'], same?.label)
  }
}
