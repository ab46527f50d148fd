import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { archiveGate, createGate, exportGate, gateKey, within } from './gate.ts'
import * as listen from './index.ts'
import { type Bench, bench, post, posts, search } from './test-listen.ts'

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
const busy = { ok: false, refusal: { kind: 'too-many', rule: 'archive-busy' } }

test('a gate lets so many of one person in and so many altogether, in their order, and no more', async () => {
  const gate = createGate(2, 3, 20)
  const mine = [await gate.enter('a'), await gate.enter('a')]
  expect(await gate.enter('a')).toBeNull()
  const other = await gate.enter('b')
  expect(other).not.toBeNull()
  expect(await gate.enter('c')).toBeNull()
  const patient = createGate(1, 1, 60_000)
  const leave = await patient.enter('a')
  const order: string[] = []
  const waits = ['b', 'c'].map((who) =>
    patient.enter(who).then((go) => {
      order.push(who)
      go?.()
    }),
  )
  leave?.()
  leave?.()
  await Promise.all(waits)
  expect(order).toEqual(['b', 'c'])
  mine[0]?.()
  expect(await gate.enter('a')).not.toBeNull()
})

test('whoever works inside a gate leaves it when the work breaks', async () => {
  const gate = createGate(1, 1, 20)
  const broken = within(b.ctx, [gate], () => Promise.reject(new Error('broken')))
  await expect(broken).rejects.toThrow('broken')
  expect(await gate.enter('anybody')).not.toBeNull()
})

test('a person who looks through the archive twice waits for a third look; others go on', async () => {
  const s = await search(b, 'kettle')
  b.network.push({ posts: [post('kettle on')] })
  await posts(b, s.id, 1)
  const one = b.as('approver')
  const held = [await archiveGate.enter(gateKey(one)), await archiveGate.enter(gateKey(one))]
  const asked = await Promise.all([
    listen.searchArchive(one, { query: 'kettle' }),
    listen.exportArchive(one, { query: 'kettle', format: 'csv' }),
    listen.getTemperature(one, { search: s.id, days: 90 }),
  ])
  for (const each of asked) expect(each).toMatchObject(busy)
  expect((await listen.getTemperature(one, { search: s.id })).ok).toBe(true)
  const preview = await listen.startPreview(b.ctx, { query: 'kettle', lawfulBasis: 'public-task' })
  expect(preview).toMatchObject({ ok: true, value: { archive: { matches: 1, late: false } } })
  for (const leave of held) leave?.()
  expect((await listen.searchArchive(one, { query: 'kettle' })).ok).toBe(true)
})

test('an export that is not fetched leaves its room to others', async () => {
  const one = b.as('approver')
  for (let i = 0; i < 4; i++)
    expect((await listen.exportArchive(one, { query: 'kettle', format: 'json' })).ok).toBe(true)
  const leave = await exportGate.enter(gateKey(one))
  expect(leave).not.toBeNull()
  leave?.()
})
