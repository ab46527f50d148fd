import type { Person, Right, Role } from '../context.ts'
import type { AccountId, UnitId } from '../ids.ts'

/** Everything a right can allow, named `slice.verb`. A new action goes into `LOWEST` in the same change. */
export type Action =
  // see
  | 'listen.read'
  | 'converse.read'
  | 'publish.read'
  | 'crisis.read'
  | 'alert.read'
  | 'exercise.read'
  | 'estate.read'
  // do
  | 'listen.search' // make, change and stop a search
  | 'listen.correct' // put a label right
  | 'listen.export' // take posts out of the building
  | 'listen.view-account' // look again and again at one public account, with an authorisation
  | 'converse.reply'
  | 'publish.draft'
  | 'crisis.record'
  | 'exercise.play'
  // decide
  | 'publish.approve'
  | 'publish.hold'
  | 'crisis.declare'
  | 'alert.approve'
  // run the house
  | 'listen.sources' // connect, pause and remove sources
  | 'listen.import'
  | 'estate.units'
  | 'estate.people'
  | 'estate.rights'
  | 'estate.audit' // read the audit trail
  | 'estate.settings'

/** From least to most. Nobody grants a role above their own. */
export const ROLES: readonly Role[] = ['viewer', 'officer', 'approver', 'administrator']

const SEE: readonly Action[] = [
  'listen.read',
  'converse.read',
  'publish.read',
  'crisis.read',
  'alert.read',
  'exercise.read',
  'estate.read',
]
const DO: readonly Action[] = [
  'listen.search',
  'listen.correct',
  'listen.export',
  'listen.view-account',
  'converse.reply',
  'publish.draft',
  'crisis.record',
  'exercise.play',
]
const DECIDE: readonly Action[] = ['publish.approve', 'publish.hold', 'crisis.declare', 'alert.approve']
const RUN: readonly Action[] = [
  'listen.sources',
  'listen.import',
  'estate.units',
  'estate.people',
  'estate.rights',
  'estate.audit',
  'estate.settings',
]

/**
 * What each role may do. An administrator runs the house and works in it, and may stop everything (`publish.hold`),
 * but does not approve: whoever hands out the keys must not also be the second pair of eyes.
 */
const ALLOWED: Record<Role, ReadonlySet<Action>> = {
  viewer: new Set(SEE),
  officer: new Set([...SEE, ...DO]),
  approver: new Set([...SEE, ...DO, ...DECIDE, 'listen.sources', 'listen.import']),
  administrator: new Set([...SEE, ...DO, ...RUN, 'publish.hold']),
}

/** Every action there is; for the matrix test and for pages that explain roles. */
export const ACTIONS: readonly Action[] = [...SEE, ...DO, ...DECIDE, ...RUN]

/** What a role may do, for a page that explains it. */
export const actionsOf = (role: Role): Action[] => ACTIONS.filter((action) => ALLOWED[role].has(action))

export interface On {
  unit?: UnitId | null
  account?: AccountId | null
}

/**
 * May this person do this, here? Pure. `person.rights` holds one entry for every unit that a role reaches: the one
 * it was granted in and all below it. With neither unit nor account the question is about the organisation as a
 * whole, and only a right in the root unit answers it. Deny by default.
 */
export function can(person: Pick<Person, 'rights'>, action: Action, on: On = {}): boolean {
  return person.rights.some((right) => ALLOWED[right.role].has(action) && reaches(right, on))
}

/** May this person do this in at least one unit or on one account? For menus and for lists that filter their rows. */
export function canAnywhere(person: Pick<Person, 'rights'>, action: Action): boolean {
  return person.rights.some((right) => ALLOWED[right.role].has(action))
}

/** The units in which this person may do this; for a list's `where unit_id = any(…)`. */
export function unitsWhere(person: Pick<Person, 'rights'>, action: Action): UnitId[] {
  const units = person.rights
    .filter((right) => right.account === null && ALLOWED[right.role].has(action))
    .map((right) => right.unit)
  return [...new Set(units)]
}

/** The highest role this person has over a unit (or over an account); null when none. */
export function highestRole(person: Pick<Person, 'rights'>, on: On = {}): Role | null {
  let best = -1
  for (const right of person.rights) if (reaches(right, on)) best = Math.max(best, ROLES.indexOf(right.role))
  return ROLES[best] ?? null
}

/**
 * May this person give or take this role here? They need the right to change rights there and a role that is at
 * least as high there.
 */
export function mayGrant(person: Pick<Person, 'rights'>, role: Role, on: On): boolean {
  const own = highestRole(person, on)
  return own !== null && can(person, 'estate.rights', on) && ROLES.indexOf(role) <= ROLES.indexOf(own)
}

function reaches(right: Right, on: On): boolean {
  if (right.account !== null) return on.account != null && right.account === on.account
  if (on.unit) return right.unit === on.unit
  if (on.account) return false // an account is reached through its unit, or by a right of its own
  return right.path.length === 1
}
