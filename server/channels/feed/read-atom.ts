import { readDate } from './date.ts'
import { dublinPeople, dublinSubjects, readMedia } from './extensions.ts'
import {
  type FeedCategory,
  type FeedLink,
  type FeedPerson,
  noFeed,
  noItem,
  type ParsedFeed,
  type ParsedItem,
  readNumber,
  type Words,
} from './parsed.ts'
import { child, children, type Element, resolved, words } from './xml.ts'

/** Atom 1.0 (RFC 4287) and its 0.3 forerunner. */
export function readAtom(root: Element): ParsedFeed {
  const feed = noFeed('atom')
  const alone = root.name === 'atom:entry'
  feed.version = root.attributes['version']?.trim() || '1.0'
  if (!alone) {
    feed.id = words(child(root, 'atom:id'))
    feed.title = wordsOf(child(root, 'atom:title'))
    feed.description = wordsOf(child(root, 'atom:subtitle', 'atom:tagline'))
    feed.links = atomLinks(children(root, 'atom:link'))
    feed.link = pageOf(feed.links)
    feed.updated = dateOf(root, 'atom:updated', 'atom:modified')
    feed.published = dateOf(root, 'atom:published', 'atom:issued', 'atom:created')
    feed.authors = people(root, 'atom:author')
    feed.contributors = people(root, 'atom:contributor')
    feed.categories = categories(root)
    const logo = resolvedWords(child(root, 'atom:logo'))
    feed.image = logo
      ? { url: logo, title: null, link: null, width: null, height: null, description: null }
      : null
    feed.icon = resolvedWords(child(root, 'atom:icon'))
    const generator = child(root, 'atom:generator')
    feed.generator = generator
      ? {
          name: words(generator),
          uri: resolved(generator.attributes['uri'] ?? generator.attributes['url'], generator),
          version: generator.attributes['version']?.trim() || null,
        }
      : null
    feed.rights = wordsOf(child(root, 'atom:rights', 'atom:copyright'))
  }
  feed.language = root.lang?.trim() || null
  feed.items = (alone ? [root] : children(root, 'atom:entry')).map((entry) => readEntry(entry, feed.authors))
  return feed
}

function readEntry(entry: Element, feedAuthors: FeedPerson[]): ParsedItem {
  const read = noItem()
  read.id = words(child(entry, 'atom:id'))
  read.idIsLink = true
  read.title = wordsOf(child(entry, 'atom:title', 'media:title'))
  read.links = atomLinks(children(entry, 'atom:link'))
  read.link = resolvedWords(child(entry, 'feedburner:origlink')) ?? pageOf(read.links)
  read.enclosures = read.links.filter((l) => l.rel === 'enclosure')
  const content = child(entry, 'atom:content')
  read.content = wordsOf(content)
  read.contentSource = content ? resolved(content.attributes['src'], content) : null
  read.summary = wordsOf(child(entry, 'atom:summary'))
  read.authors = [...people(entry, 'atom:author'), ...dublinPeople(entry)]
  const source = child(entry, 'atom:source')
  // An entry without an author has that of the feed it came from, or else of this one (RFC 4287, 4.1.2).
  if (read.authors.length === 0 && source) read.authors = people(source, 'atom:author')
  if (read.authors.length === 0 && feedAuthors.length > 0) read.authors = feedAuthors
  read.contributors = people(entry, 'atom:contributor')
  read.categories = [...categories(entry), ...dublinSubjects(entry)]
  read.published = dateOf(entry, 'atom:published', 'atom:issued', 'atom:created', 'dc:date')
  read.updated = dateOf(entry, 'atom:updated', 'atom:modified')
  read.media = readMedia(entry)
  read.rights = wordsOf(child(entry, 'atom:rights', 'atom:copyright'))
  read.source = source
    ? { title: words(child(source, 'atom:title')), url: pageOf(atomLinks(children(source, 'atom:link'))) }
    : null
  read.language = child(entry, 'atom:content', 'atom:title')?.lang ?? entry.lang ?? null
  return read
}

/** Text constructs: `text`, `html` (escaped), `xhtml` (a div of markup), Atom 0.3's `mode`; other media types are base64. */
function wordsOf(element: Element | undefined): Words | null {
  if (!element) return null
  const type = (element.attributes['type'] ?? 'text').toLowerCase()
  const base = element.base ? { base: element.base } : {}
  const packed =
    element.attributes['mode'] === 'base64' ||
    (element.children.length === 0 && /^(?!text\/)[\w.+-]+\/(?!xml$)[\w.-]+$/.test(type))
  if (packed) {
    const value = unpacked(element.text)
    return value === null ? null : { value, type: type.includes('html') ? 'html' : 'text', ...base }
  }
  const div = type.includes('xhtml') ? (child(element, 'xhtml:div', 'atom:div', 'div') ?? element) : element
  const value = words(div)
  if (value === null) return null
  const markup =
    type.includes('html') || element.children.length > 0 || element.attributes['mode'] === 'escaped'
  return { value, type: markup ? 'html' : 'text', ...base }
}

/** Words from base64; null when what comes out is no text. */
function unpacked(packed: string): string | null {
  try {
    const bytes = Buffer.from(packed.replace(/\s+/g, ''), 'base64')
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim() || null
  } catch {
    return null
  }
}

/** Relations may be written in full. */
const IANA = /^https?:\/\/www\.iana\.org\/assignments\/relation\//

/** Links with an address, resolved; in Atom one without `rel` is the page itself. */
export function atomLinks(elements: Element[]): FeedLink[] {
  return elements.flatMap((l): FeedLink[] => {
    const href = resolved(l.attributes['href'] ?? words(l), l)
    if (!href) return []
    return [
      {
        href,
        rel: l.attributes['rel']?.trim().replace(IANA, '') || (l.name === 'link' ? null : 'alternate'),
        type: l.attributes['type']?.trim() || null,
        title: l.attributes['title']?.trim() || null,
        lang: l.attributes['hreflang']?.trim() || null,
        length: readNumber(l.attributes['length']),
      },
    ]
  })
}

function pageOf(links: FeedLink[]): string | null {
  const pages = links.filter((l) => l.rel === 'alternate' || l.rel === null)
  return (pages.find((l) => l.type === null || l.type.includes('html')) ?? pages[0])?.href ?? null
}

const people = (element: Element, name: string): FeedPerson[] =>
  children(element, name).flatMap((e) => {
    const person = {
      name: words(child(e, 'atom:name')) ?? (e.children.length === 0 ? words(e) : null),
      email: words(child(e, 'atom:email')),
      uri: resolvedWords(child(e, 'atom:uri', 'atom:url')),
    }
    return person.name || person.email || person.uri ? [person] : []
  })

const categories = (element: Element): FeedCategory[] =>
  children(element, 'atom:category').flatMap((c) => {
    const term = c.attributes['term']?.trim() || c.attributes['label']?.trim() || words(c)
    return term
      ? [
          {
            term,
            scheme: c.attributes['scheme']?.trim() || null,
            label: c.attributes['label']?.trim() || null,
          },
        ]
      : []
  })

const resolvedWords = (element: Element | undefined): string | null =>
  element ? resolved(words(element), element) : null

function dateOf(element: Element, ...names: string[]): Date | null {
  for (const name of names) {
    const date = readDate(words(child(element, name)))
    if (date) return date
  }
  return null
}
