import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = ({ locals }) => ({
  language: locals.look.language,
  signedIn: locals.person !== null,
  now: locals.app.clock.now(),
  timeZone: locals.organisation?.timeZone ?? 'Europe/London',
})
