import type { LawfulBasis } from '../../../../../../server/listen/views.ts'
import { door, wire } from '../../door.ts'
import type { RequestHandler } from './$types'

/** The count so far of a preview that has begun. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const { listen, ctx } = door(locals)
  return wire(await listen.getPreview(ctx, { id: url.searchParams.get('id') ?? '' }))
}

/** Begins a preview, or only checks the query while it is typed (`only=check`). */
export const POST: RequestHandler = async ({ locals, request }) => {
  const { listen, ctx } = door(locals)
  const data = await request.formData()
  const query = String(data.get('query') ?? '')
  if (data.get('only') === 'check') return wire(await listen.checkQuery(ctx, { query }))
  const lawfulBasis = (String(data.get('lawfulBasis') ?? '') || 'public-task') as LawfulBasis
  return wire(await listen.startPreview(ctx, { query, lawfulBasis }))
}
