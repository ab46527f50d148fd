import { redirect } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

/** The first page is the room a person works in. */
export const load: PageServerLoad = ({ locals }) => redirect(303, locals.person ? '/listen' : '/sign-in')
