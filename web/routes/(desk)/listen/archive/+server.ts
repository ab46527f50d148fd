import { redirect } from '@sveltejs/kit'
import type { RequestHandler } from './$types'

/** The archive's other name; the search field at the top of every page sends here. */
export const GET: RequestHandler = ({ url }) => redirect(308, `/listen/search${url.search}`)
