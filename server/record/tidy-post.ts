import type { Inbound, Link, Media } from './post.ts'

/** Longest values that the table takes, in UTF-16 units; PostgreSQL counts code points, which are never more. */
const MAX = {
  uri: 2048,
  url: 2048,
  account: 512,
  handle: 320,
  name: 640,
  text: 100_000,
  warning: 10_000,
  alt: 5_000,
  title: 1_000,
  tag: 200,
} as const
const MAX_LIST = 200

export type Tidied = { ok: true; post: Inbound; remarks: string[] } | { ok: false; reason: string }

/**
 * Cuts a post down to what the record holds and takes out what PostgreSQL cannot store (NUL, lone surrogates), with a
 * remark for each thing a reader should know. Refuses only what cannot be known by a URI. `heardAt` bounds the
 * author's claim: nothing is said after it was heard.
 */
export function tidyPost(raw: Inbound, heardAt: Date): Tidied {
  const remarks: string[] = []
  const uri = plain(raw.uri)
  if (uri === '') return { ok: false, reason: 'it has no address of its own' }
  if (uri.length > MAX.uri) return { ok: false, reason: `its address is longer than ${MAX.uri} characters` }
  const account = plain(raw.author.id)
  if (account === '') return { ok: false, reason: 'it has no author' }
  if (account.length > MAX.account) return { ok: false, reason: "its author's id is too long" }
  const text = plain(raw.text)
  if (text.length > MAX.text)
    remarks.push(`text cut from ${text.length.toLocaleString('en-GB')} characters to 100,000`)
  const publishedAt = clampTime(raw.publishedAt, heardAt, remarks)
  return {
    ok: true,
    remarks,
    post: {
      channel: raw.channel,
      uri,
      url: address(raw.url),
      author: {
        id: account,
        handle: cut(plain(raw.author.handle) || account, MAX.handle),
        ...(raw.author.displayName ? { displayName: cut(plain(raw.author.displayName), MAX.name) } : {}),
      },
      text: cut(text, MAX.text),
      contentWarning: raw.contentWarning === null ? null : cut(plain(raw.contentWarning), MAX.warning),
      langs: raw.langs.slice(0, 10).map((l) => cut(plain(l), 35)),
      links: list(raw.links, remarks, 'links').flatMap(tidyLink),
      media: list(raw.media, remarks, 'attachments').map(tidyMedia),
      mentions: list(raw.mentions, remarks, 'mentions').map((m) => cut(plain(m), MAX.handle)),
      tags: list(raw.tags, remarks, 'hashtags').map((t) => cut(plain(t), MAX.tag)),
      poll: list(raw.poll, remarks, 'poll answers').map((p) => cut(plain(p), MAX.title)),
      inReplyTo: address(raw.inReplyTo),
      publishedAt,
    },
  }
}

/** NUL and lone surrogates cannot be stored as text. */
function plain(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed()
  return whole.includes('\0') ? whole.replaceAll('\0', '\ufffd') : whole
}

/** Never cuts a surrogate pair in two. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text
  const end = text.charCodeAt(max - 1) >= 0xd800 && text.charCodeAt(max - 1) <= 0xdbff ? max - 1 : max
  return text.slice(0, end)
}

/** Too long an address is no address: half of one leads somewhere else. */
function address(url: string | null): string | null {
  if (url === null) return null
  const clean = plain(url)
  return clean.length > MAX.url ? null : clean
}

function list<T>(items: T[], remarks: string[], what: string): T[] {
  if (items.length <= MAX_LIST) return items
  remarks.push(`${items.length} ${what}, the first ${MAX_LIST} kept`)
  return items.slice(0, MAX_LIST)
}

function tidyLink(link: Link): Link[] {
  const url = address(link.url)
  if (url === null) return []
  const domain = cut(plain(link.domain), 253)
  return [link.title ? { url, domain, title: cut(plain(link.title), MAX.title) } : { url, domain }]
}

function tidyMedia(media: Media): Media {
  const alt = media.alt === null ? null : cut(plain(media.alt), MAX.alt)
  const url = media.url === undefined ? null : address(media.url)
  return url === null ? { kind: media.kind, alt } : { kind: media.kind, url, alt }
}

/** Before this nobody posted: a clock that was never set, not a claim. */
const EARLIEST = Date.UTC(1990, 0, 1)
/** Two clocks may differ by this much without a word being said about it. */
const DRIFT_MS = 2 * 60_000

function clampTime(claimed: Date | null, heardAt: Date, remarks: string[]): Date | null {
  if (claimed === null || Number.isNaN(claimed.getTime())) return null
  if (claimed.getTime() > heardAt.getTime()) {
    if (claimed.getTime() > heardAt.getTime() + DRIFT_MS)
      remarks.push(`dated in the future (${stamp(claimed)}); shown under the time it was heard`)
    return heardAt
  }
  if (claimed.getTime() < EARLIEST) {
    remarks.push(`dated ${stamp(claimed)}, which cannot be; shown under the time it was heard`)
    return null
  }
  return claimed
}

const stamp = (at: Date): string => at.toISOString().replace(/^\+0*/, '').slice(0, 10)
