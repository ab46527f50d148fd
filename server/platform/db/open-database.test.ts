import net from 'node:net'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emptyDatabase, type TestDatabase, testDatabase } from '../../../tests/support/database.ts'
import { emit } from '../events/event.ts'
import { readEvents } from '../events/read-events.ts'
import { createLog } from '../log.ts'
import { ok, refuse } from '../result.ts'
import { openDatabase } from './open-database.ts'

const organisation = '00000000-0000-7000-8000-000000000001'

describe('a transaction', () => {
  let t: TestDatabase
  beforeAll(async () => {
    t = await testDatabase()
    await sql`create table thing (id int primary key, n int not null default 0)`.execute(t.db.read)
  })
  afterAll(() => t.close())
  const count = async () =>
    (await sql<{ n: number }>`select count(*) as n from thing`.execute(t.db.read)).rows[0]!.n

  test('commits what it wrote together with its events', async () => {
    const result = await t.db.transaction(async (tx) => {
      await sql`insert into thing (id) values (1)`.execute(tx)
      emit(tx, { organisation, type: 'thing.made', data: { id: 1 } })
      emit(tx, { organisation, type: 'thing.made', data: { id: 2 } })
      return ok('done')
    })
    expect(result).toEqual({ ok: true, value: 'done' })
    expect(await count()).toBe(1)
    const events = await readEvents(t.db, organisation, 0, 10)
    expect(events.map((e) => e.data)).toEqual([{ id: 1 }, { id: 2 }])
    expect(events[0]).toMatchObject({
      organisation,
      type: 'thing.made',
      number: expect.any(Number),
      at: expect.any(Date),
    })
    expect(events[0]!.number).toBeLessThan(events[1]!.number)
  })

  test('that ends in a refusal leaves nothing behind and hands the refusal on', async () => {
    let after = 0
    const result = await t.db.transaction(async (tx) => {
      await sql`insert into thing (id) values (2)`.execute(tx)
      emit(tx, { organisation, type: 'thing.refused', data: {} })
      tx.pending.afterCommit.push(() => after++)
      return refuse({ kind: 'conflict', rule: 'no' })
    })
    expect(result).toEqual({ ok: false, refusal: { kind: 'conflict', rule: 'no' } })
    expect(await count()).toBe(1)
    expect(after).toBe(0)
    expect((await readEvents(t.db, organisation, 0, 10)).some((e) => e.type === 'thing.refused')).toBe(false)
  })

  test('that throws leaves nothing behind', async () => {
    await expect(
      t.db.transaction(async (tx) => {
        await sql`insert into thing (id) values (3)`.execute(tx)
        throw new Error('a bug')
      }),
    ).rejects.toThrow('a bug')
    expect(await count()).toBe(1)
  })

  test('that meets a deadlock is tried again and both succeed', async () => {
    await sql`insert into thing (id) values (10), (11)`.execute(t.db.read)
    let tries = 0
    let begun = 0
    let bothHold: () => void = () => {}
    const held = new Promise<void>((go) => {
      bothHold = go
    })
    const both = async (first: number, second: number) =>
      t.db.transaction(async (tx) => {
        tries++
        await sql`update thing set n = n + 1 where id = ${first}`.execute(tx)
        if (++begun === 2) bothHold()
        await held
        await sql`update thing set n = n + 1 where id = ${second}`.execute(tx)
      })
    await Promise.all([both(10, 11), both(11, 10)])
    const { rows } = await sql<{ n: number }>`select n from thing where id in (10, 11)`.execute(t.db.read)
    expect(rows.map((r) => r.n)).toEqual([2, 2])
    expect(tries).toBeGreaterThan(2)
  })

  test('numbers its events in commit order, so that a reader by cursor misses none', async () => {
    const other = '00000000-0000-7000-8000-000000000002'
    const seen: number[] = []
    let cursor = 0
    let writing = true
    const reading = (async () => {
      while (writing || (await readEvents(t.db, other, cursor, 1)).length > 0) {
        for (const event of await readEvents(t.db, other, cursor, 50)) {
          seen.push(event.data['i'] as number)
          cursor = event.number
        }
      }
    })()
    const total = 200
    let next = 0
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        while (next < total) {
          const i = next++
          await t.db.transaction(async (tx) => {
            emit(tx, { organisation: other, type: 'thing.counted', data: { i } })
            if (i % 7 === 0) await sql`select pg_sleep(0.01)`.execute(tx)
          })
        }
      }),
    )
    writing = false
    await reading
    expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: total }, (_, i) => i))
  })
})

describe('a database that could lose committed work', () => {
  test('is refused with the setting that must change', async () => {
    const t = await emptyDatabase()
    try {
      const name = new URL(t.url.replace(/@[^/]*/, '@h')).pathname.slice(1)
      await sql.raw(`alter database ${name} set synchronous_commit = off`).execute(t.db.read)
      await expect(openDatabase(t.url, { log: createLog('silent') })).rejects.toThrow(
        /synchronous_commit = off/,
      )
    } finally {
      await t.close()
    }
  })
})

describe('a database that takes its time', () => {
  test('is waited for at the start, and no longer than allowed afterwards', async () => {
    const t = await emptyDatabase()
    const { host, port } = new pg.Client(t.url)
    const far = () =>
      host.startsWith('/') ? net.connect(`${host}/.s.PGSQL.${port}`) : net.connect(port, host)
    let asked = 0
    const open = new Set<net.Socket>()
    // The first connection is answered late, the others never.
    const slow = net.createServer((near) => {
      open.add(near.on('error', () => {}))
      if (asked++ === 0) setTimeout(() => near.pipe(far().on('error', () => {})).pipe(near), 400)
    })
    await new Promise<void>((go) => slow.listen(0, '127.0.0.1', go))
    const at = slow.address() as net.AddressInfo
    const url = new URL(t.url.replace(/@[^/]*\//, `@127.0.0.1:${at.port}/`)).href
    const log = createLog('silent')
    const db = await openDatabase(url, { log, connections: 2, mustBeDurable: false, connectMs: 100 })
    try {
      const ask = () => sql`select pg_sleep(0.3)`.execute(db.read)
      const [first, second] = await Promise.allSettled([ask(), ask()])
      expect([first.status, second.status]).toEqual(['fulfilled', 'rejected'])
      expect(asked).toBe(2)
    } finally {
      await db.close()
      for (const socket of open) socket.destroy()
      slow.close()
      await t.close()
    }
  })
})
