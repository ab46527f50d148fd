import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import type { Database } from './database.ts'

export const MIGRATIONS = path.resolve(import.meta.dirname, '../../../migrations')

export interface Migration {
  name: string
  text: string
  sha256: string
}

/** The files `0001_events.sql` … of a folder, in order. */
export async function readMigrations(folder: string = MIGRATIONS): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_\w+\.sql$/.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(path.join(folder, name), 'utf8')
      return { name, text, sha256: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

/**
 * Brings the database up to the newest migration; each in a transaction of its own, forward only, under an advisory
 * lock so that two processes cannot do it at once. Returns the names applied; `begin` is told each before. Throws with words when a file that was
 * applied has changed or is gone. `only` leaves some out, for a restore into the past.
 */
export async function migrate(
  db: Database,
  folder: string = MIGRATIONS,
  only: (name: string) => boolean = () => true,
  begin: (name: string) => void = () => {},
): Promise<string[]> {
  const wanted = await readMigrations(folder)
  return db.read.connection().execute(async (on) => {
    await sql`select pg_advisory_lock(hashtextextended('folkmoot:migrate', 0))`.execute(on)
    try {
      await sql`
        create table if not exists platform_migration (
          name text primary key, sha256 text not null, at timestamptz not null default now())`.execute(on)
      const { rows } = await sql<{ name: string; sha256: string }>`
        select name, sha256 from platform_migration order by name`.execute(on)
      const applied = new Map(rows.map((row) => [row.name, row.sha256]))
      checkApplied(wanted, applied)
      const missing = wanted.filter((migration) => only(migration.name) && !applied.has(migration.name))
      for (const migration of missing) {
        begin(migration.name)
        await on.transaction().execute(async (tx) => {
          await sql.raw(migration.text).execute(tx)
          await sql`insert into platform_migration (name, sha256) values (${migration.name}, ${migration.sha256})`.execute(
            tx,
          )
        })
      }
      return missing.map((migration) => migration.name)
    } finally {
      await sql`select pg_advisory_unlock(hashtextextended('folkmoot:migrate', 0))`.execute(on)
    }
  })
}

function checkApplied(wanted: Migration[], applied: Map<string, string>): void {
  const byName = new Map(wanted.map((migration) => [migration.name, migration]))
  for (const [name, sha256] of applied) {
    const file = byName.get(name)
    if (!file)
      throw new Error(
        `The database has had migration ${name}, which this copy of Folkmoot does not have: it was made by a newer version. Run that version, or restore a backup.`,
      )
    if (file.sha256 !== sha256)
      throw new Error(
        `Migration ${name} has changed since it was applied to this database. Migrations are never edited: put the file back as it was, and write the change as a new one.`,
      )
  }
}
