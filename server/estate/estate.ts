import type { Clock } from '../platform/clock.ts'
import type { Organisation, Role } from '../platform/context.ts'
import type { Database } from '../platform/db/database.ts'
import type { Factor, Identity, Origin } from '../platform/identity/index.ts'
import type { AccountId, OrganisationId, PersonId, UnitId } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import type { Standing } from './store.ts'

/** What a command that runs before anyone is signed in is given instead of a `Ctx`. */
export interface SetUp {
  db: Database
  clock: Clock
  log: Log
  identity: Identity
}

/** What a person types on the set-up page. `link` is the one-time token from the address. */
export interface OrganisationForm {
  link: string
  name: string
  area: string | null
  /** With a passkey: the ids that `beginPasskeyRegistration` was given (`newId`). */
  organisation?: OrganisationId
  person: { id?: PersonId; name: string; email: string; password: string | null; factor: Factor }
  from: Origin
}

export interface NewOrganisation {
  organisation: Organisation
  root: UnitId
  administrator: PersonId
  /** Cookie token: the first administrator is signed in. */
  token: string
  /** Shown once. */
  recoveryCodes: string[]
}

/** Four people who can be tried on at once. Shown on the page; only in exercise organisations. */
export interface ExerciseOrganisation {
  organisation: Organisation
  root: UnitId
  people: { id: PersonId; name: string; job: string; role: Role; email: string; password: string }[]
  /** Cookie token of the duty officer, so that the deck opens by itself. */
  token: string
}

export interface Unit {
  id: UnitId
  name: string
  parent: UnitId | null
  /** Root first, this unit last. */
  path: UnitId[]
  /** How many steps below the root. */
  depth: number
  /** People with a role granted in exactly this unit. */
  people: number
}

export interface HeldRole {
  role: Role
  unit: UnitId
  unitName: string
  account: AccountId | null
  /** `waiting` is not in force; `single-handed` is, and nobody else has confirmed it. */
  standing: Standing
  /** Who gave it (or lifted it); null when the machine did. */
  givenBy: PersonId | null
  givenByName: string | null
}

export interface PersonRow {
  id: PersonId
  name: string
  email: string
  state: 'invited' | 'active' | 'disabled'
  /** They were in at least once: a new link would replace their keys. */
  joined: boolean
  roles: HeldRole[]
  lastSignInAt: Date | null
  disabledAt: Date | null
}

export interface Invitation {
  organisation: OrganisationId
  kind: 'live' | 'exercise'
  person: PersonId
  name: string
  email: string
  organisationName: string
  expiresAt: Date
}

/** Something that was left without an owner when a person was disabled. */
export interface OrphanedWork {
  /** 'search', 'draft', 'source' … */
  kind: string
  id: string
  title: string
}
