import type { Channels, ListenIo } from '../channels/channel.ts'
import type { Clock } from '../platform/clock.ts'
import type { Organisation } from '../platform/context.ts'
import type { Database } from '../platform/db/database.ts'
import type { Log } from '../platform/log.ts'
import { listenToSource, type SourceDeps, type SourceListener } from './source-listener.ts'
import { createStanding, type Standing } from './standing.ts'
import { type SourceRecord, sourcesSince } from './store-source.ts'

export interface HearingDeps {
  db: Database
  channels: Channels
  clock: Clock
  log: Log
  /** Everything a channel may reach, for one organisation (an exercise one reaches nobody). */
  outside(organisation: Organisation): Pick<ListenIo, 'fetch' | 'socket'>
  organisation(id: string): Promise<Organisation | null>
  /** Milliseconds between looks for new searches, sources and previews. Default 1,000. */
  refreshMs?: number
}

export interface Hearing {
  start(): Promise<void>
  /** Looks for changes now; tests and commands that cannot wait a second. */
  refresh(): Promise<void>
  /** Stops every listener and waits until what was heard is written. */
  stop(): Promise<void>
  /** Null while what is heard can be written; since when it cannot otherwise. */
  trouble(): Date | null
  standing: Standing
}

interface Running extends SourceListener {
  abort: AbortController
  revision: string
}

/** Keeps one listener running for every source of every organisation that is not paused. */
export function createHearing(deps: HearingDeps): Hearing {
  const { db, clock, log } = deps
  const standing = createStanding(db, log, async (id) => (await deps.organisation(id))?.area ?? null)
  const running = new Map<string, Running>()
  let timer: NodeJS.Timeout | null = null
  let lastRevision = 0
  let troubleSince: Date | null = null
  let refreshing: Promise<void> | null = null
  let stopped = false

  async function refreshSources(): Promise<void> {
    const rows = await sourcesSince(db.read, lastRevision === 0 ? 0 : Math.max(1, lastRevision - 500))
    for (const row of rows) {
      const isOff = row.paused_at !== null || row.removed_at !== null
      const now = running.get(row.id)
      lastRevision = Math.max(lastRevision, Number(row.revision))
      if (now && now.revision === String(row.revision)) continue
      if (now) await end(row.id)
      if (!isOff && !stopped) await begin(row)
    }
  }

  const source: SourceDeps = {
    ...deps,
    standing,
    onWritten: () => {
      troubleSince = null
    },
    onTrouble: () => {
      troubleSince ??= clock.now()
    },
  }

  async function begin(row: SourceRecord): Promise<void> {
    const organisation = await deps.organisation(row.organisation_id)
    if (!organisation) return
    const abort = new AbortController()
    const listener = listenToSource(source, row, organisation, abort.signal)
    running.set(row.id, { ...listener, abort, revision: String(row.revision) })
  }

  async function end(id: string): Promise<void> {
    const now = running.get(id)
    if (!now) return
    running.delete(id)
    now.abort.abort()
    await now.done
  }

  async function refreshOnce(): Promise<void> {
    try {
      await standing.refresh(clock.now())
      await refreshSources()
      // Nobody waits for a network here; each asks when there is something to ask.
      for (const { knowAccounts } of running.values()) void knowAccounts()
      if (running.size === 0) troubleSince = null
    } catch (error) {
      troubleSince ??= clock.now()
      log.warn(
        { reason: error instanceof Error ? error.message : String(error) },
        'searches could not be read again',
      )
    }
  }

  function refreshSoon(): Promise<void> {
    refreshing ??= refreshOnce().finally(() => {
      refreshing = null
    })
    return refreshing
  }

  /** Sees everything that was committed before it was called: one that is under way may have read before. */
  async function refresh(): Promise<void> {
    if (refreshing) await refreshing
    await refreshSoon()
  }

  return {
    standing,
    refresh,
    async start() {
      await refresh()
      timer = setInterval(() => void refreshSoon(), deps.refreshMs ?? 1_000)
    },
    async stop() {
      stopped = true
      if (timer) clearInterval(timer)
      await refreshing
      await Promise.all([...running.keys()].map(end))
    },
    trouble: () => troubleSince,
  }
}
