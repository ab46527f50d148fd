import type { Actions } from '@sveltejs/kit'
import type { SessionId } from '../../../../server/platform/ids.ts'
import { readPasskey } from '../../../factor.server.ts'
import { refused, secret, text } from '../../../refused.server.ts'
import { needPerson, needProof, originOf, writeToken } from '../../../session.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { signedIn } = needPerson(event)
  const { identity } = event.locals.app
  const { organisation, person } = signedIn.session
  const [sessions, factors] = await Promise.all([
    identity.listSessions(organisation, person),
    identity.factors(organisation, person),
  ])
  return {
    look: event.locals.look,
    proof: signedIn.session.proof,
    factors,
    sessions: sessions.map(({ id, description, address, createdAt, lastSeenAt }) => ({
      id,
      description,
      address,
      createdAt,
      lastSeenAt,
      own: id === signedIn.session.id,
    })),
  }
}

export const actions: Actions = {
  end: async (event) => {
    const { signedIn } = needPerson(event)
    const data = await event.request.formData()
    const ended = await event.locals.app.identity.endSession(signedIn, text(data, 'session') as SessionId)
    return ended.ok ? { done: 'end' } : refused(ended.refusal, event.locals, data, 'end')
  },

  password: async (event) => {
    const { signedIn } = needPerson(event)
    const data = await event.request.formData()
    const changed = await event.locals.app.identity.changePassword(signedIn, {
      current: secret(data, 'current'),
      next: secret(data, 'next'),
      from: originOf(event),
    })
    if (!changed.ok) return refused(changed.refusal, event.locals, data, 'password')
    writeToken(event, changed.value.token)
    return { done: 'password' }
  },

  recovery: async (event) => {
    const { signedIn } = needProof(event, '/you')
    const made = await event.locals.app.identity.newRecoveryCodes(signedIn)
    if (!made.ok) return refused(made.refusal, event.locals, new FormData(), 'recovery')
    return { done: 'recovery', recoveryCodes: made.value.recoveryCodes }
  },

  passkey: async (event) => {
    const { signedIn } = needProof(event, '/you')
    const data = await event.request.formData()
    const added = await event.locals.app.identity.addPasskey(signedIn, {
      ...readPasskey(data),
      name: text(data, 'keyName'),
    })
    return added.ok ? { done: 'passkey' } : refused(added.refusal, event.locals, data, 'passkey')
  },

  remove: async (event) => {
    const { signedIn } = needProof(event, '/you')
    const data = await event.request.formData()
    const removed = await event.locals.app.identity.removePasskey(signedIn, text(data, 'passkey'))
    return removed.ok ? { done: 'remove' } : refused(removed.refusal, event.locals, data, 'remove')
  },
}
