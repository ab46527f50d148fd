import type { Listening } from '../channels/channel.ts'
import type { Tx } from '../platform/db/database.ts'
import { extendKeepUntil, type NewPost, takeIn } from '../record/index.ts'
import type { Change, ChannelKind, Inbound } from '../record/post.ts'
import { applyChanges, applyCompletions, type Rehear } from './apply-change.ts'
import { type Copies, rehome } from './copies.ts'
import {
  bumpHeard,
  bumpMinutes,
  insertGap,
  insertMatches,
  type NewMatch,
  quarantine,
  saveProgress,
} from './store-hear.ts'
import { tellOthers } from './tell-others.ts'
import { toMatch } from './to-match.ts'

/** A post that at least one search asks for. `known` is its id when the record has it already. */
export interface Wanted {
  post: NewPost
  known: string | null
  searches: string[]
}

/** Everything that one transaction writes for one source. */
export interface BatchToWrite {
  organisation: string
  source: string
  channel: ChannelKind
  at: Date
  wanted: Wanted[]
  changes: Change[]
  /** Posts written before, now with their authors' names. */
  completed: Inbound[]
  quarantined: { reason: string; sample: string }[]
  /** New posts heard by minute, kept or not. */
  heard: Map<number, number>
  cursor: string | null
  listening: Listening | null
  gaps: { from: Date; to: Date; reason: string }[]
}

/** Newest ids a search that an event names; a screen that wants more asks. */
const IDS_IN_EVENT = 50

export interface Written {
  kept: number
  matches: number
}

/** Posts, matches, counts, cursor and events of one batch: all or nothing. */
export async function writeBatch(
  tx: Tx,
  batch: BatchToWrite,
  copies: Copies,
  rehear: Rehear,
): Promise<Written> {
  const { organisation, source } = batch
  const taken = await takeIn(
    tx,
    organisation,
    batch.wanted.filter((w) => w.known === null).map((w) => w.post),
  )
  await rehome(tx, organisation, copies, taken, batch.wanted)
  const asked: NewMatch[] = []
  const again: { id: string; until: Date }[] = []
  for (const w of batch.wanted) {
    const id = w.known ?? taken.idOf.get(w.post.uri)
    if (!id) continue
    if (!taken.inserted.has(id)) again.push({ id, until: w.post.keepUntil })
    for (const search of w.searches) asked.push(toMatch(w.post, id, search))
  }
  const fresh = await insertMatches(tx, organisation, asked)
  const newly = new Set(fresh.map((m) => m.post))
  await extendKeepUntil(
    tx,
    organisation,
    again.filter((a) => newly.has(a.id)),
  )
  await bumpMinutes(tx, organisation, fresh)
  await applyChanges(tx, organisation, batch.channel, batch.changes, batch.at, rehear)
  await applyCompletions(tx, organisation, batch.completed, rehear)
  await bumpHeard(tx, organisation, source, heardRows(batch, taken.inserted.size))
  await quarantine(tx, organisation, source, batch.at, batch.quarantined)
  for (const gap of batch.gaps) await insertGap(tx, organisation, source, gap)
  const heardAny = batch.heard.size > 0 || batch.changes.length > 0
  await saveProgress(tx, organisation, source, {
    cursor: batch.cursor,
    listening: batch.listening,
    contactAt: batch.at,
    heardAt: heardAny ? batch.at : null,
  })
  if (fresh.length > 0) tellMatches(tx, batch, fresh)
  if (batch.listening)
    tellOthers(tx, organisation, {
      type: 'listen.source-changed',
      data: { source, state: batch.listening.state },
    })
  return { kept: taken.inserted.size, matches: fresh.length }
}

function heardRows(batch: BatchToWrite, kept: number): { minute: Date; heard: number; kept: number }[] {
  const rows = [...batch.heard.entries()]
    .sort((a, b) => a[0] - b[0])
    .map(([minute, heard]) => ({ minute: new Date(minute), heard, kept: 0 }))
  if (rows.length > 0) rows[rows.length - 1]!.kept = kept
  return rows
}

function tellMatches(tx: Tx, batch: BatchToWrite, fresh: NewMatch[]): void {
  const bySearch = new Map<string, string[]>()
  for (const m of fresh) {
    const ids = bySearch.get(m.search)
    if (ids) ids.push(m.post)
    else bySearch.set(m.search, [m.post])
  }
  const matches = [...bySearch].map(([search, ids]) => ({
    search,
    n: ids.length,
    posts: ids.sort().slice(-IDS_IN_EVENT),
  }))
  tellOthers(tx, batch.organisation, {
    type: 'listen.posts-matched',
    data: { source: batch.source, heardAt: batch.at.toISOString(), matches },
  })
}
