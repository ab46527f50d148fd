import { door } from '../../door.ts'
import { previewForm, saveForm } from '../form.ts'
import { owners } from '../people.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx } = door(locals)
  return { at: ctx.clock.now(), owners: await owners(locals), query: url.searchParams.get('q') ?? '' }
}

export const actions: Actions = {
  save: ({ locals, request }) => saveForm(locals, request, null),
  preview: ({ locals, request }) => previewForm(locals, request),
}
