import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import * as listen from './index.ts'
import { type Bench, bench, post, posts, search, until } from './test-listen.ts'

/* T22: what waits while the database does not write is bounded; what matched is never dropped for it. */

let t: TestDatabase
let b: Bench
beforeAll(async () => {
  t = await testDatabase()
  b = await bench(t.db)
})
afterAll(async () => {
  await b.close()
  await t.close()
})

test('a queue of long posts stops the reading by its bytes, and loses none of them', async () => {
  const s = await search(b, 'marker')
  const long = 'x'.repeat(99_000)
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const locked = t.db.transaction(async (tx) => {
    await sql`lock table record_post in access exclusive mode`.execute(tx)
    await held
  })
  await until(async () => {
    const { rows } =
      await sql`select from pg_locks where mode = 'AccessExclusiveLock' and granted and relation = 'record_post'::regclass`.execute(
        t.db.read,
      )
    return rows.length > 0
  })
  for (let i = 0; i < 390; i++)
    b.network.push({ posts: [post(`marker n${i} ${long}`), post(`other ${long}`)] })
  // 32 million units hold 323 such posts; what matched nothing took no room, and the rest is still with the network.
  await until(async () => b.network.left() < 390 - 300, 90_000)
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  expect(b.network.left()).toBeGreaterThan(390 - 340)
  release()
  await locked
  await until(
    async () =>
      ((await listen.getSearch(b.ctx, { id: s.id })) as { value: { kept: number } }).value.kept === 390,
    120_000,
  )
  const { rows } = await sql<{ n: number; texts: number; other: number }>`
    select count(*)::int as n, count(distinct text)::int as texts, (count(*) filter (where text like 'other%'))::int as other from record_post`.execute(
    t.db.read,
  )
  expect(rows[0]).toEqual({ n: 390, texts: 390, other: 0 })
})

test('posts stand in the order in which they were heard, whatever time they claim', async () => {
  const s = await search(b, 'lighthouse')
  const claims = ['2090-01-01', '1970-01-01', '2026-01-01', '2001-05-05']
  for (const [i, day] of claims.entries()) {
    b.network.push({ posts: [post(`lighthouse ${i} ${day} ${i * 7919}`, { publishedAt: new Date(day) })] })
    await posts(b, s.id, i + 1)
  }
  const cards = await posts(b, s.id, 4)
  expect(cards.map((card) => card.text.split(' ')[1])).toEqual(['3', '2', '1', '0'])
  const [future, past] = [cards[3]!, cards[2]!]
  expect(future.publishedAt!.getTime()).toBeLessThanOrEqual(future.heardAt.getTime())
  expect(past.publishedAt).toBeNull()
  expect(cards[0]!.publishedAt, 'the claim itself is kept').toEqual(new Date('2001-05-05'))
})
