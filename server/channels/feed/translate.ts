import { cutToWord } from '../../../engines/text/trim.ts'
import type { Author, Link, Media } from '../../record/post.ts'
import { addLink, clean, domainOf, findInText, type Heard, oneLine, readHtml, toLink } from '../channel.ts'
import { nameItems } from './item-uri.ts'
import type { FeedMedia, ParsedFeed, ParsedItem, Words } from './parsed.ts'
import { personOf } from './person.ts'

const longestBody = 10_000
/** Markup that may hold that many letters of words; what lies behind is not shown. */
const longestMarkup = 200_000
/** Other work waits for no longer than this. */
const stretchMs = 8

interface Read {
  text: string
  remarks: string[]
  links: Link[]
  images: { url: string; alt: string | null }[]
}

/** Reads the words of a feed as a person would see them. */
function readWords(words: Words | null, base: string): Read {
  if (!words) return { text: '', remarks: [], links: [], images: [] }
  if (words.type === 'html') return readHtml(words.value.slice(0, longestMarkup), words.base ?? base)
  return { ...clean(words.value.trim()), links: [], images: [] }
}

/**
 * Items of a feed as posts, oldest first. `address` is where the feed was read. Items without a single word are
 * left out.
 */
export async function toPosts(feed: ParsedFeed, address: string): Promise<Heard[]> {
  const names = nameItems(feed.items, address, feed.link)
  const posts: Heard[] = []
  let since = performance.now()
  for (const [n, item] of feed.items.entries()) {
    const post = toPost(feed, item, names[n]!, address)
    if (post) posts.push(post)
    if (performance.now() - since < stretchMs) continue
    await new Promise((resolve) => setImmediate(resolve))
    since = performance.now()
  }
  // Feeds put the newest first; those without a date keep their place among the others.
  return posts
    .reverse()
    .map((post, n) => ({ post, n }))
    .sort(
      (a, b) =>
        (a.post.publishedAt && b.post.publishedAt
          ? a.post.publishedAt.getTime() - b.post.publishedAt.getTime()
          : 0) || a.n - b.n,
    )
    .map((p) => p.post)
}

function toPost(feed: ParsedFeed, item: ParsedItem, uri: string, address: string): Heard | null {
  const base = feed.link ?? address
  const title = readWords(item.title, base)
  const summary = readWords(item.summary, base)
  const content = readWords(item.content, base)
  const body = content.text.length > summary.text.length ? content : summary
  const heading = oneLine(title.text, 1_000)
  const rest = body.text.length > longestBody ? `${cutToWord(body.text, longestBody)} …` : body.text
  const text = rest.startsWith(heading) ? rest : [heading, rest].filter((t) => t !== '').join('\n\n')
  if (text === '') return null
  const page = toLink(item.link)
  const links: Link[] = []
  addLink(links, page)
  for (const link of [...content.links, ...summary.links].slice(0, 50)) addLink(links, link)
  const written = findInText(text)
  const language = item.language ?? feed.language
  const post: Heard = {
    channel: 'feed',
    uri,
    url: page?.url ?? null,
    author: authorOf(feed, item, address),
    text,
    contentWarning: null,
    langs:
      language && /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*$/.test(language)
        ? [language.replaceAll('_', '-')]
        : [],
    links,
    media: mediaOf(item, content.images.length > 0 ? content.images : summary.images),
    mentions: written.mentions,
    tags: written.tags,
    poll: [],
    inReplyTo: null,
    publishedAt: item.published ?? item.updated,
  }
  const remarks = [...new Set([...title.remarks, ...body.remarks])]
  if (body.text.length > longestBody)
    remarks.push(`cut after ${longestBody.toLocaleString('en-GB')} characters`)
  if (remarks.length > 0) post.remarks = remarks
  return post
}

/**
 * The outlet, or the person whose feed it is. An item of an outlet's that says which outlet it was taken from
 * (`source`) is that outlet's.
 */
function authorOf(feed: ParsedFeed, item: ParsedItem, address: string): Author {
  const person = personOf(address) ?? personOf(feed.link, false)
  if (person) {
    const name = readWords(feed.title, address).text
    return { ...person, ...(name ? { displayName: oneLine(name, 120) } : {}) }
  }
  const from = item.source?.url ? domainOf(item.source.url) : null
  if (from && item.source?.title)
    return { id: `https://${from}/`, handle: from, displayName: oneLine(item.source.title) }
  const site = feed.link && domainOf(feed.link) ? feed.link : address
  const handle = domainOf(site) ?? site
  const title = readWords(feed.title, site).text
  return { id: `https://${handle}/`, handle, ...(title ? { displayName: oneLine(title, 120) } : {}) }
}

function mediaOf(item: ParsedItem, images: Read['images']): Media[] {
  const media: Media[] = []
  const add = (kind: Media['kind'], url: string | null, alt: string | null) => {
    if (media.length >= 10 || (url && media.some((m) => m.url === url))) return
    const words = alt ? oneLine(readHtml(alt).text, 1_000) : ''
    media.push({ kind, ...(url ? { url } : {}), alt: words || null })
  }
  for (const e of item.enclosures) if (toLink(e.href)) add(kindOf(e.type, null, e.href), e.href, e.title)
  for (const m of item.media) {
    const url = m.url ?? m.thumbnails[0]?.url ?? null
    if (url && toLink(url)) add(mediaKind(m), url, m.description ?? m.title)
  }
  for (const image of images) if (toLink(image.url)) add('image', image.url, image.alt)
  return media
}

const mediaKind = (m: FeedMedia): Media['kind'] =>
  kindOf(m.type, m.medium, m.url ?? m.thumbnails[0]?.url ?? '')

function kindOf(type: string | null, medium: string | null, url: string): Media['kind'] {
  const said = (type?.split('/')[0] ?? medium ?? '').toLowerCase()
  if (said === 'image' || said === 'video' || said === 'audio') return said
  const end = /\.(\w{2,4})(?:$|\?)/.exec(url)?.[1]?.toLowerCase() ?? ''
  if (['jpg', 'jpeg', 'png', 'gif', 'webp', 'avif'].includes(end)) return 'image'
  if (['mp4', 'webm', 'mov', 'm4v'].includes(end)) return 'video'
  if (['mp3', 'm4a', 'ogg', 'aac', 'wav'].includes(end)) return 'audio'
  return 'other'
}
