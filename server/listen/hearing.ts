import type { Channels, ListenIo, Listening, SourceRow } from '../channels/channel.ts'
import type { Clock } from '../platform/clock.ts'
import type { Organisation } from '../platform/context.ts'
import type { Database } from '../platform/db/database.ts'
import type { Log } from '../platform/log.ts'
import type { ChannelKind } from '../record/post.ts'
import { openToken } from './change-source.ts'
import { groundOf } from './ground.ts'
import { runListener } from './listener.ts'
import { createStanding, type Standing } from './standing.ts'
import { saveProgress } from './store-hear.ts'
import { readSourceRow, readSourceSecret, type SourceRecord, sourcesSince } from './store-source.ts'
import { tellOthers } from './tell-others.ts'

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

interface Running {
  abort: AbortController
  done: Promise<void>
  revision: string
}

const RESTART_MS = 15_000

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

  async function begin(row: SourceRecord): Promise<void> {
    const organisation = await deps.organisation(row.organisation_id)
    if (!organisation) return
    const abort = new AbortController()
    const done = listenForEver(row, organisation, abort.signal)
    running.set(row.id, { abort, done, revision: String(row.revision) })
  }

  async function end(id: string): Promise<void> {
    const now = running.get(id)
    if (!now) return
    running.delete(id)
    now.abort.abort()
    await now.done
  }

  async function listenForEver(
    row: SourceRecord,
    organisation: Organisation,
    signal: AbortSignal,
  ): Promise<void> {
    const channel = deps.channels.get(row.channel as ChannelKind)
    if (!channel.listen) return
    const source: SourceRow = {
      id: row.id,
      organisation: row.organisation_id,
      channel: row.channel as ChannelKind,
      name: row.name,
      settings: row.settings,
    }
    const io: ListenIo = {
      clock,
      log: log.child({ source: row.id }),
      signal,
      ...deps.outside(organisation),
      secret: async () =>
        openToken(
          await readSourceSecret(db.read, row.organisation_id, row.id),
          deps.channels,
          row.organisation_id,
          row.id,
        ),
    }
    for (;;) {
      try {
        const cursor = (await readSourceRow(db.read, row.organisation_id, row.id))?.cursor ?? null
        await runListener(
          {
            db,
            channel,
            source,
            org: standing.of(row.organisation_id),
            io,
            ground: groundOf(organisation.area),
            onWritten: () => {
              troubleSince = null
            },
            onTrouble: () => {
              troubleSince ??= clock.now()
            },
          },
          cursor,
        )
        if (signal.aborted) return
        // A channel that ends by itself has nothing more to say (a file, an exercise that is over).
        await say(row, { state: 'waiting', reason: 'It has come to its end.', until: null })
        return
      } catch (error) {
        if (signal.aborted) return
        log.error({ source: row.id, error }, 'a source stopped by a fault of ours; it starts again')
        const until = new Date(clock.now().getTime() + RESTART_MS)
        await say(row, { state: 'waiting', reason: 'It stopped by a fault of ours and starts again.', until })
        await pause(RESTART_MS, signal)
        if (signal.aborted) return
      }
    }
  }

  async function say(row: SourceRecord, listening: Listening): Promise<void> {
    try {
      await db.transaction(async (tx) => {
        await saveProgress(tx, row.organisation_id, row.id, {
          cursor: null,
          listening,
          contactAt: clock.now(),
          heardAt: null,
        })
        tellOthers(tx, row.organisation_id, {
          type: 'listen.source-changed',
          data: { source: row.id, state: listening.state },
        })
      })
    } catch (error) {
      log.warn({ source: row.id, error }, 'the state of a source could not be written')
    }
  }

  async function refreshOnce(): Promise<void> {
    try {
      await standing.refresh(clock.now())
      await refreshSources()
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

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms)
    function done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done)
  })
}
