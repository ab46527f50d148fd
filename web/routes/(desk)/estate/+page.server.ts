import { canAnywhere } from '../../../edge.server.ts'
import { orError } from '../../../refused.server.ts'
import { needPerson } from '../../../session.server.ts'
import type { PageServerLoad } from './$types'
import { mayConfirm } from './may-confirm.server.ts'

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
  const open = people.flatMap(({ roles }) => roles).filter(({ standing }) => standing !== 'settled')
  return {
    people: people.map((person) => ({
      ...person,
      roles: person.roles.map((held) => ({ ...held, mayConfirm: mayConfirm(ctx.person, person, held) })),
    })),
    unconfirmed: open.length,
    find: words,
    state: state ?? '',
    mayInvite: canAnywhere(ctx.person, 'estate.people'),
  }
}
