import type { Actions } from '@sveltejs/kit'
import { readFactor } from '../../../factor.server.ts'
import { refused, secret } from '../../../refused.server.ts'
import { originOf, writeToken } from '../../../session.server.ts'
import { offerTotp } from '../../../totp.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  setHeaders({ 'x-robots-tag': 'noindex' })
  const found = await locals.app.estate.readInvitation(locals.app, params.token)
  if (!found.ok) return { invitation: null, totp: null }
  const { name, email, organisationName } = found.value
  return { invitation: { name, email, organisationName }, totp: await offerTotp(locals.app.identity, email) }
}

export const actions: Actions = {
  default: async (event) => {
    const { request, locals, params } = event
    const data = await request.formData()
    const factor = readFactor(data)
    const joined = await locals.app.estate.acceptInvitation(locals.app, {
      link: params.token ?? '',
      password: secret(data, 'password') || null,
      factor,
      from: originOf(event),
    })
    if (!joined.ok) {
      const answer = refused(joined.refusal, locals, data)
      const found = await locals.app.estate.readInvitation(locals.app, params.token ?? '')
      const kept = factor.kind === 'totp' ? factor.secret : undefined
      const totp = found.ok ? await offerTotp(locals.app.identity, found.value.email, kept) : null
      return Object.assign(answer, { data: { ...answer.data, totp } })
    }
    writeToken(event, joined.value.token)
    return { recoveryCodes: joined.value.recoveryCodes }
  },
}
