import * as estate from './estate/index.ts'
import type { Clock } from './platform/clock.ts'
import type { Config } from './platform/config.ts'
import type { Ctx, Organisation, Person } from './platform/context.ts'
import type { Database } from './platform/db/index.ts'
import { createLive, type Live } from './platform/events/index.ts'
import { createIdentity, type Identity } from './platform/identity/index.ts'
import { createJobs, type Jobs } from './platform/jobs/index.ts'
import type { Log } from './platform/log.ts'
import { createSecrets } from './platform/secrets.ts'

/** What stands before the app is built. */
export interface Beneath {
  config: Config
  db: Database
  clock: Clock
  log: Log
}

/** The whole thing, built once: config → db → channels → slices. */
export interface App extends Beneath {
  live: Live
  jobs: Jobs
  identity: Identity
  estate: typeof estate
  ctxFor(person: Person, organisation: Organisation): Ctx
  close(): Promise<void>
}

export async function createApp({ config, db, clock, log }: Beneath): Promise<App> {
  const secrets = createSecrets(config.keyFile)
  const directory = estate.createDirectory(db)
  const identity = createIdentity({ db, clock, log, secrets, directory, origin: config.origin })
  const live = createLive({
    db,
    log,
    onSessionEnded: ({ signedIn }, then) =>
      signedIn ? identity.onSessionEnded(signedIn.session, then) : () => {},
    onBeat: ({ signedIn }) => void (signedIn && identity.beat(signedIn.session).catch(() => {})),
  })
  const jobs = createJobs(db, log)
  return {
    config,
    db,
    clock,
    log,
    live,
    jobs,
    identity,
    estate,
    ctxFor: (person, organisation) => ({ db, person, organisation, clock, channels: null, log }),
    async close() {
      await live.close()
      identity.close()
    },
  }
}
