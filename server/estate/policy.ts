import type { Ctx, Person, Role } from '../platform/context.ts'
import type { Tx } from '../platform/db/database.ts'
import { type Action, ableToSignIn, can, mayGrant } from '../platform/identity/index.ts'
import type { PersonId, UnitId } from '../platform/ids.ts'
import { ok, type Result, refuse } from '../platform/result.ts'
import {
  type Granted,
  lockOrganisation,
  noteTwo,
  readGrants,
  readRights,
  rootAdministrators,
  type Standing,
  takesTwo,
} from './store.ts'

export const notAllowed = <T = never>(rule: string, why?: string): Result<T> =>
  refuse({ kind: 'not-allowed', rule, why })

/** Whoever acts, with the rights they hold at this moment: the ones they came with may have been taken away since. */
export type Actor = Pick<Person, 'id' | 'rights'>

/** Locks the organisation's rights and reads the actor's anew. First statement of every command that changes who may do what. */
export async function actorIn(tx: Tx, ctx: Ctx): Promise<Actor> {
  await lockOrganisation(tx, ctx.organisation.id)
  await noteTwo(tx, ctx.organisation.id, ctx.clock.now())
  return { id: ctx.person.id, rights: await readRights(tx, ctx.organisation.id, ctx.person.id) }
}

/**
 * May this actor do this to that person? In every unit where the person holds a role, and with a role that is at
 * least as high there; a person without any role belongs to those who run the whole organisation.
 */
export async function overPerson(
  tx: Tx,
  ctx: Ctx,
  actor: Actor,
  action: Action,
  person: PersonId,
): Promise<Result<Granted[]>> {
  const grants = await readGrants(tx, ctx.organisation.id, person)
  const allowed =
    grants.length === 0
      ? can(actor, action)
      : grants.every(({ role, unit }) => can(actor, action, { unit }) && mayGrant(actor, role, { unit }))
  return allowed
    ? ok(grants)
    : notAllowed('over-person', 'This person holds a role outside your units, or above yours.')
}

/** Roles that one administrator alone does not hand out: the second pair of eyes, and whoever confirms it. */
export const takesASecond = (role: Role): boolean => role === 'approver' || role === 'administrator'

/** How a right stands that this actor gives now. Where there is nobody to confirm it, it is in force and says so. */
export async function standingOf(
  tx: Tx,
  ctx: Ctx,
  given: { person: PersonId; role: Role; unit: UnitId },
): Promise<Standing> {
  if (!takesASecond(given.role)) return 'settled'
  const two = await takesTwo(tx, ctx.organisation.id, given.unit, [ctx.person.id, given.person])
  return two ? 'waiting' : 'single-handed'
}

/** The last person who runs the organisation stays. Call it after the change, in the same transaction. */
export async function someoneRunsIt(tx: Tx, ctx: Ctx): Promise<Result<void>> {
  const named = await rootAdministrators(tx, ctx.organisation.id)
  // One without keys cannot come in and run anything.
  const left = await ableToSignIn(tx, ctx.organisation, named)
  if (left.length > 0) return ok(undefined)
  return refuse({
    kind: 'conflict',
    rule: 'last-administrator',
    why: 'This is the last administrator of the organisation. Make somebody else one first.',
  })
}
