import { can } from '../../../edge.server.ts'
import type { LayoutServerLoad } from './$types'

/** Which doors of the estate open for this person; the commands check again. */
export const load: LayoutServerLoad = ({ locals }) => ({
  doors: {
    audit: locals.person !== null && can(locals.person, 'estate.audit'),
    settings: locals.person !== null && can(locals.person, 'estate.settings'),
  },
})
