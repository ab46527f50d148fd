import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { flushAudit } from '../audit/chain.ts'
import { flushEvents } from '../events/flush-events.ts'
import type { Log } from '../log.ts'
import type { Database, Executor, Tx } from './database.ts'

export interface DatabaseOptions {
  log: Log
  /** Connections kept at most. Default 10. */
  connections?: number
  /** Only tests may skip the check that a commit survives a power cut. Default true. */
  mustBeDurable?: boolean
  /** How long the first connection may take: a machine that comes up is busy. Default 30,000. */
  firstConnectMs?: number
  /** How long every later one may take; whoever waits longer is told that the database is away. Default 5,000. */
  connectMs?: number
}

const CONNECT_MS = 5_000
const FIRST_CONNECT_MS = 30_000

/** bigint as a number (every count and event number of ours is below 2^53), date as its text. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === pg.types.builtins.INT8) return Number
    if (oid === pg.types.builtins.DATE) return String
    return pg.types.getTypeParser(oid, format as 'text')
  }) as pg.CustomTypesConfig['getTypeParser'],
}

/** How every connection of ours is made, outside the pool too. */
export function connectionSettings(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    types,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'folkmoot',
  }
}

/**
 * Opens the pool and checks that the server is one on which a commit is a promise. Throws with words when it is older
 * than 15, or when fsync, synchronous_commit or full_page_writes is off.
 */
export async function openDatabase(url: string, options: DatabaseOptions): Promise<Database> {
  const pool = new pg.Pool({
    ...connectionSettings(url),
    connectionTimeoutMillis: options.firstConnectMs ?? FIRST_CONNECT_MS,
    max: options.connections ?? 10,
    idleTimeoutMillis: 60_000,
    options: '-c idle_in_transaction_session_timeout=60000 -c TimeZone=UTC',
  })
  let closing: Promise<void> | null = null
  // A connection that dies while idle is thrown out by the pool; the next query opens another. When we close, the
  // server may end a connection before our own goodbye has reached it: nothing is lost then.
  pool.on('error', (error) => {
    if (closing === null) options.log.warn({ reason: error.message }, 'a database connection was lost')
  })
  // One that dies while it is lent out is nobody's to hear about but the query's; without a listener it would end the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    await checkServer(kysely, options.mustBeDurable ?? true)
    // The pool asks for this again with every connection.
    pool.options.connectionTimeoutMillis = options.connectMs ?? CONNECT_MS
  } catch (error) {
    await kysely.destroy()
    throw error
  }
  return {
    read: kysely,
    url,
    transaction: (work) => runTransaction(kysely, work),
    close: () => {
      closing ??= kysely.destroy()
      return closing
    },
  }
}

/** Settings that would let a power cut lose what was committed, as `name = value`. Empty when all is well. */
export async function undurableSettings(on: Executor): Promise<string[]> {
  const { rows } = await sql<{ name: string; setting: string }>`
    select name, setting from pg_settings
    where name in ('fsync', 'synchronous_commit', 'full_page_writes') and setting = 'off' order by name`.execute(
    on,
  )
  return rows.map((row) => `${row.name} = ${row.setting}`)
}

async function checkServer(on: Executor, mustBeDurable: boolean): Promise<void> {
  const { rows } = await sql<{
    version: number
  }>`select current_setting('server_version_num')::int as version`.execute(on)
  const version = rows[0]?.version ?? 0
  if (version < 150_000)
    throw new Error(
      `The database is PostgreSQL ${Math.floor(version / 10_000)}; Folkmoot needs 15 or newer. Upgrade it, or unset DATABASE_URL to use the one that comes with Folkmoot.`,
    )
  if (!mustBeDurable) return
  const bad = await undurableSettings(on)
  if (bad.length > 0)
    throw new Error(
      `The database would lose committed work in a power cut: ${bad.join(', ')}. Switch it on in postgresql.conf (or with ALTER SYSTEM), reload, and start again.`,
    )
}

const SERIALISATION_FAILURE = '40001'
const DEADLOCK = '40P01'
const TRIES = 3

/** Carries a refused result out of the transaction, so that it is rolled back. */
class Refused extends Error {
  readonly result: unknown
  constructor(result: unknown) {
    super('refused')
    this.result = result
  }
}

async function runTransaction<T>(kysely: Kysely<unknown>, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    const pending: Tx['pending'] = { events: [], audit: [], afterCommit: [] }
    try {
      const value = await kysely
        .transaction()
        .setIsolationLevel('read committed')
        .execute(async (transaction) => {
          const tx = Object.assign(transaction, { pending })
          const result = await work(tx)
          if (isRefused(result)) throw new Refused(result)
          await flushAudit(tx, pending.audit)
          await flushEvents(tx, pending.events)
          return result
        })
      for (const then of pending.afterCommit) then()
      return value
    } catch (error) {
      if (error instanceof Refused) return error.result as T
      const code = (error as { code?: unknown }).code
      if (tried < TRIES && (code === SERIALISATION_FAILURE || code === DEADLOCK)) continue
      throw error
    }
  }
}

function isRefused(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && 'refusal' in value && 'ok' in value && value.ok === false
  )
}
