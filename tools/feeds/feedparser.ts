import type {
  FeedCategory,
  FeedLink,
  FeedPerson,
  ParsedFeed,
  ParsedItem,
} from '../../server/channels/feed/parsed.ts'
import { type Score, shown, textOf, timeOf } from './score.ts'

/*
 * What feedparser expects: a line of Python in a comment at the head of each file, such as
 * `Expect: not bozo and entries[0]['title'] == 'Example'`. Comparisons with a word, a number or a time are read;
 * what a listener has no use for, and what is said in any other way, is not counted.
 */

interface Expected {
  path: (string | number)[]
  value: string | number
}

/** Comparisons of one file, from its leading comment; null when the file says nothing. */
export function expectationsOf(source: string): Expected[] | null {
  const line = /Expect:\s*([^\n]+(?:\n(?!\s*-->)[^\n]+)*)/.exec(source.slice(0, 8_000))?.[1]
  if (!line) return null
  return apart(line).flatMap((part) => {
    const found = /^([a-z_]+(?:\.[a-z_]+|\[(?:'[\w-]+'|"[\w-]+"|\d+)\])*)\s*==\s*(.+)$/s.exec(part)
    const length = /^len\((entries)\)\s*==\s*(\d+)$/.exec(part)
    if (length) return [{ path: ['entries', 'length'], value: Number(length[2]) }]
    const value = found ? literal(found[2]!.trim()) : null
    return found && value !== null ? [{ path: pathOf(found[1]!), value }] : []
  })
}

/** Split at ` and ` outside quotation marks. */
function apart(line: string): string[] {
  const parts: string[] = []
  let quote = ''
  let from = 0
  for (let n = 0; n < line.length; n++) {
    const c = line[n]!
    if (quote) {
      if (c === '\\') n++
      else if (c === quote) quote = ''
    } else if (c === "'" || c === '"') quote = c
    else if (line.startsWith(' and ', n)) {
      parts.push(line.slice(from, n).trim())
      from = n + 5
    }
  }
  return [...parts, line.slice(from).trim()]
}

const pathOf = (path: string): (string | number)[] =>
  [...path.matchAll(/[a-z_]+(?=[.[]|$)|\['([\w-]+)'\]|\["([\w-]+)"\]|\[(\d+)\]/g)].map((m) =>
    m[3] !== undefined ? Number(m[3]) : (m[1] ?? m[2] ?? m[0]),
  )

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r' }

/** A Python string, number or struct_time; null for anything else. */
function literal(text: string): string | number | null {
  const word = /^u?(['"])((?:\\.|(?!\1)[\s\S])*)\1$/.exec(text)
  if (word)
    return word[2]!.replace(
      /\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|x([0-9a-f]{2})|(.))/gis,
      (_, u, long, x, c: string) =>
        c === undefined ? String.fromCodePoint(Number.parseInt(u ?? long ?? x, 16)) : (ESCAPES[c] ?? c),
    )
  if (/^\d+$/.test(text)) return Number(text)
  const time = /^\((\d+), (\d+), (\d+), (\d+), (\d+), (\d+), \d+, \d+, \d+\)$/.exec(text)
  if (!time) return null
  const [year, month, day, hour, minute, second] = time.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  return timeOf(new Date(Date.UTC(year, month - 1, day, hour, minute, second)))
}

/** One file's comparisons against what we read; those that name nothing we have are passed over. */
export function compareFeedparser(score: Score, name: string, expected: Expected[], got: ParsedFeed): void {
  for (const { path, value } of expected) {
    const [root, ...rest] = path
    let found: unknown
    if (root === 'version' || root === 'encoding') continue
    if (root === 'entries' && rest[0] === 'length') found = got.items.length
    else if (root === 'entries' && typeof rest[0] === 'number') {
      const item = got.items[rest[0]]
      found = item ? inItem(item, rest.slice(1), got) : null
    } else if (root === 'feed') found = inFeed(got, rest)
    else continue
    if (found === undefined) continue
    const all = Array.isArray(found) ? found : [found]
    // Both are sanitised, each in its own way; what counts is what a person reads.
    if (typeof value === 'string') score.has(`${name} ${path.join('.')}`, shown(value), all.map(shown))
    else score.has(`${name} ${path.join('.')}`, value, all)
  }
}

type Path = (string | number)[]

function inFeed(feed: ParsedFeed, [key, ...rest]: Path): unknown {
  const words = (of: Parameters<typeof textOf>[0]) => detail(of && textOf(of), rest)
  switch (key) {
    case 'title':
    case 'title_detail':
      return words(feed.title)
    case 'subtitle':
    case 'subtitle_detail':
    case 'description':
    case 'tagline':
    case 'info':
      return words(feed.description)
    case 'rights':
    case 'rights_detail':
    case 'copyright':
      return words(feed.rights)
    case 'language':
      return feed.language
    case 'ttl':
      return feed.ttlMinutes === null ? null : [feed.ttlMinutes, String(feed.ttlMinutes)]
    case 'icon':
      return feed.icon
    case 'logo':
      return feed.image?.url ?? null
    case 'image':
      return feed.image && rest.length === 1
        ? {
            href: feed.image.url,
            url: feed.image.url,
            title: feed.image.title,
            link: feed.image.link,
            width: feed.image.width,
            height: feed.image.height,
            description: feed.image.description,
          }[String(rest[0])]
        : undefined
    case 'generator':
      return feed.generator?.name ?? null
    case 'generator_detail':
      return { name: feed.generator?.name, href: feed.generator?.uri, version: feed.generator?.version }[
        String(rest[0])
      ]
    case 'id':
      return feed.kind === 'atom' ? feed.id : undefined
  }
  return inBoth(feed, [key!, ...rest], feed)
}

function inItem(item: ParsedItem, [key, ...rest]: Path, feed: ParsedFeed): unknown {
  switch (key) {
    case 'title':
    case 'title_detail':
      return detail(textOf(item.title), rest)
    case 'summary':
    case 'summary_detail':
    case 'description':
      return detail(textOf(item.summary ?? item.content), rest)
    case 'content':
      return rest[1] === 'value'
        ? [textOf(item.content), textOf(item.summary)]
        : rest[1] === 'src'
          ? item.contentSource
          : undefined
    case 'id':
    case 'guid':
      return item.id
    case 'comments':
      return item.comments
    case 'rights':
    case 'rights_detail':
      return detail(textOf(item.rights), rest)
    case 'enclosures': {
      const one = typeof rest[0] === 'number' ? item.enclosures[rest[0]] : undefined
      return one
        ? { url: one.href, href: one.href, type: one.type, length: [one.length, String(one.length)] }[
            String(rest[1])
          ]
        : undefined
    }
    case 'source':
      return { title: item.source?.title, link: item.source?.url, href: item.source?.url }[String(rest[0])]
  }
  return inBoth(item, [key!, ...rest], feed)
}

interface Both {
  link: string | null
  links: FeedLink[]
  authors: FeedPerson[]
  contributors: FeedPerson[]
  categories: FeedCategory[]
  published: Date | null
  updated: Date | null
}

/** What feeds and items have alike. `undefined` is what we do not have. */
function inBoth(of: Both, [key, ...rest]: Path, feed: ParsedFeed): unknown {
  switch (key) {
    case 'link':
      return [of.link, ...of.links.map((l) => l.href)]
    case 'links': {
      const link = typeof rest[0] === 'number' ? of.links[rest[0]] : undefined
      return link && rest[1] !== undefined && rest[1] in link ? link[rest[1] as keyof FeedLink] : undefined
    }
    case 'published_parsed':
    case 'updated_parsed':
    case 'created_parsed':
    case 'date_parsed':
      return [of.published, of.updated, feed.updated].map(timeOf)
    case 'author':
    case 'publisher':
      return of.authors.concat(of.contributors).flatMap((p) => [p.name, p.email, `${p.name} (${p.email})`])
    case 'author_detail':
    case 'publisher_detail':
      return person(of.authors.concat(of.contributors), rest[0])
    case 'authors':
      return typeof rest[0] === 'number' ? person(of.authors.slice(rest[0], rest[0] + 1), rest[1]) : undefined
    case 'contributors':
      return typeof rest[0] === 'number'
        ? person(of.contributors.slice(rest[0], rest[0] + 1), rest[1])
        : undefined
    case 'tags':
    case 'categories': {
      const tag = typeof rest[0] === 'number' ? of.categories[rest[0]] : undefined
      return typeof rest[1] === 'string' && tag ? tag[rest[1] as keyof FeedCategory] : undefined
    }
    case 'category':
      return of.categories.map((c) => c.term)
  }
  return undefined
}

/** `x_detail` has its words in `value`; its other members (type, base, language) are not ours. */
const detail = (text: string | null, rest: Path): unknown =>
  rest.length === 0 || rest[0] === 'value' ? text : undefined

const person = (people: FeedPerson[], member: string | number | undefined): unknown => {
  if (member === 'name') return people.map((p) => p.name)
  if (member === 'email') return people.map((p) => p.email)
  return member === 'href' || member === 'uri' || member === 'url' ? people.map((p) => p.uri) : undefined
}
