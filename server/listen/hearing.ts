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

export const createHearing = (deps: HearingDeps): Hearing => new Listeners(deps)

/** Keeps one listener running for every source of every organisation that is not paused. */
class Listeners implements Hearing {
  readonly standing: Standing
  readonly #deps: HearingDeps
  readonly #source: SourceDeps
  readonly #running = new Map<string, Running>()
  #timer: NodeJS.Timeout | null = null
  #lastRevision = 0
  #troubleSince: Date | null = null
  #refreshing: Promise<void> | null = null
  #stopped = false

  constructor(deps: HearingDeps) {
    const areaOf = async (id: string) => (await deps.organisation(id))?.area ?? null
    this.#deps = deps
    this.standing = createStanding(deps.db, deps.log, areaOf)
    this.#source = {
      ...deps,
      standing: this.standing,
      onWritten: () => {
        this.#troubleSince = null
      },
      onTrouble: () => this.#noteTrouble(),
    }
  }

  async start(): Promise<void> {
    await this.refresh()
    this.#timer = setInterval(() => void this.#refreshSoon(), this.#deps.refreshMs ?? 1_000)
  }

  /** Sees everything that was committed before it was called: one that is under way may have read before. */
  async refresh(): Promise<void> {
    if (this.#refreshing) await this.#refreshing
    await this.#refreshSoon()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#timer) clearInterval(this.#timer)
    await this.#refreshing
    await Promise.all([...this.#running.keys()].map((id) => this.#end(id)))
  }

  trouble(): Date | null {
    return this.#troubleSince
  }

  #noteTrouble(): void {
    this.#troubleSince ??= this.#deps.clock.now()
  }

  #refreshSoon(): Promise<void> {
    this.#refreshing ??= this.#refreshOnce().finally(() => {
      this.#refreshing = null
    })
    return this.#refreshing
  }

  async #refreshOnce(): Promise<void> {
    try {
      await this.standing.refresh(this.#deps.clock.now())
      await this.#refreshSources()
      // Nobody waits for a network here; each asks when there is something to ask.
      for (const { knowAccounts } of this.#running.values()) void knowAccounts()
      if (this.#running.size === 0) this.#troubleSince = null
    } catch (error) {
      this.#noteTrouble()
      const reason = error instanceof Error ? error.message : String(error)
      this.#deps.log.warn({ reason }, 'searches could not be read again')
    }
  }

  async #refreshSources(): Promise<void> {
    const after = this.#lastRevision === 0 ? 0 : Math.max(1, this.#lastRevision - 500)
    for (const row of await sourcesSince(this.#deps.db.read, after)) {
      const isOff = row.paused_at !== null || row.removed_at !== null
      const now = this.#running.get(row.id)
      this.#lastRevision = Math.max(this.#lastRevision, Number(row.revision))
      if (now && now.revision === String(row.revision)) continue
      if (now) await this.#end(row.id)
      if (!isOff && !this.#stopped) await this.#begin(row)
    }
  }

  async #begin(row: SourceRecord): Promise<void> {
    const organisation = await this.#deps.organisation(row.organisation_id)
    if (!organisation) return
    const abort = new AbortController()
    const listener = listenToSource(this.#source, row, organisation, abort.signal)
    this.#running.set(row.id, { ...listener, abort, revision: String(row.revision) })
  }

  async #end(id: string): Promise<void> {
    const now = this.#running.get(id)
    if (!now) return
    this.#running.delete(id)
    now.abort.abort()
    await now.done
  }
}
