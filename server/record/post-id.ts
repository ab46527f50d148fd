import { createHash, randomBytes } from 'node:crypto'
import type { PostId } from '../platform/ids.ts'

/**
 * A UUID version 7 (RFC 9562) for a given millisecond, past ones included. `within` (0 to 4,095) keeps the order of
 * posts that share a millisecond; the other 62 bits are random.
 */
export function postIdAt(ms: number, within: number): PostId {
  const b = randomBytes(16)
  b.writeUIntBE(Math.max(0, Math.min(ms, 0xffffffffffff)), 0, 6)
  b[6] = 0x70 | ((within >> 8) & 0xf)
  b[7] = within & 0xff
  b[8] = 0x80 | (b[8]! & 0x3f)
  return hyphens(b.toString('hex')) as PostId
}

/** The lowest id that a post said at this millisecond can have; for ranges of time along the primary key. */
export function lowestIdAt(ms: number): string {
  const head = Math.max(0, Math.min(ms, 0xffffffffffff)).toString(16).padStart(12, '0')
  return hyphens(`${head}70008000000000000000`)
}

/** Milliseconds that a post's id was made from. */
export const timeOfId = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)

/** What the record knows a post by: half of SHA-256 of its URI, in hex. */
export const uriKey = (uri: string): string => createHash('sha256').update(uri).digest('hex').slice(0, 32)

const hyphens = (h: string): string =>
  `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`
