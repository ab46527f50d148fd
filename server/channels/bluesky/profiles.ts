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
/** Accounts that one organisation's searches ask for by name; they do not make room for others. */
const mostAskedFor = 10_000
/** A few requests on end, 25 accounts each: five a second are half of what the network allows. */
const askedForPaceMs = 200
const HANDLE = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** What the network said of a handle: whose it is (null: nobody's), and the Unix ms after which it is asked again. */
interface Answer {
  did: string | null
  until: number
}

/** Names of authors by DID, as the public API gives them and from nowhere else; the oldest of 50,000 make room. */
export class Profiles {
  readonly #known = new Map<string, Profile>()
  /** Accounts behind handles that an organisation asks for; kept for as long as one does. */
  readonly #askedFor = new Map<string, Profile>()
  readonly #answered = new Map<string, Answer>()
  /** Handles by the organisation that asks for them, and how many organisations ask for each. */
  readonly #asks = new Map<string, Set<string>>()
  readonly #askers = new Map<string, number>()
  readonly #api: PublicApi

  constructor(api: PublicApi) {
    this.#api = api
  }

  get size(): number {
    return this.#known.size
  }

  /**
   * A stream says that an account's name may have changed. Streams are not believed, anybody may run one: the name is
   * forgotten and asked for again. An account that searches name keeps what the network last said until it is asked
   * again, or one organisation's stream could make another deaf to it.
   */
  doubt(did: string, claims: string | null): void {
    this.#known.delete(did)
    const profile = this.#askedFor.get(did)
    if (profile) {
      profile.until = 0
      this.#askAgain(profile.handle)
    }
    if (claims !== null) this.#askAgain(claims)
  }

  #askAgain(handle: string): void {
    const answer = this.#answered.get(handle)
    if (answer) answer.until = 0
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
   * network's own. The answer holds only where the account itself says so too, which the network checks. At most
   * 10,000 for an organisation; what it asked for before and does not now is forgotten, unless others ask for it.
   */
  async know(organisation: string, handles: string[], io: ApiIo, endsAt: number): Promise<Known> {
    const now = io.clock.now().getTime()
    const full = handles.map((h) => (h.includes('.') ? h : `${h}.bsky.social`)).filter((h) => HANDLE.test(h))
    const asked = [...new Set(full)].slice(0, mostAskedFor)
    this.#take(organisation, new Set(asked))
    const wanted = asked.filter((handle) => (this.#answered.get(handle)?.until ?? 0) <= now)
    const method = 'app.bsky.actor.getProfiles'
    const found = new Map<string, { did: string; profile: Profile }>()
    const take = (answer: unknown) => {
      for (const [did, profile] of this.#learnAll(answer, now)) found.set(profile.handle, { did, profile })
    }
    const done = await this.#api.each(method, 'actors', wanted, io, endsAt, take, askedForPaceMs)
    for (const handle of wanted.slice(0, done.answered)) {
      if (this.#askers.has(handle)) this.#answer(handle, found.get(handle) ?? null, now)
    }
    const { why } = done
    return { asked: asked.length, left: wanted.length - done.answered, reason: why?.says ?? null, why }
  }

  /** Puts an organisation's handles in the place of those that it asked for before. */
  #take(organisation: string, handles: Set<string>): void {
    const before = this.#asks.get(organisation) ?? new Set()
    this.#asks.set(organisation, handles)
    for (const handle of handles)
      if (!before.has(handle)) this.#askers.set(handle, (this.#askers.get(handle) ?? 0) + 1)
    for (const handle of before) {
      if (handles.has(handle)) continue
      const left = this.#askers.get(handle)! - 1
      if (left > 0) this.#askers.set(handle, left)
      else {
        this.#askers.delete(handle)
        this.#release(handle)
        this.#answered.delete(handle)
      }
    }
  }

  #answer(handle: string, is: { did: string; profile: Profile } | null, now: number): void {
    if (this.#answered.get(handle)?.did !== is?.did) this.#release(handle)
    this.#answered.set(handle, { did: is?.did ?? null, until: now + dayMs })
    if (!is) return
    this.#known.delete(is.did)
    this.#askedFor.set(is.did, is.profile)
  }

  /** Whoever had this handle is not kept for its sake any more, and does not bear it where it is another's now. */
  #release(handle: string): void {
    const did = this.#answered.get(handle)?.did
    const profile = did ? this.#askedFor.get(did) : undefined
    if (!did || !profile) return
    if (profile.handle === handle || this.#answered.get(profile.handle)?.did !== did)
      this.#askedFor.delete(did)
  }

  #of(did: string): Profile | undefined {
    return this.#askedFor.get(did) ?? this.#known.get(did)
  }

  #learnAll(body: unknown, now: number): [did: string, profile: Profile][] {
    const learnt: [string, Profile][] = []
    const profiles = (body as { profiles?: unknown } | null)?.profiles
    if (!Array.isArray(profiles)) return learnt
    for (const p of profiles as { did?: unknown; handle?: unknown; displayName?: unknown }[]) {
      if (typeof p?.did !== 'string' || typeof p.handle !== 'string' || p.handle.length > 253) continue
      const displayName = typeof p.displayName === 'string' ? oneLine(p.displayName, 120) : ''
      // `handle.invalid` is how the network says that a claim did not hold.
      const handle = p.handle === 'handle.invalid' ? p.did : p.handle.toLowerCase()
      const profile = { handle, ...(displayName ? { displayName } : {}), until: now + dayMs }
      if (this.#askedFor.has(p.did)) this.#askedFor.set(p.did, profile)
      else this.#keep(p.did, profile)
      learnt.push([p.did, profile])
    }
    return learnt
  }

  /** Puts it last; the oldest makes room. */
  #keep(did: string, profile: Profile): void {
    this.#known.delete(did)
    this.#known.set(did, profile)
    if (this.#known.size > mostKept) this.#known.delete(this.#known.keys().next().value!)
  }
}
