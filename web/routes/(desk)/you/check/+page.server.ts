import { type Actions, redirect } from '@sveltejs/kit'
import { readPasskey } from '../../../../factor.server.ts'
import { refused, secret } from '../../../../refused.server.ts'
import { needPerson, originOf, safePath } from '../../../../session.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
  const { signedIn } = needPerson(event)
  const to = safePath(event.url.searchParams.get('to'))
  const { freshness, proof } = signedIn.session
  if (freshness === 'fresh' && proof === 'recent') redirect(303, to)
  return { to, freshness }
}

export const actions: Actions = {
  default: async (event) => {
    const { signedIn } = needPerson(event)
    const data = await event.request.formData()
    const checked = await event.locals.app.identity.recheck({
      session: signedIn.session,
      proof: data.has('response')
        ? { kind: 'passkey', ...readPasskey(data) }
        : { kind: 'password', password: secret(data, 'password') },
      from: originOf(event),
    })
    if (!checked.ok) return refused(checked.refusal, event.locals, data)
    redirect(303, safePath(data.get('to')))
  },
}
