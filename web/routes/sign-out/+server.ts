import { redirect } from '@sveltejs/kit'
import { dropToken, readToken } from '../../session.server.ts'
import type { RequestHandler } from './$types'

export const POST: RequestHandler = async (event) => {
  const token = readToken(event)
  if (token) await event.locals.app.identity.signOut(token)
  dropToken(event)
  redirect(303, '/sign-in?ended')
}
