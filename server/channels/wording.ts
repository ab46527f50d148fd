import { cleanText } from '../../engines/text/index.ts'
import { trimEnd } from '../../engines/text/trim.ts'
import type { Link } from '../record/post.ts'

/** The longest text the record takes, in UTF-16 code units. */
export const longestText = 100_000

/** The host of a link as the record names it: lower case, no `www.`; null when it is no http(s) address. */
export function domainOf(url: string): string | null {
  if (!URL.canParse(url)) return null
  const { protocol, hostname } = new URL(url)
  if (protocol !== 'http:' && protocol !== 'https:') return null
  return (
    hostname
      .toLowerCase()
      .replace(/^www\./, '')
      .replace(/\.$/, '') || null
  )
}

/** A link for the record, or null when a person could not open it. Addresses past 2,048 characters are refused. */
export function toLink(url: unknown, title?: unknown): Link | null {
  if (typeof url !== 'string' || url.length > 2_048) return null
  const domain = domainOf(url)
  if (!domain) return null
  const link: Link = { url: new URL(url).href, domain }
  const words = typeof title === 'string' ? oneLine(title, 300) : ''
  if (words) link.title = words
  return link
}

/** Adds a link unless its address is there already; a title fills an empty one. */
export function addLink(links: Link[], link: Link | null): void {
  if (!link) return
  const known = links.find((l) => l.url === link.url)
  if (!known) links.push(link)
  else if (link.title && !known.title) known.title = link.title
}

/** Text cleaned of what cannot be stored or deceives the eye, with what was done. Cut at the record's limit. */
export function clean(raw: string): { text: string; remarks: string[] } {
  const short = raw.length > longestText ? raw.slice(0, longestText) : raw
  const { text, remarks } = cleanText(short)
  return short === raw
    ? { text, remarks }
    : { text, remarks: [...remarks, `cut after ${longestText.toLocaleString('en-GB')} characters`] }
}

/** A name, title or label on one line, cleaned, at most `most` characters. */
export function oneLine(raw: string, most = 200): string {
  const flat = cleanText(raw.slice(0, most * 4))
    .text.replace(/\s+/g, ' ')
    .trim()
  return flat.length > most ? `${flat.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : flat
}

/** What may be shown of something that could not be read: 500 characters, control and direction characters shown. */
export function sampleOf(raw: unknown): string {
  const text = typeof raw === 'string' ? raw : (JSON.stringify(raw) ?? String(raw))
  return text
    .slice(0, 500)
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, (c) =>
      c === '\n' || c === '\t' ? ' ' : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    .slice(0, 500)
}

/** A date claimed by an author; null when it cannot be read or lies outside what PostgreSQL and people can hold. */
export function claimedDate(raw: unknown): Date | null {
  if (typeof raw !== 'string' && typeof raw !== 'number') return null
  const date = new Date(raw)
  const year = date.getUTCFullYear()
  return Number.isNaN(year) || year < 1 || year > 9999 ? null : date
}

const HASHTAG = /(?:^|[^\p{L}\p{N}_&/])#([\p{L}\p{N}_]*[\p{L}_][\p{L}\p{N}_]*)/gu
const MENTION =
  /(?:^|[^\p{L}\p{N}_/.@])@([\p{L}\p{N}_][\p{L}\p{N}_.-]*(?:@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)?)/gu
const ADDRESS = /https?:\/\/[^\s<>"'“”‘’]+/g

/** Hashtags, mentions and addresses written in plain text, for networks and files that do not mark them. */
export function findInText(text: string): { tags: string[]; mentions: string[]; links: Link[] } {
  const links: Link[] = []
  // Most posts have none of these, and looking for a character costs a hundredth of looking for a word.
  let bare = text
  if (text.includes('://')) {
    for (const [found] of text.matchAll(ADDRESS)) addLink(links, toLink(trimEnd(found, /[.,;:!?)\]}…]/)))
    bare = text.replace(ADDRESS, ' ')
  }
  const tags = bare.includes('#') ? named(HASHTAG, bare) : []
  const mentions = bare.includes('@') ? named(MENTION, bare).map((name) => trimEnd(name, /[.-]/)) : []
  return { tags: [...new Set(tags)], mentions: [...new Set(mentions)], links }
}

/** What the first group of a global pattern finds; `matchAll` would copy the pattern for every post. */
function named(pattern: RegExp, text: string): string[] {
  const found: string[] = []
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) found.push(match[1]!)
  return found
}
