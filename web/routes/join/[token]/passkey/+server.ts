import { orError } from '../../../../refused.server.ts'
import type { RequestHandler } from './$types'

/** A challenge for the passkey of the person whom the link invites. */
export const POST: RequestHandler = async ({ locals, params }) => {
  const { app } = locals
  const { organisation, person, email, name } = orError(
    await app.estate.readInvitation(app, params.token),
    locals,
  )
  return Response.json(await app.identity.beginPasskeyRegistration({ organisation, person, email, name }))
}
