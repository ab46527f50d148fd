import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type JetstreamFixture, startJetstream } from '../../../tests/support/jetstream.ts'
import { systemClock } from '../../platform/clock.ts'
import { createLog } from '../../platform/log.ts'
import { createSafeFetch, type SafeOutside } from '../../platform/safe-fetch.ts'
import type { FrameStream, Heard, SafeFetch } from '../channel.ts'
import { Ear } from '../contract.ts'
import { Cards } from './cards.ts'
import { createBluesky } from './index.ts'
import { Profiles } from './profiles.ts'
import { PublicApi } from './public-api.ts'

const corpus = path.resolve(
  import.meta.dirname,
  '../../../../shared/data/bluesky/jetstream-corpus/expected_v1.jsonl',
)
const there = existsSync(corpus)
if (!there) console.log('skipped: ../shared/data/bluesky is not here')

const channel = createBluesky()

describe('a stream', () => {
  let jet: JetstreamFixture
  let other: JetstreamFixture
  let outside: SafeOutside
  let ear: Ear
  beforeEach(async () => {
    jet = await startJetstream()
    other = await startJetstream()
    outside = createSafeFetch({ ports: [jet.port, other.port], allowPrivate: [jet.place, other.place] })
  })
  afterEach(async () => {
    await ear.stop()
    expect(ear.failure).toBeNull()
    await outside.close()
    await jet.close()
    await other.close()
  })
  const listen = (cursor: string | null = null, settings: object = {}) => {
    ear = new Ear(
      channel,
      { settings: { hosts: [jet.url], ...settings }, outside, close: async () => {} },
      cursor,
    )
    return ear
  }
  const listening = () =>
    ear.until('it listens', (e) => jet.readers() + other.readers() > 0 && e.states.length > 0)
  const usNow = () => Date.now() * 1_000

  test('only posts are asked for, and on coming back five seconds more than was heard', async () => {
    listen()
    await listening()
    jet.say('one')
    await ear.hears('one')
    const heardTo = Number(ear.cursors.at(-1))
    jet.drop()
    await ear.until('it came back', () => jet.asked.length >= 2)
    jet.say('two')
    await ear.hears('two')
    expect(jet.asked[0]!.getAll('wantedCollections')).toEqual(['app.bsky.feed.post'])
    expect(jet.asked[0]!.has('cursor')).toBe(false)
    expect(Number(jet.asked[1]!.get('cursor'))).toBe(heardTo - 5_000_000)
    // What is heard twice is given twice, under one name, and counted once.
    expect(ear.texts.filter((t) => t === 'one').length).toBe(2)
    expect(ear.batches.reduce((sum, b) => sum + b.heard, 0)).toBe(2)
  })

  test('when a host fails the next one is asked, from the same moment', async () => {
    listen(null, { hosts: [jet.url, other.url] })
    await listening()
    jet.say('from the first')
    await ear.hears('from the first')
    jet.open(false)
    jet.drop()
    await ear.until('it went to the other', () => other.readers() === 1)
    other.say('from the second')
    await ear.hears('from the second')
    expect(other.asked[0]!.get('cursor')).not.toBeNull()
    expect(ear.states.some((s) => s.state === 'waiting')).toBe(true)
    expect(ear.states.at(-1)!.state).not.toBe('waiting')
  })

  test('a host that falls silent is left', async () => {
    listen(null, { hosts: [jet.url, other.url], silenceSeconds: 5 })
    await listening()
    await ear.until('it left', () => other.readers() === 1, 12_000)
    expect(ear.states.some((s) => s.state === 'waiting' && /nothing came for 5 seconds/.test(s.reason))).toBe(
      true,
    )
  })

  test('a cursor older than the network keeps leaves a gap with its ends, and says that it catches up', async () => {
    const from = usNow() - 3 * 86_400_000_000
    const began = Date.now()
    listen(String(from))
    await listening()
    jet.say('first after')
    await ear.hears('first after')
    expect(ear.states[0]).toMatchObject({ state: 'catching-up', from: new Date(from / 1_000) })
    const gap = ear.batches.find((b) => b.gap)!.gap!
    expect(gap.from).toEqual(new Date(from / 1_000))
    // What is gone ends where listening began again: not before, and not after what was heard.
    expect(gap.to.getTime()).toBeGreaterThanOrEqual(began)
    expect(gap.to.getTime()).toBeLessThanOrEqual(Date.now())
    expect(ear.states.at(-1)).toEqual({ state: 'listening' })
  })

  test('events that overtake each other never move the cursor back, nor into the future', async () => {
    listen()
    await listening()
    const at = (time: number, text: string) =>
      jet.send(
        JSON.stringify({
          did: 'did:plc:x',
          time_us: time,
          kind: 'commit',
          commit: {
            operation: 'create',
            collection: 'app.bsky.feed.post',
            rkey: `k${time}`,
            record: { text },
          },
        }),
      )
    const now = usNow()
    at(now, 'now')
    at(now - 3_000_000, 'late')
    at(now + 86_400_000_000, 'from tomorrow')
    await ear.hears('from tomorrow')
    const cursors = ear.cursors.filter((c) => c !== null).map(Number)
    expect([...cursors].sort((a, b) => a - b)).toEqual(cursors)
    expect(cursors.at(-1)!).toBeLessThanOrEqual(usNow() + 61_000_000)
    expect(ear.texts).toEqual(['now', 'late', 'from tomorrow'])
  })

  test('a post that is deleted and said again under its name is told in that order', async () => {
    listen()
    await listening()
    const frame = (time: number, commit: object) =>
      jet.send(
        JSON.stringify({
          did: 'did:plc:x',
          time_us: time,
          kind: 'commit',
          commit: { collection: 'app.bsky.feed.post', rkey: 'same', ...commit },
        }),
      )
    const now = usNow()
    frame(now, { operation: 'create', record: { text: 'first' } })
    frame(now + 1, { operation: 'delete' })
    frame(now + 2, { operation: 'create', record: { text: 'again' } })
    await ear.hears('again')
    const told = ear.batches.flatMap((b) => [...b.posts.map((p) => p.text), ...b.changes.map((c) => c.kind)])
    expect(told).toEqual(['first', 'deleted', 'again'])
  })

  test('in an exercise the network is refused, with words', async () => {
    ear = new Ear(channel, {
      settings: { hosts: [jet.url] },
      outside: outside.for({ kind: 'exercise' }),
      close: async () => {},
    })
    await ear.until('it says so', (e) =>
      e.states.some((s) => s.state === 'refused' && s.reason === 'An exercise reaches nobody'),
    )
    expect(jet.asked).toEqual([])
  })

  test('a reader that is slow slows the stream down instead of filling memory', async () => {
    const stop = new AbortController()
    const io = { clock: systemClock, log: createLog('silent'), signal: stop.signal, ...outside }
    const source = {
      id: 's',
      organisation: 'o',
      channel: 'bluesky' as const,
      name: 'x',
      settings: { hosts: [jet.url] },
    }
    const reading = channel.listen!(source, null, io)[Symbol.asyncIterator]()
    await reading.next()
    await ear?.stop()
    ear = new Ear(channel, { settings: { hosts: [other.url] }, outside, close: async () => {} })
    const time = usNow()
    let biggest = 0
    let heard = 0
    const first = reading.next()
    for (let n = 0; n < 20_000; n++)
      jet.send(
        JSON.stringify({
          did: 'did:plc:x',
          time_us: time + n,
          kind: 'commit',
          commit: {
            operation: 'create',
            collection: 'app.bsky.feed.post',
            rkey: `k${n}`,
            record: { text: `n ${n} ${'x'.repeat(200)}` },
          },
        }),
      )
    for (let batch = await first; !batch.done; batch = await reading.next()) {
      heard += batch.value.posts.length
      biggest = Math.max(biggest, batch.value.posts.length)
      // Asking for more than was sent would wait for ever.
      if (heard >= 20_000) break
      if (heard % 5_000 < 1_000) await new Promise((resolve) => setTimeout(resolve, 50))
    }
    stop.abort()
    await reading.return?.()
    expect(heard).toBe(20_000)
    expect(biggest).toBeLessThanOrEqual(1_000)
  })
})

test.skipIf(!there)('the work of the channel alone is fast', async () => {
  const frames = readFileSync(corpus, 'utf8').trim().split('\n')
  const posts = frames.filter(
    (f) => f.includes('"app.bsky.feed.post","rkey"') && f.includes('"operation":"create"'),
  )
  const count = 100_000
  const stop = new AbortController()
  // What is measured is reading, translating and batching; the frames come from memory.
  const stream = async (): Promise<FrameStream> => ({
    send() {},
    close() {},
    async *[Symbol.asyncIterator]() {
      for (let n = 0; n < count; n++) yield posts[n % posts.length]!
    },
  })
  const io = {
    clock: systemClock,
    log: createLog('silent'),
    signal: stop.signal,
    fetch: (async () => Promise.reject(new Error('none'))) as SafeFetch,
    socket: stream,
  }
  const began = performance.now()
  let heard = 0
  for await (const batch of channel.listen!(
    { id: 's', organisation: 'o', channel: 'bluesky', name: 'x', settings: {} },
    null,
    io,
  )) {
    heard += batch.posts.length
    if (heard === count) break
  }
  const perSecond = Math.round(count / ((performance.now() - began) / 1_000))
  console.log(JSON.stringify({ figure: 'bluesky channel work', events_per_s: perSecond, events: count }))
  expect(heard).toBe(count)
})

describe('names', () => {
  const soon = () => performance.now() + 8_000

  const post = (did: string): Heard => ({
    channel: 'bluesky',
    uri: 'u',
    url: null,
    author: { id: did, handle: did },
    text: '',
    contentWarning: null,
    langs: [],
    links: [],
    media: [],
    mentions: [],
    tags: [],
    poll: [],
    inReplyTo: null,
    publishedAt: null,
  })
  const io = (fetch: SafeFetch) => ({
    clock: systemClock,
    log: createLog('silent'),
    signal: new AbortController().signal,
    fetch,
  })
  const answer = (
    body: unknown,
    status = 200,
    headers: Record<string, string> = {},
  ): Awaited<ReturnType<SafeFetch>> => ({
    status,
    headers: new Headers(headers),
    url: '',
    bytes: new Uint8Array(),
    text: () => JSON.stringify(body),
    json: () => body,
  })

  test('are asked for 25 at a time, once, and kept', async () => {
    const asked: number[] = []
    const profiles = new Profiles(new PublicApi('https://api.example/'))
    const fetch: SafeFetch = async (url) => {
      const dids = new URL(url).searchParams.getAll('actors')
      asked.push(dids.length)
      return answer({
        profiles: dids.map((did) => ({
          did,
          handle: `${did.split(':').at(-1)!.toUpperCase()}.example`,
          displayName: 'N\u202eame',
        })),
      })
    }
    const dids = Array.from({ length: 30 }, (_, n) => `did:plc:a${n}`)
    await profiles.resolve([...dids, ...dids], io(fetch), soon())
    expect(asked).toEqual([25, 5])
    await profiles.resolve(dids, io(fetch), soon())
    expect(asked).toHaveLength(2)
    const named = post('did:plc:a7')
    expect(profiles.name(named)).toBe(true)
    expect(named.author).toEqual({ id: 'did:plc:a7', handle: 'a7.example', displayName: 'Name' })
  })

  test('a network that asks for a rest gets it, and posts keep their DID', async () => {
    let asked = 0
    const profiles = new Profiles(new PublicApi('https://api.example'))
    const fetch: SafeFetch = async () => {
      asked++
      return answer({}, 429, { 'retry-after': '60' })
    }
    await profiles.resolve(['did:plc:a'], io(fetch), soon())
    await profiles.resolve(['did:plc:a'], io(fetch), soon())
    expect(asked).toBe(1)
    expect(profiles.name(post('did:plc:a'))).toBe(false)
  })

  /** A network on which these handles are these accounts'; says what it was asked. */
  const network = (accounts: Record<string, string>) => {
    const asked: string[] = []
    const fetch: SafeFetch = async (url) => {
      const actors = new URL(url).searchParams.getAll('actors')
      asked.push(...actors)
      const held = Object.entries(accounts).filter(([handle, did]) =>
        actors.some((a) => a === handle || a === did),
      )
      return answer({ profiles: held.map(([handle, did]) => ({ did, handle })) })
    }
    return { asked, accounts, io: io(fetch) }
  }
  const nameOf = (profiles: Profiles, did: string) => {
    const one = post(did)
    profiles.name(one)
    return one.author.handle
  }

  test('a claim that did not hold is not shown', async () => {
    const profiles = new Profiles(new PublicApi('https://api.example'))
    await profiles.resolve(
      ['did:plc:b'],
      io(async () =>
        answer({ profiles: [{ did: 'did:plc:b', handle: 'handle.invalid' }, null, 5, { did: 7 }] }),
      ),
      soon(),
    )
    expect(nameOf(profiles, 'did:plc:b')).toBe('did:plc:b')
  })

  test('a handle announced on a stream is not believed: the name is forgotten and the network asked', async () => {
    const net = network({ 'gwen.example': 'did:plc:a', 'police.example': 'did:plc:p' })
    const profiles = new Profiles(new PublicApi('https://api.example'))
    profiles.doubt('did:plc:a', 'police.example')
    expect(nameOf(profiles, 'did:plc:a')).toBe('did:plc:a')
    await profiles.resolve(['did:plc:a'], net.io, soon())
    expect(nameOf(profiles, 'did:plc:a')).toBe('gwen.example')
    profiles.doubt('did:plc:a', 'police.example')
    expect(nameOf(profiles, 'did:plc:a')).toBe('did:plc:a')
    await profiles.resolve(['did:plc:a'], net.io, soon())
    expect(nameOf(profiles, 'did:plc:a')).toBe('gwen.example')
    expect(net.asked).toEqual(['did:plc:a', 'did:plc:a'])
  })

  test('an account that searches name keeps what the network said until it is asked again', async () => {
    const net = network({ 'police.example': 'did:plc:p' })
    const profiles = new Profiles(new PublicApi('https://api.example'))
    await profiles.know('o', ['police.example', 'force.example'], net.io, soon())
    profiles.doubt('did:plc:p', 'stranger.example')
    profiles.doubt('did:plc:stranger', 'police.example')
    expect(nameOf(profiles, 'did:plc:p')).toBe('police.example')
    expect(nameOf(profiles, 'did:plc:stranger')).toBe('did:plc:stranger')
    // The account has moved on, and its old name is another's now.
    net.accounts['force.example'] = 'did:plc:p'
    net.accounts['police.example'] = 'did:plc:q'
    profiles.doubt('did:plc:p', 'force.example')
    net.asked.length = 0
    await profiles.know('o', ['police.example', 'force.example'], net.io, soon())
    expect(net.asked).toEqual(['police.example', 'force.example'])
    expect(nameOf(profiles, 'did:plc:p')).toBe('force.example')
    expect(nameOf(profiles, 'did:plc:q')).toBe('police.example')
    // And then it is nobody's.
    delete net.accounts['police.example']
    profiles.doubt('did:plc:q', null)
    await profiles.know('o', ['police.example', 'force.example'], net.io, soon())
    expect(nameOf(profiles, 'did:plc:q')).toBe('did:plc:q')
  })

  test('an organisation that names ten thousand accounts pushes out nobody else’s', async () => {
    // Every handle is somebody's; all at once, because it is not the pace that is looked at here.
    const net = network({})
    const all = Array.from({ length: 21_000 }, (_, n) => `h${n}.example`)
    const api = new PublicApi('https://api.example')
    api.each = async (_method, _parameter, values, _io, _endsAt, take) => {
      net.asked.push(...values)
      take({
        profiles: values.map((handle) => ({
          did: handle === 'police.example' ? 'did:plc:p' : `did:plc:${handle}`,
          handle,
        })),
      })
      return { answered: values.length, why: null }
    }
    const profiles = new Profiles(api)
    await profiles.know('ours', ['police.example'], net.io, soon())
    expect((await profiles.know('theirs', all, net.io, soon())).asked).toBe(10_000)
    await profiles.know('theirs', all.slice(10_000), net.io, soon())
    await profiles.know('theirs', ['police.example', ...all.slice(11_000)], net.io, soon())
    await profiles.know('theirs', ['h0.example'], net.io, soon())
    expect(nameOf(profiles, 'did:plc:p')).toBe('police.example')
    net.asked.length = 0
    await profiles.know('ours', ['police.example'], net.io, soon())
    expect(net.asked).toEqual([])
    // What nobody asks for any more is not kept for their sake.
    await profiles.know('ours', ['h0.example'], net.io, soon())
    expect(nameOf(profiles, 'did:plc:p')).toBe('did:plc:p')
    expect(nameOf(profiles, 'did:plc:h0.example')).toBe('h0.example')
  })

  test('a quoted post becomes a card: who was quoted and the page they point at, not their words', async () => {
    const asked: string[] = []
    const cards = new Cards(new PublicApi('https://api.example'))
    const quoting = (rkey: string): Heard => ({
      ...post('did:plc:a'),
      links: [
        {
          url: `https://bsky.app/profile/did:plc:news/post/${rkey}`,
          domain: 'bsky.app',
          title: 'quoted post',
        },
      ],
    })
    const fetch: SafeFetch = async (url) => {
      asked.push(...new URL(url).searchParams.getAll('uris'))
      return answer({
        posts: [
          null,
          { uri: 7 },
          {
            uri: 'at://did:plc:news/app.bsky.feed.post/1',
            author: { handle: 'weirpost.example' },
            record: {
              text: 'Words of theirs',
              embed: {
                external: { uri: 'https://weirpost.example/mill-lane', title: 'Mill Lane\u202e closed' },
              },
            },
          },
        ],
      })
    }
    const posts = [quoting('1'), quoting('1'), quoting('2')]
    await cards.resolve(posts, io(fetch), soon())
    expect(asked).toEqual([
      'at://did:plc:news/app.bsky.feed.post/1',
      'at://did:plc:news/app.bsky.feed.post/2',
    ])
    for (const one of posts) cards.show(one)
    expect(posts[0]!.links).toEqual([
      {
        url: 'https://bsky.app/profile/did:plc:news/post/1',
        domain: 'bsky.app',
        title: 'quoted post by @weirpost.example',
      },
      { url: 'https://weirpost.example/mill-lane', domain: 'weirpost.example', title: 'Mill Lane closed' },
    ])
    expect(JSON.stringify(posts)).not.toContain('Words of theirs')
    expect(posts[2]!.links).toHaveLength(1)
    await cards.resolve([quoting('1')], io(fetch), soon())
    expect(asked).toHaveLength(2)
  })

  test('no more than 50,000 are kept', async () => {
    const api = new PublicApi('https://api.example')
    api.each = async (_method, _parameter, values, _io, _endsAt, take) => {
      take({ profiles: values.map((did) => ({ did, handle: 'a.example' })) })
      return { answered: values.length, why: null }
    }
    const profiles = new Profiles(api)
    const dids = Array.from({ length: 50_100 }, (_, n) => `did:plc:${n}`)
    await profiles.resolve(dids, network({}).io, soon())
    expect(profiles.size).toBe(50_000)
  })
})
