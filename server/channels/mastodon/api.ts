import { because, type ListenIo, type SafeResponse, type Why } from '../channel.ts'

/** A server's answer that is not what was asked for. `untilMs` is how long it wants to be left alone. */
export class ApiRefusal extends Error {
  readonly status: number
  readonly untilMs: number | null
  readonly why: Why
  constructor(status: number, why: Why, untilMs: number | null) {
    super(why.says)
    this.why = why
    this.status = status
    this.untilMs = untilMs
  }
}

export interface Page {
  items: unknown[]
  /** The page of older ones (`Link: rel="next"`). */
  older: string | null
  /** How long to wait before the next request, by what is left of the allowance. */
  restMs: number
}

/** One server of the Mastodon API, asked politely: one request at a time, within its allowance. */
export class Api {
  readonly #server: string
  readonly #token: string | null
  readonly #io: ListenIo

  constructor(server: string, token: string | null, io: ListenIo) {
    this.#server = server
    this.#token = token
    this.#io = io
  }

  get headers(): Record<string, string> {
    return this.#token ? { authorization: `Bearer ${this.#token}` } : {}
  }

  /** A page of a timeline. Throws `ApiRefusal`, or what `safe-fetch` throws. */
  async page(path: string): Promise<Page> {
    const answer = await this.#get(path)
    let items: unknown
    try {
      items = answer.json()
    } catch {
      throw new ApiRefusal(200, because('not-json'), null)
    }
    if (!Array.isArray(items)) throw new ApiRefusal(200, because('not-statuses'), null)
    return {
      items,
      older: olderPage(answer.headers.get('link'), this.#server),
      restMs: this.#rest(answer.headers),
    }
  }

  /** Whether a status is gone; null when that cannot be told. */
  async isGone(id: string): Promise<boolean | null> {
    try {
      await this.#get(`/api/v1/statuses/${encodeURIComponent(id.toWellFormed())}`)
      return false
    } catch (error) {
      return error instanceof ApiRefusal && (error.status === 404 || error.status === 410) ? true : null
    }
  }

  /** The address of the streaming server, from what the instance says of itself; null when it says nothing. */
  async streaming(): Promise<string | null> {
    for (const path of ['/api/v2/instance', '/api/v1/instance']) {
      try {
        const instance = (await this.#get(path)).json() as {
          configuration?: { urls?: { streaming?: unknown } }
          urls?: { streaming_api?: unknown }
        } | null
        const said = instance?.configuration?.urls?.streaming ?? instance?.urls?.streaming_api
        if (typeof said === 'string' && /^(wss?|https?):\/\//.test(said))
          return said.replace(/^http/, 'ws').replace(/\/+$/, '')
      } catch {
        // Older servers know the first only, GoToSocial and Mastodon both.
      }
    }
    return null
  }

  async #get(path: string): Promise<SafeResponse> {
    const answer = await this.#io.fetch(new URL(path, this.#server).href, {
      headers: { accept: 'application/json', ...this.headers },
      maxBytes: 8 * 1024 * 1024,
      timeoutMs: 20_000,
      signal: this.#io.signal,
    })
    if (answer.status === 200) return answer
    const now = this.#io.clock.now().getTime()
    const wait =
      answer.status === 429
        ? (retryAfter(answer.headers) ?? resetMs(answer.headers, now) ?? 60_000)
        : retryAfter(answer.headers)
    throw new ApiRefusal(answer.status, because('server-answered', answer.status), wait)
  }

  /** Spreads what is left of the allowance over the time until it is renewed, once less than a tenth is left. */
  #rest(headers: Headers): number {
    const limit = Number(headers.get('x-ratelimit-limit'))
    const left = headers.get('x-ratelimit-remaining')
    const until = resetMs(headers, this.#io.clock.now().getTime())
    if (left === null || until === null || !(limit > 0) || Number(left) > limit / 10) return 0
    return Math.min(until / (Number(left) + 1), 900_000)
  }
}

function retryAfter(headers: Headers): number | null {
  const seconds = Number(headers.get('retry-after'))
  return seconds > 0 ? Math.min(seconds * 1_000, 3_600_000) : null
}

/** `X-RateLimit-Reset`: a date on Mastodon, Unix seconds elsewhere. */
function resetMs(headers: Headers, now: number): number | null {
  const raw = headers.get('x-ratelimit-reset')
  if (!raw) return null
  const at = /^\d+$/.test(raw) ? Number(raw) * 1_000 : Date.parse(raw)
  return Number.isNaN(at) ? null : Math.min(Math.max(at - now, 0), 3_600_000)
}

/** The path and query of `rel="next"`; other servers' addresses are not followed. */
export function olderPage(link: string | null, server: string): string | null {
  for (const part of (link ?? '').split(/,\s*(?=<)/)) {
    const found = /^<([^>]+)>.*;\s*rel="?next"?/.exec(part.trim())
    if (!found || !URL.canParse(found[1]!, server)) continue
    const url = new URL(found[1]!, server)
    if (url.host === new URL(server).host) return url.pathname + url.search
  }
  return null
}
