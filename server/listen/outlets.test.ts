import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { fixedClock } from '../platform/clock.ts'
import * as listen from './index.ts'
import { type Bench, bench, post, posts, search, until } from './test-listen.ts'

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

const by = (handle: string) => ({ author: { id: `did:plc:${handle}`, handle } })
const minute = (n: number) => new Date(Date.UTC(2026, 2, 4, 12, n))

describe('outlets', () => {
  test('stand under their story: who was first, who copied, who changed it, who took it back', async () => {
    const s = await search(b, 'embankment')
    const say = async (text: string, handle: string, at: number, kept: number) => {
      clock.set(minute(at).toISOString())
      const said = post(text, by(handle))
      b.network.push({ posts: [said] })
      await until(async () => {
        const seen = await listen.getSearch(b.ctx, { id: s.id })
        return seen.ok && seen.value.kept === kept
      })
      return said
    }
    const first =
      'Embankment collapses at Mill Lane, two roads closed and school evacuated, fire service says'
    await say(first, 'bbc.co.uk', 0, 1)
    const guardian = await say(
      'School evacuated and two roads closed as embankment collapses at Mill Lane',
      'theguardian.com',
      1,
      2,
    )
    await say(first, 'sky.com', 2, 3)
    await say(`${first} oh no!`, 'neighbour.bsky.social', 3, 4)
    await say(
      'Correction: one road closed and school evacuated as embankment collapses at Mill Lane, fire service says',
      'bbc.co.uk',
      4,
      5,
    )
    await say('Embankment market opens on Saturday with music, food, dancing', 'itv.com', 5, 6)
    clock.set(minute(6).toISOString())
    b.network.push({
      changes: [{ kind: 'edited', post: { ...guardian, text: `${guardian.text}, nobody hurt` } }],
    })
    await until(async () => {
      const { rows } = await sql`select from record_post where edited_at is not null`.execute(t.db.read)
      return rows.length === 1
    })

    const found = await listen.getOutlets(b.ctx, { search: s.id })
    if (!found.ok) throw new Error(JSON.stringify(found.refusal))
    expect(found.value.stories.map((story) => story.outlets.map((outlet) => outlet.handle))).toEqual([
      ['itv.com'],
      ['bbc.co.uk', 'theguardian.com', 'sky.com'],
    ])
    const [bbc, other, copier] = found.value.stories[1]!.outlets
    expect(bbc).toMatchObject({
      firstAt: minute(0),
      updatedAt: minute(4),
      correctedAt: minute(4),
      posts: 2,
      kind: 'media',
    })
    expect(other).toMatchObject({ firstAt: minute(1), updatedAt: minute(6), correctedAt: null, posts: 1 })
    expect(copier).toMatchObject({ firstAt: minute(2), updatedAt: null, correctedAt: null })
    expect(found.value.stories[1]!.firstAt).toEqual(minute(0))
  })

  test('praise and complaint stand side by side with their numbers and all that was counted', async () => {
    const s = await search(b, 'crossing')
    const said = [
      'wonderful, thank you, brilliant',
      'lovely and great',
      'awful, terrible, a disgrace',
      'open from nine',
    ]
    b.network.push({ posts: said.map((words, i) => post(`The crossing ${i * 7919} is ${words}`)) })
    await posts(b, s.id, 4)
    const sides = await listen.getSides(b.ctx, { search: s.id })
    if (!sides.ok) throw new Error('refused')
    const { positive, negative, neutral } = sides.value
    expect([positive.n, negative.n, neutral.n]).toEqual([2, 1, 1])
    expect([positive.posts.length, negative.posts.length]).toEqual([2, 1])
    for (const card of [...positive.posts, ...negative.posts])
      expect(card.tone.because.length).toBeGreaterThan(0)
  })
})

test('what cannot be seen is said with the reason: paused sources, closed networks, no search at all', async () => {
  const said = async () => {
    const coverage = await listen.getCoverage(b.ctx)
    if (!coverage.ok) throw new Error('refused')
    return coverage.value
  }
  const line = async () => (await said()).heard.map((one) => one.says).join()
  expect(await line()).toMatch(/Bluesky.*Only posts that one of \d+ searches ask for are kept/)
  await listen.pauseSource(b.ctx, { id: b.source })
  const paused = await said()
  expect(paused.unseen.find((one) => one.what === 'A network')!.why).toMatch(/Paused since/)
  for (const what of ['Facebook', 'X', 'Nextdoor', 'People who are not on any network'])
    expect(paused.unseen.find((one) => one.what.startsWith(what))!.why.length, what).toBeGreaterThan(20)
  const searches = await listen.listSearches(b.ctx)
  for (const one of searches.ok ? searches.value : []) await listen.pauseSearch(b.ctx, { id: one.id })
  expect((await said()).unseen.map((one) => one.what)).toContain('Everything')
})
