import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { fixedClock } from '../platform/clock.ts'
import type { Ctx } from '../platform/context.ts'
import { ROLES } from '../platform/identity/rights.ts'
import * as listen from './index.ts'
import {
  about,
  auditedOf,
  type Bench,
  bench,
  ctxOf,
  organisation,
  post,
  posts,
  refusal,
  search,
  until,
} from './test-listen.ts'

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
const audited = (action: string) => auditedOf(b, t.db, action)

describe('a search', () => {
  const input = { name: 'Floods', query: 'flood*', ...about }

  test('needs a name, a purpose, a lawful basis and a retention period, and says which are missing', async () => {
    const r = await listen.saveSearch(b.ctx, {
      name: '',
      query: 'flood',
      purpose: 'short',
      lawfulBasis: 'because' as never,
      retentionDays: 0,
    })
    expect((refusal(r) as { problems: { field: string }[] }).problems.map((p) => p.field).sort()).toEqual([
      'lawfulBasis',
      'name',
      'purpose',
      'retentionDays',
    ])
  })

  test('with a mistake is refused at the character', async () => {
    const r = await listen.saveSearch(b.ctx, { ...input, query: 'flood AND (river' })
    const { problems } = refusal(r) as { problems: { field: string; at: number; length: number }[] }
    expect(problems[0]!.field).toBe('query')
    expect(problems[0]!.at).toBeGreaterThanOrEqual(10)
  })

  test('is made by officers and above, read by viewers, and seen by no other organisation', async () => {
    for (const role of ROLES) {
      const r = await listen.saveSearch(b.as(role), { ...input, name: `By ${role}` })
      expect(r.ok, role).toBe(role !== 'viewer')
    }
    const seen = await listen.listSearches(b.as('viewer'))
    expect(seen.ok && seen.value.length).toBe(3)
    const stranger = ctxOf(t.db, organisation(), 'administrator', clock, b.ctx.channels as never)
    expect((await listen.listSearches(stranger)) as unknown).toEqual({ ok: true, value: [] })
    const id = seen.ok ? seen.value[0]!.id : ''
    for (const attempt of [
      listen.getSearch(stranger, { id }),
      listen.deleteSearch(stranger, { id }),
      listen.pauseSearch(stranger, { id }),
      listen.editSearch(stranger, { id, ...input }),
    ])
      expect(refusal(await attempt)).toEqual({ kind: 'not-found', what: 'search' })
  })

  test('is audited with its purpose when it is made and with the old query when it changes', async () => {
    const made = await search(b, 'tsunami')
    await listen.editSearch(b.ctx, { id: made.id, name: 'Waves', query: 'tsunami OR wave', ...about })
    const rows = await audited('listen.search-saved')
    const mine = rows.filter((r) => r.subject.endsWith(made.id))
    expect(mine).toHaveLength(2)
    expect(mine[1]!.detail).toMatchObject({ query: 'tsunami OR wave', before: { query: 'tsunami' } })
  })

  test('is read by whoever holds a role in any unit, and changed only by a right over the whole', async () => {
    const s = await search(b, 'weir')
    const officer = b.as('officer')
    const [top] = officer.person.rights
    const below = crypto.randomUUID() as NonNullable<typeof top>['unit']
    const rights = [{ ...top!, unit: below, path: [...top!.path, below] }] as typeof officer.person.rights
    const local: Ctx = { ...officer, person: { ...officer.person, rights } }
    expect((await listen.getSearch(local, { id: s.id })).ok).toBe(true)
    expect((await listen.getDeck(local)).ok).toBe(true)
    for (const attempt of [
      listen.pauseSearch(local, { id: s.id }),
      listen.saveSearch(local, input),
      listen.exportArchive(local, { query: 'weir', format: 'csv' }),
    ])
      expect(refusal(await attempt)).toMatchObject({ kind: 'not-allowed' })
    // A role on one account alone is for that account.
    const account = { ...rights[0]!, account: crypto.randomUUID() } as (typeof rights)[number]
    const bound: Ctx = { ...officer, person: { ...officer.person, rights: [account] } }
    expect(refusal(await listen.getDeck(bound))).toMatchObject({ kind: 'not-allowed' })
  })

  test('that is paused hears nothing, and hears again when resumed', async () => {
    const s = await search(b, 'geyser')
    await listen.pauseSearch(b.ctx, { id: s.id })
    await b.hearing.refresh()
    b.network.push({ posts: [post('geyser while paused')] })
    await listen.resumeSearch(b.ctx, { id: s.id })
    await b.hearing.refresh()
    await b.hearing.refresh()
    b.network.push({ posts: [post('geyser again')] })
    expect((await posts(b, s.id, 1))[0]!.text).toBe('geyser again')
  })

  test('that ends takes with it what no other search keeps, with a certificate', async () => {
    const one = await search(b, 'quicksand')
    const two = await search(b, 'both')
    b.network.push({ posts: [post('quicksand alone'), post('quicksand and both')] })
    await posts(b, one.id, 2)
    const ended = await listen.deleteSearch(b.ctx, { id: one.id })
    expect(ended).toEqual({ ok: true, value: { erased: 1 } })
    expect((await posts(b, two.id, 1))[0]!.text).toBe('quicksand and both')
    const certificates = await listen.listCertificates(b.ctx)
    expect(certificates.ok && certificates.value[0]).toMatchObject({
      posts: 1,
      reason: 'The search “quicksand” was ended.',
    })
  })
})

describe('a preview', () => {
  test('shows what is kept on the same lawful basis only, counts for sixty seconds, and then stops', async () => {
    const lawful = await search(b, 'zeppelin', { lawfulBasis: 'law-enforcement' })
    b.network.push({ posts: [post('zeppelin over the town hall')] })
    await posts(b, lawful.id, 1)
    const begun = await listen.startPreview(b.ctx, { query: 'zeppelin', lawfulBasis: 'public-task' })
    if (!begun.ok) throw new Error(JSON.stringify(begun.refusal))
    expect(begun.value.archive).toMatchObject({ matches: 0, examples: [] })
    const same = await listen.startPreview(b.as('officer'), {
      query: 'zeppelin',
      lawfulBasis: 'law-enforcement',
    })
    expect(same.ok && same.value.archive).toMatchObject({ matches: 1, capped: false })
    await listen.pauseSearch(b.ctx, { id: lawful.id })
    await b.hearing.refresh()
    b.network.push({ posts: [post('a zeppelin again'), post('nothing of it')] })
    const read = async () => {
      await b.hearing.refresh()
      const seen = await listen.getPreview(b.ctx, { id: begun.value.id })
      return seen.ok ? seen.value.live : null
    }
    await until(async () => (await read())?.matches === 1)
    clock.advance(30_000)
    expect(await read()).toMatchObject({
      state: 'counting',
      secondsLeft: 30,
      heard: 2,
      matches: 1,
      perHour: 120,
    })
    clock.advance(30_001)
    await read()
    expect(await read()).toMatchObject({ state: 'done', secondsLeft: 0, heard: 2, matches: 1, perHour: 60 })
    b.network.push({ posts: [post('a zeppelin too late')] })
    await until(async () => b.network.left() === 0)
    expect(await read()).toMatchObject({ heard: 2, matches: 1 })
    const { rows } =
      await sql`select from record_post where text like '%zeppelin again%' or text like '%too late%'`.execute(
        t.db.read,
      )
    expect(rows, 'nothing of it is stored').toHaveLength(0)
    clock.set('2026-03-04T12:00:00Z')
  })
})

describe('spikes', () => {
  test('begin, rise and end, and say what they were measured against', async () => {
    const s = await search(b, 'whistle')
    await sql`update listen_search set created_at = ${new Date('2026-03-04T06:00:00Z')} where id = ${s.id}`.execute(
      t.db.read,
    )
    await sql`insert into listen_heard (organisation_id, source_id, minute, heard) values (${b.ctx.organisation.id}, ${b.source}, ${new Date('2026-03-04T06:00:00Z')}, 1) on conflict do nothing`.execute(
      t.db.read,
    )
    const loud = (n: number) =>
      b.network.push({ posts: Array.from({ length: n }, (_, i) => post(`whistle ${n} ${i * 7919} blown`)) })
    const kept = (n: number) =>
      until(
        async () =>
          ((await listen.getSearch(b.ctx, { id: s.id })) as { value: { kept: number } }).value.kept === n,
      )
    const spikes = async () => {
      await listen.sweepSpikes(t.db, clock)
      const found = await listen.listSpikes(b.ctx, { search: s.id })
      return found.ok ? found.value : []
    }
    loud(9)
    await kept(9)
    expect(await spikes(), 'nine are too few, however rare they are').toEqual([])
    loud(3)
    await kept(12)
    expect(await spikes()).toMatchObject([
      { peak: 12, expected: 0, endedAt: null, basis: expect.stringMatching(/two hours before/) },
    ])
    loud(20)
    await kept(32)
    expect(await spikes()).toMatchObject([{ peak: 32, endedAt: null }])
    clock.advance(30 * 60_000)
    expect((await spikes())[0]!.endedAt).not.toBeNull()
    clock.set('2026-03-04T12:00:00Z')
  })
})

test('a layout is one’s own, is checked, and comes back with the deck', async () => {
  const officer: Ctx = b.as('officer')
  const s = await search(b, 'layout')
  const column = { id: 'a', search: s.id, view: 'posts' as const, width: 5000 }
  expect(await listen.saveLayout(officer, { columns: [column] })).toMatchObject({
    ok: true,
    value: [{ width: 960 }],
  })
  expect(
    refusal(await listen.saveLayout(officer, { columns: [{ ...column, view: 'nonsense' as never }] })),
  ).toMatchObject({ kind: 'invalid' })
  const deck = await listen.getDeck(officer)
  expect(deck.ok && deck.value.columns.map((c) => c.id)).toEqual(['a'])
  const other = await listen.getDeck(b.as('officer'))
  expect(other.ok && other.value.columns.length).toBeGreaterThan(1)
})
