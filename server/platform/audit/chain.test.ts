import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../tests/support/database.ts'
import type { PendingAudit } from '../db/database.ts'
import { audit } from './audit.ts'
import { canonicalJson } from './canonical.ts'
import { readAudit } from './list-audit.ts'
import { verifyAudit } from './verify-audit.ts'

let base: TestDatabase
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base.close())

const at = new Date('2026-03-02T08:00:00.123Z')
const entry = (organisation: string, n: number): PendingAudit => ({
  organisation,
  person: n % 3 === 0 ? null : randomUUID(),
  action: 'estate.person-invited',
  subject: `person:${n}`,
  detail: { n, role: 'officer', nested: { b: 1.5, a: [1, null, 'x'] }, nothing: null, left: undefined },
  at: new Date(at.getTime() + n),
})
/** A chain of so many rows, ten to a transaction. */
async function chainOf(rows: number): Promise<string> {
  const organisation = randomUUID()
  for (let n = 0; n < rows; n += 10)
    await base.db.transaction(async (tx) => {
      for (let m = n; m < Math.min(n + 10, rows); m++) audit(tx, entry(organisation, m))
    })
  return organisation
}
/** What only somebody with the database's own password can do. */
const behindOurBack = (work: ReturnType<typeof sql>) =>
  base.db.transaction(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx)
    await work.execute(tx)
  })

describe('the audit chain', () => {
  test('numbers without a hole and links each row to the one before it', async () => {
    const organisation = await chainOf(25)
    const rows = await readAudit(base.db.read, organisation, { limit: 500 })
    expect(rows.map((row) => row.number)).toEqual(Array.from({ length: 25 }, (_, n) => 25 - n))
    expect(await verifyAudit(base.db, organisation)).toMatchObject({ ok: true, rows: 25 })
  })

  test('rows written side by side by many transactions make one chain', async () => {
    const organisation = randomUUID()
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        base.db.transaction(async (tx) => audit(tx, entry(organisation, n))),
      ),
    )
    expect(await verifyAudit(base.db, organisation)).toMatchObject({ ok: true, rows: 40 })
  })

  test('what was rolled back leaves no row and no hole', async () => {
    const organisation = await chainOf(3)
    const failing = base.db.transaction(async (tx) => {
      audit(tx, entry(organisation, 99))
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    await base.db.transaction(async (tx) => audit(tx, entry(organisation, 4)))
    expect(await verifyAudit(base.db, organisation)).toMatchObject({ ok: true, rows: 4 })
  })

  test.each([
    ['the text of a row', sql`update audit_row set detail = '{"n": 1}' where number = 7`, 7, 'altered'],
    [
      'the time of a row, by a microsecond',
      sql`update audit_row set at = at + interval '1 microsecond' where number = 7`,
      7,
      'altered',
    ],
    ['who did it', sql`update audit_row set person_id = null where number = 8`, 8, 'altered'],
    ['a row in the middle', sql`delete from audit_row where number = 7`, 7, 'missing'],
    ['the first row', sql`delete from audit_row where number = 1`, 1, 'missing'],
    ['the last row', sql`delete from audit_row where number = 20`, 20, 'missing'],
    [
      'the place of two rows',
      sql`update audit_row set number = case number when -7 then 12 else -number end where number in (7)`,
      7,
      'missing',
    ],
  ])('%s: found, and the row is named', async (_what, change, number, fault) => {
    const organisation = await chainOf(20)
    const others = sql`delete from audit_row where organisation_id <> ${organisation}`
    await behindOurBack(others)
    await behindOurBack(change)
    expect(await verifyAudit(base.db, organisation)).toMatchObject({ ok: false, number, fault })
  })

  test('two rows that changed places are named as moved', async () => {
    const organisation = await chainOf(20)
    for (const [is, becomes] of [
      [5, -1],
      [11, 5],
      [-1, 11],
    ])
      await behindOurBack(
        sql`update audit_row set number = ${becomes} where organisation_id = ${organisation} and number = ${is}`,
      )
    expect(await verifyAudit(base.db, organisation)).toMatchObject({ ok: false, number: 5, fault: 'moved' })
  })

  test('our own code can neither change nor take out a row', async () => {
    const organisation = await chainOf(2)
    await expect(
      sql`update audit_row set action = 'x' where organisation_id = ${organisation}`.execute(base.db.read),
    ).rejects.toThrow(/only added to/)
    await expect(
      sql`delete from audit_row where organisation_id = ${organisation}`.execute(base.db.read),
    ).rejects.toThrow(/only added to/)
    await expect(sql`truncate audit_row`.execute(base.db.read)).rejects.toThrow(/only added to/)
  })

  test.each(['text', 'password', 'token', 'content'])(
    'a detail called %s is a bug, and nothing is written',
    async (key) => {
      const organisation = randomUUID()
      const writing = base.db.transaction(async (tx) =>
        audit(tx, { ...entry(organisation, 1), detail: { [key]: 'x' } }),
      )
      await expect(writing).rejects.toThrow(/may not carry/)
      expect(await readAudit(base.db.read, organisation)).toEqual([])
    },
  )

  test('NUL and lone surrogates in a detail do not stop the change', async () => {
    const organisation = randomUUID()
    await base.db.transaction(async (tx) =>
      audit(tx, { ...entry(organisation, 1), subject: 'a\0b', detail: { name: 'a\0b\ud800', 'k\0': 1 } }),
    )
    expect(await verifyAudit(base.db, organisation)).toMatchObject({ ok: true, rows: 1 })
  })
})

test('canonical JSON has one spelling', () => {
  expect(canonicalJson({ b: 1, a: [true, null, undefined], c: undefined, d: at })).toBe(
    '{"a":[true,null,null],"b":1,"d":"2026-03-02T08:00:00.123Z"}',
  )
  expect(() => canonicalJson({ a: Number.NaN })).toThrow(TypeError)
})
