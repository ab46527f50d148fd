import { redirect } from '@sveltejs/kit'
import { DENSITIES, LANGUAGES, LOOK_COOKIE, THEMES, writeLook } from '../../look.ts'
import { text } from '../../refused.server.ts'
import { safePath } from '../../session.server.ts'
import type { RequestHandler } from './$types'

const YEAR = 365 * 24 * 3600

/** Changes the language, theme or density of this browser, and goes back to where it was asked for. */
export const POST: RequestHandler = async ({ request, locals, cookies }) => {
  const data = await request.formData()
  const { look, app } = locals
  const language = LANGUAGES.find((one) => one === text(data, 'language')) ?? look.language
  const theme = THEMES.find((one) => one === text(data, 'theme')) ?? look.theme
  const density = DENSITIES.find((one) => one === text(data, 'density')) ?? look.density
  cookies.set(LOOK_COOKIE, writeLook({ language, theme, density }), {
    path: '/',
    maxAge: YEAR,
    sameSite: 'lax',
    httpOnly: true,
    secure: app.config.origin.startsWith('https:'),
  })
  redirect(303, safePath(data.get('back')))
}
