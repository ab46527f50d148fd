import { chmodSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../server/app.ts'
import { systemClock } from '../server/platform/clock.ts'
import { readConfig } from '../server/platform/config.ts'
import type { Database } from '../server/platform/db/database.ts'
import { createLog } from '../server/platform/log.ts'
import { type Ground, openGround } from '../server/platform/open-ground.ts'
import { freshFolder, runProgram } from './support/server.ts'

const log = createLog('silent')
let folder: string
let remove: () => Promise<void>
let ground: Ground | null = null

const config = () => readConfig({ FOLKMOOT_DATA: folder }, {})
async function open(): Promise<Database> {
  ground = await openGround({ config: config(), log, say: () => {}, as: 'alone' })
  return ground.db
}
async function close(): Promise<void> {
  await ground?.close()
  ground = null
}
async function cli(...args: string[]): Promise<{ code: number | string; said: string }> {
  const program = runProgram(['server/folkmoot.ts', ...args], { FOLKMOOT_DATA: folder })
  const code = await program.ended
  return { code, said: program.said() }
}

/** Every table's rows as text, and every sequence: what must come back exactly. */
async function contents(db: Database): Promise<Record<string, string[]>> {
  const tables = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
    and relname not in ('platform_migration', 'identity_session', 'identity_ticket', 'estate_setup') order by 1`.execute(
    db.read,
  )
  const all: Record<string, string[]> = {}
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ row: string }>`
      select t::text as row from ${sql.table(name)} t order by 1`.execute(db.read)
    all[name] = rows.map(({ row }) => row)
  }
  const { rows } = await sql<{
    row: string
  }>`select last_value::text as row from platform_event_number`.execute(db.read)
  all['platform_event_number'] = rows.map(({ row }) => row)
  return all
}

beforeAll(async () => {
  ;({ folder, remove } = await freshFolder())
  const db = await open()
  const app = await createApp({ config: config(), db, clock: systemClock, log })
  const link = await app.estate.openSetup({ db, clock: systemClock })
  const made = await app.estate.createExerciseOrganisation(
    { db, clock: systemClock, log, identity: app.identity },
    { link, name: 'Arrelbridge', from: { address: '127.0.0.1', agent: 'test' } },
  )
  if (!made.ok) throw new Error(JSON.stringify(made.refusal))
  await app.close()
  await close()
})
afterAll(async () => {
  await close()
  await remove()
})

describe('backup and restore', () => {
  let file: string
  let before: Record<string, string[]>

  test('a backup is written beside a running Folkmoot, and says that the key is not in it', async () => {
    const db = await open()
    before = await contents(db)
    expect(before['estate_person']!.length).toBeGreaterThan(3)
    file = path.join(path.dirname(folder), 'one.folkmoot')
    const { code, said } = await cli('backup', file)
    expect(said).toContain(`The key file (${folder}.key) is not in it`)
    expect(code).toBe(0)
    expect(existsSync(file)).toBe(true)
    const again = await cli('backup', file)
    expect(again.code).toBe(2)
    expect(again.said).toContain('exists already')
    await close()
  })

  test('a backup that was altered or cut off is refused, and nothing is changed', async () => {
    const check = await cli('restore', '--check', file)
    expect(check.said).toContain('is whole')
    expect(check.code).toBe(0)
    const whole = readFileSync(file)
    const bad = path.join(path.dirname(folder), 'bad.folkmoot')
    for (const spoil of [
      () => truncateSync(bad, whole.length - 20),
      ...[0.2, 0.5, 0.8].map((where) => () => {
        const copy = Buffer.from(whole)
        copy[Math.floor(copy.length * where)]! ^= 0x04
        writeFileSync(bad, copy)
      }),
      () => writeFileSync(bad, 'not a backup'),
    ]) {
      writeFileSync(bad, whole)
      spoil()
      const { code, said } = await cli('restore', '--check', bad)
      expect(said).toMatch(/damaged|cut off|not a backup/)
      expect(code).toBe(2)
    }
    writeFileSync(bad, whole)
    truncateSync(bad, whole.length - 20)
    const { code, said } = await cli('restore', bad)
    expect(said).toMatch(/damaged|cut off|not a backup/)
    expect(code).toBe(2)
    const db = await open()
    expect(await contents(db)).toEqual(before)
    await close()
  })

  test('a restore brings back every row, after everything was lost', async () => {
    const db = await open()
    await sql`delete from identity_login`.execute(db.read)
    await sql`update estate_person set name = 'lost'`.execute(db.read)
    const running = await cli('restore', file)
    expect(running.code).toBe(2)
    expect(running.said).toContain('already running')
    await close()
    const { code, said } = await cli('restore', file)
    expect(said).toContain('Restored and verified')
    expect(code).toBe(0)
    const after = await open()
    expect(await contents(after)).toEqual(before)
    await close()
    const audit = await cli('audit', 'verify')
    expect(audit.said).toContain('Arrelbridge')
    expect(audit.said).toContain('unbroken')
    expect(audit.code).toBe(0)
  })
})

describe('the command line beside a running Folkmoot', () => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  afterAll(close)

  test('audit verify names the first row that is not as it was written, and fails', async () => {
    await sql`alter table audit_row disable trigger audit_row_is_kept`.execute(db.read)
    await sql`update audit_row set action = 'nothing.happened' where number = 2`.execute(db.read)
    await sql`alter table audit_row enable trigger audit_row_is_kept`.execute(db.read)
    const { code, said } = await cli('audit', 'verify')
    expect(said).toMatch(/Row [12] /)
    expect(code).toBe(1)
  })

  test('add-admin gives a link that lets somebody in', async () => {
    const { code, said } = await cli(
      'add-admin',
      '--organisation',
      'Arrelbridge',
      '--email',
      'new.admin@example.org',
    )
    expect(code).toBe(0)
    expect(said).toMatch(/http:\/\/localhost:\d+\/join\/[\w-]{64}/)
    const { rows } = await sql`select r.role, r.standing, r.granted_by as by from estate_right r
      join estate_person p on p.id = r.person_id where p.email = 'new.admin@example.org'`.execute(db.read)
    expect(rows, 'in force, and by nobody who would then be barred from confirming').toEqual([
      { role: 'administrator', standing: 'settled', by: null },
    ])
  })

  test('replay plays a file through the searches, and says what it could not read', async () => {
    const file = path.join(folder, 'recorded.csv')
    writeFileSync(file, 'text,time\nThe river is rising,2026-01-05T10:00:00Z\nno time,never\n')
    const { code, said } = await cli('replay', file, '--organisation', 'Arrelbridge', '--speed', '100000')
    rmSync(file)
    expect(said).toContain('1 posts played into Arrelbridge, 1 rows could not be read')
    expect(code).toBe(0)
  })

  test('doctor finds a key file that others may read, and says what to do', async () => {
    const well = await cli('doctor')
    expect(well.said).toContain('survives a power cut')
    expect(well.code).toBe(0)
    chmodSync(`${folder}.key`, 0o644)
    const ill = await cli('doctor')
    chmodSync(`${folder}.key`, 0o600)
    expect(ill.code).toBe(1)
    expect(ill.said).toContain('chmod 600')
  })

  test.each([
    'start',
    'migrate',
    'add-admin',
    'replay',
    'export',
    'backup',
    'restore',
    'doctor',
    'rotate-key',
    'audit verify',
  ])('%s explains itself', async (command) => {
    const { code, said } = await cli(...command.split(' '), '--help')
    expect(code).toBe(0)
    expect(said).toContain('Usage: folkmoot')
  })

  test.each([
    ['an option that is not there', ['doctor', '--loud']],
    ['an argument that is missing', ['backup']],
    ['an option that is missing', ['add-admin']],
    ['a file that is not there', ['replay', '/nowhere/posts.csv']],
    ['a backup that is not there', ['restore', '/nowhere/one.folkmoot']],
    ['an organisation that is not there', ['export', '--query', 'flood', '--organisation', 'Nowhere']],
    [
      'a query with a mistake',
      ['export', '--query', '(flood', '--organisation', 'Arrelbridge', '--out', '/dev/null'],
    ],
    ['a port that is none', ['start', '--port', 'tea']],
  ])('%s is refused in words, with exit code 2', async (_what, args) => {
    const { code, said } = await cli(...args)
    expect(said.trim().length).toBeGreaterThan(10)
    expect(said).not.toMatch(/^ +at /m)
    expect(code).toBe(2)
  })

  test('rotate-key is refused', async () => {
    expect((await cli('rotate-key')).code).toBe(2)
  })

  test('an unknown command is refused with the way to help', async () => {
    const { code, said } = await cli('dance')
    expect(code).toBe(2)
    expect(said).toContain('--help')
  })
})

describe('the command line alone', () => {
  test('rotate-key seals what is stored under a new key', async () => {
    const before = readFileSync(`${folder}.key`, 'utf8')
    const { code, said } = await cli('rotate-key')
    expect(said).toContain('sealed under the new key')
    expect(code).toBe(0)
    expect(readFileSync(`${folder}.key`, 'utf8')).not.toBe(before)
  })
})
