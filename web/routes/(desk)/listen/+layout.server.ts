import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = ({ locals }) => ({
  timeZone: locals.organisation?.timeZone ?? 'Europe/London',
})
