import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { emptyDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { migrate } from './migrate.ts'

let t: TestDatabase
let folder: string
const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text)

beforeEach(async () => {
  t = await emptyDatabase()
  folder = mkdtempSync(path.join(tmpdir(), 'folkmoot-migrations-'))
  write('0001_a.sql', 'create table a (n int);')
  write('0002_b.sql', 'alter table a add column m int; insert into a values (1, 2);')
})
afterEach(async () => {
  await t.close()
  rmSync(folder, { recursive: true })
})

describe('migrations', () => {
  test('are applied once, in order, and a new one later', async () => {
    expect(await migrate(t.db, folder)).toEqual(['0001_a.sql', '0002_b.sql'])
    expect(await migrate(t.db, folder)).toEqual([])
    write('0003_c.sql', 'drop table a;')
    expect(await migrate(t.db, folder)).toEqual(['0003_c.sql'])
  })

  test('are applied by one of two processes that start at the same moment', async () => {
    const both = await Promise.all([migrate(t.db, folder), migrate(t.db, folder)])
    expect(both.map((applied) => applied.length).sort()).toEqual([0, 2])
    const { rows } = await sql`select * from a`.execute(t.db.read)
    expect(rows).toEqual([{ n: 1, m: 2 }])
  })

  test('one that fails leaves nothing of itself, and is applied once it is mended', async () => {
    write('0003_c.sql', 'insert into a values (3, 4); select nonsense;')
    await expect(migrate(t.db, folder)).rejects.toThrow(/nonsense/)
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from a`.execute(t.db.read)
    expect(rows[0]!.n).toBe(1)
    write('0003_c.sql', 'insert into a values (3, 4);')
    expect(await migrate(t.db, folder)).toEqual(['0003_c.sql'])
  })

  test('one that was changed afterwards is refused by name', async () => {
    await migrate(t.db, folder)
    write('0001_a.sql', 'create table a (n bigint);')
    await expect(migrate(t.db, folder)).rejects.toThrow(/0001_a\.sql has changed/)
  })

  test('a database that had one which this copy lacks is refused', async () => {
    await migrate(t.db, folder)
    renameSync(path.join(folder, '0002_b.sql'), path.join(folder, 'away.sql'))
    await expect(migrate(t.db, folder)).rejects.toThrow(/newer version/)
  })
})
