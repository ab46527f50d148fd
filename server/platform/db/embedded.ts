import { execFile, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { chmod, chown, lstat, mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import type { Log } from '../log.ts'
import { type Binaries, NOBODY, placeBinaries, shortName } from './binaries.ts'
import { chooseHome, homeOf } from './cluster-home.ts'

export interface PostgresOptions {
  log: Log
  /** Told to the person who starts it, one line each. */
  say?: (line: string) => void
  /** Extra settings, `name=value`; tests switch durability off with it. */
  settings?: string[]
  /** `initdb` flushes what it writes. Default true; tests do without. */
  flush?: boolean
  /** Bring the server back when it dies. Default true. */
  supervise?: boolean
}

export interface RunningPostgres {
  url: string
  pid(): number | null
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>
}

const run = promisify(execFile)
const RETRY_MS = 10_000
const RECOVERY_MS = 600_000
const SOCKET_NAME_LIMIT = 100

/** Where one cluster lives and who runs it. */
interface Cluster {
  binaries: Binaries
  /** The cluster's own folder: `data`, `log`, and the socket unless its path is too long. */
  home: string
  data: string
  sockets: string
  /** Uid and gid to run as; null when Folkmoot itself is unprivileged. */
  runAs: number | null
  settings: string[]
}

/**
 * Starts the PostgreSQL that comes along, on `<folder>/postgres`, reachable through a private unix socket only. Makes
 * the cluster when there is none, adopts a server that an earlier process left running, and waits for crash recovery.
 * Throws with words that say what to do.
 */
export async function startPostgres(folder: string, options: PostgresOptions): Promise<RunningPostgres> {
  const say = options.say ?? (() => {})
  const cluster = await lay(folder, options, say)
  if (!existsSync(path.join(cluster.data, 'PG_VERSION'))) {
    say('Making the database …')
    await create(cluster, options.flush ?? true)
  }
  await checkVersion(cluster)
  let pid = await bringUp(cluster, options.log, say)
  const stopping = new AbortController()
  const pause = (ms: number) => sleep(ms, undefined, { ref: false, signal: stopping.signal }).catch(() => {})
  const watch = async () => {
    while (!stopping.signal.aborted) {
      await pause(250)
      if (stopping.signal.aborted || isAlive(pid)) continue
      options.log.error('PostgreSQL has stopped by itself; starting it again')
      try {
        pid = await bringUp(cluster, options.log, say)
      } catch (error) {
        options.log.error({ reason: (error as Error).message }, 'PostgreSQL does not start; trying again')
        await pause(1_000)
      }
    }
  }
  const watching = (options.supervise ?? true) ? watch() : Promise.resolve()
  return {
    url: urlOf(cluster),
    pid: () => (isAlive(pid) ? pid : null),
    async stop() {
      stopping.abort()
      await watching
      await shutDown(cluster)
    },
  }
}

/** The address of the server that another process runs on this folder; throws when there is none that answers. */
export async function runningPostgres(folder: string): Promise<string> {
  const found = readPostmaster({ data: path.join(homeOf(folder), 'data') })
  if (!found)
    throw new Error(`Folkmoot runs on ${folder}, but its PostgreSQL does not. Try again in a moment.`)
  return urlOf(found)
}

const urlOf = (cluster: Pick<Cluster, 'sockets'>, database = 'folkmoot') =>
  `postgres://folkmoot@${encodeURIComponent(cluster.sockets)}/${database}`

async function lay(folder: string, options: PostgresOptions, say: (line: string) => void): Promise<Cluster> {
  const runAs = process.getuid?.() === 0 ? NOBODY : null
  const binaries = await placeBinaries(runAs, say)
  await mkdir(folder, { recursive: true })
  const home = await chooseHome(folder, runAs, say)
  await mkdir(home, { recursive: true, mode: 0o700 })
  await own(home, runAs)
  let sockets = home
  if (Buffer.byteLength(path.join(home, '.s.PGSQL.5432')) > SOCKET_NAME_LIMIT) {
    sockets = path.join(os.tmpdir(), `folkmoot-${runAs ?? process.getuid?.() ?? 0}-${shortName(home)}`)
    await mkdir(sockets, { mode: 0o700 }).catch(() => {})
    if (runAs !== null) await chown(sockets, runAs, runAs)
    const found = await lstat(sockets)
    if (!found.isDirectory() || found.uid !== (runAs ?? process.getuid?.()) || (found.mode & 0o077) !== 0)
      throw new Error(
        `${sockets} must be a folder that only PostgreSQL can enter. Remove it and start again.`,
      )
  }
  return { binaries, home, data: path.join(home, 'data'), sockets, runAs, settings: options.settings ?? [] }
}

/** Gives a folder to the account that PostgreSQL runs as; refuses with words when it belongs to somebody else. */
async function own(home: string, runAs: number | null): Promise<void> {
  if (runAs !== null) {
    await chown(home, runAs, runAs)
    await chmod(home, 0o700)
    return
  }
  const found = await stat(home)
  if (found.uid !== process.getuid?.())
    throw new Error(
      `${home} belongs to another account (uid ${found.uid}): it was last used by ${found.uid === NOBODY ? 'root' : 'somebody else'}. Start Folkmoot as that account, or give the folder to this one (chown -R), or set FOLKMOOT_DATA to another folder.`,
    )
}

const asAccount = (cluster: Cluster) => ({
  cwd: cluster.home,
  env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', HOME: cluster.home },
  ...(cluster.runAs === null ? {} : { uid: cluster.runAs, gid: cluster.runAs }),
})

async function create(cluster: Cluster, flush: boolean): Promise<void> {
  // A first start that was cut off leaves a folder that is not a cluster; initdb wants it empty.
  const half = path.join(cluster.home, 'data.new')
  await rm(half, { recursive: true, force: true })
  const args = ['-D', half, '-U', 'folkmoot', '-A', 'trust', '-E', 'UTF8']
  args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--data-checksums')
  if (!flush) args.push('--no-sync')
  try {
    await run(path.join(cluster.binaries.bin, 'initdb'), args, asAccount(cluster))
  } catch (error) {
    const words = (error as { stderr?: string }).stderr?.trim() || (error as Error).message
    throw new Error(`PostgreSQL could not make its data folder in ${cluster.home}: ${words}`)
  }
  await rename(half, cluster.data)
}

async function checkVersion(cluster: Cluster): Promise<void> {
  const found = (await readFile(path.join(cluster.data, 'PG_VERSION'), 'utf8')).trim()
  const ours = cluster.binaries.version.split('.')[0]
  if (found !== ours)
    throw new Error(
      `The data in ${cluster.data} was made by PostgreSQL ${found}; this copy of Folkmoot carries ${ours}. Make a backup with the version that wrote it, and restore it into a new data folder (see docs/guide/running.md).`,
    )
}

/** Settings that suit one machine that runs other things too; every durability setting keeps its safe default. */
function settingsOf(cluster: Cluster): string[] {
  const megabytes = os.totalmem() / 1024 / 1024
  const shared = Math.round(Math.min(1024, Math.max(128, megabytes / 8)))
  return [
    `unix_socket_directories="${cluster.sockets.replaceAll('"', '""')}"`,
    'listen_addresses=',
    'unix_socket_permissions=0700',
    'max_connections=60',
    `shared_buffers=${shared}MB`,
    `effective_cache_size=${Math.round(megabytes / 2)}MB`,
    'work_mem=16MB',
    'maintenance_work_mem=128MB',
    'max_wal_size=2GB',
    'checkpoint_timeout=10min',
    'random_page_cost=1.1',
    'jit=off',
    'timezone=UTC',
    'log_timezone=UTC',
    'logging_collector=off',
    'log_min_messages=warning',
    ...cluster.settings,
  ]
}

interface PostmasterFile {
  pid: number
  sockets: string
}

function readPostmaster(cluster: Pick<Cluster, 'data'>): PostmasterFile | null {
  try {
    const lines = readFileSync(path.join(cluster.data, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return null
    // After a reboot the number may belong to something else entirely.
    if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')) return null
    return { pid, sockets: lines[4] ?? '' }
  } catch {
    return null
  }
}

/** A server on this data folder that answers: adopted when it was started as we would start it, else stopped. */
async function bringUp(cluster: Cluster, log: Log, say: (line: string) => void): Promise<number> {
  const args = ['-D', cluster.data, ...settingsOf(cluster).flatMap((setting) => ['-c', setting])]
  const program = path.join(cluster.binaries.bin, 'postgres')
  const orphan = readPostmaster(cluster)
  if (orphan) {
    const same = readFileSync(`/proc/${orphan.pid}/cmdline`, 'utf8') === `${[program, ...args].join('\0')}\0`
    if (same && (await answers(cluster, 5_000))) {
      log.info({ pid: orphan.pid }, 'adopted the PostgreSQL that an earlier process left running')
      return orphan.pid
    }
    log.info({ pid: orphan.pid }, 'stopping the PostgreSQL that an earlier process left running')
    await shutDown(cluster)
  }
  const until = Date.now() + RETRY_MS
  for (;;) {
    const pid = launch(cluster, program, args)
    const failure = await ready(cluster, pid, say)
    if (failure === null) return pid
    // Children of a killed server hold its shared memory for a moment; anything else will not mend itself either way.
    if (Date.now() > until) throw new Error(`PostgreSQL does not start. ${failure}`)
    await sleep(300)
  }
}

function launch(cluster: Cluster, program: string, args: string[]): number {
  const log = openSync(path.join(cluster.home, 'log'), 'a', 0o600)
  // Its own process group, so that Ctrl-C reaches Folkmoot alone, which then stops it in order.
  const child = spawn(program, args, { ...asAccount(cluster), detached: true, stdio: ['ignore', log, log] })
  child.on('error', () => {})
  child.unref()
  closeSync(log)
  return child.pid ?? 0
}

/** Null once the server takes connections, else why not. */
async function ready(cluster: Cluster, pid: number, say: (line: string) => void): Promise<string | null> {
  const started = Date.now()
  let told = false
  while (Date.now() - started < RECOVERY_MS) {
    if (!isAlive(pid)) return lastWords(cluster)
    if (await answers(cluster, 0)) return null
    if (!told && Date.now() - started > 2_000) {
      told = true
      say(
        'PostgreSQL is not ready yet; after a crash it first recovers what was committed, for some minutes at most',
      )
    }
    await sleep(20)
  }
  return 'It has not finished recovering in ten minutes.'
}

function lastWords(cluster: Cluster): string {
  const tail = readFileSync(path.join(cluster.home, 'log'), 'utf8').trim().split('\n').slice(-4).join('\n')
  const hint = /No space left/.test(tail) ? ' The disk is full: free some space and start again.' : ''
  return `${hint} The end of ${path.join(cluster.home, 'log')} says:\n${tail}`.trim()
}

/** Does it take connections to our own database (made here when it is not there yet)? */
async function answers(cluster: Cluster, patienceMs: number): Promise<boolean> {
  const until = Date.now() + patienceMs
  for (;;) {
    const client = new pg.Client({
      connectionString: urlOf(cluster, 'postgres'),
      connectionTimeoutMillis: 2_000,
    })
    client.on('error', () => {})
    try {
      await client.connect()
      const { rowCount } = await client.query("select from pg_database where datname = 'folkmoot'")
      if (rowCount === 0) await client.query('create database folkmoot')
      return true
    } catch {
      if (Date.now() >= until) return false
      await sleep(50)
    } finally {
      await client.end().catch(() => {})
    }
  }
}

/** Fast shutdown, then the immediate one when that takes over 20 s (the next start recovers). */
async function shutDown(cluster: Cluster): Promise<void> {
  const pid = readPostmaster(cluster)?.pid
  if (!pid) return
  for (const [signal, patience] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 5_000],
  ] as const) {
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    const until = Date.now() + patience
    while (Date.now() < until) {
      if (!isAlive(pid)) return
      await sleep(20)
    }
  }
}

/** A zombie counts as dead. */
export function isAlive(pid: number): boolean {
  if (pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
