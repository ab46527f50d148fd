/** Thrown at whoever waited in a full queue and had the worst turn. */
export class QueueFull extends Error {
  override name = 'QueueFull'
}

interface Waiting {
  turn: number
  start: () => void
  drop: (why: QueueFull) => void
}

/**
 * Runs costly work, so many pieces at once. The lowest `turn` goes first, first come first served within one; when
 * more than `most` wait, the worst turn is dropped. A flood with a bad turn cannot keep anyone with a good one waiting.
 */
export class WorkQueue {
  #free: number
  readonly #most: number
  #waiting: Waiting[] = []

  constructor(atOnce: number, most: number) {
    this.#free = atOnce
    this.#most = most
  }

  /** Rejects with `QueueFull` when it was dropped; nothing was run then. */
  async run<T>(turn: number, work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--
    else await this.#wait(turn)
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next) next.start()
      else this.#free++
    }
  }

  #wait(turn: number): Promise<void> {
    return new Promise((start, drop) => {
      const at = this.#waiting.findIndex((w) => w.turn > turn)
      const place = { turn, start, drop }
      if (at < 0) this.#waiting.push(place)
      else this.#waiting.splice(at, 0, place)
      if (this.#waiting.length > this.#most) this.#waiting.pop()!.drop(new QueueFull('too many are waiting'))
    })
  }
}
