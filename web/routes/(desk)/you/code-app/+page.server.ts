import { type Actions, redirect } from '@sveltejs/kit'
import { refused, text } from '../../../../refused.server.ts'
import { needProof } from '../../../../session.server.ts'
import { offerTotp } from '../../../../totp.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { signedIn } = needProof(event, '/you/code-app')
  return { totp: await offerTotp(event.locals.app.identity, signedIn.person.name) }
}

export const actions: Actions = {
  default: async (event) => {
    const { signedIn } = needProof(event, '/you/code-app')
    const data = await event.request.formData()
    const secret = text(data, 'secret')
    const set = await event.locals.app.identity.setTotp(signedIn, {
      secret,
      code: text(data, 'code').replace(/\s/g, ''),
    })
    if (!set.ok) {
      const answer = refused(set.refusal, event.locals, data)
      const totp = await offerTotp(event.locals.app.identity, signedIn.person.name, secret)
      return Object.assign(answer, { data: { ...answer.data, totp } })
    }
    if (set.value.recoveryCodes.length === 0) redirect(303, '/you?code-app')
    return { recoveryCodes: set.value.recoveryCodes }
  },
}
