import { originOf, readToken } from '../../../session.server.ts'
import type { RequestHandler } from './$types'

/** A challenge to sign: anyone's, or with a half-open sign-in that person's. */
export const POST: RequestHandler = async (event) => {
  const token = event.locals.person ? undefined : readToken(event)
  return Response.json(
    await event.locals.app.identity.beginPasskeySignIn({
      ...(token ? { token } : {}),
      from: originOf(event),
    }),
  )
}
