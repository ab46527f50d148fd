import type { ServerResponse } from 'node:http'
import type { SignedIn } from '../identity/index.ts'
import type { OrganisationId, PersonId, SessionId } from '../ids.ts'

/** Who is watching; from the session. */
export interface LiveViewer {
  organisation: OrganisationId
  person: PersonId
  session: SessionId
  /** What the cookie stood for when the stream was opened. */
  signedIn?: SignedIn
}

/** Bytes that may wait for a reader before it is dropped. */
export const BUFFER_LIMIT = 256 * 1024
/** At most four writes a second a viewer. */
const EVERY_MS = 250

/** One open stream: gathers what is told for a quarter of a second, writes it as one message, drops who cannot keep up. */
export class Viewer {
  readonly who: LiveViewer
  /** The number of the last event that was given to this viewer. */
  at: number
  live = false
  /** A screen of another organisation, or one that is gone, gets nothing. */
  closed = false
  readonly #response: ServerResponse
  #waiting: string[] = []
  #bytes = 0
  #last = 0
  #timer: NodeJS.Timeout | null = null
  readonly #leave: (why: string) => void

  constructor(who: LiveViewer, response: ServerResponse, at: number, leave: (why: string) => void) {
    this.who = who
    this.at = at
    this.#response = response
    this.#leave = leave
  }

  /** `message` is the JSON of one event; null when this viewer is not told, and only the cursor moves. */
  tell(number: number, message: string | null): void {
    if (this.closed) return
    this.at = number
    if (message === null) return
    this.#waiting.push(message)
    this.#bytes += Buffer.byteLength(message)
    if (this.#bytes + this.#response.writableLength > BUFFER_LIMIT) this.drop('too slow')
    else if (this.#bytes > BUFFER_LIMIT / 4) this.flush()
    else
      this.#timer ??= setTimeout(() => this.flush(), Math.max(0, this.#last + EVERY_MS - performance.now()))
  }

  /** Is so much on its way that a writer who can wait should wait? */
  get full(): boolean {
    return this.#bytes + this.#response.writableLength > BUFFER_LIMIT / 4
  }

  flush(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    if (this.closed || this.#waiting.length === 0) return
    this.#last = performance.now()
    const text = `id: ${this.at}\nevent: events\ndata: [${this.#waiting.join(',')}]\n\n`
    this.#waiting = []
    this.#bytes = 0
    this.#response.write(text)
  }

  /** A message outside the numbered events. */
  say(event: string, data: unknown): void {
    if (this.closed) return
    this.flush()
    this.#response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    if (this.#response.writableLength > BUFFER_LIMIT) this.drop('too slow')
  }

  beat(): void {
    if (this.closed) return
    this.#response.write(': beat\n\n')
    if (this.#response.writableLength > BUFFER_LIMIT) this.drop('too slow')
  }

  /** Resolves once the reader has taken what was written; false when it did not within `ms`. */
  async drained(ms: number): Promise<boolean> {
    const until = performance.now() + ms
    while (!this.closed && this.#response.writableLength > BUFFER_LIMIT / 4) {
      if (performance.now() > until) return false
      await new Promise((go) => setTimeout(go, 20))
    }
    return !this.closed
  }

  /** Ends the stream in order, with a last word. */
  end(event: string, data: unknown): void {
    if (this.closed) return
    this.say(event, data)
    this.#over(event)
    this.#response.end()
  }

  /** Cuts the stream: what waits for this reader is thrown away; it comes back with its cursor. */
  drop(why: string): void {
    if (this.closed) return
    this.#over(why)
    this.#response.destroy()
  }

  #over(why: string): void {
    this.closed = true
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    this.#waiting = []
    this.#leave(why)
  }
}
