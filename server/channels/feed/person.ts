/* A feed of what one person says, on a network that gives every account one. */

const PERSON = /\/(?:@|users?\/|u\/|profile\/)([^/]+?)(?:\.(?:rss|atom|json|xml))?(?:\/|$)/i

/**
 * Whose feed this is, by the address of the feed or of the page it belongs to: `/@ann.rss`, `/users/ann.atom`,
 * `/profile/ann.example/rss`, `/feeds/u/ann.xml`. The handle is the name at that host, so that nobody's host can give
 * another's; only Bluesky's own address, when the feed was read there, vouches for a name that is a domain or a DID.
 * All feeds of one account have one id. Null when it is no person's.
 */
export function personOf(address: string | null, wasReadThere = true): { id: string; handle: string } | null {
  const url = address === null ? null : URL.parse(address)
  const name = url && PERSON.exec(decoded(url.pathname))?.[1]?.toLowerCase().replace(/^@/, '')
  if (!name || /\s/.test(name)) return null
  const host = url.hostname.replace(/^www\./, '')
  const isWhole = wasReadThere && host === 'bsky.app' && /^[^@]*[:.][^@]*$/.test(name)
  const handle = isWhole ? name : `${name.replace(/@.*/, '')}@${host}`
  return { id: `https://${host}/@${name}`, handle: handle.slice(0, 320) }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
