import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { OrganisationId } from '../ids.ts'
import type { CookieSettings } from './identity.ts'

/** The cookie ends by itself with the longest session. */
const MOST_SECONDS = 12 * 3600

/**
 * How the session cookie is set. Over https it is bound to this host and never leaves it (`__Host-`); over plain http,
 * which is served to this machine only, browsers would refuse that.
 * @param origin the public origin from config
 */
export function cookieSettings(origin: string): CookieSettings {
  const secure = new URL(origin).protocol === 'https:'
  return {
    name: secure ? '__Host-folkmoot' : 'folkmoot',
    options: { httpOnly: true, sameSite: 'strict', secure, path: '/', maxAge: MOST_SECONDS },
  }
}

/**
 * A bearer of rights: 128 bits that say where to look, 256 bits that nobody can guess. base64url, 64 characters.
 * Only the hash of it is stored.
 */
export function newToken(organisation: OrganisationId): { token: string; hash: Buffer } {
  const bytes = Buffer.concat([Buffer.from(organisation.replaceAll('-', ''), 'hex'), randomBytes(32)])
  return { token: bytes.toString('base64url'), hash: createHash('sha256').update(bytes).digest() }
}

/** Null when it cannot be a token of ours. */
export function readToken(
  token: string | null | undefined,
): { organisation: OrganisationId; hash: Buffer } | null {
  if (!token || !/^[\w-]{64}$/.test(token)) return null
  const bytes = Buffer.from(token, 'base64url')
  const hex = bytes.subarray(0, 16).toString('hex')
  const organisation = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') as OrganisationId
  return { organisation, hash: createHash('sha256').update(bytes).digest() }
}

export interface AskedBy {
  method: string
  /** Header by lower-case name; null when absent. */
  header(name: string): string | null
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Did this request come from our own pages? Every unsafe method must say so: by `Sec-Fetch-Site: same-origin`, and by
 * an `Origin` that is ours. One that says neither is refused too. Returns null when it may go on, else why not.
 */
export function refuseForeign(request: AskedBy, origin: string): string | null {
  if (SAFE.has(request.method.toUpperCase())) return null
  const site = request.header('sec-fetch-site')
  if (site !== null && site !== 'same-origin') return `sent from another site (${site.slice(0, 20)})`
  const from = request.header('origin')
  if (from !== null) return from === new URL(origin).origin ? null : 'sent from another origin'
  return site === 'same-origin' ? null : 'does not say where it was sent from'
}

/** A token for forms, bound to the session: a page of another session, or of none, cannot know it. */
export const formToken = (cookieToken: string): string =>
  createHmac('sha256', cookieToken).update('folkmoot form').digest('base64url')

export function isFormToken(cookieToken: string, given: unknown): boolean {
  if (typeof given !== 'string') return false
  const expected = Buffer.from(formToken(cookieToken))
  const got = Buffer.from(given)
  return expected.length === got.length && timingSafeEqual(expected, got)
}
