import { redirect } from '@sveltejs/kit'
import { can } from '../../../../edge.server.ts'
import { refused, text } from '../../../../refused.server.ts'
import { door, may, must } from '../door.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const { listen, ctx } = door(locals)
  const [sources, coverage] = await Promise.all([listen.listSources(ctx), listen.getCoverage(ctx)])
  return {
    at: ctx.clock.now(),
    sources: must(sources),
    coverage: may(coverage) ?? null,
    mayChange: can(ctx.person, 'listen.sources'),
    mayImport: can(ctx.person, 'listen.import'),
  }
}

export const actions: Actions = {
  pause: async ({ locals, request }) => {
    const { listen, ctx } = door(locals)
    const data = await request.formData()
    const done = await listen.pauseSource(ctx, { id: text(data, 'id') })
    if (!done.ok) return refused(done.refusal, locals, data)
    redirect(303, text(data, 'back') === 'one' ? `/listen/sources/${text(data, 'id')}` : '/listen/sources')
  },
  resume: async ({ locals, request }) => {
    const { listen, ctx } = door(locals)
    const data = await request.formData()
    const done = await listen.resumeSource(ctx, { id: text(data, 'id') })
    if (!done.ok) return refused(done.refusal, locals, data)
    redirect(303, text(data, 'back') === 'one' ? `/listen/sources/${text(data, 'id')}` : '/listen/sources')
  },
  remove: async ({ locals, request }) => {
    const { listen, ctx } = door(locals)
    const data = await request.formData()
    const done = await listen.removeSource(ctx, { id: text(data, 'id') })
    if (!done.ok) return refused(done.refusal, locals, data)
    redirect(303, '/listen/sources')
  },
}
