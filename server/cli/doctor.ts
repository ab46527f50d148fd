import { execFile } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { access, constants, mkdir, statfs } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { createApp } from '../app.ts'
import { everyOrganisation } from '../estate/store.ts'
import { systemClock } from '../platform/clock.ts'
import { type Config, readConfig } from '../platform/config.ts'
import { readHolder } from '../platform/data-lock.ts'
import { type Database, homeOf, readMigrations, undurableSettings } from '../platform/db/index.ts'
import { newId, type PersonId, type UnitId } from '../platform/ids.ts'
import { createLog } from '../platform/log.ts'
import { createSecrets } from '../platform/secrets.ts'
import { atGround, size } from './command.ts'

type State = 'well' | 'look' | 'ill'

interface Finding {
  state: State
  what: string
  /** What to do about it. */
  todo?: string
}

const MARK: Record<State, string> = { well: 'ok  ', look: 'LOOK', ill: 'BAD ' }

/** Prints what it finds; false when something must be done. */
export async function doctor(): Promise<boolean> {
  const states = new Set<State>()
  const tell = (finding: Finding) => {
    console.log(`${MARK[finding.state]} ${finding.what}`)
    if (finding.todo) console.log(`     → ${finding.todo}`)
    states.add(finding.state)
  }
  const config = readConfig()
  tell(program())
  tell(pages())
  for (const finding of await disk(config)) tell(finding)
  tell(key(config))
  tell(await clock())
  try {
    await atGround(
      async ({ db }) => {
        for (const finding of await database(db, config)) tell(finding)
        for (const finding of await sources(db, config)) tell(finding)
      },
      { migrate: false },
    )
  } catch (error) {
    tell({
      state: 'ill',
      what: `the database: ${(error as Error).message}`,
      todo: config.databaseUrl
        ? 'Is the server that DATABASE_URL names running, and does it let this account in?'
        : undefined,
    })
  }
  const words = states.has('ill')
    ? 'Something must be done.'
    : states.has('look')
      ? 'Nothing must be done now.'
      : 'All is well.'
  console.log(words)
  return !states.has('ill')
}

function program(): Finding {
  const gigabytes = os.totalmem() / 1e9
  const what = `Node ${process.versions.node}, ${os.availableParallelism()} processors, ${gigabytes.toFixed(1)} GB of memory`
  return gigabytes < 1.8
    ? {
        state: 'look',
        what,
        todo: 'Give it 2 GB or more; under load it may be slow or stopped by the system.',
      }
    : { state: 'well', what }
}

function pages(): Finding {
  return existsSync(path.resolve(import.meta.dirname, '../../build/handler.js'))
    ? { state: 'well', what: 'the pages are built' }
    : { state: 'look', what: 'the pages are not built', todo: 'npm start builds them.' }
}

async function disk(config: Config): Promise<Finding[]> {
  const folder = config.dataFolder
  try {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.W_OK)
  } catch {
    return [
      {
        state: 'ill',
        what: `the data folder ${folder} cannot be written`,
        todo: 'Give it to this account (chown), or set FOLKMOOT_DATA to another folder.',
      },
    ]
  }
  const home = homeOf(folder)
  const where = existsSync(home) ? home : folder
  const found = await statfs(where)
  const free = found.bavail * found.bsize
  const share = found.bavail / found.blocks
  const what = `${size(free)} free where the data lies (${where})`
  if (free < 1e9)
    return [
      { state: 'ill', what, todo: 'Free some space now; a full disk stops everything from being kept.' },
    ]
  if (free < 5e9 || share < 0.05)
    return [{ state: 'look', what, todo: 'Make room soon; a million posts take about a gigabyte or two.' }]
  return [{ state: 'well', what }]
}

function key(config: Config): Finding {
  if (!existsSync(config.keyFile))
    return {
      state: 'look',
      what: `no key file at ${config.keyFile} yet`,
      todo: 'The first start makes it. Then keep a copy of it somewhere else.',
    }
  try {
    createSecrets(config.keyFile)
  } catch (error) {
    return {
      state: 'ill',
      what: `the key file: ${(error as Error).message}`,
      todo: `chmod 600 ${config.keyFile}, or bring back the copy you kept.`,
    }
  }
  return statSync(config.keyFile).mode & 0o077
    ? {
        state: 'ill',
        what: `others may read the key file ${config.keyFile}`,
        todo: `chmod 600 ${config.keyFile}`,
      }
    : { state: 'well', what: `the key file ${config.keyFile} is for this account only` }
}

async function clock(): Promise<Finding> {
  try {
    const { stdout } = await promisify(execFile)(
      'timedatectl',
      ['show', '-p', 'NTPSynchronized', '--value'],
      { timeout: 3_000 },
    )
    return stdout.trim() === 'yes'
      ? { state: 'well', what: 'the clock is kept by the network' }
      : {
          state: 'look',
          what: 'the clock is not kept by the network',
          todo: 'Switch it on: timedatectl set-ntp true. Codes from an app fail when the clock is off by a minute.',
        }
  } catch {
    return {
      state: 'look',
      what: `it is ${new Date().toISOString()} by this clock; whether anything keeps it right cannot be seen from here`,
      todo: 'Compare it with a watch. In a container the host keeps it.',
    }
  }
}

async function database(db: Database, config: Config): Promise<Finding[]> {
  const findings: Finding[] = []
  const before = Date.now()
  const { rows } = await sql<{ version: string; at: Date; bytes: number }>`
    select current_setting('server_version') as version, clock_timestamp() as at,
      pg_database_size(current_database()) as bytes`.execute(db.read)
  const { version, at, bytes } = rows[0]!
  const holder = readHolder(config.dataFolder)
  findings.push({
    state: 'well',
    what: `PostgreSQL ${version} (${config.databaseUrl ? 'your own' : 'embedded'}), ${size(bytes)}${holder ? `, in use by process ${holder.pid}` : ''}`,
  })
  const bad = await undurableSettings(db.read)
  findings.push(
    bad.length === 0
      ? { state: 'well', what: 'a commit survives a power cut (fsync, synchronous_commit, full_page_writes)' }
      : {
          state: 'ill',
          what: `a power cut would lose work: ${bad.join(', ')}`,
          todo: 'Switch it on in postgresql.conf and reload.',
        },
  )
  const skew = Math.abs(at.getTime() - (before + Date.now()) / 2)
  if (skew > 2_000)
    findings.push({
      state: 'ill',
      what: `the database's clock is ${Math.round(skew / 1000)} s away from this machine's`,
      todo: 'Let both be kept by the network.',
    })
  findings.push(await migrations(db))
  const idle = await sql<{ n: number }>`
    select count(*) as n from pg_stat_activity
    where datname = current_database() and state <> 'idle' and now() - xact_start > interval '10 minutes'`.execute(
    db.read,
  )
  if ((idle.rows[0]?.n ?? 0) > 0)
    findings.push({
      state: 'look',
      what: `${idle.rows[0]!.n} transactions have been open for over ten minutes`,
      todo: 'Something else is using this database; long transactions stop it from tidying up.',
    })
  return findings
}

async function migrations(db: Database): Promise<Finding> {
  const ours = await readMigrations()
  const there = await sql<{
    n: string | null
  }>`select to_regclass('public.platform_migration')::text as n`.execute(db.read)
  if (!there.rows[0]?.n) return { state: 'look', what: 'the database is new', todo: 'npm start sets it up.' }
  const { rows } = await sql<{
    name: string
    sha256: string
  }>`select name, sha256 from platform_migration`.execute(db.read)
  const applied = new Map(rows.map((row) => [row.name, row.sha256]))
  const changed = ours.filter(({ name, sha256 }) => applied.has(name) && applied.get(name) !== sha256)
  if (changed.length > 0)
    return {
      state: 'ill',
      what: `changed since they were applied: ${changed.map((one) => one.name).join(', ')}`,
      todo: 'Put these files back as they were.',
    }
  const missing = ours.filter(({ name }) => !applied.has(name))
  return missing.length === 0
    ? { state: 'well', what: `the database is up to date (${ours.length} migrations)` }
    : {
        state: 'look',
        what: `${missing.length} migrations are to come`,
        todo: 'npm start applies them; make a backup first.',
      }
}

/** What each source says of itself, as its page shows it. */
async function sources(db: Database, config: Config): Promise<Finding[]> {
  const there = await sql<{
    n: string | null
  }>`select to_regclass('public.listen_source')::text as n`.execute(db.read)
  if (!there.rows[0]?.n || !existsSync(config.keyFile)) return []
  const app = await createApp({
    config,
    db,
    clock: systemClock,
    log: createLog('silent'),
  })
  const findings: Finding[] = []
  try {
    for (const organisation of await everyOrganisation(db.read)) {
      const unit = newId<UnitId>(Date.now())
      const person = {
        id: newId<PersonId>(Date.now()),
        name: 'doctor',
        rights: [{ role: 'administrator' as const, unit, account: null, path: [unit] }],
        session: null,
      }
      const listed = await app.listen.listSources(app.ctxFor(person, organisation))
      if (!listed.ok) continue
      for (const source of listed.value) {
        const { state, says } = source
        findings.push({
          state:
            state === 'refused'
              ? 'ill'
              : state === 'listening' || state === 'paused' || state === 'catching-up'
                ? 'well'
                : 'look',
          what: `${organisation.name}, ${source.name}: ${says}`,
          todo: state === 'refused' ? (source.todo ?? undefined) : undefined,
        })
      }
    }
  } finally {
    await app.close()
  }
  return findings
}
