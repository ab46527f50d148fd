import { door, must } from '../../../door.ts'
import { previewForm, saveForm } from '../../form.ts'
import { owners } from '../../people.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { listen, ctx } = door(locals)
  return {
    at: ctx.clock.now(),
    search: must(await listen.getSearch(ctx, { id: params.id })),
    owners: await owners(locals),
  }
}

export const actions: Actions = {
  save: ({ locals, request, params }) => saveForm(locals, request, params.id),
  preview: ({ locals, request }) => previewForm(locals, request),
}
