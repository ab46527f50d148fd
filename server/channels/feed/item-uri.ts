import { createHash } from 'node:crypto'
import { trimEnd } from '../../../engines/text/trim.ts'
import type { ParsedItem } from './parsed.ts'

/** Parameters that say how a reader came, not what they read. */
const TRACKING =
  /^(utm_|at_|ns_|mc_|fb|gclid|dclid|igshid|ref$|ref_|src$|cmp$|cmpid$|icid$|ito$|rss$|source$|medium$|campaign$|xtor$|share$|spm$|wt_|__twitter|feature$|output$)/i

/**
 * A page's address with what differs between copies taken off: scheme, `www.`, case of the host, default port,
 * tracking parameters, order of parameters, fragment, trailing slash. Null when it is no http(s) address.
 */
export function plainAddress(raw: string | null): string | null {
  if (!raw || raw.length > 2_048 || !URL.canParse(raw)) return null
  const url = new URL(raw)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null
  for (const name of [...url.searchParams.keys()]) if (TRACKING.test(name)) url.searchParams.delete(name)
  url.searchParams.sort()
  const path = trimEnd(url.pathname, /\//) || '/'
  const port = url.port && url.port !== '80' && url.port !== '443' ? `:${url.port}` : ''
  return `https://${url.hostname.toLowerCase().replace(/^www\./, '')}${port}${path}${url.search}`
}

/**
 * Names for the items of one feed, the same wherever an item is syndicated. In this order: its page's address, when
 * no other item of the feed has the same one and it is not the feed's front page; a guid that is an address; a guid
 * made to be unique in the world (`tag:`, `urn:`, a UUID); the guid within this feed; a digest of the words.
 */
export function nameItems(items: ParsedItem[], feedAddress: string, home: string | null): string[] {
  const pages = items.map((item) => plainAddress(item.link))
  const times = new Map<string, number>()
  for (const page of pages) if (page) times.set(page, (times.get(page) ?? 0) + 1)
  const front = plainAddress(home)
  const feed = withoutKey(plainAddress(feedAddress) ?? feedAddress)
  const given = new Map<string, number>()
  return items.map((item, n) => {
    const page = pages[n]
    const own = page && times.get(page) === 1 && page !== front ? page : null
    const id = item.id?.trim() || null
    const name =
      own ??
      (item.idIsLink ? plainAddress(id) : null) ??
      everywhere(id) ??
      (id ? `${feed}#${id.slice(0, 1_000)}` : `${feed}#${digest(item)}`)
    // Two items of one guid, which is against every rule, are told apart by their words.
    const before = given.get(name) ?? 0
    given.set(name, before + 1)
    return before === 0 ? name : `${name}${name.includes('#') ? '-' : '#'}${digest(item)}`
  })
}

/** A query may be a key, and a name is shown and exported: a digest of it tells two feeds of one path apart as well. */
function withoutKey(address: string): string {
  const at = address.indexOf('?')
  if (at < 0) return address
  return `${address.slice(0, at)}~${createHash('sha256').update(address.slice(at)).digest('hex').slice(0, 8)}`
}

const everywhere = (id: string | null): string | null =>
  id &&
  id.length <= 1_000 &&
  /^(tag:[^,\s]+,\d{4}|urn:|at:\/\/|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$)/i.test(id)
    ? id
    : null

const digest = (item: ParsedItem): string =>
  createHash('sha256')
    .update(
      [
        item.link,
        item.title?.value,
        item.summary?.value,
        item.content?.value,
        item.published?.toISOString(),
      ].join('\n'),
    )
    .digest('hex')
    .slice(0, 20)
