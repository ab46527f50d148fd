import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'

/** Is this address within one of the ranges (or equal to one of the addresses)? */
export function within(address: string, ranges: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false
  const found = ipaddr.process(address)
  return ranges.some((range) => {
    if (!range.includes('/'))
      return ipaddr.isValid(range) && ipaddr.process(range).toString() === found.toString()
    const [base, bits] = ipaddr.parseCIDR(range)
    return base.kind() === found.kind() && found.match(base, bits)
  })
}

/**
 * Who is asking. The peer itself, unless it is a declared proxy: then the right-most address of `X-Forwarded-For` that
 * is not a proxy of ours (what is left of it anybody can write).
 */
export function clientAddress(request: IncomingMessage, proxies: readonly string[]): string {
  const peer = request.socket.remoteAddress ?? ''
  if (proxies.length === 0 || !within(peer, proxies)) return plain(peer)
  const said = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => ipaddr.isValid(part))
  return plain(said.findLast((part) => !within(part, proxies)) ?? said[0] ?? peer)
}

const plain = (address: string) => (ipaddr.isValid(address) ? ipaddr.process(address).toString() : address)
