import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { fixedClock } from '../platform/clock.ts'
import type { Ctx } from '../platform/context.ts'
import * as listen from './index.ts'
import { type Bench, bench, post, until } from './test-listen.ts'

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
const start = async (ctx: Ctx, query: string) => {
  const begun = await listen.startPreview(ctx, { query, lawfulBasis: 'public-task' })
  if (!begun.ok) throw new Error(JSON.stringify(begun.refusal))
  return begun.value.id
}
const counted = async (ctx: Ctx, id: string) => {
  const found = await listen.getPreview(ctx, { id })
  return found.ok ? found.value.live : null
}

test('a person’s next preview ends the one before, and both it and another person’s count', async () => {
  const [ann, bea] = [b.as('officer'), b.as('officer')]
  const first = await start(ann, 'anvil')
  const beas = await start(bea, 'bellows')
  await b.hearing.refresh()
  const { previews, matcher } = b.hearing.standing.of(b.ctx.organisation.id)
  expect([...previews.keys()].sort()).toEqual([first, beas].sort())
  const second = await start(ann, 'chisel')
  await b.hearing.refresh()
  await b.hearing.refresh()
  expect([...previews.keys()].sort()).toEqual([beas, second].sort())
  expect(matcher.size).toBe(2)
  expect(await counted(ann, first)).toBeNull()
  b.network.push({ posts: [post('anvil'), post('bellows'), post('chisel and bellows')] })
  await until(async () => (await counted(bea, beas))?.matches === 2)
  await until(async () => (await counted(ann, second))?.matches === 1)
})

test('twenty previews are open at most in an organisation; one that is done makes room', async () => {
  await sql`delete from listen_preview`.execute(t.db.read)
  const people = Array.from({ length: 21 }, () => b.as('officer'))
  const begun = await Promise.all(
    people.map((ctx) => listen.startPreview(ctx, { query: 'hammer', lawfulBasis: 'public-task' })),
  )
  expect(begun.filter((one) => one.ok)).toHaveLength(20)
  expect(begun.find((one) => !one.ok)).toMatchObject({
    refusal: { kind: 'too-many', rule: 'previews-at-once' },
  })
  const left = people[begun.findIndex((one) => !one.ok)]!
  await sql`update listen_preview set done = true where person_id = ${people.find((one) => one !== left)!.person.id}`.execute(
    t.db.read,
  )
  expect(await start(left, 'hammer')).not.toBe('')
})
