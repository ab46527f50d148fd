import { setTimeout as sleep } from 'node:timers/promises'
import type { Channel, Heard, ListenIo, Listening, SourceRow } from '../channels/channel.ts'
import type { Database, Tx } from '../platform/db/database.ts'
import { findByUri, type KeptPost, tidyPost } from '../record/index.ts'
import type { Inbound } from '../record/post.ts'
import { hasLearnt } from './apply-change.ts'
import type { Ground } from './ground.ts'
import { type Candidate, documentOf, type Finished, finishPost, knownPost } from './hear.ts'
import { followingByName, heldToAccounts } from './hold-following.ts'
import type { OrganisationSearches } from './standing.ts'
import { CLEANED } from './store-hear.ts'
import { stretches } from './stretches.ts'
import type { Waiting } from './waiting.ts'
import type { BatchToWrite, Wanted, Written } from './write-batch.ts'

/* From what waits to what is written: looked up, completed, labelled. */

export interface ListenerDeps {
  db: Database
  channel: Channel
  source: SourceRow
  org: OrganisationSearches
  io: ListenIo
  ground: Ground
  /** Told after each commit and each failure to write. */
  onWritten?(at: Date, written: Written): void
  onTrouble?(error: unknown): void
}

/** Names that come too late for the first writing. */
export interface Late {
  /** How many askings are not answered yet. */
  asked: number
  take(completed: Heard[]): void
}

/** Looks up what is known, completes and labels what is new, and adds the waiting batches up into one. */
export async function prepare(deps: ListenerDeps, taken: Waiting[], late: Late): Promise<BatchToWrite> {
  const { db, source, org } = deps
  const batch = addUp(source, taken)
  const firsts = firstOfEach(taken)
  const known = new Map(
    (await findByUri(db.read, source.organisation, [...firsts.keys()])).map((p) => [p.uri, p]),
  )
  for (const [uri, kept] of known) {
    const c = await holdCandidate(deps, firsts.get(uri)!.c)
    if (c.searches.length > 0) batch.wanted.push(knownPost(org, c, kept))
  }
  await finishFresh(deps, batch, withoutKnown(firsts, known), late)
  return batch
}

interface First {
  c: Candidate
  /** Since when the network was replaying what had been missed. */
  from: Date | null
}

/** Everything of the waiting batches but their posts. */
function addUp(source: SourceRow, taken: Waiting[]): BatchToWrite {
  const batch: BatchToWrite = {
    organisation: source.organisation,
    source: source.id,
    channel: source.channel,
    at: taken[taken.length - 1]!.at,
    wanted: [],
    changes: taken.flatMap((w) => w.batch.changes),
    completed: taken.flatMap((w) => w.completed),
    quarantined: taken.flatMap((w) => w.batch.quarantined),
    heard: new Map(),
    cursor: null,
    listening: null,
    gaps: taken.flatMap((w) => (w.batch.gap ? [w.batch.gap] : [])),
  }
  for (const w of taken) {
    const minute = Math.floor(w.at.getTime() / 60_000) * 60_000
    if (w.heard > 0) batch.heard.set(minute, (batch.heard.get(minute) ?? 0) + w.heard)
    if (w.batch.cursor !== null) batch.cursor = w.batch.cursor
    if (w.batch.listening) batch.listening = w.batch.listening as Listening
  }
  return batch
}

/** Each post once, by its URI, as it was first heard. */
function firstOfEach(taken: Waiting[]): Map<string, First> {
  const firsts = new Map<string, First>()
  for (const w of taken)
    for (const c of w.candidates)
      if (!firsts.has(c.raw.uri)) firsts.set(c.raw.uri, { c, from: w.catchingUpFrom })
  return firsts
}

const withoutKnown = (firsts: Map<string, First>, known: ReadonlyMap<string, KeptPost>): First[] =>
  [...firsts.values()].filter(({ c }) => !known.has(c.raw.uri))

async function finishFresh(
  deps: ListenerDeps,
  batch: BatchToWrite,
  fresh: First[],
  late: Late,
): Promise<void> {
  const completed = await complete(
    deps,
    fresh.map(({ c }) => c),
    late,
  )
  const rest = stretches()
  for (const [i, { c, from }] of fresh.entries()) {
    const place = { source: deps.source.id, ground: deps.ground, catchingUpFrom: from }
    const mine = await holdCandidate(deps, { ...c, raw: completed[i] ?? c.raw })
    const done = mine.searches.length === 0 ? null : finishPost(deps.org, mine, place, i)
    await rest()
    if (done !== null) sort(batch, done, c)
  }
}

/** Into what is written, or what could not be read. */
function sort(batch: BatchToWrite, done: NonNullable<Finished>, c: Candidate): void {
  if (!done.ok) {
    batch.quarantined.push({ reason: done.reason, sample: c.raw.text.slice(0, 500) })
    return
  }
  batch.wanted.push(done.wanted as Wanted)
  for (const remark of done.wanted.post.remarks)
    batch.quarantined.push({ reason: CLEANED + plainRemark(remark), sample: '' })
}

/** Of these searches, those that may have this post (`heldToAccounts`). */
export const held = (
  deps: ListenerDeps,
  tx: Tx,
  post: Inbound,
  searches: string[],
  now: Date,
): Promise<string[]> =>
  heldToAccounts(
    tx,
    deps.source.organisation,
    deps.org,
    post,
    searches,
    () => documentOf(post, deps.ground),
    now,
  )

/** A candidate for those searches that may have it; most follow nobody by name. */
async function holdCandidate(deps: ListenerDeps, c: Candidate): Promise<Candidate> {
  if (followingByName(deps.org, c.raw, c.searches).length === 0) return c
  const tidied = tidyPost(c.raw, c.heardAt)
  if (!tidied.ok) return c
  const now = deps.io.clock.now()
  const searches = await deps.db.transaction((tx) => held(deps, tx, tidied.post, c.searches, now))
  return { ...c, searches }
}

/** A remark without its numbers and dates, so that a page can count those that are alike. */
const plainRemark = (remark: string): string =>
  remark.replace(/\s?\([^()]*\)/g, '').replace(/\d[\d.,:TZ-]*\d|\d/g, '…')

/** A post is on the screen before its author has a name rather than late: this long after it was heard. */
const NAMES_MS = 100

/** Names and handles that cost a request are asked for only now, for what will be kept. Late ones go to `late`. */
async function complete(deps: ListenerDeps, fresh: Candidate[], late: Late): Promise<Heard[]> {
  const raws = fresh.map((c) => c.raw)
  if (!deps.channel.enrich || raws.length === 0) return raws
  const asked = raws.map((raw) => ({ ...raw, links: raw.links.map((link) => ({ ...link })) }))
  const naming = deps.channel.enrich(asked, deps.io).catch((error: unknown) => {
    deps.io.log.warn({ source: deps.source.id, reason: reasonOf(error) }, 'posts could not be completed')
    return raws
  })
  // While an earlier asking is not answered this one stands behind it in the network's pace: nobody waits for that.
  const waited = late.asked > 0 ? NAMES_MS : deps.io.clock.now().getTime() - fresh[0]!.heardAt.getTime()
  late.asked++
  void naming.finally(() => late.asked--)
  const inTime = await Promise.race([naming, sleep(Math.max(1, NAMES_MS - waited), null)])
  if (inTime) return inTime
  void naming.then((named) => late.take(named.filter((post, i) => hasLearnt(raws[i]!, post))))
  return raws
}

export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 200)
