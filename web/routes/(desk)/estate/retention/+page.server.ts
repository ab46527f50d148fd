import { orError } from '../../../../refused.server.ts'
import { needPerson } from '../../../../session.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { ctx } = needPerson(event)
  const { listen } = event.locals.app
  const [preview, certificates] = await Promise.all([
    listen.previewRetention(ctx),
    listen.listCertificates(ctx),
  ])
  return {
    preview: orError(preview, event.locals),
    certificates: orError(certificates, event.locals),
  }
}
