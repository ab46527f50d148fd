import { orError } from '../../../../refused.server.ts'
import { originOf } from '../../../../session.server.ts'
import type { RequestHandler } from './$types'

/** A challenge for the passkey of the person whom the link invites. */
export const POST: RequestHandler = async (event) => {
  const { locals, params } = event
  const { app } = locals
  const { organisation, person, email, name } = orError(
    await app.estate.readInvitation(app, params.token),
    locals,
  )
  const who = { organisation, person, email, name, from: originOf(event) }
  return Response.json(await app.identity.beginPasskeyRegistration(who))
}
