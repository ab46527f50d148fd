import type { App } from './app.ts'
import { pruneEvents } from './platform/events/index.ts'

/** The door for time: listeners, jobs, reactions, sweepers. */
export async function startWorker(app: App): Promise<{ stop(): Promise<void> }> {
  app.jobs.define('events.prune', async () => {
    await pruneEvents(app.db, app.clock.now())
  })
  app.jobs.every('events.prune', '17 * * * *')
  await app.jobs.start()
  return { stop: () => app.jobs.stop() }
}
