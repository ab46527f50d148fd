import { canAnywhere } from '../../../edge.server.ts'
import { orError } from '../../../refused.server.ts'
import { needPerson } from '../../../session.server.ts'
import type { PageServerLoad } from './$types'

const STATES = ['active', 'invited', 'disabled'] as const

export const load: PageServerLoad = async (event) => {
  const { ctx } = needPerson(event)
  const { estate } = event.locals.app
  const words = (event.url.searchParams.get('find') ?? '').trim().slice(0, 100)
  const state = STATES.find((one) => one === event.url.searchParams.get('state'))
  const people = orError(
    await estate.listPeople(ctx, { ...(words ? { words } : {}), ...(state ? { state } : {}) }),
    event.locals,
  )
  return {
    people,
    find: words,
    state: state ?? '',
    mayInvite: canAnywhere(ctx.person, 'estate.people'),
  }
}
