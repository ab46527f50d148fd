import { because, type Why } from '../channel.ts'
import { decode } from './charset.ts'
import type { ParsedFeed } from './parsed.ts'
import { readAtom } from './read-atom.ts'
import { readJsonFeed } from './read-json.ts'
import { readRss } from './read-rss.ts'
import { RefusedXml, readXml } from './xml.ts'

export const mostItems = 2_000
const limits = { depth: 64, elements: 400_000 }

export type ReadFeed = { ok: true; feed: ParsedFeed } | { ok: false; reason: string; why: Why; html: boolean }

const not = (why: Why, html: boolean): ReadFeed => ({ ok: false, reason: why.says, why, html })

/**
 * RSS 0.9x to 2.0, RDF, Atom and JSON Feed from bytes as they came. `address` is where they came from, for relative
 * addresses; `contentType` the header. Never throws; at most 2,000 items, the first ones, are read.
 */
export async function readFeed(
  bytes: Uint8Array,
  contentType: string | null,
  address: string | undefined,
): Promise<ReadFeed> {
  if (bytes.length === 0) return not(because('empty'), false)
  const { text, remark } = decode(bytes, contentType)
  const begun = text.trimStart()
  const read = begun.startsWith('{') ? readJson(text, address) : await readMarkup(text, address)
  if (!read.ok) return read
  const { feed } = read
  if (remark) feed.remarks.push(remark)
  if (feed.items.length > mostItems) {
    feed.remarks.push(
      `It has ${feed.items.length.toLocaleString('en-GB')} items; the first ${mostItems.toLocaleString('en-GB')} were read`,
    )
    feed.items = feed.items.slice(0, mostItems)
  }
  return read
}

function readJson(text: string, address: string | undefined): ReadFeed {
  try {
    const feed = readJsonFeed(JSON.parse(text), address)
    return feed ? { ok: true, feed } : not(because('no-json-feed'), false)
  } catch {
    return not(because('like-json'), false)
  }
}

async function readMarkup(text: string, address: string | undefined): Promise<ReadFeed> {
  try {
    const { root, remark } = await readXml(text, address, limits)
    const done = (feed: ParsedFeed): ReadFeed => {
      if (remark) feed.remarks.push(remark)
      return { ok: true, feed }
    }
    switch (root?.name) {
      case 'rss':
      case 'rdf:rdf':
      case 'channel':
        return done(readRss(root))
      case 'atom:feed':
      case 'atom:entry':
        return done(readAtom(root))
      case 'html':
      case 'xhtml:html':
        return not(because('web-page'), true)
    }
    return not(
      root ? because('no-feed', root.name.slice(0, 40)) : because('no-markup'),
      /<html|<!doctype html/i.test(text.slice(0, 2_000)),
    )
  } catch (error) {
    if (error instanceof RefusedXml) return not(error.why, false)
    throw error
  }
}
