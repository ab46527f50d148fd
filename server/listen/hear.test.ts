import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { createChannels } from '../channels/registry.ts'
import { systemClock } from '../platform/clock.ts'
import type { Ctx, Organisation, Person } from '../platform/context.ts'
import { readEvents } from '../platform/events/index.ts'
import { newId } from '../platform/ids.ts'
import { createLog } from '../platform/log.ts'
import * as listen from './index.ts'

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
