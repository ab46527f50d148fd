import type { Ctx } from '../platform/context.ts'
import type { Tx } from '../platform/db/database.ts'
import { endSessions, mayGrant } from '../platform/identity/index.ts'
import { ok, type Result, refuse } from '../platform/result.ts'
import type { RightInput } from './grant-right.ts'
import { actorIn, notAllowed } from './policy.ts'
import { ownLink } from './reset-person.ts'
import { type Granted, readStanding, readUnits, setStanding } from './store.ts'
import { readPersonRow, resetBy, type StoredPerson } from './store-person.ts'
import { tell } from './tell.ts'

/**
 * The second administrator says yes to a role that another one gave or lifted: it is in force from now on, and no
 * longer single-handed. Refused (`own-gift`, `own-link`, `own-rights`) to whoever gave it, made the link by which the
 * person came back, or is that person; `not-in-yet` until they have come in by their link.
 */
export async function confirmRight(ctx: Ctx, input: RightInput): Promise<Result<void>> {
  const organisation = ctx.organisation.id
  return ctx.db.transaction(async (tx) => {
    const actor = await actorIn(tx, ctx)
    const unit = (await readUnits(tx, organisation)).find(({ id }) => id === input.unit)
    const row = await readPersonRow(tx, organisation, input.person)
    if (!unit || !row) return refuse({ kind: 'not-found', what: unit ? 'person' : 'unit' })
    if (!mayGrant(actor, input.role, { unit: unit.id })) return notAllowed('above-own-role')
    return confirmIn(tx, ctx, row, { role: input.role, unit: unit.id, account: input.account ?? null })
  })
}

/** The same within a transaction, for an actor who may give this role. */
export async function confirmIn(tx: Tx, ctx: Ctx, row: StoredPerson, right: Granted): Promise<Result<void>> {
  const organisation = ctx.organisation.id
  if (row.id === ctx.person.id) return notAllowed('own-rights', 'Somebody else must change your own rights.')
  const given = await readStanding(tx, organisation, row.id, right)
  if (!given) return refuse({ kind: 'conflict', rule: 'has-it-not' })
  if (given.standing === 'settled') return refuse({ kind: 'conflict', rule: 'has-it-already' })
  if ((await resetBy(tx, organisation, row.id)) === ctx.person.id) return ownLink
  if (given.by === ctx.person.id)
    return notAllowed('own-gift', 'You gave this role yourself. Another administrator must confirm it.')
  // Whoever made the link could still use it: confirming is about a person who has come in.
  if (row.state !== 'active') return refuse({ kind: 'conflict', rule: 'not-in-yet' })
  await setStanding(tx, organisation, row.id, right, { standing: 'settled' })
  await endSessions(tx, organisation, row.id)
  const data = { person: row.id, unit: right.unit }
  tell(tx, ctx, { type: 'estate.right-confirmed', data }, `person:${row.id}`, {
    ...right,
    was: given.standing,
    givenBy: given.by,
  })
  return ok(undefined)
}
