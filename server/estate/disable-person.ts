import type { Ctx } from '../platform/context.ts'
import { ableToSignIn, endSessions } from '../platform/identity/index.ts'
import type { PersonId } from '../platform/ids.ts'
import { ok, type Result, refuse } from '../platform/result.ts'
import type { OrphanedWork } from './estate.ts'
import { ownedWork } from './owned-work.ts'
import { actorIn, overPerson, someoneRunsIt } from './policy.ts'
import { deleteInvitations, readPersonRow, setState } from './store-person.ts'
import { tell } from './tell.ts'

/** Shuts a person out at once: sessions, streams and links die within 5 s. Says what they leave behind. */
export async function disablePerson(
  ctx: Ctx,
  input: { person: PersonId },
): Promise<Result<{ orphaned: OrphanedWork[] }>> {
  return ctx.db.transaction(async (tx) => {
    const actor = await actorIn(tx, ctx)
    const row = await readPersonRow(tx, ctx.organisation.id, input.person)
    if (!row) return refuse({ kind: 'not-found', what: 'person' })
    const allowed = await overPerson(tx, ctx, actor, 'estate.people', row.id)
    if (!allowed.ok) return allowed
    await setState(tx, ctx.organisation.id, row.id, 'disabled', ctx.clock.now())
    const left = await someoneRunsIt(tx, ctx)
    if (!left.ok) return left
    const sessions = await endSessions(tx, ctx.organisation.id, row.id)
    await deleteInvitations(tx, ctx.organisation.id, row.id)
    const orphaned = await ownedWork(tx, ctx.organisation.id, row.id)
    tell(tx, ctx, { type: 'estate.person-disabled', data: { person: row.id } }, `person:${row.id}`, {
      sessionsEnded: sessions,
      orphaned: orphaned.length,
    })
    return ok({ orphaned })
  })
}

/** Lets a disabled person in again, with the roles and keys they had; one who has no keys waits for a new link. */
export async function enablePerson(ctx: Ctx, input: { person: PersonId }): Promise<Result<void>> {
  return ctx.db.transaction(async (tx) => {
    const actor = await actorIn(tx, ctx)
    const row = await readPersonRow(tx, ctx.organisation.id, input.person)
    if (!row) return refuse({ kind: 'not-found', what: 'person' })
    const allowed = await overPerson(tx, ctx, actor, 'estate.people', row.id)
    if (!allowed.ok) return allowed
    if (row.state !== 'disabled') return refuse({ kind: 'conflict', rule: 'not-disabled' })
    // Whoever was reset while they were out has no keys to come back with.
    const [able] = row.joined ? await ableToSignIn(tx, ctx.organisation, [row.id]) : []
    await setState(tx, ctx.organisation.id, row.id, able ? 'active' : 'invited', ctx.clock.now())
    tell(tx, ctx, { type: 'estate.person-enabled', data: { person: row.id } }, `person:${row.id}`)
    return ok(undefined)
  })
}
