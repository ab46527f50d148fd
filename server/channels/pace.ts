import type { Clock } from '../platform/clock.ts'

/** Waits, or returns at once when the signal aborts. Never rejects. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || ms <= 0) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    // Node's timers overflow past 2^31 ms and fire at once.
    const timer = setTimeout(done, Math.min(ms, 2 ** 31 - 1))
    signal.addEventListener('abort', done, { once: true })
  })
}

/** Resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

/** How long to wait before try number `attempt` (from 1): doubling from a second, a minute at most, ±20 %. */
export function backoff(attempt: number, most = 60_000): number {
  const plain = Math.min(most, 1_000 * 2 ** Math.min(attempt - 1, 20))
  return Math.round(plain * (0.8 + Math.random() * 0.4))
}

/** The moment `ms` from now, for `Listening.until`. */
export const inMs = (clock: Clock, ms: number): Date => new Date(clock.now().getTime() + ms)

export interface BatchLimits<T> {
  /** Items in one batch at most. */
  most: number
  /** Milliseconds that the first item of a batch may wait for company. */
  withinMs: number
  /** Size of an item in bytes; a batch closes when it has `mostBytes`. */
  size: (item: T) => number
  mostBytes: number
  /** An empty batch is yielded after this long with nothing, so that the reader can look at its watch. */
  idleMs: number
}

/**
 * Collects what a stream brings into batches, in order. Reads ahead by one batch at most: a slow reader slows the
 * stream down instead of filling memory. When the stream fails, what came before is yielded first, then it throws.
 */
export async function* inBatches<T>(stream: AsyncIterable<T>, limits: BatchLimits<T>): AsyncGenerator<T[]> {
  let held: T[] = []
  let bytes = 0
  let ended = false
  let failure: { error: unknown } | null = null
  let wakeReader: () => void = () => {}
  let makeRoom: () => void = () => {}
  const full = () => held.length >= limits.most || bytes >= limits.mostBytes

  const pump = async () => {
    try {
      for await (const item of stream) {
        if (ended) return
        held.push(item)
        bytes += limits.size(item)
        if (held.length === 1 || full()) wakeReader()
        if (full()) {
          await new Promise<void>((resolve) => {
            makeRoom = resolve
          })
        }
      }
    } catch (error) {
      failure = { error }
    } finally {
      ended = true
      wakeReader()
    }
  }
  const woken = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      wakeReader = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  void pump()
  try {
    for (;;) {
      if (held.length === 0 && !ended) await woken(limits.idleMs)
      if (held.length > 0 && !full() && !ended) await woken(limits.withinMs)
      const batch = held
      held = []
      bytes = 0
      makeRoom()
      if (batch.length > 0 || !ended) yield batch
      if (ended && held.length === 0) break
    }
    if (failure) throw (failure as { error: unknown }).error
  } finally {
    ended = true
    makeRoom()
  }
}
