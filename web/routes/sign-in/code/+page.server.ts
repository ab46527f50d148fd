import { type Actions, redirect } from '@sveltejs/kit'
import { refused, text } from '../../../refused.server.ts'
import { originOf, readToken, safePath, writeToken } from '../../../session.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
  const to = safePath(event.url.searchParams.get('to'))
  if (event.locals.person) redirect(303, to)
  if (!readToken(event)) redirect(303, '/sign-in')
  const passkey = event.url.searchParams.get('passkey')
  return { to, code: passkey !== 'only', passkey: passkey !== null }
}

export const actions: Actions = {
  default: async (event) => {
    const { request, locals } = event
    const data = await request.formData()
    const tried = await locals.app.identity.checkTotp({
      token: readToken(event) ?? '',
      code: text(data, 'code').replace(/\s/g, ''),
      from: originOf(event),
    })
    if (!tried.ok) return refused(tried.refusal, locals, data)
    writeToken(event, tried.value.token)
    redirect(303, safePath(data.get('to')))
  },
}
