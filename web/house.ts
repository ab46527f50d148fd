import type * as estate from '../server/estate/index.ts'
import type { ExerciseOrganisation } from '../server/estate/index.ts'
import type { ListenDoor } from '../server/listen/index.ts'
import type { Clock } from '../server/platform/clock.ts'
import type { Ctx, Organisation, Person } from '../server/platform/context.ts'
import type { Database } from '../server/platform/db/database.ts'
import type { Identity } from '../server/platform/identity/index.ts'
import type { Log } from '../server/platform/log.ts'

/** The one app, as `server.ts` hangs it on the request. */
export interface Desk {
  config: { origin: string }
  db: Database
  clock: Clock
  log: Log
  identity: Identity
  estate: typeof estate
  listen: ListenDoor
  startExercise(made: ExerciseOrganisation): Promise<void>
  ctxFor(person: Person, organisation: Organisation): Ctx
}
