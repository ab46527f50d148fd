import type { LawfulBasis } from '../../../../../../server/listen/views.ts'
import { sayProblems, wordsOf } from '../../../../../refused.server.ts'
import { door, wire } from '../../door.ts'
import type { RequestHandler } from './$types'

/** The count so far of a preview that has begun. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const { listen, ctx } = door(locals)
  return wire(await listen.getPreview(ctx, { id: url.searchParams.get('id') ?? '' }), locals)
}

/** Begins a preview, or only checks the query while it is typed (`only=check`). */
export const POST: RequestHandler = async ({ locals, request }) => {
  const { listen, ctx } = door(locals)
  const data = await request.formData()
  const query = String(data.get('query') ?? '')
  if (data.get('only') === 'check') {
    const checked = await listen.checkQuery(ctx, { query })
    if (checked.ok)
      checked.value.problems = sayProblems(checked.value.problems, wordsOf(locals.look.language))
    return wire(checked, locals)
  }
  const lawfulBasis = (String(data.get('lawfulBasis') ?? '') || 'public-task') as LawfulBasis
  return wire(await listen.startPreview(ctx, { query, lawfulBasis }), locals)
}
