import { readDate } from './date.ts'
import {
  type FeedPerson,
  noFeed,
  noItem,
  type ParsedFeed,
  type ParsedItem,
  readNumber,
  toLinkTo,
  type Words,
} from './parsed.ts'

type Members = Record<string, unknown>
const isObject = (x: unknown): x is Members => typeof x === 'object' && x !== null && !Array.isArray(x)
const objects = (x: unknown): Members[] => (Array.isArray(x) ? x.filter(isObject) : [])
const text = (x: unknown): string | null =>
  typeof x === 'string' && x.trim() !== '' ? x.trim() : typeof x === 'number' ? String(x) : null

/** JSON Feed 1 and 1.1; members of the wrong kind are passed over. Null when it is not one. */
export function readJsonFeed(file: unknown, base: string | undefined): ParsedFeed | null {
  if (!isObject(file) || !Array.isArray(file['items'])) return null
  const version = text(file['version'])
  if (!version?.includes('jsonfeed.org') && text(file['title']) === null) return null
  const address = (x: unknown): string | null => {
    const raw = text(x)
    return raw && URL.canParse(raw, base) ? new URL(raw, base).href : raw
  }
  const plain = (x: unknown): Words | null => {
    const value = text(x)
    return value === null ? null : { value, type: 'text' }
  }
  const html = (x: unknown, from: string | null): Words | null => {
    const value = text(x)
    return value === null ? null : { value, type: 'html', ...(from ? { base: from } : {}) }
  }
  const people = (of: Members): FeedPerson[] =>
    // Version 1.1 has `authors`; a publisher that gives `author` too may mean someone else by it.
    [...objects(of['authors']), ...(isObject(of['author']) ? [of['author']] : [])]
      .map((a) => ({ name: text(a['name']), email: null, uri: address(a['url']) }))
      .filter(
        (a, n, all) => (a.name || a.uri) && all.findIndex((b) => b.name === a.name && b.uri === a.uri) === n,
      )

  const feed = noFeed('json')
  feed.version = version?.split('/').at(-1) ?? null
  feed.id = address(file['feed_url'])
  feed.title = plain(file['title'])
  feed.description = plain(file['description'])
  feed.link = address(file['home_page_url'])
  feed.links = [
    feed.link ? toLinkTo(feed.link, 'alternate') : [],
    feed.id ? toLinkTo(feed.id, 'self') : [],
  ].flat()
  feed.language = text(file['language'])
  feed.authors = people(file)
  const icon = address(file['icon'])
  feed.image = icon
    ? { url: icon, title: null, link: null, width: null, height: null, description: null }
    : null
  feed.icon = address(file['favicon'])
  feed.items = objects(file['items']).map((item): ParsedItem => {
    const read = noItem()
    const own = people(item)
    read.id = text(item['id'])
    read.idIsLink = true
    read.title = plain(item['title'])
    read.link = address(item['url']) ?? address(item['external_url'])
    for (const [member, rel] of [
      ['url', 'alternate'],
      ['external_url', 'related'],
    ] as const) {
      const href = address(item[member])
      if (href) read.links.push(toLinkTo(href, rel))
    }
    read.content = html(item['content_html'], read.link) ?? plain(item['content_text'])
    read.summary = plain(item['summary'])
    read.authors = own.length > 0 ? own : feed.authors
    read.categories = (Array.isArray(item['tags']) ? item['tags'] : []).flatMap((t) => {
      const term = text(t)
      return term ? [{ term, scheme: null, label: null }] : []
    })
    read.published = readDate(text(item['date_published']))
    read.updated = readDate(text(item['date_modified']))
    read.enclosures = objects(item['attachments']).flatMap((a) => {
      const href = address(a['url'])
      return href
        ? [
            {
              ...toLinkTo(href, 'enclosure'),
              type: text(a['mime_type']),
              title: text(a['title']),
              length: readNumber(a['size_in_bytes']),
            },
          ]
        : []
    })
    const picture = address(item['image']) ?? address(item['banner_image'])
    if (picture) {
      read.media = [
        {
          url: picture,
          type: null,
          medium: 'image',
          width: null,
          height: null,
          bytes: null,
          seconds: null,
          title: null,
          description: null,
          thumbnails: [],
          credits: [],
        },
      ]
    }
    read.language = text(item['language'])
    return read
  })
  return feed
}
