import type { Ctx } from '../platform/context.ts'
import { can } from '../platform/identity/index.ts'
import { ok, type Result } from '../platform/result.ts'
import type { Unit } from './estate.ts'
import { readUnits } from './store.ts'

/** The units a person may see: those their roles reach, in the order of the tree. */
export async function listUnits(ctx: Ctx): Promise<Result<Unit[]>> {
  const units = await readUnits(ctx.db.read, ctx.organisation.id)
  return ok(units.filter((unit) => can(ctx.person, 'estate.read', { unit: unit.id })))
}
