import { type Document, toDocument, toVector } from '../../engines/query/index.ts'
import { tokenise } from '../../engines/text/index.ts'
import type { Heard } from '../channels/channel.ts'
import type { SourceId } from '../platform/ids.ts'
import { type KeptPost, type NewPost, postIdAt, tidyPost } from '../record/index.ts'
import type { Inbound, Labelled } from '../record/post.ts'
import type { Ground } from './ground.ts'
import { allLabels, beginning, type LazyLabels, labelFacts, lazyLabels, postFacts } from './label-post.ts'
import { countPreviews, type OrganisationSearches, whoAsks } from './standing.ts'
import type { Wanted } from './write-batch.ts'

/** A post that some search asks for, not yet looked up, completed or labelled. */
export interface Candidate {
  raw: Heard
  searches: string[]
  heardAt: Date
}

/** Which of these posts any search asks for. The rest is forgotten here: only their number goes on. */
export function matchPosts(
  org: OrganisationSearches,
  posts: Heard[],
  ground: Ground,
  now: Date,
): Candidate[] {
  const candidates: Candidate[] = []
  const ms = now.getTime()
  if (org.previews.size > 0) countPreviews(org, posts.length, ms)
  if (org.matcher.size === 0) return candidates
  for (const raw of posts) {
    const searches = ask(org, raw, ground, ms)
    if (searches.length > 0) candidates.push({ raw, searches, heardAt: now })
  }
  return candidates
}

/** A post as searches see it. */
export const documentOf = (post: Inbound, ground: Ground): Document =>
  toDocument(postFacts(post), () => labelFacts(lazyLabels(post, ground)))

const ask = (org: OrganisationSearches, post: Inbound, ground: Ground, ms: number): string[] =>
  whoAsks(org, org.matcher.match(documentOf(post, ground)), ms)

export interface HearingPlace {
  source: string
  ground: Ground
  /** Set while the network replays what was missed: posts are then counted under the time they claim. */
  catchingUpFrom: Date | null
}

export type Finished = { ok: true; wanted: Wanted } | { ok: false; reason: string } | null

/**
 * Makes a candidate ready to be written: cut to what the record holds, labelled, matched once more on exactly the
 * words that are stored (so that the archive search finds what the stream matched), and set beside its copies.
 * Null when, as it is stored, no search asks for it.
 */
export function finishPost(
  org: OrganisationSearches,
  c: Candidate,
  place: HearingPlace,
  order: number,
): Finished {
  const tidied = tidyPost(c.raw, c.heardAt)
  if (!tidied.ok) return tidied
  const post = tidied.post
  const lazy = lazyLabels(post, place.ground)
  const doc = toDocument(postFacts(post), () => labelFacts(lazy))
  const asking = org.matcher.match(doc).filter((id) => org.searches.has(id))
  // What asked before may have been matched on more than the record can hold.
  const searches = c.searches.filter((id) => asking.includes(id))
  if (searches.length === 0) return null
  const at = countedAt(post, c.heardAt, place.catchingUpFrom)
  const id = postIdAt(at.getTime(), order & 0xfff)
  const kept: NewPost = {
    ...post,
    ...allLabels(lazy),
    id,
    source: place.source as SourceId,
    heardAt: c.heardAt,
    at,
    words: toVector(doc),
    copyOf: org.copies.index.add(id, tokenise(beginning(post.text))) as NewPost['copyOf'],
    keepUntil: keepUntil(org, searches, c.heardAt),
    remarks: [...(c.raw.remarks ?? []), ...tidied.remarks].slice(0, 20).map((r) => r.slice(0, 300)),
  }
  return { ok: true, wanted: { post: kept, known: null, searches } }
}

/** A post that the record knows already: only its searches may be new. */
export function knownPost(org: OrganisationSearches, c: Candidate, kept: KeptPost): Wanted {
  const post: NewPost = { ...kept, words: '', keepUntil: keepUntil(org, c.searches, c.heardAt) }
  return { post, known: kept.id, searches: c.searches }
}

/** What people put right stays as they said; the rest is worked out anew. */
function putRight(lazy: LazyLabels, kept: KeptPost, rejectedPlaces: ReadonlySet<string>): LazyLabels {
  const said = <T>(label: Labelled<T>, anew: () => Labelled<T>) =>
    label.correctedBy === null ? anew : () => label
  return {
    lang: said(kept.lang, lazy.lang),
    tone: said(kept.tone, lazy.tone),
    sourceKind: said(kept.sourceKind, lazy.sourceKind),
    places: () => lazy.places().filter((place) => !rejectedPlaces.has(place.name)),
  }
}

/** An edited post labelled and matched anew; it keeps its id, its time and its place among copies. */
export function rehearPost(
  org: OrganisationSearches,
  kept: KeptPost,
  edited: Inbound,
  rejectedPlaces: ReadonlySet<string>,
  ground: Ground,
  now: Date,
) {
  const tidied = tidyPost(edited, now)
  if (!tidied.ok) return null
  const lazy = putRight(lazyLabels(tidied.post, ground), kept, rejectedPlaces)
  const doc = toDocument(postFacts(tidied.post), () => labelFacts(lazy))
  // One whose authorisation has run out keeps what it holds, and is given nothing more.
  const asked = new Set<string>()
  for (const [id, search] of org.searches) if (now.getTime() < search.expiresAt) asked.add(id)
  const searches = org.matcher.match(doc).filter((id) => asked.has(id))
  const post: NewPost = {
    ...tidied.post,
    ...allLabels(lazy),
    id: kept.id,
    source: kept.source,
    heardAt: kept.heardAt,
    at: kept.at,
    words: toVector(doc),
    copyOf: kept.copyOf,
    keepUntil: kept.keepUntil,
    remarks: tidied.remarks,
  }
  return { post, searches, asked }
}

function keepUntil(org: OrganisationSearches, searches: string[], from: Date): Date {
  const longest = Math.max(...searches.map((id) => org.searches.get(id)?.retentionMs ?? 0))
  return new Date(from.getTime() + longest)
}

/** Networks that tell of the past: files, feeds, and an exercise that begins with a day already lived. */
const PAST = new Set(['feed', 'import', 'exercise'])

/** A replay may reach a little further back than it says. */
const REPLAY_SLACK_MS = 10 * 60_000

/**
 * The moment a post is counted and ordered under. Receipt, because a claimed time can lie; but files, feeds and a
 * network that replays what was missed speak of the past, and counting that as now would look like a spike.
 */
function countedAt(post: Inbound, heardAt: Date, catchingUpFrom: Date | null): Date {
  const claimed = post.publishedAt
  if (claimed === null) return heardAt
  if (PAST.has(post.channel)) return claimed
  if (catchingUpFrom && claimed.getTime() >= catchingUpFrom.getTime() - REPLAY_SLACK_MS) return claimed
  return heardAt
}
