import type { Ctx } from '../platform/context.ts'
import type { PersonId } from '../platform/ids.ts'
import { ok, type Result, refuse } from '../platform/result.ts'
import { readName } from './names.ts'
import { actorIn, overPerson } from './policy.ts'
import { readPersonRow, renameRow } from './store-person.ts'
import { tell } from './tell.ts'

/** Puts a name right; one's own, or that of somebody in one's units. */
export async function renamePerson(
  ctx: Ctx,
  input: { person: PersonId; name: string },
): Promise<Result<void>> {
  const name = readName('name', input.name, 'name-none-person')
  if (!name.ok) return name
  return ctx.db.transaction(async (tx) => {
    const actor = await actorIn(tx, ctx)
    const row = await readPersonRow(tx, ctx.organisation.id, input.person)
    if (!row) return refuse({ kind: 'not-found', what: 'person' })
    if (row.id !== ctx.person.id) {
      const allowed = await overPerson(tx, ctx, actor, 'estate.people', row.id)
      if (!allowed.ok) return allowed
    }
    await renameRow(tx, ctx.organisation.id, row.id, name.value)
    tell(tx, ctx, { type: 'estate.person-changed', data: { person: row.id } }, `person:${row.id}`, {
      fields: ['name'],
      before: row.name,
      after: name.value,
    })
    return ok(undefined)
  })
}
