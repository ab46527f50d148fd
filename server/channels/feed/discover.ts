import { oneLine, parseHtml, type SafeFetch } from '../channel.ts'
import { decode } from './charset.ts'
import { readFeed } from './read-feed.ts'

export interface FoundFeed {
  url: string
  title: string | null
}

const KINDS = /^application\/(rss|atom|rdf|feed)\+(xml|json)|^application\/(json|xml)$|^text\/xml/i
/** Where sites put their feed when they do not say. */
const USUAL = ['/feed/', '/rss', '/rss.xml', '/feed.xml', '/atom.xml', '/index.xml', '/feed.json']

/** The feeds that a page names in its head, in its order; comments' feeds last. */
export function feedsIn(html: string, address: string): FoundFeed[] {
  const found: FoundFeed[] = []
  let base = address
  parseHtml(html.slice(0, 500_000), {
    onopentag(name, at) {
      if (name === 'base' && at['href'] && URL.canParse(at['href'], address))
        base = new URL(at['href'], address).href
      if (name !== 'link' || !at['href'] || found.length >= 20) return
      const rel = (at['rel'] ?? '').toLowerCase().split(/\s+/)
      if (!(rel.includes('alternate') && KINDS.test(at['type'] ?? '')) && !rel.includes('feed')) return
      if (!URL.canParse(at['href'], base)) return
      const url = new URL(at['href'], base).href
      if (/^https?:/.test(url) && !found.some((f) => f.url === url))
        found.push({ url, title: at['title'] ? oneLine(at['title']) : null })
    },
  })
  const comments = (f: FoundFeed) => (/comment/i.test(`${f.url} ${f.title ?? ''}`) ? 1 : 0)
  return found.sort((a, b) => comments(a) - comments(b))
}

/**
 * The feed of a page whose bytes are here: the first one named in it that can be read, or else the first of the
 * usual places. At most eight requests.
 */
export async function findFeed(
  page: { bytes: Uint8Array; contentType: string | null; url: string },
  get: SafeFetch,
  signal: AbortSignal,
): Promise<FoundFeed | null> {
  const named = feedsIn(decode(page.bytes, page.contentType).text, page.url)
  const usual = USUAL.map((path) => ({ url: new URL(path, page.url).href, title: null }))
  for (const candidate of [...named, ...usual].slice(0, 8)) {
    if (signal.aborted) return null
    try {
      const answer = await get(candidate.url, { maxBytes: 5 * 1024 * 1024, timeoutMs: 10_000, signal })
      if (answer.status !== 200) continue
      const read = await readFeed(answer.bytes, answer.headers.get('content-type'), answer.url)
      if (read.ok)
        return {
          url: candidate.url,
          title: candidate.title ?? (read.feed.title ? oneLine(read.feed.title.value) : null),
        }
    } catch {
      // The next place may do better.
    }
  }
  return null
}
