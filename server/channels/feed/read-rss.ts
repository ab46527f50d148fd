import { readDate } from './date.ts'
import {
  dublinPeople,
  dublinSubjects,
  htmlOf,
  itunesCategories,
  itunesImage,
  itunesKeywords,
  readMedia,
  readPerson,
  syndicationMinutes,
  toCategory,
} from './extensions.ts'
import {
  type FeedImage,
  type FeedLink,
  noFeed,
  noItem,
  type ParsedFeed,
  type ParsedItem,
  readNumber,
  toLinkTo,
} from './parsed.ts'
import { atomLinks } from './read-atom.ts'
import { child, children, type Element, resolved, words } from './xml.ts'

/** RSS 0.9x, 1.0 (RDF) and 2.0, and CDF, their forerunner, however mixed: in the wild each borrows from the others. */
export function readRss(root: Element): ParsedFeed {
  const rdf = root.name === 'rdf:rdf'
  const channel = root.name === 'channel' ? root : (child(root, 'channel') ?? root)
  const feed = noFeed(rdf ? 'rdf' : 'rss')
  feed.version = root.attributes['version']?.trim() || (rdf ? '1.0' : null)
  feed.title = htmlOf(child(channel, 'title', 'dc:title'))
  feed.description = htmlOf(
    child(channel, 'description', 'tagline', 'abstract', 'dc:description', 'itunes:summary'),
  )
  feed.links = linksOf(channel)
  feed.link =
    resolved(channel.attributes['href'], channel) ??
    feed.links.find((l) => l.rel === null)?.href ??
    feed.links.find((l) => l.rel === 'alternate')?.href ??
    null
  feed.language = words(child(channel, 'language', 'dc:language')) ?? root.lang ?? null
  feed.published = dateOf(channel, 'pubdate', 'dc:date', 'dcterms:issued')
  feed.updated = dateOf(channel, 'lastbuilddate', 'atom:updated', 'dcterms:modified', 'dc:date')
  feed.authors = [
    ...peopleOf(channel, 'managingeditor'),
    ...dublinPeople(channel),
    ...peopleOf(channel, 'itunes:author'),
  ]
  feed.contributors = [...peopleOf(channel, 'webmaster'), ...owners(channel)]
  feed.categories = [
    ...categoriesOf(channel),
    ...dublinSubjects(channel),
    ...itunesCategories(channel),
    ...itunesKeywords(channel),
  ]
  feed.image =
    imageOf([...(rdf ? children(root, 'image') : []), ...children(channel, 'image')]) ?? coverOf(channel)
  const generator = child(channel, 'generator')
  feed.generator = generator ? { name: words(generator), uri: null, version: null } : null
  feed.rights = htmlOf(child(channel, 'copyright', 'dc:rights'))
  feed.ttlMinutes = readNumber(words(child(channel, 'ttl'))) ?? syndicationMinutes(channel)
  const items = [...children(channel, 'item', 'entry'), ...(channel === root ? [] : children(root, 'item'))]
  feed.items = items.map(readItem)
  return feed
}

function readItem(item: Element): ParsedItem {
  const read = noItem()
  const guid = child(item, 'guid')
  read.id =
    words(guid) ??
    item.attributes['rdf:about']?.trim() ??
    words(child(item, 'atom:id', 'dc:identifier')) ??
    null
  read.idIsLink = guid !== undefined && guid.attributes['ispermalink']?.toLowerCase() !== 'false'
  read.title = htmlOf(child(item, 'title', 'dc:title', 'media:title', 'itunes:title'))
  read.links = linksOf(item)
  const href = resolved(item.attributes['href'], item)
  const original = resolved(words(child(item, 'feedburner:origlink')), item)
  const page = read.links.find((l) => l.rel === null || l.rel === 'alternate')?.href
  read.link =
    original ?? page ?? href ?? (read.idIsLink && read.id && /^https?:/i.test(read.id) ? read.id : null)
  const body = htmlOf(
    child(item, 'content:encoded', 'xhtml:body', 'xhtml:div', 'fullitem', 'body', 'content', 'atom:content'),
  )
  const summary = htmlOf(
    child(
      item,
      'description',
      'abstract',
      'dc:description',
      'atom:summary',
      'itunes:summary',
      'itunes:subtitle',
    ),
  )
  read.summary = summary
  read.content = body
  read.authors = [
    ...peopleOf(item, 'author'),
    ...dublinPeople(item),
    ...atomPeople(item),
    ...peopleOf(item, 'itunes:author'),
  ]
  read.contributors = children(item, 'dc:contributor').flatMap((e) => readPerson(words(e)) ?? [])
  read.categories = [...categoriesOf(item), ...dublinSubjects(item), ...itunesKeywords(item)]
  read.published = dateOf(item, 'pubdate', 'atom:published', 'dcterms:issued', 'dc:date', 'dcterms:created')
  read.updated =
    dateOf(item, 'atom:updated', 'dcterms:modified') ?? readDate(item.attributes['lastmod'] ?? null)
  read.enclosures = children(item, 'enclosure', 'media:enclosure').flatMap((e) => {
    const href = resolved(e.attributes['url'] ?? e.attributes['href'], e)
    return href
      ? [
          {
            ...toLinkTo(href, 'enclosure'),
            type: e.attributes['type']?.trim() || null,
            length: readNumber(e.attributes['length']),
          },
        ]
      : []
  })
  read.media = readMedia(item)
  read.comments = resolved(words(child(item, 'comments')), item)
  read.rights = htmlOf(child(item, 'copyright', 'dc:rights'))
  const source = child(item, 'source')
  read.source = source
    ? {
        title: words(source) ?? words(child(source, 'title')),
        url: resolved(source.attributes['url'], source),
      }
    : null
  read.language = words(child(item, 'dc:language')) ?? item.lang ?? null
  return read
}

/** `<link>` with text, Netscape's way; with `href`, Atom's way, whatever its namespace says. */
function linksOf(element: Element): FeedLink[] {
  const plain = children(element, 'link').flatMap((l): FeedLink[] => {
    if (l.attributes['href']) return atomLinks([l])
    const href = resolved(words(l) ?? l.attributes['rdf:resource'], l)
    return href ? [toLinkTo(href)] : []
  })
  return [...plain, ...atomLinks(children(element, 'atom:link'))]
}

function dateOf(element: Element, ...names: string[]): Date | null {
  for (const name of names) {
    for (const e of children(element, name)) {
      const date = readDate(words(e))
      if (date) return date
    }
  }
  return null
}

const peopleOf = (element: Element, name: string) =>
  children(element, name).flatMap(
    (e) =>
      readPerson(
        words(child(e, 'name', 'atom:name', 'itunes:name')) ?? (e.children.length > 0 ? null : words(e)),
      ) ?? [],
  )

const atomPeople = (element: Element) =>
  children(element, 'atom:author').flatMap((e) => readPerson(words(child(e, 'atom:name', 'name'))) ?? [])

const categoriesOf = (element: Element) =>
  children(element, 'category').flatMap((c) =>
    toCategory(words(c) ?? c.attributes['term']?.trim() ?? null, c.attributes['domain']?.trim() || null),
  )

const owners = (channel: Element) =>
  children(channel, 'itunes:owner').flatMap((e) => {
    const person = { name: words(child(e, 'itunes:name')), email: words(child(e, 'itunes:email')), uri: null }
    return person.name || person.email ? [person] : []
  })

/** The first picture with an address; RSS 1.0 keeps it beside the channel and only points to it from inside. */
function imageOf(images: Element[]): FeedImage | null {
  for (const image of images) {
    const url = resolved(
      words(child(image, 'url')) ??
        (image.attributes['href'] || image.attributes['rdf:resource'] || image.attributes['url']),
      image,
    )
    if (!url) continue
    return {
      url,
      title: words(child(image, 'title')),
      link: resolved(words(child(image, 'link')), image),
      width: readNumber(words(child(image, 'width'))),
      height: readNumber(words(child(image, 'height'))),
      description: words(child(image, 'description')),
    }
  }
  return null
}

function coverOf(channel: Element): FeedImage | null {
  const url = itunesImage(channel)
  return url ? { url, title: null, link: null, width: null, height: null, description: null } : null
}
