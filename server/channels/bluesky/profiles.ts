import { type Heard, type Known, oneLine } from '../channel.ts'
import type { ApiIo, PublicApi } from './public-api.ts'

interface Profile {
  handle: string
  displayName?: string
  /** Unix ms after which it is asked for again. */
  until: number
}

const mostKept = 50_000
const dayMs = 86_400_000
/** Accounts that searches ask for by name; they do not make room for others. */
const mostAskedFor = 10_000
/** A few requests on end, 25 accounts each: five a second are half of what the network allows. */
const askedForPaceMs = 200
const HANDLE = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** Names of authors by DID, from identity events and from the public API; the oldest of 50,000 make room. */
export class Profiles {
  readonly #known = new Map<string, Profile>()
  readonly #askedFor = new Map<string, Profile>()
  /** Handles that were asked for, with the moment (Unix ms) at which they may be again. */
  readonly #answered = new Map<string, number>()
  readonly #api: PublicApi

  constructor(api: PublicApi) {
    this.#api = api
  }

  get size(): number {
    return this.#known.size
  }

  /** A handle that its owner announced on the stream. */
  learn(did: string, handle: string, now: number): void {
    const before = this.#of(did)
    const profile = {
      ...(before?.displayName ? { displayName: before.displayName } : {}),
      handle,
      until: now + dayMs,
    }
    if (this.#askedFor.has(did)) keep(this.#askedFor, did, profile, mostAskedFor)
    else keep(this.#known, did, profile, mostKept)
  }

  /** Puts the known name on a post; true when it was known. */
  name(post: Heard): boolean {
    const profile = this.#of(post.author.id)
    if (!profile) return false
    post.author = {
      id: post.author.id,
      handle: profile.handle,
      ...(profile.displayName ? { displayName: profile.displayName } : {}),
    }
    return true
  }

  /** Asks for those not known, in bulk, until done or `endsAt`. What cannot be had is left. */
  async resolve(dids: Iterable<string>, io: ApiIo, endsAt: number): Promise<void> {
    const now = io.clock.now().getTime()
    const wanted = [...new Set(dids)].filter((did) => (this.#of(did)?.until ?? 0) <= now)
    await this.#api.each('app.bsky.actor.getProfiles', 'actors', wanted, io, endsAt, (answer) =>
      this.#learnAll(answer, io.clock.now().getTime()),
    )
  }

  /**
   * Asks whose these handles are, in bulk, unless that was done within a day. A name without a dot is one of the
   * network's own. The answer holds only where the account itself says so too, which the network checks.
   */
  async know(handles: string[], io: ApiIo, endsAt: number): Promise<Known> {
    const now = io.clock.now().getTime()
    const full = handles.map((h) => (h.includes('.') ? h : `${h}.bsky.social`)).filter((h) => HANDLE.test(h))
    const asked = [...new Set(full)].slice(0, mostAskedFor)
    const wanted = asked.filter((handle) => (this.#answered.get(handle) ?? 0) <= now)
    const method = 'app.bsky.actor.getProfiles'
    const take = (answer: unknown) => this.#learnAll(answer, now, this.#askedFor, mostAskedFor)
    const done = await this.#api.each(method, 'actors', wanted, io, endsAt, take, askedForPaceMs)
    for (const handle of wanted.slice(0, done.answered))
      keep(this.#answered, handle, now + dayMs, 2 * mostAskedFor)
    return { asked: asked.length, left: wanted.length - done.answered, reason: done.reason }
  }

  #of(did: string): Profile | undefined {
    return this.#askedFor.get(did) ?? this.#known.get(did)
  }

  #learnAll(body: unknown, now: number, into = this.#known, most = mostKept): void {
    const profiles = (body as { profiles?: unknown } | null)?.profiles
    if (!Array.isArray(profiles)) return
    for (const p of profiles as { did?: unknown; handle?: unknown; displayName?: unknown }[]) {
      if (typeof p?.did !== 'string' || typeof p.handle !== 'string' || p.handle.length > 253) continue
      const displayName = typeof p.displayName === 'string' ? oneLine(p.displayName, 120) : ''
      // `handle.invalid` is how the network says that a claim did not hold.
      const handle = p.handle === 'handle.invalid' ? p.did : p.handle.toLowerCase()
      const profile = { handle, ...(displayName ? { displayName } : {}), until: now + dayMs }
      const isAskedFor = this.#askedFor.has(p.did)
      keep(isAskedFor ? this.#askedFor : into, p.did, profile, isAskedFor ? mostAskedFor : most)
    }
  }
}

/** Puts it last; the oldest makes room. */
function keep<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.delete(key)
  map.set(key, value)
  if (map.size > most) map.delete(map.keys().next().value!)
}
