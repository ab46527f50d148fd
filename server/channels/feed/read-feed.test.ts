import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readHtml } from '../channel.ts'
import type { FeedPerson, ParsedFeed, ParsedItem, Words } from './parsed.ts'
import { readFeed } from './read-feed.ts'

const data = path.resolve(import.meta.dirname, '../../../../shared/data/feeds')
const there = existsSync(data)
if (!there) console.log('skipped: ../shared/data/feeds is not here')

type Json = Record<string, unknown>
const flat = (s: unknown) => (typeof s === 'string' ? s.replace(/\s+/g, ' ').trim() : s)
const time = (d: Date | null) => d?.toISOString().replace('.000Z', 'Z') ?? null
const isoOf = (x: unknown) => (typeof x === 'string' ? time(new Date(x)) : null)

/** Compares what feed-rs read with what we read, field by field; null where feed-rs has nothing to expect. */
class Score {
  right = 0
  all = 0
  wrong: string[] = []
  is(where: string, expected: unknown, got: unknown): void {
    if (expected === null || expected === undefined || expected === '') return
    this.all++
    if (JSON.stringify(flat(expected)) === JSON.stringify(flat(got))) this.right++
    else
      this.wrong.push(
        `${where}: ${JSON.stringify(flat(expected))?.slice(0, 120)} != ${JSON.stringify(flat(got))?.slice(0, 120)}`,
      )
  }
  has(where: string, expected: unknown, got: unknown[]): void {
    this.is(where, expected, got.find((g) => flat(g) === flat(expected)) ?? got[0])
  }
}

const textOf = (w: Words | null) =>
  w ? (w.type === 'html' ? readHtml(w.value, w.base).text : w.value) : null
/** As words a person reads: feed-rs keeps markup in some places and not in others. */
const shown = (x: unknown): unknown => (typeof x === 'string' ? readHtml(x).text.replace(/\s+/g, ' ') : x)

function compareText(score: Score, where: string, expected: Json | null, got: Words | null) {
  if (!expected) return
  score.is(where, shown(expected['content'] ?? expected['body']), shown(textOf(got)))
}
function comparePeople(score: Score, where: string, expected: Json[], got: FeedPerson[]) {
  for (const [n, e] of expected.entries()) {
    if (['managingEditor', 'webMaster', 'author'].includes(String(e['name']))) {
      // feed-rs names such people by their element and keeps the whole text as their address.
      const raw = String(e['email'])
      score.is(
        `${where}.${n}`,
        raw,
        got.some(
          (g) => (g.email === null || raw.includes(g.email)) && (g.name === null || raw.includes(g.name)),
        )
          ? raw
          : null,
      )
      continue
    }
    score.has(
      `${where}.${n}.name`,
      e['name'],
      got.flatMap((g) => [g.name, g.email]),
    )
    score.has(
      `${where}.${n}.email`,
      e['email'],
      got.map((g) => g.email),
    )
    score.has(
      `${where}.${n}.uri`,
      e['uri'],
      got.map((g) => g.uri),
    )
  }
}

function compareItem(score: Score, at: string, e: Json, got: ParsedItem, feed: ParsedFeed) {
  // Where the feed gives no id feed-rs makes one of its own.
  if (got.id && !/^[0-9a-f]{32}$/.test(String(e['id']))) score.is(`${at}.id`, e['id'], got.id)
  compareText(score, `${at}.title`, e['title'] as Json, got.title)
  compareText(score, `${at}.summary`, e['summary'] as Json, got.summary)
  const content = e['content'] as Json | null
  if (content?.['body']) compareText(score, `${at}.content`, content, got.content ?? got.summary)
  if (content?.['src'])
    score.has(`${at}.content.src`, (content['src'] as Json)['href'], [
      got.contentSource,
      ...got.enclosures.map((x) => x.href),
    ])
  for (const link of e['links'] as Json[])
    score.has(`${at}.link`, link['href'], [...got.links.map((l) => l.href), got.link, got.comments])
  comparePeople(score, `${at}.authors`, e['authors'] as Json[], [...got.authors])
  for (const c of e['categories'] as Json[]) {
    const same = got.categories.find((g) => g.term === c['term'])
    score.is(`${at}.category`, c['term'], same?.term)
    score.is(`${at}.category.label`, c['label'], same?.label)
    score.is(`${at}.category.scheme`, c['scheme'], same?.scheme)
  }
  // feed-rs fills an absent date from the other one, or from the feed.
  const dates = [got.published, got.updated, feed.published, feed.updated].map(time)
  score.has(`${at}.published`, isoOf(e['published']), dates)
  score.has(`${at}.updated`, isoOf(e['updated']), [time(got.updated), ...dates])
  const media = (e['media'] as Json[]).flatMap((m) => m['content'] as Json[])
  const ours = [
    ...got.media,
    ...got.enclosures.map((x) => ({ url: x.href, type: x.type, bytes: x.length, width: null, height: null })),
  ]
  for (const m of media) {
    const same = ours.find((g) => g.url === m['url'])
    score.is(`${at}.media.url`, m['url'], same?.url)
    score.is(`${at}.media.type`, m['content_type'], same?.type)
    score.is(`${at}.media.size`, m['size'], same?.bytes)
    score.is(`${at}.media.width`, m['width'], same?.width)
  }
  for (const t of (e['media'] as Json[]).flatMap((m) => (m['thumbnails'] as Json[]) ?? [])) {
    score.has(
      `${at}.thumbnail`,
      (t['image'] as Json)['uri'],
      got.media.flatMap((m) => m.thumbnails.map((x) => x.url)),
    )
  }
}

function compareFeed(score: Score, name: string, e: Json, got: ParsedFeed) {
  compareText(score, `${name}.title`, e['title'] as Json, got.title)
  compareText(score, `${name}.description`, e['description'] as Json, got.description)
  compareText(score, `${name}.rights`, e['rights'] as Json, got.rights)
  if (got.id && got.kind === 'atom') score.is(`${name}.id`, e['id'], got.id)
  score.is(`${name}.language`, (e['language'] as string | null)?.toLowerCase(), got.language?.toLowerCase())
  score.is(`${name}.ttl`, e['ttl'], got.ttlMinutes)
  score.has(`${name}.updated`, isoOf(e['updated']), [got.updated, got.published].map(time))
  score.has(`${name}.published`, isoOf(e['published']), [got.published, got.updated].map(time))
  for (const link of e['links'] as Json[])
    score.has(`${name}.link`, link['href'], [...got.links.map((l) => l.href), got.link])
  comparePeople(score, `${name}.authors`, e['authors'] as Json[], [...got.authors, ...got.contributors])
  comparePeople(score, `${name}.contributors`, e['contributors'] as Json[], [
    ...got.contributors,
    ...got.authors,
  ])
  for (const c of e['categories'] as Json[])
    score.has(
      `${name}.category`,
      c['term'],
      got.categories.map((g) => g.term),
    )
  const logo = e['logo'] as Json | null
  score.has(`${name}.logo`, logo?.['uri'], [got.image?.url])
  score.has(`${name}.logo.title`, logo?.['title'], [got.image?.title])
  score.has(`${name}.icon`, (e['icon'] as Json | null)?.['uri'], [got.icon, got.image?.url])
  const generator = e['generator'] as Json | null
  score.is(`${name}.generator`, generator?.['content'], got.generator?.name)
  const entries = e['entries'] as Json[]
  score.is(`${name}.items`, entries.length, got.items.length)
  for (const [n, entry] of entries.entries()) {
    const item = got.items[n]
    if (item) compareItem(score, `${name}.${n}`, entry, item, got)
  }
}

describe.skipIf(!there)('feeds from the world', () => {
  test('at least 98 in 100 fields are what feed-rs expects', async () => {
    const score = new Score()
    const folder = path.join(data, 'feed-rs')
    const expected = readdirSync(folder).filter((n) => n.endsWith('.serde.json'))
    const failed: string[] = []
    for (const name of expected) {
      const input = ['.xml', '.json']
        .map((end) => path.join(folder, name.replace('.serde.json', end)))
        .find((f) => existsSync(f))!
      const read = await readFeed(readFileSync(input), null, undefined)
      if (read.ok)
        compareFeed(
          score,
          name.replace('.serde.json', ''),
          JSON.parse(readFileSync(path.join(folder, name), 'utf8')),
          read.feed,
        )
      else failed.push(`${name}: ${read.reason}`)
    }
    const share = score.right / score.all
    console.log(
      JSON.stringify({
        evaluate: 'feed',
        set: 'feed-rs',
        measure: 'fields',
        value: Number(share.toFixed(4)),
        n: score.all,
        feeds: expected.length,
      }),
    )
    expect(failed).toEqual([])
    expect(expected.length).toBeGreaterThan(60)
    expect(share, score.wrong.slice(0, 20).join('\n')).toBeGreaterThanOrEqual(0.98)
  })

  test('every feed of rss-parser is read, item by item', async () => {
    const folder = path.join(data, 'rss-parser')
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(path.join(folder, name))
      const read = await readFeed(bytes, null, 'https://feed.example/')
      if (name === 'unrecognized.rss') {
        expect(read).toMatchObject({ ok: false, reason: expect.stringContaining('It is no feed') })
        continue
      }
      expect(read.ok ? '' : read.reason, name).toBe('')
      if (!read.ok) continue
      const source = bytes.toString('utf8')
      expect(read.feed.items, name).toHaveLength(source.match(/<(item|entry)[\s>]/g)?.length ?? 0)
      const titled = source
        .split(/<(?:item|entry)[\s>]/)
        .slice(1)
        .map((part) => /<title/.test(part))
      expect(
        read.feed.items.map((item) => item.title !== null),
        name,
      ).toEqual(titled)
    }
  })
})
