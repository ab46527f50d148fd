import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { type JetstreamFixture, startJetstream } from '../../tests/support/jetstream.ts'
import { createChannels } from '../channels/registry.ts'
import { systemClock } from '../platform/clock.ts'
import type { Ctx, Organisation, Person } from '../platform/context.ts'
import { readEvents } from '../platform/events/index.ts'
import { newId } from '../platform/ids.ts'
import { createLog } from '../platform/log.ts'
import { createSafeFetch, type SafeOutside } from '../platform/safe-fetch.ts'
import * as listen from './index.ts'
import { about, ctxOf, organisation as liveOrganisation, until } from './test-listen.ts'

const refuseAll = () => Promise.reject(new Error('nothing may leave'))

function whole(): { organisation: Organisation; person: Person } {
  const unit = newId(Date.now()) as never
  return {
    organisation: {
      id: newId(Date.now()),
      name: 'Arrelbridge exercise',
      kind: 'exercise',
      area: 'X-ARRELBRIDGE',
      timeZone: 'Europe/London',
    },
    person: {
      id: newId(Date.now()),
      name: 'Ada Morgan',
      rights: [{ role: 'administrator', unit, account: null, path: [unit] }],
      session: null,
    },
  }
}

describe('an exercise is heard', () => {
  let t: TestDatabase
  let ctx: Ctx
  let hearing: listen.Hearing
  beforeAll(async () => {
    t = await testDatabase()
    const channels = createChannels()
    const log = createLog('silent')
    const { organisation, person } = whole()
    ctx = { db: t.db, person, organisation, clock: systemClock, channels, log }
    const begun = await listen.beginExercise(ctx, { speed: 600 })
    if (!begun.ok) throw new Error(JSON.stringify(begun.refusal))
    hearing = listen.createHearing({
      db: t.db,
      channels,
      clock: systemClock,
      log,
      outside: () => ({ fetch: refuseAll, socket: refuseAll }),
      organisation: async (id) => (id === organisation.id ? organisation : null),
    })
    await hearing.start()
    for (let i = 0; i < 100; i++) {
      const searches = await listen.listSearches(ctx)
      if (searches.ok && searches.value[0]!.kept > 120) break
      await sleep(100)
    }
  })
  afterAll(async () => {
    await hearing.stop()
    await t.close()
  })

  test('posts that a search asks for stand on the deck as cards, newest first, with the words marked', async () => {
    const deck = await listen.getDeck(ctx)
    if (!deck.ok) throw new Error(JSON.stringify(deck.refusal))
    expect(deck.value.columns).toHaveLength(6)
    const flood = deck.value.columns.find((c) => c.data.search.name === 'River and flood')!
    expect(flood.data.posts.posts.length).toBeGreaterThan(10)
    const ids = flood.data.posts.posts.map((p) => p.id)
    expect(ids).toEqual([...ids].sort().reverse())
    for (const card of flood.data.posts.posts) {
      // What was found in a picture's description has nothing to mark in the text.
      if (!card.media.some((m) => m.alt)) expect(card.highlights.length, card.text).toBeGreaterThan(0)
      for (const { start, end } of card.highlights)
        expect(card.text.slice(start, end).length).toBeGreaterThan(0)
    }
    expect(deck.value.sources[0]!.state).toMatch(/listening|starting/)
    expect(deck.value.eventNumber).toBeGreaterThan(0)
  })

  test('the temperature counts what the rows hold, and says out loud that it has too few days', async () => {
    const searches = await listen.listSearches(ctx)
    if (!searches.ok) throw new Error('refused')
    const [all] = searches.value
    const temperature = await listen.getTemperature(ctx, { search: all!.id })
    if (!temperature.ok) throw new Error('refused')
    expect(temperature.value.enough).toBe(false)
    expect(temperature.value.why).toMatch(/Not enough data: 0 earlier days of the 5/)
    expect(temperature.value.windows[2]!.n).toBeGreaterThan(50)
  })

  test('events name ids and counts, never a text', async () => {
    const events = await readEvents(t.db, ctx.organisation.id, 0, 1000)
    const matched = events.filter((e) => e.type === 'listen.posts-matched')
    expect(matched.length).toBeGreaterThan(0)
    const [first] = (matched[0]!.data as { matches: { search: string; n: number; posts: string[] }[] })
      .matches
    const cards = await listen.getCards(ctx, { ids: first!.posts, search: first!.search })
    expect(cards.ok && cards.value).toHaveLength(first!.posts.length)
    expect(JSON.stringify(events)).not.toContain('THE DAM HAS BURST')
  })
})

describe('on Bluesky, whose stream names authors by number', () => {
  /** Whose handles are whose, as the public API says. */
  const ACCOUNTS: Record<string, { did: string; displayName: string }> = {
    'weirpost.example': { did: 'did:plc:weirpost', displayName: 'Weir Post' },
    'argus.bsky.social': { did: 'did:plc:argus', displayName: 'Argus' },
    'bbc.co.uk': { did: 'did:plc:bbc', displayName: 'BBC' },
  }
  let t: TestDatabase
  let jet: JetstreamFixture
  let api: http.Server
  let outside: SafeOutside
  let hearing: listen.Hearing
  let ctx: Ctx
  let source: string
  const asked: string[][] = []
  let isDown = false

  beforeAll(async () => {
    t = await testDatabase()
    jet = await startJetstream()
    api = http.createServer((request, response) => {
      const url = new URL(request.url!, 'http://x')
      const actors = url.searchParams.getAll('actors')
      // Names of authors of kept posts come too late for anything.
      if (isDown || actors.some((a) => a.startsWith('did:'))) return response.writeHead(503).end()
      asked.push(actors)
      const profiles = actors.flatMap((handle) => (ACCOUNTS[handle] ? [{ handle, ...ACCOUNTS[handle] }] : []))
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ profiles }))
    })
    await new Promise<void>((go) => api.listen(0, '127.0.0.1', go))
    const { port } = api.address() as AddressInfo
    outside = createSafeFetch({
      ports: [jet.port, port],
      allowPrivate: [jet.place, `127.0.0.1:${port}`],
    })
    const channels = createChannels({ bluesky: { api: `http://127.0.0.1:${port}` } })
    const org = liveOrganisation()
    ctx = ctxOf(t.db, org, 'administrator', systemClock, channels)
    hearing = listen.createHearing({
      db: t.db,
      channels,
      clock: systemClock,
      log: createLog('silent'),
      outside: (organisation) => outside.for(organisation),
      organisation: async (id) => (id === org.id ? org : null),
      refreshMs: 100,
    })
    await hearing.start()
    const added = await listen.addSource(ctx, { channel: 'bluesky', settings: { hosts: [jet.url] } })
    if (!added.ok) throw new Error(JSON.stringify(added.refusal))
    source = added.value.id
    await until(async () => jet.readers() > 0)
  })
  afterAll(async () => {
    await hearing.stop()
    await outside.close()
    await jet.close()
    await new Promise((gone) => api.close(gone))
    await t.close()
  })

  let key = 0
  const says = (did: string, text: string) =>
    jet.send(
      JSON.stringify({
        did,
        time_us: Date.now() * 1_000,
        kind: 'commit',
        commit: {
          operation: 'create',
          collection: 'app.bsky.feed.post',
          rkey: `first${++key}`,
          record: { $type: 'app.bsky.feed.post', text, createdAt: new Date().toISOString() },
        },
      }),
    )
  const listenFor = async (query: string) => {
    const authorisation = { kind: 'immediate', reason: 'It cannot wait until tomorrow' } as const
    if (query.startsWith('from:'))
      await listen.authoriseViewing(ctx, { handle: query.slice(5), authorisation })
    const saved = await listen.saveSearch(ctx, { name: query, query, ...about })
    if (!saved.ok) throw new Error(JSON.stringify(saved.refusal))
    return saved.value.id
  }
  const found = (id: string) =>
    until(async () => {
      const page = await listen.listPosts(ctx, { filter: { search: id as never } })
      return page.ok && page.value.posts.length > 0 ? page.value.posts : null
    })
  const isKnown = (handle: string) => until(async () => asked.flat().includes(handle))

  test('from: hears the first post of an account that nobody has heard before', async () => {
    expect(asked).toEqual([])
    const full = await listenFor('from:weirpost.example')
    const short = await listenFor('from:argus.bsky.social')
    await isKnown('weirpost.example')
    await isKnown('argus.bsky.social')
    await sleep(50)
    says('did:plc:weirpost', 'Mill Lane is closed')
    says('did:plc:argus', 'Good morning')
    says('did:plc:nobody', 'My lunch')
    expect((await found(full)).map((p) => [p.handle, p.displayName])).toEqual([
      ['weirpost.example', 'Weir Post'],
    ])
    expect((await found(short)).map((p) => p.handle)).toEqual(['argus.bsky.social'])
    // Whom no search names is not looked up, and nobody is looked up twice.
    expect(asked.flat().sort()).toEqual(['argus.bsky.social', 'weirpost.example'])
  })

  test('source: knows the outlets and bodies whose handle is their site', async () => {
    const media = await listenFor('source:media')
    await isKnown('bbc.co.uk')
    await sleep(50)
    says('did:plc:bbc', 'Rain tomorrow')
    expect((await found(media)).map((p) => p.handle)).toEqual(['bbc.co.uk'])
    expect(Math.max(...asked.map((actors) => actors.length))).toBeLessThanOrEqual(25)
    const coverage = await listen.getCoverage(ctx)
    const unseen = coverage.ok ? coverage.value.unseen.map((u) => u.what) : []
    expect(unseen.filter((what) => /Bluesky/.test(what))).toEqual([
      'Outlets and bodies on Bluesky whose handle is not the address of their site',
    ])
  })

  test('what could not be asked is said on the page of the source', async () => {
    isDown = true
    await listenFor('from:harbour.example')
    const said = await until(async () => {
      const one = await listen.getSource(ctx, { id: source })
      return one.ok && /could not be asked/.test(one.value.says) ? one.value.says : null
    })
    expect(said).toMatch(
      /about (an account|[\d,]+ accounts) that searches name: it answered with status 503\. .* asked again/,
    )
  })
})
