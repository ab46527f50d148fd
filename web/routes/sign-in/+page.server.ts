import { type Actions, redirect } from '@sveltejs/kit'
import { refused, secret, text } from '../../refused.server.ts'
import { originOf, safePath, writeToken } from '../../session.server.ts'
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
    })
    if (!tried.ok) return refused(tried.refusal, locals, data, 'password')
    writeToken(event, tried.value.token)
    const to = safePath(data.get('to'))
    redirect(303, tried.value.needs ? `/sign-in/code?to=${encodeURIComponent(to)}` : to)
  },

  passkey: async (event) => {
    const { request, locals } = event
    const data = await request.formData()
    let response: unknown = null
    try {
      response = JSON.parse(text(data, 'response') || 'null')
    } catch {
      // identity refuses what is no passkey
    }
    const tried = await locals.app.identity.finishPasskeySignIn({
      ticket: text(data, 'ticket'),
      response,
      from: originOf(event),
    })
    if (!tried.ok) return refused(tried.refusal, locals, data, 'passkey')
    writeToken(event, tried.value.token)
    redirect(303, safePath(data.get('to')))
  },
}
