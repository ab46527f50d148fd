import type { Handle, HandleServerError } from '@sveltejs/kit/hooks'
import { nonceOf, securityHeaders } from './headers.ts'
import { LOOK_COOKIE, readLook } from './look.ts'

/** Takes the one app that hangs on the request, finds who is asking, and puts both on `event.locals`. */
export const handle: Handle = async ({ event, resolve }) => {
  const app = event.platform?.req.folkmoot
  if (!app) return new Response('Folkmoot is starting.', { status: 503, headers: { 'retry-after': '2' } })
  const look = readLook(event.cookies.get(LOOK_COOKIE), event.request.headers.get('accept-language') ?? '')
  Object.assign(event.locals, {
    app,
    look,
    ctx: null,
    person: null,
    organisation: null,
    session: null,
    signedIn: null,
    nonce: '',
  })
  const response = await resolve(event, {
    transformPageChunk: ({ html }) =>
      html
        .replace('lang="en-GB"', `lang="${look.language === 'cy' ? 'cy' : 'en-GB'}"`)
        .replace('%folkmoot.theme%', look.theme)
        .replace('%folkmoot.density%', look.density),
    preload: (file) => file.type === 'js' || file.type === 'css' || /latin-wght-normal/.test(file.path),
  })
  securityHeaders(response.headers, nonceOf(response.headers), event.request.method)
  return response
}

export const handleError: HandleServerError = ({ kind, error, event }) => {
  if (kind !== 'unknown') return
  const reference = crypto.randomUUID().slice(0, 8)
  event.locals.app?.log.error({ err: error, reference, path: event.url.pathname }, 'a page failed')
  return { status: 500, message: 'Internal error', reference }
}
