import type { Change, Link, Media } from '../../record/post.ts'
import { addLink, claimedDate, clean, findInText, type Heard, oneLine, toLink } from '../channel.ts'

/** What one frame of the stream means. `time` is the server's `time_us`. */
export type Heeded =
  | { kind: 'post'; time: number; post: Heard; did: string }
  | { kind: 'change'; time: number; change: Change }
  /** A DID's owner announced something about its name: a claim that whoever runs the stream may have made up. */
  | { kind: 'identity'; time: number; did: string; claims: string | null }
  /** Not ours: another collection, an update of a profile, a pause of an account. */
  | { kind: 'other'; time: number | null }
  | { kind: 'bad'; time: number | null; reason: string }

type Members = Record<string, unknown>
const isObject = (x: unknown): x is Members => typeof x === 'object' && x !== null && !Array.isArray(x)
const list = (x: unknown): unknown[] => (Array.isArray(x) ? x.slice(0, 300) : [])

const DID = /^did:[a-z]+:[A-Za-z0-9._:%-]{1,2000}$/
const RKEY = /^[A-Za-z0-9._:~-]{1,512}$/
const HANDLE = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i
const POST = 'app.bsky.feed.post'
/** The largest frame worth reading; a post record is under 60 kB on the network itself. */
const longestFrame = 1_000_000

const isPost = `"collection":"${POST}"`

/**
 * One Jetstream v1 frame. What is not a post, an identity or an account event is passed over by looking for three
 * words, before anything is parsed: a quoted `"kind":"account"` cannot occur inside a JSON string.
 * Never throws; what cannot be read comes back as `bad` with words for the source's page.
 */
export function readFrame(frame: string): Heeded {
  if (frame.length > longestFrame) {
    return {
      kind: 'bad',
      time: timeIn(frame),
      reason: `An event of ${Math.round(frame.length / 1e6)} MB, which is more than a post can be`,
    }
  }
  const ours =
    frame.includes(isPost) || frame.includes('"kind":"identity"') || frame.includes('"kind":"account"')
  if (!ours && frame.startsWith('{"did":') && frame.endsWith('}'))
    return { kind: 'other', time: timeIn(frame) }
  let event: unknown
  try {
    event = JSON.parse(frame)
  } catch {
    return { kind: 'bad', time: timeIn(frame), reason: 'An event that is not JSON' }
  }
  if (!isObject(event)) return { kind: 'bad', time: null, reason: 'An event that is not an object' }
  return readEvent(event)
}

/** `time_us` without parsing; it comes second in every frame of the real server. */
function timeIn(frame: string): number | null {
  const found = /"time_us":\s*(\d{1,16})/.exec(frame.slice(0, 4_500))
  return found ? Number(found[1]) : null
}

function readEvent(event: Members): Heeded {
  const time =
    typeof event['time_us'] === 'number' && Number.isSafeInteger(event['time_us']) ? event['time_us'] : null
  const bad = (reason: string): Heeded => ({ kind: 'bad', time, reason })
  const { did, kind, commit } = event
  if (typeof did !== 'string' || !DID.test(did)) return bad('An event without a readable author (DID)')
  if (time === null || time < 0) return bad('An event without a time (time_us)')
  if (kind === 'identity') {
    const handle = isObject(event['identity']) ? event['identity']['handle'] : null
    const claims = typeof handle === 'string' && HANDLE.test(handle) ? handle.toLowerCase() : null
    return { kind: 'identity', time, did, claims }
  }
  if (kind === 'account') return readAccount(event['account'], did, time)
  if (kind !== 'commit') return { kind: 'other', time }
  if (!isObject(commit)) return bad('A commit event without a commit')
  if (commit['collection'] !== POST) return { kind: 'other', time }
  const rkey = commit['rkey']
  if (typeof rkey !== 'string' || !RKEY.test(rkey)) return bad('A post without a readable key (rkey)')
  const uri = `at://${did}/${POST}/${rkey}`
  if (commit['operation'] === 'delete')
    return { kind: 'change', time, change: { kind: 'deleted', uri, author: did } }
  const record = commit['record']
  if (!isObject(record)) return bad('A post without a record')
  if (typeof record['text'] !== 'string') return bad('A post whose text is not text')
  const post = toPost(did, rkey, record)
  if (commit['operation'] === 'create') return { kind: 'post', time, post, did }
  if (commit['operation'] === 'update') return { kind: 'change', time, change: { kind: 'edited', post } }
  return bad('A commit that neither creates, updates nor deletes')
}

/**
 * An account that is no longer shown takes its posts with it, whether its owner or the network closed it.
 * `desynchronized` and `throttled` say something about servers, not about the person.
 */
function readAccount(account: unknown, did: string, time: number): Heeded {
  if (!isObject(account) || typeof account['active'] !== 'boolean') {
    return { kind: 'bad', time, reason: 'An account event that does not say whether the account is active' }
  }
  const gone =
    !account['active'] &&
    ['deleted', 'takendown', 'suspended', 'deactivated'].includes(String(account['status']))
  return gone
    ? { kind: 'change', time, change: { kind: 'author-gone', author: did } }
    : { kind: 'other', time }
}

/** An `app.bsky.feed.post` record as a post; `text` must be a string, everything else may be missing or wrong. */
export function toPost(did: string, rkey: string, record: Members): Heard {
  const { text, remarks } = clean(record['text'] as string)
  const marked = readFacets(record['text'] as string, record['facets'])
  const embedded = readEmbed(record['embed'])
  const written = findInText(text)
  const links: Link[] = []
  for (const link of [...marked.links, ...written.links, ...embedded.links]) addLink(links, link)
  const reply =
    isObject(record['reply']) && isObject(record['reply']['parent']) ? record['reply']['parent']['uri'] : null
  const tags = [
    ...marked.tags,
    ...written.tags,
    ...list(record['tags'])
      .filter((t) => typeof t === 'string')
      .map((t) => oneLine(t, 640)),
  ]
  const post: Heard = {
    channel: 'bluesky',
    uri: `at://${did}/${POST}/${rkey}`,
    url: `https://bsky.app/profile/${did}/post/${rkey}`,
    author: { id: did, handle: did },
    text,
    contentWarning: readLabels(record['labels']),
    langs: list(record['langs'])
      .filter((l) => typeof l === 'string' && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(l))
      .slice(0, 5) as string[],
    links,
    media: embedded.media,
    mentions: marked.mentions.length > 0 ? marked.mentions : written.mentions.filter((m) => HANDLE.test(m)),
    tags: tags.length === 0 ? tags : [...new Set(tags.filter((t) => t !== ''))],
    poll: [],
    inReplyTo: typeof reply === 'string' && /^at:\/\/\S{1,2500}$/.test(reply) ? reply : null,
    publishedAt: claimedDate(record['createdAt']),
  }
  if (remarks.length > 0) post.remarks = remarks
  return post
}

/** Facets mark a stretch of the text, in bytes of UTF-8, as a link, a mention or a hashtag. */
function readFacets(text: string, facets: unknown): { links: Link[]; mentions: string[]; tags: string[] } {
  const links: Link[] = []
  const mentions = new Set<string>()
  const tags = new Set<string>()
  let bytes: Buffer | null = null
  for (const facet of list(facets)) {
    if (!isObject(facet)) continue
    for (const feature of list(facet['features'])) {
      if (!isObject(feature)) continue
      const type = feature['$type']
      if (type === 'app.bsky.richtext.facet#link') addLink(links, toLink(feature['uri']))
      else if (type === 'app.bsky.richtext.facet#tag' && typeof feature['tag'] === 'string') {
        const tag = oneLine(feature['tag'], 640).replace(/^#/, '')
        if (tag) tags.add(tag)
      } else if (type === 'app.bsky.richtext.facet#mention' && typeof feature['did'] === 'string') {
        bytes ??= Buffer.from(text, 'utf8')
        const index = isObject(facet['index']) ? facet['index'] : {}
        const shown = bytes
          .subarray(Number(index['byteStart']) || 0, Number(index['byteEnd']) || 0)
          .toString('utf8')
          .replace(/^@/, '')
        // The text says the handle; where it says something else ("@alice!"), only the DID is certain.
        if (HANDLE.test(shown)) mentions.add(shown.toLowerCase())
        else if (DID.test(feature['did'])) mentions.add(feature['did'])
      }
    }
  }
  return { links, mentions: [...mentions], tags: [...tags] }
}

/** Cards, pictures with their descriptions, video, and the post that is quoted (as a link to it). */
function readEmbed(embed: unknown, depth = 0): { links: Link[]; media: Media[] } {
  const links: Link[] = []
  const media: Media[] = []
  if (!isObject(embed) || depth > 1) return { links, media }
  const alt = (x: unknown) =>
    typeof x === 'string' && x.trim() !== '' ? clean(x.slice(0, 10_000)).text.trim() || null : null
  switch (embed['$type']) {
    case 'app.bsky.embed.external': {
      const card = isObject(embed['external']) ? embed['external'] : {}
      addLink(links, toLink(card['uri'], card['title']))
      break
    }
    case 'app.bsky.embed.images':
      for (const image of list(embed['images']))
        media.push({ kind: 'image', alt: isObject(image) ? alt(image['alt']) : null })
      break
    case 'app.bsky.embed.gallery':
      for (const item of list(embed['items']))
        media.push({ kind: 'image', alt: isObject(item) ? alt(item['alt']) : null })
      break
    case 'app.bsky.embed.video':
      media.push({ kind: 'video', alt: alt(embed['alt']) })
      break
    case 'app.bsky.embed.record':
      addLink(links, quoted(embed['record']))
      break
    case 'app.bsky.embed.recordWithMedia': {
      const inner = readEmbed(embed['media'], depth + 1)
      const record = isObject(embed['record']) ? embed['record']['record'] : null
      for (const link of inner.links) addLink(links, link)
      addLink(links, quoted(record))
      media.push(...inner.media)
      break
    }
  }
  return { links, media }
}

function quoted(record: unknown): Link | null {
  const uri = isObject(record) ? record['uri'] : null
  const found =
    typeof uri === 'string' ? /^at:\/\/(did:[^/]+)\/app\.bsky\.feed\.post\/([^/]+)$/.exec(uri) : null
  return found ? toLink(`https://bsky.app/profile/${found[1]}/post/${found[2]}`, 'quoted post') : null
}

const LABELS: Record<string, string> = {
  'graphic-media': 'graphic media',
  nudity: 'nudity',
  sexual: 'sexual content',
  porn: 'adult content',
  gore: 'graphic media',
}

/** The labels an author put on their own post, as a warning a person can read. */
function readLabels(labels: unknown): string | null {
  const values = isObject(labels) ? list(labels['values']) : []
  const words = values.map((v) =>
    isObject(v) && typeof v['val'] === 'string' ? (LABELS[v['val']] ?? null) : null,
  )
  const known = [...new Set(words.filter((w) => w !== null))]
  return known.length > 0 ? known.join(', ') : null
}
