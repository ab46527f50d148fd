import { audit } from '../platform/audit/audit.ts'
import type { Ctx } from '../platform/context.ts'
import { endSessions } from '../platform/identity/index.ts'
import { isId, type PersonId, type SessionId } from '../platform/ids.ts'
import { ok, type Result, refuse } from '../platform/result.ts'
import { actorIn, overPerson } from './policy.ts'

/** Ends one session of a person in one's units, or of one's own. */
export async function endSessionOf(
  ctx: Ctx,
  input: { person: PersonId; session: string },
): Promise<Result<void>> {
  if (!isId(input.session)) return refuse({ kind: 'not-found', what: 'session' })
  const session = input.session as SessionId
  return ctx.db.transaction(async (tx) => {
    const actor = await actorIn(tx, ctx)
    if (input.person !== ctx.person.id) {
      const allowed = await overPerson(tx, ctx, actor, 'estate.people', input.person)
      if (!allowed.ok) return allowed
    }
    const ended = await endSessions(tx, ctx.organisation.id, input.person, { only: session })
    if (ended === 0) return refuse({ kind: 'not-found', what: 'session' })
    audit(tx, {
      organisation: ctx.organisation.id,
      person: ctx.person.id,
      action: 'identity.session-ended',
      subject: `person:${input.person}`,
      detail: { session },
      at: ctx.clock.now(),
    })
    return ok(undefined)
  })
}
