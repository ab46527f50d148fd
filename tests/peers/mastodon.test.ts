import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Ear } from '../../server/channels/contract.ts'
import { createMastodon } from '../../server/channels/mastodon/index.ts'
import { createSafeFetch, type SafeOutside } from '../../server/platform/safe-fetch.ts'
import { Peers, type Snac, startSnac } from './start.ts'

const peers = new Peers()
const channel = createMastodon()
let snac: Snac
let outside: SafeOutside
let ear: Ear

beforeAll(async () => {
  snac = await startSnac(peers)
  outside = createSafeFetch({ ports: [snac.port], allowPrivate: [`localhost:${snac.port}`] })
}, 60_000)
afterEach(async () => {
  await ear.stop()
  expect(ear.failure).toBeNull()
})
afterAll(async () => {
  await outside?.close()
  await peers.stop()
})

const listen = (settings: object = {}, cursor: string | null = null) => {
  ear = new Ear(
    channel,
    {
      settings: { server: snac.url, kind: 'public', everySeconds: 0.5, ...settings },
      outside,
      close: async () => {},
    },
    cursor,
  )
  return ear
}
const say = (status: string, more: object = {}) =>
  snac.api('POST', '/api/v1/statuses', { status, visibility: 'public', language: 'en', ...more })

test('a server that does not stream is looked at again and again; posts come whole', async () => {
  listen()
  await ear.until('it listens', (e) => e.states.some((s) => s.state === 'listening'))
  const said = await say('Road closed at Mill Lane #folkmoot https://weirpost.example/road')
  await ear.until('it is heard', (e) => e.texts.some((t) => t.includes('Road closed')))
  const post = ear.posts.find((p) => p.uri === said['uri'])!
  expect(post).toMatchObject({
    channel: 'mastodon',
    author: { handle: `alice@localhost:${snac.port}` },
    contentWarning: null,
  })
  expect(post.text).toContain('Road closed at Mill Lane #folkmoot')
  expect(post.tags).toContain('folkmoot')
  expect(post.links.map((l) => l.domain)).toEqual(['weirpost.example'])
  const reply = await say('@alice thank you', { in_reply_to_id: said['id'] })
  await ear.until('the answer', (e) => e.posts.some((p) => p.uri === reply['uri']))
  expect(ear.posts.find((p) => p.uri === reply['uri'])!.inReplyTo).toBe(said['uri'])
})

test('content warnings, rewrites and deletions are followed', async () => {
  listen()
  const said = await say('The river is over the wall', { spoiler_text: 'flood, distress' })
  await ear.until('it is heard', (e) => e.posts.some((p) => p.uri === said['uri']))
  expect(ear.posts.find((p) => p.uri === said['uri'])!.contentWarning).toBe('flood, distress')
  await new Promise((resolve) => setTimeout(resolve, 1_100))
  await snac.api('PUT', `/api/v1/statuses/${said['id']}`, {
    status: 'The river is over the wall, and the road',
  })
  const changes = () => ear.batches.flatMap((b) => b.changes)
  await ear.until(
    'the rewrite',
    () => changes().some((c) => c.kind === 'edited' && c.post.text.includes('and the road')),
    30_000,
  )
  await snac.remove(said['uri'] as string)
  await ear.until(
    'the deletion',
    () => changes().some((c) => c.kind === 'deleted' && c.uri === said['uri']),
    30_000,
  )
})

test('a hashtag is a timeline of its own, and a cursor loses nothing', async () => {
  listen({ kind: 'hashtag', hashtag: 'llifogydd' })
  await ear.until('it listens', (e) => e.states.length > 0)
  await say('nothing to do with it')
  await say('Dŵr ar y ffordd #llifogydd')
  await ear.until('the tagged one', (e) => e.texts.some((t) => t.includes('Dŵr ar y ffordd')))
  expect(ear.texts.some((t) => t.includes('nothing to do'))).toBe(false)
  await ear.stop()
  const cursor = ear.cursors.at(-1)!
  const missed = Array.from({ length: 5 }, (_, n) => `pont ${n} #llifogydd`)
  for (const text of missed) await say(text)
  listen({ kind: 'hashtag', hashtag: 'llifogydd' }, cursor)
  await ear.until('all of them', (e) => missed.every((m) => e.texts.some((t) => t.startsWith(m.slice(0, 6)))))
})
