import { type RequestEvent, redirect } from '@sveltejs/kit'
import type { Ctx } from '../server/platform/context.ts'
import type { Origin, SignedIn } from '../server/platform/identity/index.ts'
import { cookieSettings } from './edge.server.ts'

/** The bearer of the session; half-open while a second factor is wanted. */
export function readToken(event: Pick<RequestEvent, 'cookies' | 'locals'>): string | undefined {
  return event.cookies.get(cookieSettings(event.locals.app.config.origin).name)
}

export function writeToken(event: Pick<RequestEvent, 'cookies' | 'locals'>, token: string): void {
  const { name, options } = cookieSettings(event.locals.app.config.origin)
  event.cookies.set(name, token, options)
}

export function dropToken(event: Pick<RequestEvent, 'cookies' | 'locals'>): void {
  const { name, options } = cookieSettings(event.locals.app.config.origin)
  event.cookies.delete(name, { path: options.path, secure: options.secure })
}

/** Where the request came from, for sessions and delays after failures. */
export function originOf(event: RequestEvent): Origin {
  return {
    address: event.getClientAddress(),
    agent: (event.request.headers.get('user-agent') ?? '').slice(0, 400),
  }
}

/** The signed-in person's context; sends everyone else to sign in and back. */
export function needPerson(event: Pick<RequestEvent, 'locals' | 'url'>): { ctx: Ctx; signedIn: SignedIn } {
  const { ctx, signedIn } = event.locals
  if (!ctx || !signedIn) redirect(303, signInFirst(event.url))
  return { ctx, signedIn }
}

/** The signed-in person, proved within the last minutes; sends everyone else to prove it, and then to `back`. */
export function needProof(
  event: Pick<RequestEvent, 'locals' | 'url'>,
  back: string,
): { ctx: Ctx; signedIn: SignedIn } {
  const who = needPerson(event)
  if (who.signedIn.session.proof === 'old') redirect(303, checkFirst(back))
  return who
}

export const checkFirst = (back: string): string => `/you/check?to=${encodeURIComponent(back)}`

export const signInFirst = (url: URL): string =>
  `/sign-in?to=${encodeURIComponent(url.pathname + url.search)}`

/** A path of ours to go on to, as a browser would read it; anything else leads to the first page. */
export function safePath(path: FormDataEntryValue | string | null): string {
  const here = 'http://here.invalid'
  const url = typeof path === 'string' && path.startsWith('/') ? URL.parse(path, here) : null
  // A browser takes tabs out, and dots: what is left must not begin with two slashes.
  if (url?.origin !== here || url.pathname.startsWith('//')) return '/'
  return url.pathname + url.search + url.hash
}

/** A path for the log: what opens a door is left out. */
export const loggedPath = (path: string): string => path.replace(/^\/(join|set-up)\/[^/]+/, '/$1/…')
