import { because, type ListenIo, pause, type Why, whyOf } from '../channel.ts'

export type ApiIo = Pick<ListenIo, 'clock' | 'log' | 'signal' | 'fetch'>

/** The public API allows 3,000 requests in five minutes; we take less than a tenth of it. */
const betweenMs = 1_000
const restMs = 30_000

/** What the network tells anybody about people and posts, asked one request at a time and never in a hurry. */
export class PublicApi {
  readonly #api: string
  /** No request before this moment (Unix ms): our own pace, or the network asked for a rest. */
  #notBefore = 0
  /** Why the last request came to nothing; null when it did not. */
  #why: Why | null = null

  constructor(api: string) {
    this.#api = api.replace(/\/$/, '')
  }

  /**
   * Asks for many things by one parameter, `atOnce` a request, and hands over each answer. Stops at `endsAt`
   * (`performance.now`), at the first refusal and when told to; what was not asked is left. Throws nothing. Gives back
   * how many of the values were answered, and why not all.
   */
  async each(
    method: string,
    parameter: string,
    values: string[],
    io: ApiIo,
    endsAt: number,
    take: (answer: unknown) => void,
    paceMs = betweenMs,
  ): Promise<{ answered: number; why: Why | null }> {
    const atOnce = 25
    for (let n = 0; n < values.length && !io.signal.aborted; n += atOnce) {
      const wait = Math.max(0, this.#notBefore - io.clock.now().getTime())
      if (performance.now() + wait > endsAt) {
        io.log.warn({ method, left: values.length - n }, 'bluesky: some of what was asked for has to wait')
        return { answered: n, why: this.#why ?? because('no-time') }
      }
      await pause(wait, io.signal)
      this.#notBefore = io.clock.now().getTime() + paceMs
      const query = values
        .slice(n, n + atOnce)
        .map((value) => `${parameter}=${encodeURIComponent(value)}`)
        .join('&')
      const answer = await this.#ask(`${this.#api}/xrpc/${method}?${query}`, io, endsAt - performance.now())
      if (answer === null) return { answered: n, why: this.#why }
      take(answer)
    }
    return io.signal.aborted
      ? { answered: 0, why: because('stopped') }
      : { answered: values.length, why: null }
  }

  async #ask(url: string, io: ApiIo, timeoutMs: number): Promise<unknown> {
    try {
      const answer = await io.fetch(url, {
        headers: { accept: 'application/json' },
        maxBytes: 2 * 1024 * 1024,
        timeoutMs: Math.max(500, timeoutMs),
        signal: io.signal,
      })
      this.#why = null
      if (answer.status === 200) return answer.json()
      this.#why = answer.status === 429 ? because('asked-rest') : because('answered-status', answer.status)
      const now = io.clock.now().getTime()
      const asked = answer.status === 429 ? restSeconds(answer.headers, now) * 1_000 : 0
      this.#notBefore = now + Math.max(asked, restMs)
      io.log.warn({ status: answer.status }, 'bluesky: the public API refused')
    } catch (error) {
      this.#why = whyOf(error)
      this.#notBefore = io.clock.now().getTime() + restMs
      io.log.warn({ reason: (error as Error).message }, 'bluesky: the public API could not be asked')
    }
    return null
  }
}

/** Seconds until the network lets us ask again: `Retry-After`, or `RateLimit-Reset` (Unix seconds). */
function restSeconds(headers: Headers, now: number): number {
  const after = Number(headers.get('retry-after'))
  if (after > 0) return Math.min(after, 3_600)
  const reset = Number(headers.get('ratelimit-reset'))
  return reset > 0 ? Math.min(Math.max(reset - now / 1_000, 0), 3_600) : 0
}
