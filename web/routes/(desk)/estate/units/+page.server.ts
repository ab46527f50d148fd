import type { Actions } from '@sveltejs/kit'
import type { UnitId } from '../../../../../server/platform/ids.ts'
import { can } from '../../../../edge.server.ts'
import { orError, refused, text } from '../../../../refused.server.ts'
import { needPerson } from '../../../../session.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { ctx } = needPerson(event)
  const units = orError(await event.locals.app.estate.listUnits(ctx), event.locals)
  return {
    units: units.map((unit) => ({ ...unit, mayChange: can(ctx.person, 'estate.units', { unit: unit.id }) })),
  }
}

export const actions: Actions = {
  add: async (event) => {
    const { ctx } = needPerson(event)
    const data = await event.request.formData()
    const parent = text(data, 'parent') as UnitId
    const added = await event.locals.app.estate.createUnit(ctx, { name: text(data, 'name'), parent })
    return added.ok
      ? { done: added.value.name, added: { ...added.value, mayChange: true } }
      : refused(added.refusal, event.locals, data, 'add')
  },

  rename: async (event) => {
    const { ctx } = needPerson(event)
    const data = await event.request.formData()
    const unit = text(data, 'unit') as UnitId
    const renamed = await event.locals.app.estate.renameUnit(ctx, { unit, name: text(data, 'name') })
    return renamed.ok ? { done: renamed.value.name } : refused(renamed.refusal, event.locals, data, 'rename')
  },

  move: async (event) => {
    const { ctx } = needPerson(event)
    const data = await event.request.formData()
    const unit = text(data, 'unit') as UnitId
    const moved = await event.locals.app.estate.moveUnit(ctx, {
      unit,
      parent: text(data, 'parent') as UnitId,
    })
    return moved.ok ? { done: moved.value.name } : refused(moved.refusal, event.locals, data, 'move')
  },
}
