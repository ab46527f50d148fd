import type { ParsedFeed } from './parsed.ts'

export interface Bounds {
  least: number
  most: number
}

/** A publisher may ask for less; past an hour the person who added the source decides. */
const mostAsked = 60

/** Minutes until the next look: sooner after news, later after none, never sooner than the publisher asks. */
export function nextMinutes(now: number | null, news: boolean, asked: number, bounds: Bounds): number {
  const wished = now === null ? Math.max(bounds.least, 5) : now * (news ? 0.6 : 1.3)
  return Math.min(Math.max(wished, bounds.least, Math.min(asked, mostAsked)), bounds.most)
}

/** Minutes for which an answer is fresh by its headers and the feed's own words. */
export function askedMinutes(headers: Headers, feed: ParsedFeed | null): number {
  const cache = headers.get('cache-control') ?? ''
  const age = /(?:^|[\s,])max-age\s*=\s*"?(\d+)/i.exec(cache)
  return Math.max(age && !/no-cache|no-store/i.test(cache) ? Number(age[1]) / 60 : 0, feed?.ttlMinutes ?? 0)
}

/** `Retry-After` in ms, as seconds or as a date; a day at most. Null when there is none. */
export function retryAfterMs(headers: Headers, now: number): number | null {
  const raw = headers.get('retry-after')?.trim()
  if (!raw) return null
  const ms = /^\d+$/.test(raw) ? Number(raw) * 1_000 : Date.parse(raw) - now
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), 86_400_000)
}
