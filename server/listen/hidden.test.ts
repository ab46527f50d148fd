import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { fixedClock } from '../platform/clock.ts'
import type { Ctx } from '../platform/context.ts'
import { readEvents } from '../platform/events/index.ts'
import * as listen from './index.ts'
import { about, type Bench, bench, post, search, until, value } from './test-listen.ts'

/* What one person's authorisation follows is neither told to others nor theirs to change. */

let t: TestDatabase
let b: Bench
const clock = fixedClock('2026-03-04T12:00:00Z')
beforeAll(async () => {
  t = await testDatabase()
  b = await bench(t.db, clock)
})
afterAll(async () => {
  await b.close()
  await t.close()
})
const authorisation = { kind: 'immediate', reason: 'Says they are on the roof and the water rises' } as const

/** An officer's search that follows somebody, with one post that only it keeps and one that `other` keeps too. */
async function followed(handle: string, word: string) {
  const owner = b.as('officer', 'Owen Price')
  value(await listen.authoriseViewing(owner, { handle, authorisation }))
  const s = value(
    await listen.saveSearch(owner, { name: `Watch ${handle}`, query: `from:${handle}`, ...about }),
  )
  const other = await search(b, word)
  await b.hearing.refresh()
  const author = { id: `did:plc:${word}`, handle }
  b.network.push({ posts: [post(`quiet near the ${word.slice(1)}`, { author })] })
  b.network.push({ posts: [post(`loud by the ${word}`, { author })] })
  await until(async () => {
    const page = await listen.listPosts(owner, { filter: { search: s.id } })
    return page.ok && page.value.posts.length === 2
  })
  return { owner, s, other }
}

test('a hidden search is not there for whoever would pause, resume, change or delete it', async () => {
  const { owner, s } = await followed('hidden.bsky.social', 'sundial')
  const officer = b.as('officer')
  const gone = { ok: false, refusal: { kind: 'not-found', what: 'search' } }
  expect(await listen.pauseSearch(officer, s)).toEqual(gone)
  value(await listen.pauseSearch(owner, s))
  expect(await listen.resumeSearch(officer, s)).toEqual(gone)
  expect(await listen.deleteSearch(officer, s)).toEqual(gone)
  expect(await listen.editSearch(officer, { ...about, id: s.id, name: 'Mine', query: 'tree' })).toEqual(gone)
  expect(value(await listen.getSearch(owner, s)).state).toBe('paused')
  value(await listen.resumeSearch(owner, s))
})

test('what is told to screens leaves out hidden searches, and keeps the rest of the same event', async () => {
  const sieve = listen.createEventSieve({ db: t.db, clock, areaOf: async () => null })
  const organisation = b.ctx.organisation.id
  // Read before the search is made: what is known is of a moment ago.
  await sieve(organisation, [])
  const { owner, s, other } = await followed('streamed.bsky.social', 'haystack')
  const told = async (ctx: Ctx) => {
    const events = await readEvents(t.db, organisation, 0, 500)
    const sieved = await sieve(organisation, events)
    return events.flatMap((event) => {
      const data = sieved(ctx.person.id, event)
      return data === null ? [] : [{ type: event.type, data: JSON.stringify(data) }]
    })
  }
  const about_ = (all: { type: string; data: string }[], id: string) =>
    all.filter(({ data }) => data.includes(id)).map(({ type }) => type)
  const [mine, theirs] = [await told(owner), await told(b.as('viewer'))]
  expect(about_(mine, s.id)).toEqual(['listen.search-saved', 'listen.posts-matched', 'listen.posts-matched'])
  expect(about_(theirs, s.id)).toEqual([])
  expect(about_(theirs, other.id)).toEqual(['listen.search-saved', 'listen.posts-matched'])
  const third = b.as('officer')
  value(await listen.authoriseViewing(third, { handle: 'streamed.bsky.social', authorisation }))
  await until(async () => about_(await told(third), s.id).length === 3)
})

test('neither what will be erased nor a certificate names a hidden search or whom it follows', async () => {
  const { owner, s } = await followed('certified.bsky.social', 'ladder')
  const late = fixedClock('2026-05-04T12:00:00Z')
  const named = async (ctx: Ctx) =>
    value(await listen.previewRetention({ ...ctx, clock: late })).bySearch.some(
      ({ search: id }) => id === s.id,
    )
  // The authorisation has run out by then; whoever answers for the search still sees it.
  expect(await named(owner)).toBe(true)
  expect(await named(b.as('viewer'))).toBe(false)
  expect(value(await listen.deleteSearch(owner, s)).erased).toBe(1)
  const certificates = JSON.stringify(value(await listen.listCertificates(b.as('viewer'))))
  expect(certificates).not.toContain('certified')
  expect(certificates).toContain('A search that followed a private person was ended.')
})
