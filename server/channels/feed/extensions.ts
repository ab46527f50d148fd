import type { FeedCategory, FeedMedia, FeedPerson, Words } from './parsed.ts'
import { readNumber } from './parsed.ts'
import { child, children, type Element, resolved, words } from './xml.ts'

/** Dublin Core, iTunes and Media RSS: modules that stand in items of every kind of feed. */

/** `email (Name)`, `Name <email>`, `Name (email)`, a bare address or a bare name. */
export function readPerson(raw: string | null): FeedPerson | null {
  if (!raw) return null
  const text = raw
    .replace(/mailto:/gi, '')
    .replace(/\s+/g, ' ')
    .trim()
  // What stands between signs that no address has, with an at-sign and a full stop after it.
  const mail = text.split(/[\s<>(),;:"]/).find((part) => /^[^@]+@[^@.]+\.[^@]+$/.test(part))
  const email = mail ?? null
  const rest = mail ? text.replace(mail, ' ') : text
  const inside = /\(([^()]*)\)\s*$/.exec(rest)
  const name = (mail && inside?.[1]?.trim() ? inside[1] : rest)
    .replace(/[<>]|\(\s*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^["']|["']$/g, '')
    .trim()
  return name || email ? { name: name || null, email, uri: null } : null
}

export const htmlOf = (element: Element | undefined): Words | null => {
  const value = words(element)
  return value === null ? null : { value, type: 'html', ...(element!.base ? { base: element!.base } : {}) }
}

export function dublinPeople(element: Element): FeedPerson[] {
  return children(element, 'dc:creator', 'dc:author').flatMap((e) => readPerson(words(e)) ?? [])
}

export const dublinSubjects = (element: Element): FeedCategory[] =>
  children(element, 'dc:subject').flatMap((e) => toCategory(words(e), null))

export const toCategory = (
  term: string | null,
  scheme: string | null,
  label: string | null = null,
): FeedCategory[] => (term ? [{ term, scheme, label }] : [])

/** `itunes:category` elements, one inside the other. */
export function itunesCategories(element: Element): FeedCategory[] {
  return children(element, 'itunes:category').flatMap((e) => {
    const term = e.attributes['text']?.trim() || null
    return [...toCategory(term, null), ...itunesCategories(e)]
  })
}

/** `itunes:keywords`, apart by commas or, without any, by spaces. */
export const itunesKeywords = (element: Element): FeedCategory[] =>
  children(element, 'itunes:keywords').flatMap((e) => {
    const value = words(e) ?? ''
    return value.split(value.includes(',') ? ',' : /\s+/).flatMap((k) => toCategory(k.trim() || null, null))
  })

/** Media RSS: `media:content` and `media:thumbnail`, alone or in `media:group`; a thumbnail alone is a picture too. */
export function readMedia(item: Element): FeedMedia[] {
  const found: FeedMedia[] = []
  const groups = children(item, 'media:group')
  for (const holder of [...groups, item]) {
    const shared = describe(holder, holder)
    const contents = children(holder, 'media:content')
    for (const content of contents) {
      const own = describe(content, content)
      found.push({
        ...own,
        title: own.title ?? shared.title,
        description: own.description ?? shared.description,
        thumbnails: own.thumbnails.length > 0 ? own.thumbnails : shared.thumbnails,
        credits: own.credits.length > 0 ? own.credits : shared.credits,
      })
    }
    if (contents.length === 0 && (shared.thumbnails.length > 0 || (holder !== item && shared.description)))
      found.push(shared)
  }
  const cover = itunesImage(item)
  if (cover && found.length === 0)
    found.push({ ...describe(item, item), thumbnails: [{ url: cover, width: null, height: null }] })
  else if (cover)
    for (const media of found)
      if (media.thumbnails.length === 0) media.thumbnails = [{ url: cover, width: null, height: null }]
  return found
}

/** `itunes:image`, whose address is an attribute or the words. */
export function itunesImage(element: Element): string | null {
  const image = child(element, 'itunes:image')
  return image ? resolved(image.attributes['href'] ?? words(image), image) : null
}

function describe(element: Element, at: Element): FeedMedia {
  const isContent = element.name === 'media:content'
  const attribute = (name: string) => (isContent ? element.attributes[name]?.trim() || null : null)
  const player = child(at, 'media:player')
  const url = isContent ? resolved(element.attributes['url'] ?? player?.attributes['url'], element) : null
  return {
    url,
    type: attribute('type'),
    medium: attribute('medium'),
    width: readNumber(attribute('width')),
    height: readNumber(attribute('height')),
    bytes: readNumber(attribute('filesize')),
    seconds: readNumber(attribute('duration')),
    title: words(child(at, 'media:title')),
    description: words(child(at, 'media:description')),
    thumbnails: children(at, 'media:thumbnail').flatMap((t) => {
      const address = resolved(t.attributes['url'] ?? words(t), t)
      return address
        ? [
            {
              url: address,
              width: readNumber(t.attributes['width']),
              height: readNumber(t.attributes['height']),
            },
          ]
        : []
    }),
    credits: children(at, 'media:credit').flatMap((c) => words(c) ?? []),
  }
}

/** How often the publisher says the feed changes, in minutes (`sy:updatePeriod`, `sy:updateFrequency`). */
export function syndicationMinutes(channel: Element): number | null {
  const period = words(child(channel, 'sy:updateperiod'))?.toLowerCase()
  const minutes = period
    ? { hourly: 60, daily: 1_440, weekly: 10_080, monthly: 43_200, yearly: 525_600 }[period]
    : undefined
  if (!minutes) return null
  return minutes / Math.max(1, readNumber(words(child(channel, 'sy:updatefrequency'))) ?? 1)
}
