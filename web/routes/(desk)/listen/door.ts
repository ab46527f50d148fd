import { error, redirect } from '@sveltejs/kit'
import type { ListenDoor } from '../../../../server/listen/index.ts'
import type { Ctx } from '../../../../server/platform/context.ts'
import type { Result } from '../../../../server/platform/result.ts'
import { statusOf } from '../../../edge.server.ts'
import { inLanguage, wordsOf } from '../../../refused.server.ts'

/** The slice and the context of who asks. The desk's layout has already sent strangers to sign in; an endpoint has not. */
export function door(locals: App.Locals): { listen: ListenDoor; ctx: Ctx } {
  if (!locals.ctx) error(401, 'Signed out')
  return { listen: locals.app.listen, ctx: locals.ctx }
}

/** What a page needs to be there at all; a refusal becomes the page of that refusal. */
export function must<T>(result: Result<T>): T {
  if (result.ok) return result.value
  error(
    statusOf(result.refusal),
    'why' in result.refusal && result.refusal.why ? result.refusal.why : result.refusal.kind,
  )
}

/** At the stop for looking at one private person, the post's own page asks for the authorisation. */
export function toStop(result: Result<unknown>): void {
  if (!result.ok && result.refusal.kind === 'needs' && result.refusal.detail?.['post'])
    redirect(303, `/listen/post/${result.refusal.detail['post']}`)
}

/** What a page can do without: absent rather than fatal. */
export const may = <T>(result: Result<T>): T | undefined => (result.ok ? result.value : undefined)

/** JSON for the open page, in its language; `Date`s travel as ISO text and are read again by `readWire`. */
export function wire<T>(result: Result<T>, { look }: App.Locals): Response {
  const headers = { 'cache-control': 'no-store' }
  if (result.ok) return Response.json(result.value, { headers })
  const refusal = inLanguage(result.refusal, wordsOf(look.language))
  return Response.json({ refusal }, { status: statusOf(refusal), headers })
}
