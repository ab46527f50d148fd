import { randomBytes } from 'node:crypto'

type Brand<Name extends string> = string & { readonly __brand: Name }

export type OrganisationId = Brand<'Organisation'>
export type UnitId = Brand<'Unit'>
export type PersonId = Brand<'Person'>
export type SessionId = Brand<'Session'>
export type AccountId = Brand<'Account'>
export type PostId = Brand<'Post'>
export type SearchId = Brand<'Search'>
export type SourceId = Brand<'Source'>

let lastMs = 0
let counter = 0

/**
 * A UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, a 12-bit counter that keeps ids made by this
 * process in order, 62 random bits. Ids sort by the moment they were made.
 */
export function newId<T extends string = string>(nowMs: number): T {
  if (nowMs > lastMs) {
    lastMs = nowMs
    counter = randomBytes(2).readUInt16BE(0) & 0x3ff
  } else if (++counter > 0xfff) {
    lastMs++
    counter = 0
  }
  const b = randomBytes(16)
  b.writeUIntBE(lastMs, 0, 6)
  b[6] = 0x70 | (counter >> 8)
  b[7] = counter & 0xff
  b[8] = 0x80 | (b[8]! & 0x3f)
  const h = b.toString('hex')
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}` as T
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
export const isId = (text: unknown): text is string => typeof text === 'string' && UUID.test(text)
