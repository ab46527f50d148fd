import type { Clock } from './clock.ts'
import type { Database } from './db/database.ts'
import type { AccountId, OrganisationId, PersonId, SessionId, UnitId } from './ids.ts'
import type { Log } from './log.ts'

export type Role = 'administrator' | 'approver' | 'officer' | 'viewer'

/** A right: a role in a unit (and everything below it), or on one account. */
export interface Right {
  role: Role
  unit: UnitId
  account: AccountId | null
  /** The unit and its ancestors, root first; what `can()` compares. */
  path: UnitId[]
}

/** The signed-in person, as the session says; never as the body says. */
export interface Person {
  id: PersonId
  name: string
  rights: Right[]
  session: SessionId | null
}

export interface Organisation {
  id: OrganisationId
  name: string
  /** 'live' organisations reach networks; an 'exercise' one cannot (safe-fetch and channels refuse). */
  kind: 'live' | 'exercise'
  /** Code of the area in `engines/place` (GSS, police force id or ODS code). */
  area: string | null
  timeZone: string
}

/** What every command and query is given first. Seven members at most; a new one needs a decision record. */
export interface Ctx<Channels = unknown> {
  db: Database
  person: Person
  organisation: Organisation
  clock: Clock
  channels: Channels
  log: Log
}
