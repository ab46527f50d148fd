import { type Actions, redirect } from '@sveltejs/kit'
import { readPasskey } from '../../factor.server.ts'
import { refused, secret, text } from '../../refused.server.ts'
import { originOf, readToken, safePath, writeToken } from '../../session.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const to = safePath(url.searchParams.get('to'))
  if (locals.person) redirect(303, to)
  return {
    to,
    ended: url.searchParams.has('ended'),
    setUp: await locals.app.estate.isSetUp(locals.app),
  }
}

export const actions: Actions = {
  password: async (event) => {
    const { request, locals } = event
    const data = await request.formData()
    const tried = await locals.app.identity.signIn({
      email: text(data, 'email'),
      password: secret(data, 'password'),
      from: originOf(event),
      previous: readToken(event),
    })
    if (!tried.ok) return refused(tried.refusal, locals, data, 'password')
    writeToken(event, tried.value.token)
    const to = safePath(data.get('to'))
    const { needs, alternatives } = tried.value
    if (!needs) redirect(303, to)
    const passkey = needs === 'passkey' ? 'only' : alternatives.includes('passkey') ? 'too' : ''
    redirect(303, `/sign-in/code?${new URLSearchParams(passkey ? { to, passkey } : { to })}`)
  },

  passkey: async (event) => {
    const { request, locals } = event
    const data = await request.formData()
    const tried = await locals.app.identity.finishPasskeySignIn({
      ...readPasskey(data),
      from: originOf(event),
    })
    if (!tried.ok) return refused(tried.refusal, locals, data, 'passkey')
    writeToken(event, tried.value.token)
    redirect(303, safePath(data.get('to')))
  },
}
