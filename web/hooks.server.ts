import type { RequestEvent } from '@sveltejs/kit'
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks'
import { refuseForeign, securityHeaders } from './edge.server.ts'
import { LOOK_COOKIE, type Look, readLook } from './look.ts'
import { checkFirst, loggedPath, readToken } from './session.server.ts'

/** What a person may still send when an hour has passed without a key press. */
const WHILE_STALE = new Set(['/you/check', '/sign-in/passkey', '/sign-out', '/look', '/touch'])

/** Takes the one app that hangs on the request, finds who is asking, and puts both on `event.locals`. */
export const handle: Handle = async ({ event, resolve }) => {
  const app = event.platform?.req.folkmoot
  if (!app) return new Response('Folkmoot is starting.', { status: 503, headers: { 'retry-after': '2' } })
  const foreign = refuseForeign(
    { method: event.request.method, header: (name) => event.request.headers.get(name) },
    app.config.origin,
  )
  if (foreign) return new Response(`Refused: ${foreign}.`, { status: 403 })

  const look = readLook(event.cookies.get(LOOK_COOKIE), event.request.headers.get('accept-language') ?? '')
  Object.assign(event.locals, { app, look, nonce: '' })
  await findPerson(event)

  const stale = event.locals.session?.freshness === 'stale' && event.request.method === 'POST'
  if (stale && !WHILE_STALE.has(event.url.pathname)) {
    const back = URL.parse(event.request.headers.get('referer') ?? '/', app.config.origin)?.pathname ?? '/'
    return new Response(null, {
      status: 303,
      headers: { location: checkFirst(back) },
    })
  }

  const response = await resolve(event, {
    transformPageChunk: ({ html }) => dress(html, look),
    preload: (file) =>
      file.type === 'js' ||
      file.type === 'css' ||
      (file.type === 'font' && file.filename.includes('latin-wght')),
  })
  secure(response.headers, app.config.origin)
  const { status } = event.locals
  if (status === undefined || !response.headers.get('content-type')?.startsWith('text/html')) return response
  return new Response(response.body, { status, headers: response.headers })
}

/** What the look decides stands in the first line; searching all of a large page for it would cost more than making it. */
const FIRST_LINE = 500

function dress(html: string, look: Look): string {
  const line = html
    .slice(0, FIRST_LINE)
    .replace('lang="en-GB"', `lang="${look.language === 'cy' ? 'cy' : 'en-GB'}"`)
    .replace('%folkmoot.theme%', look.theme)
    .replace('%folkmoot.density%', look.density)
  return line + html.slice(FIRST_LINE)
}

async function findPerson(event: RequestEvent): Promise<void> {
  const { locals } = event
  const { app } = locals
  const signedIn = await app.identity.sessionFromCookie(readToken(event))
  locals.signedIn = signedIn
  locals.session = signedIn?.session ?? null
  locals.person = signedIn?.person ?? null
  locals.organisation = signedIn?.organisation ?? null
  locals.ctx = signedIn ? app.ctxFor(signedIn.person, signedIn.organisation) : null
  // Going to a page and sending a form are done by a hand; a screen that asks by itself does neither.
  const byHand = event.request.method === 'POST' || event.request.headers.get('sec-fetch-mode') === 'navigate'
  if (signedIn && byHand && signedIn.session.freshness === 'fresh') await app.identity.touch(signedIn.session)
}

/** Kit has made a nonce for its own script; the policy that goes out is ours, with that nonce in it. */
function secure(headers: Headers, origin: string): void {
  const nonce = /'nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '')?.[1] ?? null
  const page = headers.get('content-type')?.startsWith('text/html') ?? false
  const chosen = securityHeaders({ nonce, https: origin.startsWith('https:'), kind: page ? 'desk' : 'data' })
  for (const [name, value] of Object.entries(chosen)) headers.set(name, value)
  // With `no-referrer` a browser sends `Origin: null` with our own forms, and the check above could not know them.
  headers.set('referrer-policy', 'same-origin')
}

export const handleError: HandleServerError = ({ kind, error, event }) => {
  if (kind !== 'unknown') return
  // A body that is not what its header says is the sender's mistake, not ours.
  if (error instanceof TypeError && error.message.startsWith('Failed to parse body as FormData'))
    return { status: 400, message: 'Bad request' }
  const reference = crypto.randomUUID().slice(0, 8)
  event.locals.app?.log.error(
    { err: error, reference, path: loggedPath(event.url.pathname) },
    'a page failed',
  )
  return { status: 500, message: 'Internal error', reference }
}
