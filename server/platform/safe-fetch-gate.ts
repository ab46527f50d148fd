import { fetchWhy, SafeFetchError } from './safe-fetch-error.ts'

/** Lets so many in at once, over all and per host; others wait in order, and beyond `maxWaiting` are turned away. */
export class Gate {
  #total: number
  readonly #perHost: number
  readonly #maxWaiting: number
  readonly #inside = new Map<string, number>()
  #waiting: { host: string; enter: () => void; leave: (why: SafeFetchError) => void }[] = []

  constructor(total: number, perHost: number, maxWaiting = 1_000) {
    this.#total = total
    this.#perHost = perHost
    this.#maxWaiting = maxWaiting
  }

  /** Resolves with the function that gives the place back. */
  async enter(host: string, signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) throw abortReason(signal)
    if (this.#hasRoom(host)) return this.#take(host)
    if (this.#waiting.length >= this.#maxWaiting) throw new SafeFetchError('busy', fetchWhy('busy'))
    return new Promise((resolve, reject) => {
      const place = {
        host,
        enter: () => {
          signal.removeEventListener('abort', onAbort)
          resolve(this.#take(host))
        },
        leave: reject,
      }
      const onAbort = () => {
        this.#waiting = this.#waiting.filter((w) => w !== place)
        reject(abortReason(signal))
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#waiting.push(place)
    })
  }

  #hasRoom(host: string): boolean {
    return this.#total > 0 && (this.#inside.get(host) ?? 0) < this.#perHost
  }

  #take(host: string): () => void {
    this.#total--
    this.#inside.set(host, (this.#inside.get(host) ?? 0) + 1)
    let given = false
    return () => {
      if (given) return
      given = true
      this.#total++
      const left = this.#inside.get(host)! - 1
      if (left === 0) this.#inside.delete(host)
      else this.#inside.set(host, left)
      this.#admit()
    }
  }

  #admit(): void {
    const at = this.#waiting.findIndex((w) => this.#hasRoom(w.host))
    if (at >= 0) this.#waiting.splice(at, 1)[0]!.enter()
  }
}

/** Whoever aborts with one of our errors is quoted; anything else is "aborted". */
export function abortReason(signal: AbortSignal): SafeFetchError {
  return signal.reason instanceof SafeFetchError
    ? signal.reason
    : new SafeFetchError('aborted', 'the request was called off', { cause: signal.reason })
}
