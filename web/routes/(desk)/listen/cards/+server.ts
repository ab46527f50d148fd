import { readCorrection } from '../correction.ts'
import { door, wire } from '../door.ts'
import type { RequestHandler } from './$types'

/** Cards for an open page: by ids, the copies of one post, or a page of a search's posts. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const { listen, ctx } = door(locals)
  const query = url.searchParams
  const search = query.get('search') ?? undefined
  const copies = query.get('copies')
  if (copies) return wire(await listen.listCopies(ctx, { id: copies }), locals)
  const ids = (query.get('ids') ?? '').split(',').filter(Boolean).slice(0, 100)
  if (ids.length) return wire(await listen.getCards(ctx, { ids, search, column: true }), locals)
  if (!search) return wire({ ok: true, value: [] }, locals)
  const before = query.get('before') || undefined
  return wire(
    await listen.listPosts(ctx, { filter: { search: search as never }, before, column: true }),
    locals,
  )
}

/** A correction from a card; the same form goes to the post's page where there is no JavaScript. */
export const POST: RequestHandler = async ({ locals, url, request }) => {
  const { listen, ctx } = door(locals)
  return wire(
    await listen.correctLabel(
      ctx,
      readCorrection(url.searchParams.get('correct') ?? '', await request.formData()),
    ),
    locals,
  )
}
