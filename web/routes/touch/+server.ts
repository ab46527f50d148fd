import type { RequestHandler } from './$types'

/** Somebody pressed a key or clicked. The hook has already noted it; the answer says whether it still counts. */
export const POST: RequestHandler = ({ locals }) => {
  if (!locals.session) return new Response(null, { status: 401 })
  return new Response(null, { status: locals.session.freshness === 'fresh' ? 204 : 409 })
}
