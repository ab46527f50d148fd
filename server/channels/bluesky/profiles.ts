import { type Heard, type ListenIo, oneLine, pause } from '../channel.ts'

interface Profile {
  handle: string
  displayName?: string
  /** Unix ms after which it is asked for again. */
  until: number
}

type Io = Pick<ListenIo, 'clock' | 'log' | 'signal' | 'fetch'>

const atOnce = 25
const mostKept = 50_000
const dayMs = 86_400_000
/** The public API allows 3,000 requests in five minutes; we take less than a tenth of it. */
const betweenMs = 1_000
const giveUpMs = 8_000

/** Names of authors by DID, from identity events and from the public API; the oldest of 50,000 make room. */
export class Profiles {
  readonly #known = new Map<string, Profile>()
  /** No request before this moment (Unix ms): our own pace, or the network asked for a rest. */
  #notBefore = 0
  readonly #api: string

  constructor(api: string) {
    this.#api = api.replace(/\/$/, '')
  }

  get size(): number {
    return this.#known.size
  }

  /** A handle that its owner announced on the stream. */
  learn(did: string, handle: string, now: number): void {
    const before = this.#known.get(did)
    this.#keep(did, {
      ...(before?.displayName ? { displayName: before.displayName } : {}),
      handle,
      until: now + dayMs,
    })
  }

  /** Puts the known name on a post; true when it was known. */
  name(post: Heard): boolean {
    const profile = this.#known.get(post.author.id)
    if (!profile) return false
    post.author = {
      id: post.author.id,
      handle: profile.handle,
      ...(profile.displayName ? { displayName: profile.displayName } : {}),
    }
    return true
  }

  /** Asks for those not known, 25 a request, until done or 8 s have gone. What cannot be had is left. */
  async resolve(dids: Iterable<string>, io: Io): Promise<void> {
    const now = () => io.clock.now().getTime()
    const started = performance.now()
    const wanted = [...new Set(dids)].filter((did) => (this.#known.get(did)?.until ?? 0) <= now())
    for (let n = 0; n < wanted.length && !io.signal.aborted; n += atOnce) {
      const wait = Math.max(0, this.#notBefore - now())
      if (performance.now() - started + wait > giveUpMs) {
        io.log.warn({ left: wanted.length - n }, 'bluesky: names of some authors have to wait')
        return
      }
      await pause(wait, io.signal)
      this.#notBefore = now() + betweenMs
      if (!(await this.#ask(wanted.slice(n, n + atOnce), io, giveUpMs - (performance.now() - started))))
        return
    }
  }

  async #ask(dids: string[], io: Io, timeoutMs: number): Promise<boolean> {
    const query = dids.map((did) => `actors=${encodeURIComponent(did)}`).join('&')
    try {
      const answer = await io.fetch(`${this.#api}/xrpc/app.bsky.actor.getProfiles?${query}`, {
        headers: { accept: 'application/json' },
        maxBytes: 2 * 1024 * 1024,
        timeoutMs: Math.max(500, timeoutMs),
        signal: io.signal,
      })
      if (answer.status !== 200) {
        const rest = restSeconds(answer.headers, io.clock.now().getTime())
        this.#notBefore = io.clock.now().getTime() + 1_000 * (answer.status === 429 ? Math.max(rest, 30) : 30)
        io.log.warn({ status: answer.status }, 'bluesky: names of authors refused')
        return false
      }
      this.#learnAll(answer.json(), io.clock.now().getTime())
      return true
    } catch (error) {
      this.#notBefore = io.clock.now().getTime() + 30_000
      io.log.warn({ reason: (error as Error).message }, 'bluesky: names of authors could not be had')
      return false
    }
  }

  #learnAll(body: unknown, now: number): void {
    const profiles = (body as { profiles?: unknown } | null)?.profiles
    if (!Array.isArray(profiles)) return
    for (const p of profiles as { did?: unknown; handle?: unknown; displayName?: unknown }[]) {
      if (typeof p?.did !== 'string' || typeof p.handle !== 'string' || p.handle.length > 253) continue
      const displayName = typeof p.displayName === 'string' ? oneLine(p.displayName, 120) : ''
      // `handle.invalid` is how the network says that a claim did not hold.
      const handle = p.handle === 'handle.invalid' ? p.did : p.handle.toLowerCase()
      this.#keep(p.did, { handle, ...(displayName ? { displayName } : {}), until: now + dayMs })
    }
  }

  #keep(did: string, profile: Profile): void {
    this.#known.delete(did)
    this.#known.set(did, profile)
    if (this.#known.size > mostKept) this.#known.delete(this.#known.keys().next().value!)
  }
}

/** Seconds until the network lets us ask again: `Retry-After`, or `RateLimit-Reset` (Unix seconds). */
function restSeconds(headers: Headers, now: number): number {
  const after = Number(headers.get('retry-after'))
  if (after > 0) return Math.min(after, 3_600)
  const reset = Number(headers.get('ratelimit-reset'))
  return reset > 0 ? Math.min(Math.max(reset - now / 1_000, 0), 3_600) : 0
}
