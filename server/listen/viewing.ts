import { lowerAscii, privateFrom, type Query } from '../../engines/query/index.ts'
import type { Ctx } from '../platform/context.ts'
import type { Refusal, SaidProblem } from '../platform/result.ts'
import type { KeptPost } from '../record/index.ts'
import type { Ground } from './ground.ts'
import { said } from './messages.ts'
import { type AuthorisationRow, bindToKept, validAuthorisations } from './store-viewing.ts'

/* The stop for looking at one private person again and again. Outlets and public bodies are free. */

/** The opening that trips the stop, within so many days, where an organisation has not set another number. */
export const STOP_AT = 3
export const STOP_DAYS = 28
/** Coming back to a post that one has just read is not another viewing. */
export const SAME_VIEWING_MS = 60 * 60_000
/** How long an immediate-response reason holds. */
export const IMMEDIATE_MS = 24 * 60 * 60_000

/** The outlet or public body that the directory knows this handle as. */
export function knownBody(ground: Ground, handle: string): { name: string; domain: string } | null {
  const outlet = ground.directory.outletByHandle(handle)
  if (outlet) return { name: outlet.title, domain: outlet.domain }
  const body = ground.directory.bodyByHandle(handle)
  return body ? { name: body.name, domain: body.domain } : null
}

/**
 * A feed is nobody's account, unless it is a person's on a network whose host is no outlet's or body's own, and neither is
 * a file that names no author; the directory knows outlets and bodies by handle. Labels do not free anyone.
 */
export function isFreeToView(ground: Ground, post: Pick<KeptPost, 'channel' | 'author' | 'uri'>): boolean {
  if (knownBody(ground, post.author.handle) !== null) return true
  // Rows of a file that names no author bear the name of the file.
  if (post.channel === 'import') return post.uri.startsWith(`import:${post.author.handle}#`)
  if (post.channel !== 'feed') return false
  // The feed channel names an outlet by its site, and a person by an account there.
  const at = URL.parse(post.author.id)
  return !at?.pathname.startsWith('/@') || knownBody(ground, at.hostname) !== null
}

/** Private people whom a search follows by name. */
export const privatePeople = (ground: Ground, tree: Query): string[] =>
  privateFrom(tree)
    .map(lowerAscii)
    .filter((h) => knownBody(ground, h) === null)

/** Accounts (`accountKey`) that an authorisation to follow somebody by this name (lower case) is bound to; none: not yet. */
export interface Bound {
  handle: string
  accounts: Buffer[]
}

export type Followed =
  | { ok: true; endsAt: Date | null; bound: Bound[] }
  /** Handles for which this person holds nothing, and those that are only the first part of one. */
  | { ok: false; missing: string[]; short: string[] }

/** `robin` meets robin.bsky.social and every other robin: an authorisation is for one of them. */
const isWhole = (handle: string): boolean => /[.@:]/.test(handle)

/**
 * Whether this person, or another of the organisation, may follow everyone whom the search names; `endsAt` is when the
 * first of the authorisations runs out, `bound` whom they are for.
 */
export async function mayFollow(
  ctx: Ctx,
  ground: Ground,
  tree: Query,
  person: string = ctx.person.id,
): Promise<Followed> {
  const people = privatePeople(ground, tree)
  if (people.length === 0) return { ok: true, endsAt: null, bound: [] }
  // In an exercise nobody is real, and handles there are one word.
  const short = ctx.organisation.kind === 'exercise' ? [] : people.filter((h) => !isWhole(h))
  const held = await validAuthorisations(ctx.db.read, ctx.organisation.id, person, people, ctx.clock.now())
  const longest = new Map<string, Date>()
  for (const row of held) if (!longest.has(row.handle)) longest.set(row.handle, row.ends_at)
  const missing = people.filter((h) => !longest.has(h))
  if (missing.length > 0 || short.length > 0) return { ok: false, missing, short }
  const endsAt = new Date(Math.min(...[...longest.values()].map((d) => d.getTime())))
  return { ok: true, endsAt, bound: boundOf(people, held) }
}

function boundOf(people: readonly string[], held: readonly AuthorisationRow[]): Bound[] {
  const of = (handle: string) =>
    held.flatMap((row) => (row.handle === handle && row.account_key ? [row.account_key] : []))
  return people.map((handle) => ({ handle, accounts: of(handle) }))
}

/** Whether this person may search what is kept for everyone whom the search names; `bound` is all that it may find. */
export async function mayFind(ctx: Ctx, ground: Ground, tree: Query): Promise<Followed> {
  const followed = await mayFollow(ctx, ground, tree)
  if (!followed.ok) return followed
  const open = followed.bound.filter((b) => b.accounts.length === 0).map((b) => b.handle)
  if (open.length === 0) return followed
  await ctx.db.transaction((tx) => bindToKept(tx, ctx.organisation.id, ctx.person.id, open, ctx.clock.now()))
  return mayFollow(ctx, ground, tree)
}

/** What to type instead of each handle that is not whole; where it stands, for the form to point at. */
export const notWhole = (short: readonly string[], query: string): SaidProblem[] =>
  short.map((handle) => ({
    field: 'query',
    ...said('from-short', handle),
    at: Math.max(0, lowerAscii(query).indexOf(handle)),
    length: handle.length,
  }))

export function needsAuthorisation(
  { missing, short }: Extract<Followed, { ok: false }>,
  query: string,
): Refusal {
  if (short.length > 0) return { kind: 'invalid', problems: notWhole(short, query) }
  return {
    kind: 'needs',
    rule: 'private-person',
    why:
      `This follows ${missing.map((h) => `@${h}`).join(', ')}, who may be a private person. ` +
      'Give an authorisation (reference, role, expiry), or say why there is no time for one.',
    detail: { handles: missing.map((h) => `@${h}`).join(', ') },
  }
}
