import { redirect } from '@sveltejs/kit'
import { refused, text } from '../../../../refused.server.ts'
import { door, must } from '../door.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { listen, ctx } = door(locals)
  const erased = url.searchParams.get('erased')
  return {
    at: ctx.clock.now(),
    searches: must(await listen.listSearches(ctx)),
    erased: erased === null ? null : Number(erased) || 0,
  }
}

export const actions: Actions = {
  pause: async ({ locals, request }) => {
    const { listen, ctx } = door(locals)
    const data = await request.formData()
    const done = await listen.pauseSearch(ctx, { id: text(data, 'id') })
    if (!done.ok) return refused(done.refusal, locals, data)
    redirect(303, '/listen/searches')
  },
  resume: async ({ locals, request }) => {
    const { listen, ctx } = door(locals)
    const data = await request.formData()
    const done = await listen.resumeSearch(ctx, { id: text(data, 'id') })
    if (!done.ok) return refused(done.refusal, locals, data)
    redirect(303, '/listen/searches')
  },
  delete: async ({ locals, request }) => {
    const { listen, ctx } = door(locals)
    const data = await request.formData()
    const done = await listen.deleteSearch(ctx, { id: text(data, 'id') })
    if (!done.ok) return refused(done.refusal, locals, data)
    redirect(303, `/listen/searches?erased=${done.value.erased}`)
  },
  /** Another column on the deck, from the list of searches. */
  column: async ({ locals, request }) => {
    const { listen, ctx } = door(locals)
    const data = await request.formData()
    const deck = must(await listen.getDeck(ctx))
    const columns = deck.columns.map(({ id, search, view, width }) => ({ id, search, view, width }))
    const added = {
      id: crypto.randomUUID(),
      search: text(data, 'id') as never,
      view: 'posts' as const,
      width: 340,
    }
    const done = await listen.saveLayout(ctx, { columns: [...columns, added] })
    if (!done.ok) return refused(done.refusal, locals, data)
    redirect(303, '/listen')
  },
}
