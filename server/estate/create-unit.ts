import type { Ctx } from '../platform/context.ts'
import { can } from '../platform/identity/index.ts'
import { newId, type UnitId } from '../platform/ids.ts'
import { ok, type Result, refuse } from '../platform/result.ts'
import type { Unit } from './estate.ts'
import { readName } from './names.ts'
import { actorIn, notAllowed } from './policy.ts'
import { insertUnit, readUnits } from './store.ts'
import { tell } from './tell.ts'

/** Deeper trees are a mistake, or an attack on whoever walks them. */
export const DEEPEST_UNIT = 12
const MOST_UNITS = 2_000

/** A new unit below another one. Whoever runs the parent may. */
export async function createUnit(ctx: Ctx, input: { name: string; parent: UnitId }): Promise<Result<Unit>> {
  const name = readName('name', input.name, 'name-none-unit')
  if (!name.ok) return name
  return ctx.db.transaction(async (tx) => {
    const actor = await actorIn(tx, ctx)
    const units = await readUnits(tx, ctx.organisation.id)
    const parent = units.find((unit) => unit.id === input.parent)
    if (!parent) return refuse({ kind: 'not-found', what: 'unit' })
    if (!can(actor, 'estate.units', { unit: parent.id })) return notAllowed('estate.units')
    if (parent.depth + 1 >= DEEPEST_UNIT || units.length >= MOST_UNITS)
      return refuse({
        kind: 'conflict',
        rule: 'too-many-units',
        why: `Units go ${DEEPEST_UNIT} deep and number at most ${MOST_UNITS}.`,
      })
    const now = ctx.clock.now()
    const id = newId<UnitId>(now.getTime())
    if (
      !(await insertUnit(tx, {
        organisation: ctx.organisation.id,
        id,
        parent: parent.id,
        name: name.value,
        now,
      }))
    )
      return sameName(name.value)
    tell(tx, ctx, { type: 'estate.unit-created', data: { unit: id } }, `unit:${id}`, {
      name: name.value,
      parent: parent.id,
    })
    return ok({
      id,
      name: name.value,
      parent: parent.id,
      path: [...parent.path, id],
      depth: parent.depth + 1,
      people: 0,
    })
  })
}

export const sameName = (name: string): Result<never> =>
  refuse({ kind: 'conflict', rule: 'same-name', why: `There is already a unit called ${name} here.` })
