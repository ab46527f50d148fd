import { error } from '@sveltejs/kit'
import type { OrganisationId, PersonId } from '../../../../../server/platform/ids.ts'
import { newId } from '../../../../edge.server.ts'
import { text } from '../../../../refused.server.ts'
import { originOf } from '../../../../session.server.ts'
import type { RequestHandler } from './$types'

/** A challenge for the first administrator's passkey; the ids that it is made for come back with the form. */
export const POST: RequestHandler = async (event) => {
  const { request, locals, params } = event
  const { app } = locals
  if (!params.token || !(await app.estate.checkSetup(app, params.token))) error(404)
  const data = await request.formData()
  const now = app.clock.now().getTime()
  const organisation = newId<OrganisationId>(now)
  const person = newId<PersonId>(now)
  const begun = await app.identity.beginPasskeyRegistration({
    organisation,
    person,
    email: text(data, 'email').slice(0, 200),
    name: text(data, 'personName').slice(0, 200),
    from: originOf(event),
  })
  return Response.json({ ...begun, fields: { organisation, person } })
}
