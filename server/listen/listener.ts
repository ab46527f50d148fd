import type { Batch, Heard } from '../channels/channel.ts'
import { type Candidate, matchPosts } from './hear.ts'
import type { Late, ListenerDeps } from './prepare-batch.ts'
import { stretches } from './stretches.ts'
import { isFull, isLong, isPressing, signalBox, takeSome, unitsOf, type Waiting } from './waiting.ts'
import { writeUntilDone } from './write-waiting.ts'

/* One source: read, match, queue, write. Reading goes on while a transaction is open; the queue is bounded. */

/** Posts matched before anybody else is let in, and units of their texts. */
const CHUNK = 32
const CHUNK_UNITS = 4_000

/** Counts and the cursor alone may wait this long for something to be written with them. */
const QUIET_MS = 1_000

/** Listens until the signal aborts, then writes what is still waiting. */
export const runListener = (deps: ListenerDeps, cursor: string | null): Promise<void> =>
  new Listener(deps).run(cursor)

/** Reads and writes one source side by side. */
class Listener {
  readonly #deps: ListenerDeps
  readonly #waiting: Waiting[] = []
  readonly #wake = signalBox()
  readonly #drained = signalBox()
  readonly #late: Late = { asked: 0, take: (completed) => this.#takeLate(completed) }
  #reading = true
  #writtenAt = 0
  #catchingUpFrom: Date | null = null

  constructor(deps: ListenerDeps) {
    this.#deps = deps
  }

  async run(cursor: string | null): Promise<void> {
    const { channel, source, io } = this.#deps
    const writer = this.#write()
    try {
      for await (const batch of channel.listen!(source, cursor, io)) {
        await this.#take(batch)
        while (isFull(this.#waiting) && !io.signal.aborted) await this.#drained.wait()
      }
    } finally {
      this.#reading = false
      this.#wake.ring()
      await writer
    }
  }

  async #write(): Promise<void> {
    while (this.#reading || this.#waiting.length > 0) {
      const isUrgent = isLong(this.#waiting) || this.#waiting.some(isPressing)
      const pause = isUrgent ? 0 : this.#writtenAt + QUIET_MS - performance.now()
      if (this.#waiting.length === 0 || (this.#reading && pause > 0)) {
        await this.#wake.wait(this.#waiting.length === 0 ? null : pause)
        continue
      }
      this.#writtenAt = performance.now()
      await writeUntilDone(this.#deps, takeSome(this.#waiting), this.#late)
      this.#drained.ring()
    }
  }

  async #take(batch: Batch): Promise<void> {
    const at = this.#deps.io.clock.now()
    if (batch.listening)
      this.#catchingUpFrom = batch.listening.state === 'catching-up' ? batch.listening.from : null
    const candidates = await matchInStretches(this.#deps, batch, at)
    const edited = batch.changes.flatMap((c) => (c.kind === 'edited' ? [c.post] : []))
    this.#waiting.push({
      units: unitsOf(candidates.map((c) => c.raw)) + unitsOf(edited),
      candidates,
      batch: forget(batch),
      heard: batch.heard,
      at,
      catchingUpFrom: this.#catchingUpFrom,
      completed: [],
    })
    this.#wake.ring()
  }

  /** Names that came too late for the first writing are written when they come. */
  #takeLate(completed: Heard[]): void {
    if (!this.#reading || completed.length === 0) return
    this.#waiting.push({
      units: unitsOf(completed),
      candidates: [],
      batch: NOTHING,
      heard: 0,
      at: this.#deps.io.clock.now(),
      catchingUpFrom: null,
      completed,
    })
    this.#wake.ring()
  }
}

const NOTHING: Batch = { changes: [], quarantined: [], posts: [], heard: 0, cursor: null }

/** What matched nothing is let go before anything waits. */
const forget = (batch: Batch): Batch => ({ ...batch, posts: [] })

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
