import { needProof, originOf } from '../../../../session.server.ts'
import type { RequestHandler } from './$types'

/** A challenge for one more passkey of the signed-in person. */
export const POST: RequestHandler = async (event) => {
  const { signedIn } = needProof(event, '/you')
  const { identity } = event.locals.app
  return Response.json(
    await identity.beginPasskeyRegistration({
      organisation: signedIn.organisation.id,
      person: signedIn.person.id,
      email: signedIn.person.name,
      name: signedIn.person.name,
      from: originOf(event),
    }),
  )
}
