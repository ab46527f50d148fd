import { type Document, lowerAscii, matches, type Query } from '../../engines/query/index.ts'
import type { Tx } from '../platform/db/database.ts'
import type { Inbound } from '../record/post.ts'
import type { OrganisationSearches, StandingSearch } from './standing.ts'
import { accountKey, followersOf } from './store-viewing.ts'

/* A search names a private person by a handle, and a handle can be taken by somebody else: only the account counts. */

/** What nothing is. */
const NEVER: Query = {
  kind: 'and',
  parts: [
    { kind: 'filter', field: 'has', value: 'link' },
    { kind: 'not', part: { kind: 'filter', field: 'has', value: 'link' } },
  ],
}

/** The search as it would be if it did not ask for these handles (lower case). */
export function withoutNames(tree: Query, handles: ReadonlySet<string>): Query {
  if (tree.kind === 'and' || tree.kind === 'or')
    return { ...tree, parts: tree.parts.map((part) => withoutNames(part, handles)) }
  if (tree.kind === 'not') return { ...tree, part: withoutNames(tree.part, handles) }
  const isNamed = tree.kind === 'filter' && tree.field === 'from' && handles.has(lowerAscii(tree.value))
  return isNamed ? NEVER : tree
}

type Author = Pick<Inbound, 'channel' | 'author'>
const nameOf = ({ author }: Author): string => lowerAscii(author.handle)

/** Of these searches, those that follow the author of this post by name. */
export function followingByName(
  org: OrganisationSearches,
  post: Author,
  searches: readonly string[],
): StandingSearch[] {
  // A file knows names only: in it nobody can take one over, and it binds nothing.
  if (post.channel === 'import') return []
  const found: StandingSearch[] = []
  for (const id of searches) {
    const search = org.searches.get(id)
    if (search && search.people.size > 0 && search.people.has(nameOf(post))) found.push(search)
  }
  return found
}

/**
 * Of these searches, those that may have this post: a search that follows its author by name may when the authorisation
 * is for this very account, or when the post is asked for by something else as well. A first post binds (`followersOf`).
 */
export async function heldToAccounts(
  tx: Tx,
  organisation: string,
  org: OrganisationSearches,
  post: Author,
  asking: string[],
  document: () => Document,
  now: Date,
): Promise<string[]> {
  // One whose authorisation has run out is paused in a moment.
  const hasRunOut = (id: string) =>
    (org.searches.get(id)?.expiresAt ?? Number.POSITIVE_INFINITY) <= now.getTime()
  const searches = asking.filter((id) => !hasRunOut(id))
  const following = followingByName(org, post, searches)
  if (following.length === 0) return searches
  const handle = nameOf(post)
  const people = [...new Set(following.map((s) => s.followedBy))]
  const account = accountKey(post.channel, post.author.id)
  const allowed = await followersOf(tx, organisation, people, handle, account, now)
  const strangers = following.filter((s) => !allowed.has(s.followedBy))
  if (strangers.length === 0) return searches
  const doc = document()
  const names = new Set([handle])
  const refused = new Set(
    strangers.filter((s) => !matches(withoutNames(s.tree, names), doc)).map((s) => s.id),
  )
  return searches.filter((id) => !refused.has(id))
}
