import type { Tx } from '../platform/db/database.ts'
import {
  erasePosts,
  findByAccount,
  findByUri,
  type KeptPost,
  type NewPost,
  rewritePost,
  setKeepUntil,
} from '../record/index.ts'
import type { Change, Inbound } from '../record/post.ts'
import { countedLabels, relabel } from './relabel.ts'
import { bumpMinutes, deleteMatches, insertMatches, matchesOf, recountCopies } from './store-hear.ts'
import { rejectedPlaces } from './store-person.ts'
import { keepDates } from './store-search.ts'
import { tellOthers } from './tell-others.ts'
import { toMatch } from './to-match.ts'

/** An edited post labelled anew, where nobody put a label right; of the searches that listen now (`asked`), `searches` ask for it as it is. */
export type Rehear = (
  kept: KeptPost,
  edited: Inbound,
  rejectedPlaces: ReadonlySet<string>,
) => Promise<{ post: NewPost; searches: string[]; asked: ReadonlySet<string> } | null>

/**
 * Follows what authors did to their posts. What was merely heard is erased when its author deletes it (the counts
 * stay); an edit rewrites words and labels and is matched again. Changes to posts that nobody kept are nothing.
 */
export async function applyChanges(
  tx: Tx,
  organisation: string,
  channel: string,
  changes: Change[],
  at: Date,
  rehear: Rehear,
): Promise<void> {
  if (changes.length === 0) return
  const uris = changes.flatMap((c) =>
    c.kind === 'deleted' ? [c.uri] : c.kind === 'edited' ? [c.post.uri] : [],
  )
  const kept = new Map((await findByUri(tx, organisation, [...new Set(uris)])).map((p) => [p.uri, p]))
  const gone = new Set<string>()
  const changed = new Set<string>()
  for (const change of changes) {
    if (change.kind === 'deleted') {
      const post = kept.get(change.uri)
      // Only the author may take a post back: an event that names another author is not believed.
      if (post && (change.author === undefined || change.author === post.author.id)) gone.add(post.id)
    } else if (change.kind === 'edited') {
      const post = kept.get(change.post.uri)
      if (!post || post.author.id !== change.post.author.id || gone.has(post.id)) continue
      if (await applyEdit(tx, organisation, post, change.post, at, rehear)) changed.add(post.id)
      else gone.add(post.id)
    }
  }
  const authors = changes.flatMap((c) => (c.kind === 'author-gone' ? [c.author] : []))
  for (const id of await findByAccount(tx, organisation, channel, authors)) gone.add(id)
  await erase(tx, organisation, [...gone])
  const left = [...changed].filter((id) => !gone.has(id))
  if (left.length > 0) {
    const searches = await searchesOf(tx, organisation, left)
    tellOthers(tx, organisation, {
      type: 'listen.posts-changed',
      data: { posts: left.slice(0, 200), searches },
    })
  }
}

/** Whether more is known of a post than was: its author's name, or what its links are. */
export const hasLearnt = (before: Inbound, after: Inbound): boolean =>
  before.author.handle !== after.author.handle || linksOf(before) !== linksOf(after)

const linksOf = ({ links }: Inbound): string =>
  links.map(({ url, title }) => `${url} ${title ?? ''}`).join('\n')

/** What was learnt after posts had been written: names of authors, with them the kind of source, and link cards. */
export async function applyCompletions(
  tx: Tx,
  organisation: string,
  completed: Inbound[],
  rehear: Rehear,
): Promise<void> {
  if (completed.length === 0) return
  const kept = new Map(
    (
      await findByUri(
        tx,
        organisation,
        completed.map((p) => p.uri),
      )
    ).map((p) => [p.uri, p]),
  )
  const changed: string[] = []
  const gone: string[] = []
  for (const post of completed) {
    const known = kept.get(post.uri)
    // An edit that came in between has been completed on its own.
    if (!known || known.editedAt !== null || !hasLearnt(known, post)) continue
    const stays = await applyEdit(tx, organisation, known, post, null, rehear)
    ;(stays ? changed : gone).push(known.id)
  }
  await erase(tx, organisation, gone)
  if (changed.length > 0) {
    const searches = await searchesOf(tx, organisation, changed)
    tellOthers(tx, organisation, {
      type: 'listen.posts-changed',
      data: { posts: changed.slice(0, 200), searches },
    })
  }
}

/** Ids of erased posts that one event names: an erasure may be large, and becomes several events. */
const IDS_IN_EVENT = 500

/** Erases posts, brings the heirs of erased leaders to the front, and tells open screens and the index of copies. */
export async function erase(tx: Tx, organisation: string, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const searches = await searchesOf(tx, organisation, ids)
  const { ids: erased, heirs } = await erasePosts(tx, organisation, ids)
  await recountCopies(
    tx,
    organisation,
    heirs.map((h) => h.heir),
  )
  for (let from = 0; from < erased.length; from += IDS_IN_EVENT) {
    const posts = erased.slice(from, from + IDS_IN_EVENT)
    const here = new Set<string>(posts)
    const theirs = heirs
      .filter(({ leader }) => here.has(leader))
      .map(({ leader, heir }): [string, string] => [leader, heir])
    tellOthers(tx, organisation, {
      type: 'listen.posts-erased',
      data: { posts, n: posts.length, searches, heirs: theirs },
    })
  }
  return erased
}

async function searchesOf(tx: Tx, organisation: string, ids: string[]): Promise<string[]> {
  return [...new Set((await matchesOf(tx, organisation, ids)).map((m) => m.search))]
}

/** False when no search asks for it any more: then it goes. A paused search goes on holding what it holds. */
async function applyEdit(
  tx: Tx,
  organisation: string,
  kept: KeptPost,
  edited: Inbound,
  at: Date | null,
  rehear: Rehear,
): Promise<boolean> {
  const now = await rehear(kept, edited, await rejectedPlaces(tx, organisation, kept.id))
  if (now === null) return true
  const before = new Set((await matchesOf(tx, organisation, [kept.id])).map((m) => m.search))
  const after = new Set(now.searches)
  const unasked = [...before].filter((s) => now.asked.has(s) && !after.has(s))
  if (before.size - unasked.length + after.size === 0) return false
  await rewritePost(tx, organisation, kept.id, now.post, at)
  await deleteMatches(tx, organisation, kept.id, unasked)
  await relabel(tx, organisation, kept, countedLabels(now.post))
  const added = now.searches.filter((s) => !before.has(s))
  const fresh = await insertMatches(
    tx,
    organisation,
    added.map((s) => toMatch({ ...now.post, at: kept.at }, kept.id, s)),
  )
  await bumpMinutes(tx, organisation, fresh)
  await holdAgain(tx, organisation, [kept.id])
  return true
}

/** Sets the dates of posts from the searches that hold them; gives back those that none holds any more. */
export async function holdAgain(
  tx: Tx,
  organisation: string,
  posts: string[] | { search: string },
): Promise<string[]> {
  const dates = await keepDates(tx, organisation, posts)
  await setKeepUntil(
    tx,
    organisation,
    dates.flatMap((d) => (d.until === null ? [] : [{ id: d.id, until: d.until }])),
  )
  return dates.flatMap((d) => (d.until === null ? [d.id] : []))
}
