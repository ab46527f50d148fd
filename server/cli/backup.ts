import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs'
import { open, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import zlib from 'node:zlib'
import pg from 'pg'
import copy from 'pg-copy-streams'
import { connectionSettings, readMigrations } from '../platform/db/index.ts'
import { FORMAT, frame, Tally } from './backup-file.ts'
import { atGround, progress, size } from './command.ts'
import { Trouble } from './trouble.ts'

/** Who is signed in just now is not part of what was done here; a restored door starts locked. */
const LEFT_OUT = ['platform_migration', 'identity_session', 'identity_ticket', 'estate_setup']

/** So that the same row is the same text on every server. */
export const TEXT_FORM = `set datestyle = 'ISO, MDY'; set timezone = 'UTC'; set intervalstyle = 'postgres';
  set extra_float_digits = 1; set bytea_output = 'hex'; set client_encoding = 'UTF8'`

/** `backup FILE`: every table as it was at one moment, and the media files, in one file with hashes. */
export async function backup(file: string): Promise<void> {
  if (existsSync(file)) throw new Trouble(`${file} exists already; choose another name.`)
  await atGround(async ({ config, db }) => {
    const client = new pg.Client(connectionSettings(db.url))
    client.on('error', () => {})
    await client.connect()
    const half = `${file}.part`
    const counts = { tables: 0, rows: 0, files: 0, bytes: 0, now: '' }
    const bar = progress(() => `${counts.now}: ${counts.rows} rows, ${size(counts.bytes)} so far`)
    try {
      await client.query(TEXT_FORM)
      await client.query('begin isolation level repeatable read read only')
      await pipeline(
        Readable.from(everything(client, path.join(config.dataFolder, 'media'), counts), {
          objectMode: true,
        }),
        // The hashes are of the rows; this one holds the rest of the file too.
        zlib.createZstdCompress({ params: { [zlib.constants.ZSTD_c_checksumFlag]: 1 } }),
        createWriteStream(half, { flags: 'wx', mode: 0o600 }),
      )
      const written = await open(half, 'r+')
      await written.sync()
      await written.close()
      await rename(half, file)
    } catch (error) {
      await rm(half, { force: true })
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
        throw new Trouble(`The disk is full; nothing was left at ${file}. Choose a place with more room.`)
      throw error
    } finally {
      bar.done()
      await client.end()
    }
    const { size: bytes } = await stat(file)
    console.log(
      `${file}: ${counts.tables} tables, ${counts.rows} rows, ${counts.files} media files, ${size(bytes)}`,
    )
    console.log(
      `The key file (${config.keyFile}) is not in it. Without it, stored secrets and second factors cannot be read: keep a copy somewhere else.`,
    )
  })
}

async function* everything(
  client: pg.Client,
  media: string,
  counts: { tables: number; rows: number; files: number; bytes: number; now: string },
): AsyncIterable<Buffer> {
  const about = await client.query<{ at: Date; server: string }>(
    "select now() as at, current_setting('server_version') as server",
  )
  const applied = await client.query<{ name: string }>('select name from platform_migration order by name')
  const names = new Set(applied.rows.map((row) => row.name))
  const packageFile = path.resolve(import.meta.dirname, '../../package.json')
  yield frame({
    kind: 'folkmoot-backup',
    format: FORMAT,
    at: about.rows[0]!.at.toISOString(),
    version: (JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }).version,
    server: about.rows[0]!.server,
    migrations: (await readMigrations())
      .filter(({ name }) => names.has(name))
      .map(({ name, sha256 }) => ({ name, sha256 })),
  })
  for (const { name, columns } of await tablesOf(client)) {
    counts.now = name
    yield frame({ kind: 'table', name, columns })
    const tally = new Tally()
    for await (const part of client.query(copy.to(`copy (${selectOf(name, columns)}) to stdout`))) {
      tally.add(part as Buffer)
      counts.bytes += (part as Buffer).length
      yield frame({ kind: 'part', bytes: (part as Buffer).length })
      yield part as Buffer
    }
    yield frame({ kind: 'whole', bytes: tally.bytes, rows: tally.rows, sha256: tally.sha256() })
    counts.tables++
    counts.rows += tally.rows
  }
  yield frame({ kind: 'sequences', values: await sequencesOf(client) })
  for (const file of await filesOf(media)) {
    counts.now = file
    yield* oneFile(media, file, counts)
  }
  yield frame({ kind: 'end', tables: counts.tables, files: counts.files })
}

async function* oneFile(
  media: string,
  file: string,
  counts: { files: number; bytes: number },
): AsyncIterable<Buffer> {
  const tally = new Tally()
  const source = createReadStream(path.join(media, file))
  let begun = false
  try {
    for await (const part of source) {
      if (!begun) yield frame({ kind: 'file', path: file })
      begun = true
      tally.add(part as Buffer)
      counts.bytes += (part as Buffer).length
      yield frame({ kind: 'part', bytes: (part as Buffer).length })
      yield part as Buffer
    }
  } catch (error) {
    // Erased since the folder was listed: then it is not part of this backup either.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && !begun) return
    throw error
  }
  if (!begun) return
  yield frame({ kind: 'whole', bytes: tally.bytes, sha256: tally.sha256() })
  counts.files++
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
export const selectOf = (table: string, columns: string[]): string =>
  `select ${columns.map(quoted).join(', ')} from public.${quoted(table)}`

/** Tables with the columns that can be written, those that are pointed at before those that point. */
async function tablesOf(client: pg.Client): Promise<{ name: string; columns: string[] }[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; needs: string[] }>(
    `select c.relname as name,
       (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
       coalesce((select array_agg(distinct f.relname::text) from pg_constraint k join pg_class f on f.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid), '{}') as needs
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind = 'r' and c.relname <> all ($1) order by c.relname`,
    [LEFT_OUT],
  )
  const ordered: { name: string; columns: string[] }[] = []
  const done = new Set<string>()
  while (ordered.length < rows.length) {
    const ready = rows.filter((row) => !done.has(row.name) && row.needs.every((need) => done.has(need)))
    if (ready.length === 0) throw new Error('tables point at each other in a circle')
    for (const { name, columns } of ready) {
      done.add(name)
      ordered.push({ name, columns })
    }
  }
  return ordered
}

async function sequencesOf(client: pg.Client): Promise<Record<string, { value: string; called: boolean }>> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind = 'S' order by 1`,
  )
  const values: Record<string, { value: string; called: boolean }> = {}
  for (const { name } of rows) {
    const read = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from public.${quoted(name)}`,
    )
    values[name] = read.rows[0]!
  }
  return values
}

/** Paths under a folder, relative to it; none when there is no such folder. */
async function filesOf(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort()
}
