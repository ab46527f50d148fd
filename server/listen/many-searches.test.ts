import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { systemClock } from '../platform/clock.ts'
import type { Ctx } from '../platform/context.ts'
import { newId } from '../platform/ids.ts'
import * as listen from './index.ts'
import { about, ctxOf, organisation } from './test-listen.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await testDatabase()
})
afterAll(() => t.close())

const ctxIn = (org: Ctx['organisation']) =>
  ctxOf(t.db, org, 'officer', systemClock, { scenarios: () => [] } as never)
const full = { ok: false, refusal: { kind: 'conflict', rule: 'too-many-searches' } }

/** So many searches that stand already, each of this text. */
async function standing(org: Ctx['organisation'], n: number, query: string): Promise<void> {
  const ids = Array.from({ length: n }, () => newId(systemClock.now().getTime()))
  await sql`
    insert into listen_search (organisation_id, id, name, query, purpose, owner_id, owner_name, lawful_basis,
      retention_days, created_at, created_by)
    select ${org.id}, id, 'One of many', ${query}, 'To know where people need help', ${org.id}, 'Ada', 'public-task', 30, now(), ${org.id}
    from unnest(${ids}::uuid[]) as id`.execute(t.db.read)
}

test('the thousandth search is the last, also when two are saved at once, until one is ended', async () => {
  const org = organisation()
  await standing(org, 999, 'flood')
  const ctx = ctxIn(org)
  const input = { name: 'One more', query: 'rain', ...about }
  const two = await Promise.all([listen.saveSearch(ctx, input), listen.saveSearch(ctx, input)])
  expect(two.filter((one) => one.ok)).toHaveLength(1)
  expect(two.find((one) => !one.ok)).toMatchObject(full)
  const saved = two.find((one) => one.ok)
  if (!saved?.ok) throw new Error('none was saved')
  expect((await listen.editSearch(ctx, { ...input, id: saved.value.id, query: 'rainfall' })).ok).toBe(true)
  expect((await listen.deleteSearch(ctx, { id: saved.value.id })).ok).toBe(true)
  expect((await listen.saveSearch(ctx, input)).ok).toBe(true)
})

test('all searches of an organisation together are 300,000 characters at most, after a change too', async () => {
  const org = organisation()
  await standing(org, 150, `flood ${'x'.repeat(1_984)}`)
  const ctx = ctxIn(org)
  const long = `rain ${'y'.repeat(1_900)}`
  expect(await listen.saveSearch(ctx, { name: 'Long', query: long, ...about })).toMatchObject(full)
  const short = await listen.saveSearch(ctx, { name: 'Short', query: 'rain', ...about })
  if (!short.ok) throw new Error(JSON.stringify(short.refusal))
  const edited = await listen.editSearch(ctx, { ...about, id: short.value.id, name: 'Short', query: long })
  expect(edited).toMatchObject(full)
})
