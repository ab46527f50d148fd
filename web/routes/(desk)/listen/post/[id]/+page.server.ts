import { redirect } from '@sveltejs/kit'
import type { Authorisation, PostCard, PostDetail } from '../../../../../../server/listen/views.ts'
import { refused, sayRefusal, text, wordsOf } from '../../../../../refused.server.ts'
import { fromLocal } from '../../../../../ui/deck/time.ts'
import { readCorrection } from '../../correction.ts'
import { door, must } from '../../door.ts'
import type { Actions, PageServerLoad } from './$types'

interface Shown {
  at: Date
  post: PostDetail | null
  /** Set instead of the post where an authorisation is needed first. */
  stop: { why: string; handle: string } | null
  copies: PostCard[]
  purposes: { id: string; name: string; purpose: string }[]
}

/** Opening a post of a private person is counted by the slice; at the stop the page asks for an authorisation instead. */
export const load: PageServerLoad = async ({ locals, params }): Promise<Shown> => {
  const { listen, ctx } = door(locals)
  const at = ctx.clock.now()
  const opened = await listen.openPost(ctx, { id: params.id })
  if (opened.ok) {
    const [copies, searches] = await Promise.all([copiesOf(), listen.listSearches(ctx)])
    const why = searches.ok ? searches.value : []
    const purposes = opened.value.searches.map(({ id, name }) => ({
      id,
      name,
      purpose: why.find((one) => one.id === id)?.purpose ?? '',
    }))
    return { at, post: opened.value, stop: null, copies, purposes }
  }
  if (opened.refusal.kind !== 'needs')
    return { at, post: must<never>(opened), stop: null, copies: [], purposes: [] }
  const { detail } = opened.refusal
  const why = sayRefusal(opened.refusal, wordsOf(locals.look.language))[0]?.message ?? ''
  return {
    at,
    post: null,
    stop: { why, handle: detail?.['handle'] ?? '' },
    copies: [],
    purposes: [],
  }

  async function copiesOf() {
    if (!opened.ok || !opened.value.copies) return []
    const copies = await listen.listCopies(ctx, { id: params.id })
    return copies.ok ? copies.value : []
  }
}

export const actions: Actions = {
  correct: async ({ locals, params, request }) => {
    const { listen, ctx } = door(locals)
    const data = await request.formData()
    const done = await listen.correctLabel(ctx, readCorrection(params.id, data))
    if (!done.ok) return refused(done.refusal, locals, data)
    redirect(303, `/listen/post/${params.id}#labels`)
  },
  authorise: async ({ locals, params, request }) => {
    const { listen, ctx } = door(locals)
    const data = await request.formData()
    const done = await listen.authoriseViewing(ctx, {
      post: params.id,
      authorisation: readAuthorisation(data, ctx.organisation.timeZone),
    })
    if (!done.ok) return refused(done.refusal, locals, data)
    redirect(303, `/listen/post/${params.id}`)
  },
}

function readAuthorisation(data: FormData, zone: string): Authorisation {
  if (text(data, 'kind') === 'immediate') return { kind: 'immediate', reason: text(data, 'reason') }
  return {
    kind: 'authorised',
    reference: text(data, 'reference'),
    role: text(data, 'role'),
    expiresAt: fromLocal(text(data, 'expiresAt'), zone) ?? new Date(Number.NaN),
  }
}
