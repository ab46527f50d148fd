import { lookup as dnsLookup, type LookupAddress } from 'node:dns'
import { promisify } from 'node:util'
import ipaddr from 'ipaddr.js'
import { fetchWhy, SafeFetchError } from './safe-fetch-error.ts'

/** Name → addresses. The default asks the machine; tests put their own in. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>

const lookupAll = promisify(dnsLookup)
export const systemResolve: Resolve = (hostname) => lookupAll(hostname, { all: true, verbatim: true })

/** Public by its number, yet the inside of a cloud (Azure's wire server). */
const INSIDE = new Set(['168.63.129.16'])

/** IPv6 that routes on the public internet at all; everything else is refused without being named. */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3')

/**
 * May we connect there? Allow-list: plain unicast only. What carries an IPv4 address inside it (mapped, compatible,
 * 6to4, NAT64, Teredo, ISATAP) is refused whatever that address is.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  if (parsed.kind() === 'ipv4') return !INSIDE.has(parsed.toString())
  if (!parsed.match(GLOBAL_UNICAST)) return false
  const parts = (parsed as ipaddr.IPv6).parts
  return !(parts[5] === 0x5efe && (parts[4] === 0 || parts[4] === 0x200))
}

/** The rules for one run of the app. */
export interface AddressRules {
  ports: ReadonlySet<number>
  /** `host:port`, lower case: private places that staff listed by hand. */
  listed: ReadonlySet<string>
}

export interface Target {
  url: URL
  /** Lower case, without brackets or a trailing dot. */
  host: string
  port: number
  /** Named in the list of private places: the address is not checked. */
  listed: boolean
}

const DEFAULT_PORT: Record<string, number> = { 'http:': 80, 'ws:': 80, 'https:': 443, 'wss:': 443 }

/** Checks everything about an address that can be known before a name is looked up. Throws `SafeFetchError`. */
export function checkUrl(text: string, schemes: readonly string[], rules: AddressRules): Target {
  if (text.length > 8_192) throw new SafeFetchError('bad-url', 'the address is longer than 8,192 characters')
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw new SafeFetchError('bad-url', 'this is not an address')
  }
  if (!schemes.includes(url.protocol))
    throw new SafeFetchError('blocked-scheme', `${url.protocol} is not ${schemes.join(' or ')}`)
  if (url.username || url.password)
    throw new SafeFetchError('bad-url', 'an address may not carry a name or password')
  const host = url.hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
  if (host === '') throw new SafeFetchError('bad-url', 'the address has no host')
  const port = url.port === '' ? DEFAULT_PORT[url.protocol]! : Number(url.port)
  const listed = rules.listed.has(`${host}:${port}`)
  if (!listed && !rules.ports.has(port))
    throw new SafeFetchError('blocked-port', fetchWhy('port-closed', port))
  if (!listed && ipaddr.isValid(host) && !isPublicAddress(host))
    throw new SafeFetchError('blocked-address', fetchWhy('not-public', host))
  return { url, host, port, listed }
}

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void

/** A `lookup` for `net.connect` that hands over public addresses only: what was checked is what is connected to. */
export function checkedLookup(resolve: Resolve, anyAddress: boolean) {
  return (
    hostname: string,
    options: { all?: boolean; family?: number | string },
    done: LookupCallback,
  ): void => {
    resolve(hostname).then(
      (found) => {
        const wanted = found.filter(
          (a) =>
            (anyAddress || isPublicAddress(a.address)) && (!options.family || options.family === a.family),
        )
        const first = wanted[0]
        if (!first) {
          const why = found.length === 0 ? 'no-address' : 'no-public'
          done(new SafeFetchError('blocked-address', fetchWhy(why, hostname)), [])
        } else if (options.all) done(null, wanted)
        else done(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => done(error, []),
    )
  }
}
