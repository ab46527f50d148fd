import type { Ctx } from '../platform/context.ts'
import { can } from '../platform/identity/index.ts'
import type { UnitId } from '../platform/ids.ts'
import { ok, type Result, refuse } from '../platform/result.ts'
import { DEEPEST_UNIT, sameName } from './create-unit.ts'
import type { Unit } from './estate.ts'
import { readName } from './names.ts'
import { actorIn, notAllowed } from './policy.ts'
import { readUnits, updateUnit } from './store.ts'
import { tell } from './tell.ts'

/** Gives a unit another name. */
export async function renameUnit(ctx: Ctx, input: { unit: UnitId; name: string }): Promise<Result<Unit>> {
  const name = readName('name', input.name, 'name-none-unit')
  if (!name.ok) return name
  return ctx.db.transaction(async (tx) => {
    const actor = await actorIn(tx, ctx)
    const unit = (await readUnits(tx, ctx.organisation.id)).find(({ id }) => id === input.unit)
    if (!unit) return refuse({ kind: 'not-found', what: 'unit' })
    if (!can(actor, 'estate.units', { unit: unit.id })) return notAllowed('estate.units')
    if (!(await updateUnit(tx, ctx.organisation.id, { ...unit, name: name.value })))
      return sameName(name.value)
    tell(tx, ctx, { type: 'estate.unit-changed', data: { unit: unit.id } }, `unit:${unit.id}`, {
      from: unit.name,
      to: name.value,
    })
    return ok({ ...unit, name: name.value })
  })
}

/**
 * Hangs a unit, with everything below it, under another parent. A unit may not come to lie below itself; the root does
 * not move. Whoever runs both parents may: a move changes whose rights reach it.
 */
export async function moveUnit(ctx: Ctx, input: { unit: UnitId; parent: UnitId }): Promise<Result<Unit>> {
  return ctx.db.transaction(async (tx) => {
    const actor = await actorIn(tx, ctx)
    const units = await readUnits(tx, ctx.organisation.id)
    const unit = units.find(({ id }) => id === input.unit)
    const parent = units.find(({ id }) => id === input.parent)
    if (!unit || !parent) return refuse({ kind: 'not-found', what: 'unit' })
    if (unit.parent === null)
      return refuse({ kind: 'conflict', rule: 'root-stays', why: 'The topmost unit stays where it is.' })
    for (const place of [unit.id, unit.parent, parent.id])
      if (!can(actor, 'estate.units', { unit: place })) return notAllowed('estate.units')
    if (parent.path.includes(unit.id))
      return refuse({
        kind: 'conflict',
        rule: 'circular',
        why: `${parent.name} lies below ${unit.name}, so ${unit.name} cannot go under it.`,
      })
    const below = units.filter((other) => other.path.includes(unit.id))
    const tallest = Math.max(...below.map((other) => other.depth - unit.depth))
    if (parent.depth + 1 + tallest >= DEEPEST_UNIT)
      return refuse({ kind: 'conflict', rule: 'too-deep', why: `Units go ${DEEPEST_UNIT} deep at most.` })
    if (!(await updateUnit(tx, ctx.organisation.id, { ...unit, parent: parent.id })))
      return sameName(unit.name)
    tell(tx, ctx, { type: 'estate.unit-changed', data: { unit: unit.id } }, `unit:${unit.id}`, {
      movedFrom: unit.parent,
      movedTo: parent.id,
    })
    return ok({ ...unit, parent: parent.id, path: [...parent.path, unit.id], depth: parent.depth + 1 })
  })
}
