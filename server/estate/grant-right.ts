import type { Ctx, Role } from '../platform/context.ts'
import { endSessions, mayGrant, ROLES } from '../platform/identity/index.ts'
import type { AccountId, PersonId, UnitId } from '../platform/ids.ts'
import { invalid, ok, type Result, refuse } from '../platform/result.ts'
import { confirmIn } from './confirm-right.ts'
import { said } from './messages.ts'
import { actorIn, notAllowed, someoneRunsIt, standingOf, takesASecond } from './policy.ts'
import { ownLink } from './reset-person.ts'
import { deleteGrant, insertGrant, readStanding, readUnits } from './store.ts'
import { readPersonRow, resetBy } from './store-person.ts'
import { tell } from './tell.ts'

export interface RightInput {
  person: PersonId
  role: Role
  unit: UnitId
  account?: AccountId | null
}

/**
 * Gives a role in a unit and all below it, or on one account. Nobody gives more than they hold there. What takes two
 * waits for the second, who gives it as well or confirms it.
 */
export const grantRight = (ctx: Ctx, input: RightInput): Promise<Result<void>> => change(ctx, input, 'grant')

/** Takes a role away; under the same rule, and never from the last administrator. */
export const revokeRight = (ctx: Ctx, input: RightInput): Promise<Result<void>> =>
  change(ctx, input, 'revoke')

async function change(ctx: Ctx, input: RightInput, way: 'grant' | 'revoke'): Promise<Result<void>> {
  if (!ROLES.includes(input.role)) return invalid('role', said('role-none'))
  const organisation = ctx.organisation.id
  return ctx.db.transaction(async (tx) => {
    const actor = await actorIn(tx, ctx)
    const unit = (await readUnits(tx, organisation)).find(({ id }) => id === input.unit)
    const row = await readPersonRow(tx, organisation, input.person)
    if (!unit || !row) return refuse({ kind: 'not-found', what: unit ? 'person' : 'unit' })
    if (!mayGrant(actor, input.role, { unit: unit.id })) return notAllowed('above-own-role')
    // Whoever hands out the keys must not become the second pair of eyes by their own hand.
    if (way === 'grant' && row.id === ctx.person.id)
      return notAllowed('own-rights', 'Somebody else must change your own rights.')
    const decides = way === 'grant' && takesASecond(input.role)
    if (decides && (await resetBy(tx, organisation, row.id)) === ctx.person.id) return ownLink
    const right = { role: input.role, unit: unit.id, account: input.account ?? null }
    const held = decides ? await readStanding(tx, organisation, row.id, right) : null
    if (held && held.standing !== 'settled' && held.by !== ctx.person.id)
      return confirmIn(tx, ctx, row, right)
    const standing = await standingOf(tx, ctx, { person: row.id, ...right })
    const now = ctx.clock.now()
    const changed =
      way === 'grant'
        ? await insertGrant(tx, organisation, row.id, right, ctx.person.id, now, standing)
        : await deleteGrant(tx, organisation, row.id, right)
    if (!changed) return refuse({ kind: 'conflict', rule: way === 'grant' ? 'has-it-already' : 'has-it-not' })
    const left = await someoneRunsIt(tx, ctx)
    if (!left.ok) return left
    // A session keeps the rights it was opened with in nobody's memory: it ends, and the next one has the new ones.
    await endSessions(tx, organisation, row.id)
    const type = way === 'grant' ? 'estate.right-granted' : 'estate.right-revoked'
    tell(tx, ctx, { type, data: { person: row.id, unit: unit.id } }, `person:${row.id}`, {
      ...right,
      ...(way === 'grant' ? { standing } : {}),
    })
    return ok(undefined)
  })
}
