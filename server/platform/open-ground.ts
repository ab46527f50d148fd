import type { Config } from './config.ts'
import { type DataLock, lockFolder, readHolder } from './data-lock.ts'
import { runningPostgres } from './db/embedded.ts'
import { type Database, migrate, openDatabase, startPostgres } from './db/index.ts'
import type { Log } from './log.ts'

/** What stands under everything: a database that is up to date, and this process's right to it. */
export interface Ground {
  db: Database
  /** Process of the embedded PostgreSQL; null for one's own. */
  postgres(): number | null
  close(): Promise<void>
}

export interface GroundOptions {
  config: Config
  log: Log
  say: (line: string) => void
  /**
   * `alone`: this process serves, and nobody else may. `beside`: a command that works while Folkmoot runs; it uses the
   * running database, or brings it up for as long as it takes.
   */
  as: 'alone' | 'beside'
  /** Default true. */
  migrate?: boolean
}

/** Applied to a database that has only just been made. */
const FIRST = '0001_events.sql'

/** Locks the data folder, starts or finds PostgreSQL, opens it and brings it up to date. Throws with words. */
export async function openGround(options: GroundOptions): Promise<Ground> {
  const { config, log } = options
  const begun = performance.now()
  const undo: (() => Promise<void> | void)[] = []
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const beside = options.as === 'beside' && readHolder(config.dataFolder) !== null
    let lock: DataLock | null = null
    if (!beside) {
      lock = await lockFolder(config.dataFolder, config.origin)
      undo.push(() => lock?.release())
    }
    let postgres: () => number | null = () => null
    let url = config.databaseUrl
    if (!url && beside) url = await runningPostgres(config.dataFolder)
    if (!url) {
      const running = await startPostgres(config.dataFolder, { log, say: options.say })
      undo.push(() => running.stop())
      url = running.url
      postgres = running.pid
    }
    const db = await openDatabase(url, { log })
    undo.push(() => db.close())
    if (options.migrate ?? true) {
      const applied = await migrate(db)
      log.info({ applied }, 'the database is up to date')
      if (applied.includes(FIRST))
        options.say(`  made in ${((performance.now() - begun) / 1_000).toFixed(1)} s`)
    }
    return { db, postgres, close }
  } catch (error) {
    await close()
    throw error
  }
}
