import type { Batch, Heard } from '../channels/channel.ts'
import type { Candidate } from './hear.ts'

/* What was matched and waits to be written: a bounded queue. */

/** Matched posts waiting to be written; past this the source is not read any more until some are. */
const MOST_WAITING = 5_000
const MOST_BATCHES_WAITING = 400
/** The same in UTF-16 units of their texts: 64 MB at most, however long the posts are. */
const MOST_UNITS_WAITING = 32_000_000
const MOST_CHANGES_WAITING = 50_000
/** Posts written in one transaction, and units of their texts. */
const MOST_AT_ONCE = 1_000
const MOST_UNITS_AT_ONCE = 500_000

/** One batch of a source, matched. */
export interface Waiting {
  /** UTF-16 units of all texts in it. */
  units: number
  candidates: Candidate[]
  batch: Batch
  heard: number
  at: Date
  catchingUpFrom: Date | null
  completed: Heard[]
}

/** Is there anything that somebody waits to see, or must not be lost? */
export function isPressing({ candidates, batch, completed }: Waiting): boolean {
  if (candidates.length > 0 || completed.length > 0) return true
  return batch.changes.length > 0 || batch.quarantined.length > 0 || !!batch.listening || !!batch.gap
}

/** Past this nothing more is read until some of it is written. */
export function isFull(waiting: Waiting[]): boolean {
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

export const unitsOf = (posts: Heard[]): number => posts.reduce((n, post) => n + post.text.length, 0)

export const isLong = (waiting: Waiting[]): boolean => waiting.length > MOST_BATCHES_WAITING / 2

/** Takes out what is written in one transaction. */
export function takeSome(waiting: Waiting[]): Waiting[] {
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

/** A bell that remembers one ring. */
export interface Bell {
  ring(): void
  /** Until it rings, or for so many milliseconds. */
  wait(ms?: number | null): Promise<void>
}

export function signalBox(): Bell {
  let rung = false
  let wakeUp: (() => void) | null = null
  return {
    ring() {
      rung = true
      wakeUp?.()
    },
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
