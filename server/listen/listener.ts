import { setTimeout as sleep } from 'node:timers/promises'
import type { Batch, Channel, Heard, ListenIo, Listening, SourceRow } from '../channels/channel.ts'
import type { Database, Tx } from '../platform/db/database.ts'
import { findByUri, tidyPost } from '../record/index.ts'
import type { Inbound } from '../record/post.ts'
import { hasLearnt } from './apply-change.ts'
import type { Ground } from './ground.ts'
import { type Candidate, documentOf, finishPost, knownPost, matchPosts, rehearPost } from './hear.ts'
import { followingByName, heldToAccounts } from './hold-following.ts'
import type { OrganisationSearches } from './standing.ts'
import { CLEANED } from './store-hear.ts'
import { stretches } from './stretches.ts'
import { type BatchToWrite, type Wanted, type Written, writeBatch } from './write-batch.ts'

/* One source: read, match, queue, write. Reading goes on while a transaction is open; the queue is bounded. */

/** Matched posts waiting to be written; past this the source is not read any more until some are. */
const MOST_WAITING = 5_000
const MOST_BATCHES_WAITING = 400
/** The same in UTF-16 units of their texts: 64 MB at most, however long the posts are. */
const MOST_UNITS_WAITING = 32_000_000
const MOST_CHANGES_WAITING = 50_000
/** Posts written in one transaction, and units of their texts. */
const MOST_AT_ONCE = 1_000
const MOST_UNITS_AT_ONCE = 500_000
/** Posts matched before anybody else is let in, and units of their texts. */
const CHUNK = 32
const CHUNK_UNITS = 4_000

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
interface Late {
  /** How many askings are not answered yet. */
  asked: number
  take(completed: Heard[]): void
}

/** Counts and the cursor alone may wait this long for something to be written with them. */
const QUIET_MS = 1_000

interface Waiting {
  /** UTF-16 units of all texts in it. */
  units: number
  candidates: Candidate[]
  batch: Batch
  heard: number
  at: Date
  catchingUpFrom: Date | null
  completed: Heard[]
}

/** Listens until the signal aborts, then writes what is still waiting. */
export async function runListener(deps: ListenerDeps, cursor: string | null): Promise<void> {
  const waiting: Waiting[] = []
  const wake = signalBox()
  const drained = signalBox()
  let reading = true
  let writtenAt = 0
  const late: Late = { asked: 0, take: takeLate }
  const writer = (async () => {
    while (reading || waiting.length > 0) {
      const isUrgent = waiting.length > MOST_BATCHES_WAITING / 2 || waiting.some(isPressing)
      const pause = isUrgent ? 0 : writtenAt + QUIET_MS - performance.now()
      if (waiting.length === 0 || (reading && pause > 0)) {
        await wake.wait(waiting.length === 0 ? null : pause)
        continue
      }
      writtenAt = performance.now()
      const taken = takeSome(waiting)
      await writeUntilDone(deps, taken, late)
      drained.ring()
    }
  })()
  const nothing = { changes: [], quarantined: [], posts: [], heard: 0, cursor: null }
  /** Names that came too late for the first writing are written when they come. */
  function takeLate(completed: Heard[]): void {
    if (!reading || completed.length === 0) return
    waiting.push({
      units: unitsOf(completed),
      candidates: [],
      batch: nothing,
      heard: 0,
      at: deps.io.clock.now(),
      catchingUpFrom: null,
      completed,
    })
    wake.ring()
  }
  let catchingUpFrom: Date | null = null
  try {
    for await (const batch of deps.channel.listen!(deps.source, cursor, deps.io)) {
      const at = deps.io.clock.now()
      if (batch.listening)
        catchingUpFrom = batch.listening.state === 'catching-up' ? batch.listening.from : null
      const candidates = await matchInStretches(deps, batch, at)
      waiting.push({
        units:
          unitsOf(candidates.map((c) => c.raw)) +
          unitsOf(batch.changes.flatMap((c) => (c.kind === 'edited' ? [c.post] : []))),
        candidates,
        batch: forget(batch),
        heard: batch.heard,
        at,
        catchingUpFrom,
        completed: [],
      })
      wake.ring()
      while (isFull(waiting) && !deps.io.signal.aborted) await drained.wait()
    }
  } finally {
    reading = false
    wake.ring()
    await writer
  }
}

/** What matched nothing is let go before anything waits. */
const forget = (batch: Batch): Batch => ({ ...batch, posts: [] })

/** Is there anything that somebody waits to see, or must not be lost? */
function isPressing({ candidates, batch, completed }: Waiting): boolean {
  if (candidates.length > 0 || completed.length > 0) return true
  return batch.changes.length > 0 || batch.quarantined.length > 0 || !!batch.listening || !!batch.gap
}

function isFull(waiting: Waiting[]): boolean {
  if (waiting.length > MOST_BATCHES_WAITING) return true
  let posts = 0
  let changes = 0
  let units = 0
  for (const w of waiting) {
    posts += w.candidates.length
    changes += w.batch.changes.length
    units += w.units
  }
  return posts > MOST_WAITING || changes > MOST_CHANGES_WAITING || units > MOST_UNITS_WAITING
}

const unitsOf = (posts: Heard[]): number => posts.reduce((n, post) => n + post.text.length, 0)

async function matchInStretches(deps: ListenerDeps, batch: Batch, at: Date): Promise<Candidate[]> {
  const { posts } = batch
  const found: Candidate[] = []
  const rest = stretches()
  for (let from = 0, to = 0; from < posts.length; from = to) {
    for (let units = 0; to < posts.length && to - from < CHUNK && units < CHUNK_UNITS; to++)
      units += posts[to]!.text.length
    const chunk = from === 0 && to === posts.length ? posts : posts.slice(from, to)
    found.push(...matchPosts(deps.org, chunk, deps.ground, at))
    await rest()
  }
  return found
}

function takeSome(waiting: Waiting[]): Waiting[] {
  let posts = 0
  let units = 0
  let n = 0
  const changed = new Set<string>()
  while (n < waiting.length) {
    const { candidates, batch } = waiting[n]!
    if (n > 0 && posts + candidates.length > MOST_AT_ONCE) break
    if (n > 0 && units + waiting[n]!.units > MOST_UNITS_AT_ONCE) break
    // Posts are written before changes: what was deleted and posted again waits for the next transaction.
    if (candidates.some((c) => changed.has(c.raw.uri))) break
    for (const c of batch.changes)
      if (c.kind !== 'author-gone') changed.add(c.kind === 'edited' ? c.post.uri : c.uri)
    posts += candidates.length
    units += waiting[n]!.units
    n++
  }
  return waiting.splice(0, n)
}

/** Tries until the database takes it: what was heard is not lost because the database was away. */
async function writeUntilDone(deps: ListenerDeps, taken: Waiting[], late: Late): Promise<void> {
  let prepared: BatchToWrite | null = null
  for (let attempt = 0; ; attempt++) {
    try {
      prepared ??= await prepare(deps, taken, late)
      const written = await write(deps, prepared)
      deps.onWritten?.(deps.io.clock.now(), written)
      return
    } catch (error) {
      if (prepared && isBadData(error)) {
        await writeOneByOne(deps, prepared)
        return
      }
      deps.onTrouble?.(error)
      deps.io.log.warn(
        { source: deps.source.id, attempt, reason: reasonOf(error) },
        'what was heard could not be written yet',
      )
      // While stopping, a database that stays away loses nothing: the cursor was not saved either.
      if (deps.io.signal.aborted && attempt >= 2) return
      await sleep(Math.min(10_000, 250 * 2 ** attempt))
    }
  }
}

async function write(deps: ListenerDeps, batch: BatchToWrite): Promise<Written> {
  const now = deps.io.clock.now()
  return deps.db.transaction((tx) =>
    writeBatch(tx, batch, deps.org.copies, async (kept, edited, rejected) => {
      const again = rehearPost(deps.org, kept, edited, rejected, deps.ground, now)
      return again && { ...again, searches: await held(deps, tx, again.post, again.searches) }
    }),
  )
}

const held = (deps: ListenerDeps, tx: Tx, post: Inbound, searches: string[]): Promise<string[]> =>
  heldToAccounts(
    tx,
    deps.source.organisation,
    deps.org,
    post,
    searches,
    () => documentOf(post, deps.ground),
    deps.io.clock.now(),
  )

/** A candidate for those searches that may have it; most follow nobody by name. */
async function holdCandidate(deps: ListenerDeps, c: Candidate): Promise<Candidate> {
  if (followingByName(deps.org, c.raw, c.searches).length === 0) return c
  const tidied = tidyPost(c.raw, c.heardAt)
  if (!tidied.ok) return c
  const searches = await deps.db.transaction((tx) => held(deps, tx, tidied.post, c.searches))
  return { ...c, searches }
}

/** A value that PostgreSQL cannot hold costs its own post, never its neighbours. */
async function writeOneByOne(deps: ListenerDeps, batch: BatchToWrite): Promise<void> {
  const bad: { reason: string; sample: string }[] = []
  for (const wanted of batch.wanted) {
    try {
      await write(deps, {
        ...batch,
        wanted: [wanted],
        changes: [],
        completed: [],
        heard: new Map(),
        quarantined: [],
        gaps: [],
        cursor: null,
        listening: null,
      })
    } catch (error) {
      if (!isBadData(error)) throw error
      bad.push({
        reason: `it could not be stored: ${reasonOf(error)}`,
        sample: wanted.post.text.slice(0, 500),
      })
    }
  }
  const rest = { ...batch, wanted: [], quarantined: [...batch.quarantined, ...bad] }
  try {
    await write(deps, rest)
  } catch (error) {
    if (!isBadData(error)) throw error
    await write(deps, {
      ...rest,
      changes: [],
      quarantined: [...bad, { reason: `changes could not be stored: ${reasonOf(error)}`, sample: '' }],
    })
  }
}

/** SQLSTATE classes 22 (data), 23 (constraint) and 54 (limits): trying again changes nothing. */
const isBadData = (error: unknown): boolean => /^(22|23|54)/.test((error as { code?: string }).code ?? '')
const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 200)

/** Looks up what is known, completes and labels what is new, and adds the waiting batches up into one. */
async function prepare(deps: ListenerDeps, taken: Waiting[], late: Late): Promise<BatchToWrite> {
  const { db, source, org } = deps
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
  const firstOf = new Map<string, { c: Candidate; from: Date | null }>()
  for (const w of taken) {
    const minute = Math.floor(w.at.getTime() / 60_000) * 60_000
    if (w.heard > 0) batch.heard.set(minute, (batch.heard.get(minute) ?? 0) + w.heard)
    if (w.batch.cursor !== null) batch.cursor = w.batch.cursor
    if (w.batch.listening) batch.listening = w.batch.listening as Listening
    for (const c of w.candidates)
      if (!firstOf.has(c.raw.uri)) firstOf.set(c.raw.uri, { c, from: w.catchingUpFrom })
  }
  const known = new Map(
    (await findByUri(db.read, source.organisation, [...firstOf.keys()])).map((p) => [p.uri, p]),
  )
  const fresh = [...firstOf.values()].filter(({ c }) => !known.has(c.raw.uri))
  for (const [uri, kept] of known) {
    const c = await holdCandidate(deps, firstOf.get(uri)!.c)
    if (c.searches.length > 0) batch.wanted.push(knownPost(org, c, kept))
  }
  const completed = await complete(
    deps,
    fresh.map(({ c }) => c),
    late,
  )
  const rest = stretches()
  for (const [i, { c, from }] of fresh.entries()) {
    const place = { source: source.id, ground: deps.ground, catchingUpFrom: from }
    const mine = await holdCandidate(deps, { ...c, raw: completed[i] ?? c.raw })
    const done = mine.searches.length === 0 ? null : finishPost(org, mine, place, i)
    await rest()
    if (done === null) continue
    if (done.ok) {
      batch.wanted.push(done.wanted as Wanted)
      for (const remark of done.wanted.post.remarks)
        batch.quarantined.push({ reason: CLEANED + plainRemark(remark), sample: '' })
    } else batch.quarantined.push({ reason: done.reason, sample: c.raw.text.slice(0, 500) })
  }
  return batch
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

/** A bell that remembers one ring. */
function signalBox() {
  let rung = false
  let wakeUp: (() => void) | null = null
  return {
    ring() {
      rung = true
      wakeUp?.()
    },
    /** Until it rings, or for so many milliseconds. */
    async wait(ms: number | null = null) {
      let timer: NodeJS.Timeout | undefined
      if (!rung)
        await new Promise<void>((resolve) => {
          wakeUp = resolve
          if (ms !== null) timer = setTimeout(resolve, ms)
        })
      clearTimeout(timer)
      rung = false
      wakeUp = null
    },
  }
}
