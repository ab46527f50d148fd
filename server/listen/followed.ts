import type { Ctx } from '../platform/context.ts'
import { groundOf, readQuery } from './ground.ts'
import { type NamedSearch, searchNames } from './store-search.ts'
import { searchesKeeping } from './store-view.ts'
import { type Leave, leavesFor } from './store-viewing.ts'
import { stretches } from './stretches.ts'
import { privatePeople } from './viewing.ts'

/* What one person's authorisation follows is shown to nobody else who holds none. */

/** A search that follows private people, and whoever answers for it. */
export interface Following {
  id: string
  owner: string
  /** By whose authorisations. */
  by: string
  /** Handles, lower case. */
  people: string[]
}

/** Those of these searches that follow a private person; pages are let in while they are read. */
export async function followingOf(
  searches: readonly NamedSearch[],
  area: () => Promise<string | null> | string | null,
): Promise<Following[]> {
  const naming = searches.filter(({ query }) => /from/i.test(query))
  if (naming.length === 0) return []
  const ground = groundOf(await area())
  const rest = stretches()
  const following: Following[] = []
  for (const { id, query, owner, by } of naming) {
    await rest()
    const parsed = readQuery(query, ground)
    const people = parsed.ok ? privatePeople(ground, parsed.tree) : []
    if (people.length > 0) following.push({ id, owner, by, people })
  }
  return following
}

/** The ids of those that a person is not shown: who holds nothing for the accounts that they follow. */
export function hiddenFrom(
  person: string,
  following: readonly Following[],
  leaves: readonly Leave[],
): Set<string> {
  const mine = leaves.filter((leave) => leave.person === person && leave.valid)
  const boundTo = (handle: string, by: string): string[] =>
    leaves.flatMap((l) => (l.person === by && l.handle === handle && l.account ? [l.account] : []))
  const accountsOf = (handle: string): Set<string> =>
    new Set(following.flatMap(({ by, people }) => (people.includes(handle) ? boundTo(handle, by) : [])))
  const isOpen = (handle: string, by: string): boolean => {
    const own = mine.filter((l) => l.handle === handle)
    if (own.length === 0) return false
    // What a search heard on an earlier authorisation stays in it: whoever sees it must hold one for every account.
    if (boundTo(handle, by).every((account) => own.some((l) => l.account === account))) return true
    // One by the name alone is for one account, and which is known only while nobody follows another of that name.
    return own.some((l) => l.account === null) && accountsOf(handle).size === 1
  }
  const hidden = following.filter(
    ({ owner, by, people }) => owner !== person && people.some((h) => !isOpen(h, by)),
  )
  return new Set(hidden.map(({ id }) => id))
}

/**
 * Searches that this person is not shown: they follow a private person for whom this person holds no authorisation.
 * Whoever answers for a search goes on seeing it when the authorisation has run out; it is paused then.
 */
export async function hiddenSearches(ctx: Ctx): Promise<Set<string>> {
  const organisation = ctx.organisation.id
  const searches = await searchNames(ctx.db.read, organisation)
  const following = await followingOf(searches, () => ctx.organisation.area)
  const asked = [...new Set(following.flatMap(({ people }) => people))]
  return hiddenFrom(
    ctx.person.id,
    following,
    await leavesFor(ctx.db.read, organisation, asked, ctx.clock.now()),
  )
}

export const isHidden = async (ctx: Ctx, search: string): Promise<boolean> =>
  (await hiddenSearches(ctx)).has(search)

/** The rows that are not of a hidden search. */
export async function notHidden<Row extends { id: string }>(ctx: Ctx, searches: Row[]): Promise<Row[]> {
  const hidden = await hiddenSearches(ctx)
  return searches.filter(({ id }) => !hidden.has(id))
}

/** Posts without those that only hidden searches keep. */
export async function withoutHidden<Post extends { id: string }>(ctx: Ctx, posts: Post[]): Promise<Post[]> {
  if (posts.length === 0) return posts
  const hidden = await hiddenSearches(ctx)
  if (hidden.size === 0) return posts
  const keeping = await searchesKeeping(
    ctx.db.read,
    ctx.organisation.id,
    posts.map(({ id }) => id),
  )
  const open = new Set(keeping.filter((k) => !hidden.has(k.search_id)).map((k) => k.post_id))
  const kept = new Set(keeping.map((k) => k.post_id))
  return posts.filter(({ id }) => open.has(id) || !kept.has(id))
}
