import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import pg from 'pg'
import copy from 'pg-copy-streams'
import { everyOrganisation } from '../estate/store.ts'
import { verifyAudit } from '../platform/audit/verify-audit.ts'
import {
  connectionSettings,
  type Database,
  MIGRATIONS,
  migrate,
  openDatabase,
  readMigrations,
} from '../platform/db/index.ts'
import type { Log } from '../platform/log.ts'
import { quoted, selectOf, TEXT_FORM } from './backup.ts'
import { type Beginning, FORMAT, type Frame, readBackup, Tally } from './backup-file.ts'
import { atGround, progress, size } from './command.ts'
import { Trouble } from './trouble.ts'

interface Loaded {
  tables: { name: string; columns: string[]; sha256: string; rows: number }[]
  rows: number
  files: number
}

/** Where what is read goes; `check` sends it nowhere. */
interface Target {
  begin(head: Beginning): Promise<void>
  table(name: string, columns: string[]): Promise<Writable>
  sequences(values: Extract<Frame, { kind: 'sequences' }>['values']): Promise<void>
  file(name: string): Promise<Writable>
}

/**
 * `restore FILE`: reads a backup to its end, loads it beside what is there, verifies it (hashes of the file, hashes of the loaded tables,
 * audit chains), and only then puts it in place.
 */
export async function restore(file: string, options: { check?: boolean }): Promise<void> {
  const { size: whole } = await stat(file).catch(() => {
    throw new Trouble(`There is no file ${file}.`)
  })
  let read = 0
  const all = options.check ? whole : whole * 2
  const bar = progress(() => `${Math.floor((100 * read) / all)} % of ${size(whole)} read`)
  const seen = (bytes: number) => {
    read += bytes
  }
  try {
    if (options.check) {
      const { tables, rows, files } = await load(file, NOWHERE, seen)
      bar.done()
      console.log(`${file} is whole: ${tables.length} tables, ${rows} rows, ${files} media files.`)
      return
    }
    await atGround(
      async ({ config, db, log }) => {
        // To its end, before any of it is believed.
        await load(file, NOWHERE, seen)
        const media = path.join(config.dataFolder, 'media')
        const own = config.databaseUrl === null
        const url = own ? await freshDatabase(db.url) : await emptyDatabase(db)
        const loaded = await intoDatabase(file, url, `${media}.restored`, log, seen)
        bar.done()
        if (own) await putInPlace(db, url)
        await addFiles(`${media}.restored`, media)
        console.log(
          `Restored and verified: ${loaded.tables.length} tables, ${loaded.rows} rows, ${loaded.files} media files.`,
        )
        if (own) console.log('What was there before is kept in the same PostgreSQL until the next restore.')
        console.log(
          `Everybody signs in again. The key file (${config.keyFile}) must be the one that belonged to the backup.`,
        )
      },
      { as: 'alone', migrate: false },
    )
  } finally {
    bar.done()
  }
}

const sink = () => new Writable({ write: (_part, _encoding, done) => done() })
const NOWHERE: Target = {
  begin: async () => {},
  table: async () => sink(),
  sequences: async () => {},
  file: async () => sink(),
}

/** Reads the whole file, checks every hash, and hands each part to the target. */
async function load(file: string, target: Target, seen: (bytes: number) => void): Promise<Loaded> {
  const loaded: Loaded = { tables: [], rows: 0, files: 0 }
  let into: Writable | null = null
  let what: Extract<Frame, { kind: 'table' | 'file' }> | null = null
  let tally = new Tally()
  for await (const one of readBackup(file, seen)) {
    if ('part' in one) {
      if (!into) throw new Trouble(`${file} is damaged.`)
      tally.add(one.part)
      if (!into.write(one.part)) await new Promise((go) => into!.once('drain', go))
      continue
    }
    const { head } = one
    if (head.kind === 'folkmoot-backup') {
      if (head.format !== FORMAT)
        throw new Trouble(
          `${file} was made by Folkmoot ${head.version}, in a form that this version does not read.`,
        )
      await target.begin(head)
    } else if (head.kind === 'table' || head.kind === 'file') {
      tally = new Tally()
      what = head
      into =
        head.kind === 'table' ? await target.table(head.name, head.columns) : await target.file(head.path)
    } else if (head.kind === 'whole') {
      if (!into || !what) throw new Trouble(`${file} is damaged.`)
      into.end()
      await finished(into)
      const name = what.kind === 'table' ? what.name : what.path
      if (tally.sha256() !== head.sha256 || tally.bytes !== head.bytes)
        throw new Trouble(`${file} is damaged: ${name} is not as it was written.`)
      if (what.kind === 'table') {
        loaded.tables.push({ name, columns: what.columns, sha256: head.sha256, rows: tally.rows })
        loaded.rows += tally.rows
      } else loaded.files++
      into = null
      what = null
    } else if (head.kind === 'sequences') await target.sequences(head.values)
    else if (head.tables !== loaded.tables.length || head.files !== loaded.files)
      throw new Trouble(`${file} is damaged: it says ${head.tables} tables and has ${loaded.tables.length}.`)
  }
  return loaded
}

/** Loads in one transaction, reads everything back, walks the audit chains; drops what it made when anything differs. */
async function intoDatabase(
  file: string,
  url: string,
  media: string,
  log: Log,
  seen: (bytes: number) => void,
): Promise<Loaded> {
  const db = await openDatabase(url, { log, connections: 2 })
  const client = new pg.Client(connectionSettings(url))
  client.on('error', () => {})
  await rm(media, { recursive: true, force: true })
  try {
    await client.connect()
    await client.query(TEXT_FORM)
    const loaded = await load(file, intoTables(db, client, media), seen)
    await client.query('commit')
    for (const { name, columns, sha256 } of loaded.tables) {
      const tally = new Tally()
      for await (const part of client.query(copy.to(`copy (${selectOf(name, columns)}) to stdout`)))
        tally.add(part as Buffer)
      if (tally.sha256() !== sha256)
        throw new Trouble(`${name} was not loaded as it was written. Nothing was changed.`)
    }
    await client.query('analyze')
    for (const { id, name } of await everyOrganisation(db.read)) {
      const verdict = await verifyAudit(db, id)
      if (!verdict.ok)
        throw new Trouble(`The audit trail of ${name} in this backup is broken: ${verdict.words}`)
    }
    return loaded
  } finally {
    await client.end().catch(() => {})
    await db.close()
  }
}

function intoTables(db: Database, client: pg.Client, media: string): Target {
  return {
    async begin(head) {
      await sameMigrations(head)
      const had = new Set(head.migrations.map(({ name }) => name))
      await migrate(db, MIGRATIONS, (name) => had.has(name))
      await client.query('begin')
    },
    table: async (name, columns) =>
      client.query(copy.from(`copy public.${quoted(name)} (${columns.map(quoted).join(', ')}) from stdin`)),
    async sequences(values) {
      for (const [name, { value, called }] of Object.entries(values))
        await client.query('select setval($1::regclass, $2::bigint, $3)', [
          `public.${quoted(name)}`,
          value,
          called,
        ])
    },
    async file(name) {
      const at = path.resolve(media, name)
      if (!at.startsWith(media + path.sep))
        throw new Trouble(`The backup names a file outside its folder: ${name}`)
      await mkdir(path.dirname(at), { recursive: true })
      return createWriteStream(at, { flags: 'wx', mode: 0o600 })
    },
  }
}

async function sameMigrations(head: Beginning): Promise<void> {
  const ours = new Map((await readMigrations()).map(({ name, sha256 }) => [name, sha256]))
  const other = head.migrations.find(({ name, sha256 }) => ours.get(name) !== sha256)
  if (other)
    throw new Trouble(
      `This backup was made by Folkmoot ${head.version}, whose ${other.name} this version does not have. Restore it with that version (or a later one), then upgrade.`,
    )
}

const FRESH = 'folkmoot_restored'
const BEFORE = 'folkmoot_before_restore'

/** A new database in the embedded PostgreSQL, beside the one in use. */
async function freshDatabase(url: string): Promise<string> {
  await onServer(url, [`drop database if exists ${FRESH}`, `create database ${FRESH}`])
  return url.replace(/\/[^/]*$/, `/${FRESH}`)
}

/** A database of one's own must be empty: Folkmoot may not be allowed to make others, and never overwrites. */
async function emptyDatabase(db: Database): Promise<string> {
  const client = new pg.Client(connectionSettings(db.url))
  await client.connect()
  try {
    const { rows } = await client.query(
      "select from pg_class where relnamespace = 'public'::regnamespace limit 1",
    )
    if (rows.length > 0)
      throw new Trouble('The database that DATABASE_URL names is not empty. Make an empty one and name that.')
    return db.url
  } finally {
    await client.end()
  }
}

/** Both names change in one transaction: whatever happens, there is a whole database under the right one. */
async function putInPlace(db: Database, fresh: string): Promise<void> {
  const name = db.url.slice(db.url.lastIndexOf('/') + 1)
  await db.close()
  await onServer(fresh, [
    `drop database if exists ${BEFORE}`,
    'begin',
    `alter database ${quoted(name)} rename to ${BEFORE}`,
    `alter database ${FRESH} rename to ${quoted(name)}`,
    'commit',
  ])
}

async function onServer(url: string, commands: string[]): Promise<void> {
  const client = new pg.Client(connectionSettings(url.replace(/\/[^/]*$/, '/postgres')))
  await client.connect()
  try {
    for (const command of commands) await client.query(command)
  } finally {
    await client.end()
  }
}

/** Files are named by their content: what is there already is the same. */
async function addFiles(from: string, to: string): Promise<void> {
  if (!existsSync(from)) return
  if (existsSync(to)) await rename(to, `${to}.before-restore-${process.pid}`)
  await rename(from, to)
}
