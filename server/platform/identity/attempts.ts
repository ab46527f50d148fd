import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'

interface Tally {
  failures: number
  /** Milliseconds; nothing is tried before. */
  nextAt: number
  lastAt: number
}

/** Forgotten after this long without another failure. */
const FORGET_AFTER_MS = 3_600_000
const MOST_TALLIES = 100_000
/** One address that fails on this many different accounts within the hour is spraying. */
export const SPRAY = 10

/**
 * Counts failures and says how long to wait: 0, 1, 2, 4 … 60 s for one account from one address, and the same up to
 * 90 s for one account from all addresses it has never signed in from (so no account is tried more than 60 times an
 * hour, from however many machines). Nobody is ever locked out: an address the person has used before is not held up
 * by what strangers do. Kept in memory, at most 100,000 tallies; a restart forgets them.
 */
export class Attempts {
  #tallies = new Map<string, Tally>()
  #tried = new Map<string, Map<string, number>>()

  /**
   * Reserves a try: counted as a failure until `succeeded` says otherwise, so that guesses sent side by side do not
   * slip through together.
   * @returns seconds to wait before trying, 0 when it may go on now; `spray` when this try made the address a sprayer
   */
  begin(account: string, address: string, familiar: boolean, now: number): { wait: number; spray: boolean } {
    const keys = keysOf(account, address, familiar)
    const wait = Math.max(...keys.map(({ key }) => (this.#tallies.get(key)?.nextAt ?? 0) - now), 0)
    if (wait > 0) return { wait: Math.ceil(wait / 1000), spray: false }
    for (const { key, most } of keys) this.#count(key, most, now)
    return { wait: 0, spray: this.#note(account, address, now) }
  }

  /** The try was right: this account is open again from here, and what was counted for it is taken back. */
  succeeded(account: string, address: string, familiar: boolean): void {
    const [pair, stranger] = keysOf(account, address, familiar)
    this.#tallies.delete(pair!.key)
    if (stranger) this.#takeBack(stranger.key)
    this.#tried.get(area(address))?.delete(account)
  }

  /** The try was not made after all (the queue was full). */
  undone(account: string, address: string, familiar: boolean): void {
    for (const { key } of keysOf(account, address, familiar)) this.#takeBack(key)
  }

  /** How often this address has failed lately, over all accounts; the more, the longer it waits for its turn. */
  failuresFrom(address: string): number {
    return this.#tried.get(area(address))?.size ?? 0
  }

  #count(key: string, most: number, now: number): void {
    const before = this.#tallies.get(key)
    const fresh = !before || now - before.lastAt > FORGET_AFTER_MS
    const failures = fresh ? 1 : before.failures + 1
    const delay = failures === 1 ? 0 : Math.min(2 ** (failures - 2), most)
    this.#tallies.delete(key)
    this.#tallies.set(key, { failures, lastAt: now, nextAt: now + delay * 1000 })
    if (this.#tallies.size > MOST_TALLIES) this.#tallies.delete(this.#tallies.keys().next().value!)
  }

  #takeBack(key: string): void {
    const tally = this.#tallies.get(key)
    if (!tally) return
    tally.failures--
    if (tally.failures === 0) this.#tallies.delete(key)
  }

  #note(account: string, address: string, now: number): boolean {
    const from = area(address)
    const tried = this.#tried.get(from) ?? new Map<string, number>()
    for (const [other, at] of tried) if (now - at > FORGET_AFTER_MS) tried.delete(other)
    const before = tried.size
    tried.set(account, now)
    this.#tried.delete(from)
    this.#tried.set(from, tried)
    if (this.#tried.size > MOST_TALLIES / 10) this.#tried.delete(this.#tried.keys().next().value!)
    if (tried.size > 1_000) tried.delete(tried.keys().next().value!)
    return before < SPRAY && tried.size >= SPRAY
  }
}

function keysOf(account: string, address: string, familiar: boolean): { key: string; most: number }[] {
  const pair = { key: `${account}|${area(address)}`, most: 60 }
  return familiar ? [pair] : [pair, { key: `${account}|strangers`, most: 90 }]
}

/** An IPv4 address, or the /64 in which an IPv6 address may wander at will. */
export function area(address: string): string {
  if (!isIPv6(address)) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped) return mapped[1]!
  const [head = '', tail] = address.split('%')[0]!.split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail ? tail.split(':') : []
  const middle =
    tail === undefined ? [] : Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0')
  const groups = [...front, ...middle, ...back]
    .slice(0, 4)
    .map((group) => Number.parseInt(group || '0', 16).toString(16))
  return `${groups.join(':')}::/64`
}

/** An address as it is remembered: not to be read back without knowing it. */
export const addressHash = (organisation: string, address: string): Buffer =>
  createHash('sha256')
    .update(`${organisation}|${area(address)}`)
    .digest()
