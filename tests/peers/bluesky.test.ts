import { AtpAgent, RichText } from '@atproto/api'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createBluesky } from '../../server/channels/bluesky/index.ts'
import type { Channel, Heard } from '../../server/channels/channel.ts'
import { Ear } from '../../server/channels/contract.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { createSafeFetch, type SafeOutside } from '../../server/platform/safe-fetch.ts'
import { type Atproto, Peers, startAtproto } from './start.ts'

const peers = new Peers()
let network: Atproto
let outside: SafeOutside
let channel: Channel
let alice: AtpAgent
let bob: AtpAgent
let ear: Ear

async function account(name: string): Promise<AtpAgent> {
  const agent = new AtpAgent({ service: network.pds })
  await agent.createAccount({
    handle: `${name}.test`,
    email: `${name}@peers.example`,
    password: 'correct horse battery',
  })
  return agent
}

beforeAll(async () => {
  network = await startAtproto(peers)
  outside = createSafeFetch({
    ports: [network.bskyPort, network.jetstreamPort],
    allowPrivate: [`127.0.0.1:${network.bskyPort}`, `127.0.0.1:${network.jetstreamPort}`],
  })
  channel = createBluesky({ api: network.bsky })
  alice = await account('alice')
  bob = await account('bob')
}, 180_000)
afterEach(async () => {
  await ear?.stop()
  expect(ear?.failure ?? null).toBeNull()
})
afterAll(async () => {
  await outside?.close()
  await peers.stop()
})

const listen = (cursor: string | null = null) => {
  ear = new Ear(
    channel,
    { settings: { hosts: [network.jetstream], silenceSeconds: 3_600 }, outside, close: async () => {} },
    cursor,
  )
  return ear
}

test('posts of the real network come whole: words, tags, mentions, answers, pictures', async () => {
  listen()
  await ear.until('it listens', (e) => e.states.some((s) => s.state === 'listening'))
  const words = new RichText({
    text: '🌊 Water on Mill Lane, @bob.test can you see it? #MillLane https://weirpost.example/mill-lane',
  })
  await words.detectFacets(bob)
  const { data: picture } = await alice.uploadBlob(
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
    { encoding: 'image/png' },
  )
  const first = await alice.post({
    text: words.text,
    facets: words.facets,
    langs: ['en'],
    embed: { $type: 'app.bsky.embed.images', images: [{ image: picture.blob, alt: 'Water over the kerb' }] },
  })
  const answer = await bob.post({ text: 'Yes, up to my ankles', reply: { root: first, parent: first } })
  await ear.hears('Yes, up to my ankles')
  const heard = ear.posts.find((p) => p.uri === first.uri)!
  expect(heard).toMatchObject({
    text: words.text,
    langs: ['en'],
    mentions: ['bob.test'],
    tags: ['MillLane'],
    media: [{ kind: 'image', alt: 'Water over the kerb' }],
    author: { id: alice.assertDid },
  })
  expect(heard.links).toEqual([{ url: 'https://weirpost.example/mill-lane', domain: 'weirpost.example' }])
  expect(Math.abs(heard.publishedAt!.getTime() - Date.now())).toBeLessThan(30_000)
  expect(ear.posts.find((p) => p.uri === answer.uri)).toMatchObject({ inReplyTo: first.uri })
})

test('names of authors are had from the public API, many at a time', async () => {
  await alice.upsertProfile((before) => ({ ...before, displayName: 'Alice of Mill Lane' }))
  const fresh = createBluesky({ api: network.bsky })
  const posts: Heard[] = [alice, bob].map((a) => ({
    ...ear.posts[0]!,
    author: { id: a.assertDid, handle: a.assertDid },
  }))
  const io = {
    clock: systemClock,
    log: createLog('silent'),
    signal: new AbortController().signal,
    fetch: outside.fetch,
  }
  let named = posts
  for (let n = 0; n < 40 && named[0]!.author.displayName === undefined; n++) {
    named = await createBluesky({ api: network.bsky }).enrich!(structuredClone(posts), io)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  expect(named.map((p) => p.author.handle)).toEqual(['alice.test', 'bob.test'])
  expect(named[0]!.author.displayName).toBe('Alice of Mill Lane')
  const nowhere = { ...io, fetch: async () => Promise.reject(new Error('no network')) }
  expect((await fresh.enrich!(structuredClone(posts), nowhere)).map((p) => p.author.id)).toEqual(
    posts.map((p) => p.author.id),
  )
})

test('what a post quotes becomes a card through the public API', async () => {
  listen()
  await ear.until('it listens', (e) => e.states.some((s) => s.state === 'listening'))
  const quoted = await alice.post({
    text: 'Read this',
    embed: {
      $type: 'app.bsky.embed.external',
      external: { uri: 'https://weirpost.example/closed', title: 'Mill Lane closed', description: '' },
    },
  })
  const quoting = await bob.post({
    text: 'this!',
    embed: { $type: 'app.bsky.embed.record', record: quoted },
  })
  await ear.hears('this!')
  const io = {
    clock: systemClock,
    log: createLog('silent'),
    signal: new AbortController().signal,
    fetch: outside.fetch,
  }
  const heard = ear.posts.find((p) => p.uri === quoting.uri)!
  let shown = heard
  for (let n = 0; n < 40 && shown.links.length < 2; n++) {
    const [again] = await createBluesky({ api: network.bsky }).enrich!([structuredClone(heard)], io)
    shown = again!
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  expect(shown.links.map((l) => [l.domain, l.title])).toEqual([
    ['bsky.app', 'quoted post by @alice.test'],
    ['weirpost.example', 'Mill Lane closed'],
  ])
})

test('deletions, rewrites and vanished accounts are followed', async () => {
  listen()
  await ear.until('it listens', (e) => e.states.some((s) => s.state === 'listening'))
  const post = await bob.post({ text: 'I will take this back' })
  await ear.hears('I will take this back')
  const rkey = post.uri.split('/').at(-1)!
  await bob.com.atproto.repo.putRecord({
    repo: bob.assertDid,
    collection: 'app.bsky.feed.post',
    rkey,
    record: { $type: 'app.bsky.feed.post', text: 'Rewritten', createdAt: new Date().toISOString() },
  })
  await bob.deletePost(post.uri)
  const changes = () => ear.batches.flatMap((b) => b.changes)
  await ear.until('both changes', () => changes().length >= 2)
  expect(changes()).toMatchObject([
    { kind: 'edited', post: { uri: post.uri, text: 'Rewritten' } },
    { kind: 'deleted', uri: post.uri },
  ])
  const carol = await account('carol')
  await carol.post({ text: 'soon gone' })
  await ear.hears('soon gone')
  await carol.com.atproto.server.deactivateAccount({})
  await ear.until('the account is gone', () =>
    changes().some((c) => c.kind === 'author-gone' && c.author === carol.assertDid),
  )
})

test('what was said while we were away is heard from the cursor, with nothing lost', async () => {
  listen()
  await ear.until('it listens', (e) => e.states.length > 0)
  await alice.post({ text: 'before we left' })
  await ear.hears('before we left')
  await ear.stop()
  const cursor = ear.cursors.at(-1)!
  const missed = Array.from({ length: 20 }, (_, n) => `while we were away ${n}`)
  for (const text of missed) await alice.post({ text })
  listen(cursor)
  await ear.hears(missed.at(-1)!)
  expect(missed.filter((text) => !ear.texts.includes(text))).toEqual([])
  expect(ear.batches.some((b) => b.gap)).toBe(false)
})
