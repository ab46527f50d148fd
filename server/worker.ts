/** The door for time: listeners, jobs, sweepers. Starts with the app and stops with it. */
import type { App } from './app.ts'
import { auditHeads } from './platform/audit/verify-audit.ts'
import { pruneEvents } from './platform/events/index.ts'
import { sweepSessions } from './platform/identity/index.ts'

export interface Worker {
  stop(): Promise<void>
}

const SPIKES_MS = 20_000

export async function startWorker(app: App): Promise<Worker> {
  const { db, clock, jobs, log, listen } = app
  await app.spool.sweep()
  jobs.define('retention', async () => {
    const erased = await listen.runRetention(db, clock)
    if (erased > 0) log.info({ erased }, 'erased what had passed its date')
  })
  jobs.every('retention', '7 * * * *')
  jobs.define('housekeeping', async () => {
    await listen.runHousekeeping(db, clock)
    await pruneEvents(db, clock.now())
    await sweepSessions(db.read, clock.now())
    // Whoever keeps the log elsewhere can tell when a whole chain was written anew.
    log.info({ heads: await auditHeads(db) }, 'where the audit chains end')
  })
  jobs.every('housekeeping', '*/5 * * * *')
  jobs.define('media', async () => {
    for (const { id } of await app.estate.everyOrganisation(db.read)) await app.media.sweep(id)
  })
  jobs.every('media', '37 3 * * *')
  await jobs.start()
  await app.hearing.start()

  let sweeping: Promise<void> | null = null
  const spikes = setInterval(() => {
    // One at a time: a slow database must not be asked twice at once.
    sweeping ??= listen
      .sweepSpikes(db, clock)
      .catch((error: unknown) => log.warn({ err: error }, 'spikes could not be looked for'))
      .finally(() => {
        sweeping = null
      })
  }, SPIKES_MS)
  return {
    async stop() {
      clearInterval(spikes)
      await sweeping
      await app.hearing.stop()
      await jobs.stop()
    },
  }
}
