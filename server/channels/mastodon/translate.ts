import { createHash } from 'node:crypto'
import type { Link, Media } from '../../record/post.ts'
import { addLink, claimedDate, clean, domainOf, type Heard, oneLine, readHtml, toLink } from '../channel.ts'

type Members = Record<string, unknown>
const isObject = (x: unknown): x is Members => typeof x === 'object' && x !== null && !Array.isArray(x)
const objects = (x: unknown): Members[] => (Array.isArray(x) ? x.slice(0, 300).filter(isObject) : [])
const words = (x: unknown): string => (typeof x === 'string' ? x : '')

export type ReadStatus =
  /** `version` changes when the status does: not every server says when something was edited. */
  | { kind: 'post'; id: string; post: Heard; version: string }
  /** Not public: followers only, or to named people. Nothing of it is kept. */
  | { kind: 'private'; id: string }
  | { kind: 'bad'; reason: string }

/**
 * A status of the Mastodon API as a post. A boost is the post that was boosted. `server` is the origin that was
 * asked; `uriOf` knows the URIs of statuses seen before, because answers name their parents by local id only.
 */
export function readStatus(
  raw: unknown,
  server: string,
  uriOf: (id: string) => string | undefined,
): ReadStatus {
  if (!isObject(raw)) return { kind: 'bad', reason: 'A status that is not an object' }
  const status = isObject(raw['reblog']) ? raw['reblog'] : raw
  const id = words(raw['id'])
  if (id === '') return { kind: 'bad', reason: 'A status without an id' }
  if (status['visibility'] === 'private' || status['visibility'] === 'direct') return { kind: 'private', id }
  const account = status['account']
  if (!isObject(account) || words(account['acct']) === '')
    return { kind: 'bad', reason: 'A status without an author' }
  if (typeof status['content'] !== 'string')
    return { kind: 'bad', reason: 'A status whose content is not text' }
  const uri = words(status['uri']) || words(status['url'])
  if (uri === '' || uri.length > 2_048) return { kind: 'bad', reason: 'A status without a name (uri)' }
  const post = toPost(status, account, uri, server, uriOf)
  return { kind: 'post', id, post, version: versionOf(post, words(status['edited_at'])) }
}

function toPost(
  status: Members,
  account: Members,
  uri: string,
  server: string,
  uriOf: (id: string) => string | undefined,
): Heard {
  const read = readHtml(status['content'] as string, server)
  const links: Link[] = []
  const marked = new Set(
    read.anchors
      .filter(
        (a) => a.classes.includes('mention') || a.classes.includes('hashtag') || /^[@#]/.test(a.text.trim()),
      )
      .map((a) => a.href),
  )
  for (const link of read.links) if (!marked.has(link.url)) addLink(links, link)
  const card = isObject(status['card']) ? status['card'] : null
  if (card) addLink(links, toLink(card['url'], card['title']))
  const quote = isObject(status['quote'])
    ? isObject(status['quote']['quoted_status'])
      ? status['quote']['quoted_status']
      : status['quote']
    : null
  if (quote) addLink(links, toLink(quote['url'], 'quoted post'))

  const local = domainOf(words(account['url'])) ?? domainOf(server) ?? ''
  const authorId =
    words(account['uri']) || words(account['url']) || `acct:${withHost(words(account['acct']), local)}`
  const displayName = oneLine(words(account['display_name']), 120)
  const warning = clean(words(status['spoiler_text'])).text.trim()
  const parent = words(status['in_reply_to_id'])
  const language = words(status['language'])
  const post: Heard = {
    channel: 'mastodon',
    uri,
    url: toLink(status['url'])?.url ?? toLink(uri)?.url ?? null,
    author: {
      id: authorId.slice(0, 512),
      handle: withHost(words(account['acct']), local),
      ...(displayName ? { displayName } : {}),
    },
    text: read.text,
    contentWarning: warning || (status['sensitive'] === true ? 'marked as sensitive' : null),
    langs: /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*$/.test(language) ? [language.replaceAll('_', '-')] : [],
    links,
    media: objects(status['media_attachments']).map(toMedia),
    mentions: objects(status['mentions'])
      .map((m) => withHost(words(m['acct']), domainOf(words(m['url'])) ?? local))
      .filter((m) => m !== ''),
    tags: objects(status['tags'])
      .map((t) => oneLine(words(t['name']), 200))
      .filter((t) => t !== ''),
    poll: isObject(status['poll'])
      ? objects(status['poll']['options'])
          .map((o) => oneLine(words(o['title']), 300))
          .filter((o) => o !== '')
      : [],
    inReplyTo:
      parent === ''
        ? null
        : (uriOf(parent) ??
          `${server}/web/statuses/${encodeURIComponent(parent.slice(0, 200).toWellFormed())}`),
    publishedAt: claimedDate(status['created_at']),
  }
  if (read.remarks.length > 0) post.remarks = read.remarks
  return post
}

const versionOf = (post: Heard, editedAt: string): string =>
  createHash('sha256')
    .update([editedAt, post.text, post.contentWarning, ...post.media.map((m) => m.alt)].join('\n'))
    .digest('base64url')
    .slice(0, 12)

function withHost(acct: string, host: string): string {
  const plain = oneLine(acct, 320).replace(/^@/, '')
  return plain === '' || plain.includes('@') || host === '' ? plain : `${plain}@${host}`
}

function toMedia(attachment: Members): Media {
  const type = words(attachment['type'])
  const kind =
    type === 'image' || type === 'video' || type === 'audio' ? type : type === 'gifv' ? 'video' : 'other'
  const url = toLink(attachment['remote_url'])?.url ?? toLink(attachment['url'])?.url
  const alt = clean(words(attachment['description'])).text.trim()
  return { kind, ...(url ? { url } : {}), alt: alt || null }
}

export type ReadFrame =
  | { kind: 'status' | 'edited'; status: unknown }
  | { kind: 'deleted'; id: string }
  /** The server's signs of life and what does not concern us. */
  | { kind: 'other' }
  | { kind: 'bad'; reason: string }

/** One frame of the streaming API. Never throws. */
export function readFrame(frame: string): ReadFrame {
  const trimmed = frame.trim()
  if (trimmed === '' || trimmed.startsWith(':')) return { kind: 'other' }
  if (frame.length > 1_000_000)
    return {
      kind: 'bad',
      reason: `A frame of ${Math.round(frame.length / 1e6)} MB, which is more than a status can be`,
    }
  let read: unknown
  try {
    read = JSON.parse(frame)
  } catch {
    return { kind: 'bad', reason: 'A frame that is not JSON' }
  }
  if (!isObject(read)) return { kind: 'bad', reason: 'A frame that is not an object' }
  const { event, payload } = read
  if (event === 'delete')
    return typeof payload === 'string' && payload !== ''
      ? { kind: 'deleted', id: payload }
      : { kind: 'bad', reason: 'A deletion that does not say of what' }
  if (event !== 'update' && event !== 'status.update') {
    if (typeof read['error'] === 'string')
      return { kind: 'bad', reason: `The server says: ${oneLine(read['error'])}` }
    return typeof event === 'string' ? { kind: 'other' } : { kind: 'bad', reason: 'A frame without an event' }
  }
  const kind = event === 'update' ? 'status' : 'edited'
  if (isObject(payload)) return { kind, status: payload }
  try {
    return { kind, status: JSON.parse(words(payload)) }
  } catch {
    return { kind: 'bad', reason: 'A status that is not JSON' }
  }
}
