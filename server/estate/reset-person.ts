import type { Ctx } from '../platform/context.ts'
import { countFactors, endSessions, forgetFactors } from '../platform/identity/index.ts'
import type { PersonId } from '../platform/ids.ts'
import { ok, type Result, refuse } from '../platform/result.ts'
import { type Invited, makeLink } from './invite-person.ts'
import { actorIn, notAllowed, overPerson, someoneRunsIt, takesASecond } from './policy.ts'
import { type Granted, setStanding } from './store.ts'
import { readPersonRow, setState } from './store-person.ts'
import { tell } from './tell.ts'

/** `lifted`: roles that decide or run the house, which wait until another administrator confirms them. */
export interface Reset extends Invited {
  lifted: Granted[]
}

/**
 * A link for somebody who has been in and lost password or second step. Whoever holds the link becomes that person, so
 * it never carries the power to approve or to run the house: those roles are lifted until another administrator, who
 * did not make the link, confirms them. What they proved themselves by until now is gone at once, and all of it is in
 * the audit trail.
 */
export async function resetPerson(ctx: Ctx, input: { person: PersonId }): Promise<Result<Reset>> {
  const organisation = ctx.organisation.id
  return ctx.db.transaction(async (tx) => {
    const actor = await actorIn(tx, ctx)
    const row = await readPersonRow(tx, organisation, input.person)
    if (!row) return refuse({ kind: 'not-found', what: 'person' })
    const allowed = await overPerson(tx, ctx, actor, 'estate.people', row.id)
    if (!allowed.ok) return allowed
    if (row.state === 'disabled')
      return refuse({ kind: 'conflict', rule: 'disabled', why: 'Enable this person first.' })
    if (!row.joined) return refuse({ kind: 'conflict', rule: 'never-joined' })
    const lifted = allowed.value.filter(({ role }) => takesASecond(role))
    for (const right of lifted) {
      await setStanding(tx, organisation, row.id, right, { standing: 'waiting', by: ctx.person.id })
      const data = { person: row.id, unit: right.unit }
      tell(tx, ctx, { type: 'estate.right-revoked', data }, `person:${row.id}`, { ...right, reset: true })
    }
    await setState(tx, organisation, row.id, 'invited', ctx.clock.now())
    const left = await someoneRunsIt(tx, ctx)
    if (!left.ok) return left
    const had = await countFactors(tx, organisation, row.id)
    const sessionsEnded = await endSessions(tx, organisation, row.id)
    await forgetFactors(tx, organisation, row.id)
    tell(tx, ctx, { type: 'estate.person-reset', data: { person: row.id } }, `person:${row.id}`, {
      was: row.state,
      sessionsEnded,
      codeApp: had.totp,
      passkeys: had.passkeys,
      rolesLifted: lifted.length,
    })
    return ok({ ...(await makeLink(tx, ctx, row.id, true)), lifted })
  })
}

/** Whoever made the link by which somebody came back hands them neither the second signature nor the keys. */
export const ownLink = notAllowed(
  'own-link',
  'You made the link by which this person came back. Another administrator must give them this role; if there is none, whoever runs the machine does, with folkmoot add-admin.',
)
