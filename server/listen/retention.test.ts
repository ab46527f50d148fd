import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { fixedClock } from '../platform/clock.ts'
import type { Ctx } from '../platform/context.ts'
import * as listen from './index.ts'
import {
  about,
  type Bench,
  bench,
  ctxOf,
  organisation,
  post,
  posts,
  search,
  until,
  value,
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

describe('retention', () => {
  test('a post is kept until the last date of its searches, then erased with a certificate', async () => {
    const short = await search(b, 'lantern', { retentionDays: 1 })
    const long = await search(b, 'lighthouse', { retentionDays: 3 })
    b.network.push({ posts: [post('lantern only'), post('lantern and lighthouse')] })
    await posts(b, short.id, 2)
    clock.advance(86_400_000 + 1000)
    expect(await listen.previewRetention(b.ctx)).toMatchObject({
      ok: true,
      value: { posts: 1, bySearch: [{ name: 'lantern', posts: 1 }] },
    })
    expect(await listen.runRetention(t.db, clock)).toBe(1)
    expect((await posts(b, short.id, 1))[0]!.text).toBe('lantern and lighthouse')
    clock.advance(2 * 86_400_000)
    expect(await listen.runRetention(t.db, clock)).toBe(1)
    await posts(b, long.id, 0)
    const certificates = await listen.listCertificates(b.ctx)
    expect(certificates.ok && certificates.value.slice(0, 2)).toMatchObject([
      { posts: 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { posts: 1 },
    ])
    clock.set('2026-03-04T12:00:00Z')
  })

  test('a shorter period for a search shortens what it keeps', async () => {
    const s = await search(b, 'candle', { retentionDays: 100 })
    b.network.push({ posts: [post('candle in the window')] })
    await posts(b, s.id, 1)
    await listen.editSearch(b.ctx, { id: s.id, name: 'candle', query: 'candle', ...about, retentionDays: 2 })
    const [card] = await posts(b, s.id, 1)
    expect(card!.keepUntil).toEqual(new Date('2026-03-06T12:00:00Z'))
  })

  test.each(['edited', 'ended'])(
    'a search whose posts take long is heard as it is once %s, whatever went on',
    async (how) => {
      const s = await search(b, `ferry${how}`, { retentionDays: 100 })
      b.network.push({ posts: [post(`ferry${how} runs`)] })
      const [kept] = await posts(b, s.id, 1)
      let release = () => {}
      const held = new Promise<void>((go) => {
        release = go
      })
      let isHeld = () => {}
      const holding = new Promise<void>((go) => {
        isHeld = go
      })
      const other = t.db.transaction(async (tx) => {
        await sql`select from record_post where id = ${kept!.id} for update`.execute(tx)
        isHeld()
        await held
      })
      await holding
      const query = `ferry${how} OR steamer${how}`
      const change =
        how === 'edited'
          ? listen.editSearch(b.ctx, { id: s.id, name: 'ferry', query, ...about, retentionDays: 2 })
          : listen.deleteSearch(b.ctx, { id: s.id })
      await until(async () => {
        const { rows } = await sql`select from pg_locks where not granted`.execute(t.db.read)
        return rows.length > 0
      })
      // Meanwhile hundreds of searches are paused and resumed.
      await sql`select nextval('listen_revision') from generate_series(1, 600)`.execute(t.db.read)
      const elsewhere = ctxOf(t.db, organisation(), 'administrator', clock, b.ctx.channels as never)
      const later = value(await listen.saveSearch(elsewhere, { name: 'pier', query: `pier${how}`, ...about }))
      const searchesOf = (ctx: Ctx) => b.hearing.standing.of(ctx.organisation.id).searches
      await until(async () => {
        await b.hearing.refresh()
        return searchesOf(elsewhere).has(later.id)
      })
      release()
      await other
      value<unknown>(await change)
      await b.hearing.refresh()
      expect(searchesOf(b.ctx).has(s.id)).toBe(how === 'edited')
      if (how === 'ended') return
      b.network.push({ posts: [post(`The steamer${how} is in`)] })
      await posts(b, s.id, 2)
    },
  )
})
