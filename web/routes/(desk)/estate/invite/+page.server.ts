import { type Actions, error } from '@sveltejs/kit'
import type { Role } from '../../../../../server/platform/context.ts'
import type { UnitId } from '../../../../../server/platform/ids.ts'
import { canAnywhere, mayGrant, ROLES } from '../../../../edge.server.ts'
import { orError, refused, text } from '../../../../refused.server.ts'
import { needPerson } from '../../../../session.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { ctx } = needPerson(event)
  if (!canAnywhere(ctx.person, 'estate.people')) error(403)
  const all = orError(await event.locals.app.estate.listUnits(ctx), event.locals)
  const units = all
    .filter((unit) => mayGrant(ctx.person, 'viewer', { unit: unit.id }))
    .map(({ id, name, depth }) => ({ id, name, depth }))
  const roles = ROLES.filter((role) => units.some((unit) => mayGrant(ctx.person, role, { unit: unit.id })))
  return { units, roles }
}

export const actions: Actions = {
  default: async (event) => {
    const { ctx } = needPerson(event)
    const { app } = event.locals
    const data = await event.request.formData()
    const name = text(data, 'name')
    const invited = await app.estate.invitePerson(ctx, {
      name,
      email: text(data, 'email'),
      role: text(data, 'role') as Role,
      unit: text(data, 'unit') as UnitId,
    })
    if (!invited.ok) return refused(invited.refusal, event.locals, data)
    return {
      name,
      link: new URL(invited.value.link, app.config.origin).href,
      expiresAt: invited.value.expiresAt,
    }
  },
}
