import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type MastodonFixture, startMastodon } from '../../../tests/support/mastodon.ts'
import { createSafeFetch, type SafeOutside } from '../../platform/safe-fetch.ts'
import { Ear } from '../contract.ts'
import { olderPage } from './api.ts'
import { createMastodon } from './index.ts'
import { isAfter } from './memory.ts'
import { readFrame, readStatus } from './translate.ts'

const data = path.resolve(import.meta.dirname, '../../../../shared/data')
const there = existsSync(path.join(data, 'mastodon-api'))
if (!there) console.log('skipped: ../shared/data/mastodon-api and mastodon-stream are not here')

type Json = Record<string, unknown>
const nobody = () => undefined

describe.skipIf(!there)('statuses recorded from real servers', () => {
  const folder = path.join(data, 'mastodon-api')
  const statuses = there
    ? readdirSync(folder)
        .filter((n) => n.endsWith('_statuses.jsonl'))
        .flatMap((n) =>
          readFileSync(path.join(folder, n), 'utf8')
            .trim()
            .split('\n')
            .map((l) => JSON.parse(l) as Json),
        )
    : []

  test('all are read; only those that anyone may see become posts', () => {
    expect(statuses.length).toBeGreaterThanOrEqual(119)
    const read = statuses.map((s) => readStatus(s, 'https://mastodon.social', nobody))
    expect(read.filter((r) => r.kind === 'bad')).toEqual([])
    const open = statuses.filter(
      (s) => !['private', 'direct'].includes(String(((s['reblog'] as Json | null) ?? s)['visibility'])),
    )
    expect(read.filter((r) => r.kind === 'post')).toHaveLength(open.length)
    for (const r of read) {
      if (r.kind !== 'post') continue
      expect(r.post.text).not.toMatch(/<\/?(p|br|a|span)\b/)
      expect(r.post.author.handle).toMatch(/^[^@\s]+@[^@\s]+$/)
      expect(r.post.publishedAt).not.toBeNull()
    }
    const source = (id: string) => read[statuses.findIndex((s) => s['id'] === id)]
    for (const s of statuses) {
      const r = source(String(s['id']))
      const own = (s['reblog'] as Json | null) ?? s
      if (r?.kind !== 'post') continue
      expect(r.post.media.map((m) => m.alt)).toEqual(
        (own['media_attachments'] as Json[]).map((m) => (m['description'] as string | null)?.trim() || null),
      )
      expect(r.post.tags).toEqual((own['tags'] as Json[]).map((t) => t['name']))
      if (own['poll'])
        expect(r.post.poll).toEqual(((own['poll'] as Json)['options'] as Json[]).map((o) => o['title']))
      if (own['spoiler_text']) expect(r.post.contentWarning).toBe(own['spoiler_text'])
    }
  })

  test('every answer that holds statuses anywhere in it can be walked without a throw', () => {
    let seen = 0
    const walk = (x: unknown): void => {
      if (Array.isArray(x)) for (const y of x) walk(y)
      else if (typeof x === 'object' && x !== null) {
        readStatus(x, 'https://a.example', nobody)
        seen++
        for (const y of Object.values(x)) walk(y)
      }
    }
    for (const name of readdirSync(folder).filter((n) => n.endsWith('.json')))
      walk(JSON.parse(readFileSync(path.join(folder, name), 'utf8')))
    expect(seen).toBeGreaterThan(1_000)
  })

  test('frames recorded from a stream are all understood', () => {
    const frames = readFileSync(path.join(data, 'mastodon-stream/gotosocial_frames.jsonl'), 'utf8')
      .split('\n')
      .filter((l) => l.trim() !== '')
    const read = frames.map(readFrame)
    expect(read.filter((r) => r.kind === 'bad')).toEqual([])
    const updates = frames.filter((f) => (JSON.parse(f) as Json)['event'] === 'update')
    expect(read.filter((r) => r.kind === 'status')).toHaveLength(updates.length)
    expect(updates.length).toBeGreaterThan(0)
    for (const r of read)
      if (r.kind === 'status')
        expect(readStatus(r.status, 'https://gts.test', nobody)).toMatchObject({
          kind: 'post',
          post: { channel: 'mastodon', author: { handle: 'alice@gts.test' } },
        })
  })
})

describe('one status', () => {
  const account = {
    acct: 'gwen',
    url: 'https://a.example/@gwen',
    uri: 'https://a.example/users/gwen',
    display_name: 'Gwen :wave:',
  }
  const read = (more: Json) => {
    const r = readStatus(
      {
        id: '5',
        uri: 'https://a.example/s/5',
        url: 'https://a.example/@gwen/5',
        visibility: 'public',
        content: '<p>x</p>',
        created_at: '2026-01-02T03:04:05.000Z',
        account,
        ...more,
      },
      'https://a.example',
      (id) => (id === '4' ? 'https://b.example/s/4' : undefined),
    )
    return r.kind === 'post' ? r.post : r
  }

  test('links, mentions and tags are told apart, and hidden halves of links are not shown', () => {
    const content =
      '<p><span class="h-card"><a href="https://b.example/@tom" class="u-url mention">@<span>tom</span></a></span> see <a href="https://weirpost.example/a/very/long/address?x=1"><span class="invisible">https://</span><span class="ellipsis">weirpost.example/a/very/long/</span><span class="invisible">address?x=1</span></a> <a href="https://a.example/tags/Llifogydd" class="mention hashtag">#<span>Llifogydd</span></a> :wave:</p><p>Second &amp; last<br>line</p>'
    expect(
      read({
        content,
        mentions: [
          { acct: 'tom@b.example', url: 'https://b.example/@tom' },
          { acct: 'ann', url: 'https://a.example/@ann' },
        ],
        tags: [{ name: 'Llifogydd' }],
        card: { url: 'https://weirpost.example/a/very/long/address?x=1', title: 'Mill Lane closed' },
      }),
    ).toMatchObject({
      text: '@tom see weirpost.example/a/very/long/… #Llifogydd :wave:\n\nSecond & last\nline',
      mentions: ['tom@b.example', 'ann@a.example'],
      tags: ['Llifogydd'],
      links: [
        {
          url: 'https://weirpost.example/a/very/long/address?x=1',
          domain: 'weirpost.example',
          title: 'Mill Lane closed',
        },
      ],
      author: { id: 'https://a.example/users/gwen', handle: 'gwen@a.example', displayName: 'Gwen :wave:' },
    })
  })

  test('what it answers, warns of, shows and asks', () => {
    expect(
      read({
        in_reply_to_id: '4',
        spoiler_text: 'flood',
        sensitive: true,
        poll: { options: [{ title: 'yes' }, { title: 'no' }] },
        media_attachments: [
          { type: 'gifv', url: 'https://a.example/1.mp4', description: 'A heron' },
          { type: 'image', url: 'https://a.example/2.png', description: null },
        ],
      }),
    ).toMatchObject({
      inReplyTo: 'https://b.example/s/4',
      contentWarning: 'flood',
      poll: ['yes', 'no'],
      media: [
        { kind: 'video', url: 'https://a.example/1.mp4', alt: 'A heron' },
        { kind: 'image', alt: null },
      ],
    })
    expect(read({ in_reply_to_id: '9' })).toMatchObject({ inReplyTo: 'https://a.example/web/statuses/9' })
    expect(read({ sensitive: true })).toMatchObject({ contentWarning: 'marked as sensitive' })
  })

  test('a boost is the post that was boosted; what is not public is not kept', () => {
    expect(
      read({
        reblog: {
          id: '3',
          uri: 'https://b.example/s/3',
          visibility: 'public',
          content: 'original',
          account: { acct: 'tom@b.example', url: 'https://b.example/@tom' },
        },
      }),
    ).toMatchObject({ uri: 'https://b.example/s/3', text: 'original', author: { handle: 'tom@b.example' } })
    expect(read({ visibility: 'private' })).toEqual({ kind: 'private', id: '5' })
    expect(read({ visibility: 'direct' })).toEqual({ kind: 'private', id: '5' })
  })

  test.each([
    ['{', 'A frame that is not JSON'],
    ['5', 'A frame that is not an object'],
    ['{"event":"update","payload":"{"}', 'A status that is not JSON'],
    ['{"event":"delete","payload":7}', 'A deletion that does not say of what'],
    ['{"error":"Access token required"}', 'The server says: Access token required'],
    ['{}', 'A frame without an event'],
  ])('the frame %s is quarantined with a reason', (frame, reason) => {
    expect(readFrame(frame)).toEqual({ kind: 'bad', reason })
  })

  test('pages of other servers are not followed, and ids are put in order', () => {
    const link =
      '<https://a.example/api/v1/timelines/public?max_id=5>; rel="next", <https://a.example/x?min_id=9>; rel="prev"'
    expect(olderPage(link, 'https://a.example')).toBe('/api/v1/timelines/public?max_id=5')
    expect(olderPage(link, 'https://b.example')).toBeNull()
    expect(olderPage(null, 'https://b.example')).toBeNull()
    expect(isAfter('110446983926957470', '99999999999999999')).toBe(true)
    expect(isAfter('01M81CK9CA71Z68AEGT9N01MYW', '01M81CK9ADKKXYJRR2VXPACT1F')).toBe(true)
    expect(isAfter('5', '5')).toBe(false)
  })
})

describe('a server', () => {
  let server: MastodonFixture
  let outside: SafeOutside
  let ear: Ear
  const channel = createMastodon()
  beforeEach(async () => {
    server = await startMastodon()
    outside = createSafeFetch({ ports: [server.port], allowPrivate: [server.place] })
  })
  afterEach(async () => {
    await ear.stop()
    expect(ear.failure).toBeNull()
    await outside.close()
    await server.close()
  })
  const listen = (settings: object = {}, cursor: string | null = null) => {
    ear = new Ear(
      channel,
      {
        settings: { server: server.url, kind: 'public', everySeconds: 0.2, ...settings },
        outside,
        close: async () => {},
      },
      cursor,
    )
    return ear
  }
  const changes = () => ear.batches.flatMap((b) => b.changes)

  test.each([true, false])('edits and deletions are followed (streaming: %s)', async (stream) => {
    server.streaming(stream)
    listen({ stream })
    await ear.until(
      'it listens',
      (e) => e.states.some((s) => s.state === 'listening') && (!stream || server.readers() === 1),
    )
    const first = server.say('to be edited')
    const second = server.say('to be deleted')
    server.say('to stay')
    await ear.hears('to stay')
    server.edit(first.id, 'edited')
    await ear.until('the edit', () =>
      changes().some((c) => c.kind === 'edited' && c.post.uri === first.uri && c.post.text === 'edited'),
    )
    server.delete(second.id)
    await ear.until('the deletion', () => changes().some((c) => c.kind === 'deleted' && c.uri === second.uri))
    expect(changes()).toHaveLength(2)
    expect(ear.texts).toEqual(['to be edited', 'to be deleted', 'to stay'])
  })

  test('what was said while we were away is fetched page by page; more than that is a gap', async () => {
    server.say('before')
    listen({ stream: false })
    await ear.hears('before')
    await ear.stop()
    const cursor = ear.cursors.at(-1)!
    for (let n = 0; n < 130; n++) server.say(`away ${n}`)
    listen({ stream: false }, cursor)
    await ear.hears('away 129')
    expect(ear.texts.filter((t) => t.startsWith('away'))).toEqual(
      Array.from({ length: 130 }, (_, n) => `away ${n}`),
    )
    expect(ear.batches.some((b) => b.gap)).toBe(false)
    await ear.stop()
    const later = ear.cursors.at(-1)!
    for (let n = 0; n < 900; n++) server.say(`flood ${n}`)
    listen({ stream: false }, later)
    await ear.hears('flood 899')
    expect(ear.batches.find((b) => b.gap)?.gap).toMatchObject({
      reason: 'More was said than the server gives back',
    })
    expect(ear.texts.filter((t) => t.startsWith('flood'))).toHaveLength(800)
  })

  test('a stream that breaks is taken up again and what fell between is fetched', async () => {
    listen()
    await ear.until('it streams', () => server.readers() === 1)
    server.say('one')
    await ear.hears('one')
    server.streaming(false)
    server.say('between')
    server.streaming(true)
    await ear.hears('between')
    await ear.until('it streams again or looks', () => server.readers() === 1 || server.requests.length > 5)
    server.say('after')
    await ear.hears('after')
    expect(ear.texts.filter((t) => t === 'between')).toHaveLength(1)
  })

  test('a server that does not stream to strangers is polled, and not asked to stream each time', async () => {
    server.streaming(false)
    listen()
    server.say('polled')
    await ear.hears('polled')
    await ear.until(
      'some looks',
      () => server.requests.filter((r) => r.startsWith('/api/v1/timelines')).length >= 5,
    )
    expect(server.requests.filter((r) => r.startsWith('/api/v1/streaming'))).toHaveLength(1)
  })

  test('the allowance is respected: at its end we wait, and say so', async () => {
    server.allowance = { limit: 300, left: 4, reset: new Date(Date.now() + 2_500) }
    server.streaming(false)
    listen({ stream: false })
    await ear.until('a look', () => server.requests.length >= 1)
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    // Three are left for two and a half seconds; five a second would have spent them at once.
    expect(server.requests.length).toBeLessThanOrEqual(4)
    server.allowance = { limit: 300, left: 0, reset: new Date(Date.now() + 60_000) }
    await ear.until('it says so', (e) =>
      e.states.some((s) => s.state === 'waiting' && /less often/.test(s.reason)),
    )
    const asked = server.requests.length
    await new Promise((resolve) => setTimeout(resolve, 800))
    expect(server.requests).toHaveLength(asked)
  })

  test('the token is asked for by its reference and sent; one that is gone is said', async () => {
    listen({ kind: 'list', list: '7', token: 'secret:1' })
    await ear.until('it says so', (e) =>
      e.states.some((s) => s.state === 'refused' && /token/.test(s.reason)),
    )
  })
})
