import type { Ctx } from '../platform/context.ts'
import { endSessions } from '../platform/identity/index.ts'
import type { PersonId } from '../platform/ids.ts'
import { actorIn } from './policy.ts'
import { type Granted, insertGrant, setStanding } from './store.ts'
import { disownInvitations } from './store-person.ts'
import { tell } from './tell.ts'

/**
 * Gives a right at the command line, in force at once: whoever sits at the machine is the second pair of eyes. For
 * `add-admin` alone; no page leads here.
 */
export async function giveFromMachine(ctx: Ctx, given: Granted & { person: PersonId }): Promise<void> {
  const { person, ...right } = given
  const organisation = ctx.organisation.id
  await ctx.db.transaction(async (tx) => {
    await actorIn(tx, ctx)
    const fresh = await insertGrant(tx, organisation, person, right, null, ctx.clock.now())
    if (!fresh) await setStanding(tx, organisation, person, right, { standing: 'settled', by: null })
    await disownInvitations(tx, organisation, person)
    await endSessions(tx, organisation, person)
    const type = fresh ? 'estate.right-granted' : 'estate.right-confirmed'
    tell(tx, ctx, { type, data: { person, unit: right.unit } }, `person:${person}`, {
      ...right,
      from: 'command line',
    })
  })
}
