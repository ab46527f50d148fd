/* An address may be a key: whoever holds a feed's whole address reads what it gives. */

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i
/** A word of an address is shorter or has no digits in it; a date or a number has no letters. */
const MIXED = /(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z\d]{16,}/
const LONG = /[A-Za-z\d_~-]{20,}/

/** Whether a segment of a path looks drawn at random: a UUID, 16 letters and digits on end, or 20 of both cases with digits. */
function looksLikeKey(segment: string): boolean {
  if (UUID.test(segment) || MIXED.test(segment)) return true
  const long = LONG.exec(segment)?.[0] ?? ''
  return /\d/.test(long) && /[a-z]/.test(long) && /[A-Z]/.test(long)
}

/**
 * An address for whoever may not have its key: no user, no password, `?…` for a query, `…` for a segment of the path
 * that looks like a key, no fragment. What has none of these, and what is no address, comes back as it is.
 */
export function maskedAddress(address: string): string {
  const url = URL.parse(address)
  if (!url?.host) return address
  const path = url.pathname
    .split('/')
    .map((segment) => (looksLikeKey(segment) ? '…' : segment))
    .join('/')
  const isPlain = path === url.pathname && !/[?#]/.test(address) && url.username + url.password === ''
  return isPlain ? address : `${url.protocol}//${url.host}${path}${url.search === '' ? '' : '?…'}`
}
