import { type Actions, error, fail } from '@sveltejs/kit'
import { areaByCode } from '../../../../../engines/place/index.ts'
import { areaNames, findAreas } from '../../../../areas.ts'
import { can } from '../../../../edge.server.ts'
import { orError, refused, text, valuesOf, wordsOf } from '../../../../refused.server.ts'
import { needPerson } from '../../../../session.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { ctx } = needPerson(event)
  if (!can(ctx.person, 'estate.settings')) error(403)
  const area = ctx.organisation.area ? areaByCode(ctx.organisation.area) : null
  const stop = orError(await event.locals.app.listen.getViewingStop(ctx), event.locals)
  return {
    stop,
    name: ctx.organisation.name,
    area: area?.name ?? '',
    exercise: ctx.organisation.kind === 'exercise',
    areas: areaNames(),
  }
}

export const actions: Actions = {
  default: async (event) => {
    const { ctx } = needPerson(event)
    const data = await event.request.formData()
    const words = wordsOf(event.locals.look.language)
    const typed = text(data, 'area')
    const [area, ...others] = findAreas(typed)
    if (typed && (!area || others.length > 0)) {
      const problems = [{ field: 'area', message: area ? words.setUp.areaSeveral : words.setUp.areaUnknown }]
      return fail(422, { form: '', problems, values: valuesOf(data) })
    }
    const changed = await event.locals.app.estate.changeOrganisation(ctx, {
      name: text(data, 'name'),
      // An invented town is in no list; its exercise keeps it.
      ...(ctx.organisation.kind === 'exercise' ? {} : { area: area?.code ?? null }),
    })
    if (!changed.ok) return refused(changed.refusal, event.locals, data)
    const stopped = await event.locals.app.listen.setViewingStop(ctx, {
      stopAt: Number(text(data, 'stopAt')),
    })
    return stopped.ok ? { done: true } : refused(stopped.refusal, event.locals, data)
  },
}
