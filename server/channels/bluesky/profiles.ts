import { type Heard, oneLine } from '../channel.ts'
import type { ApiIo, PublicApi } from './public-api.ts'

interface Profile {
  handle: string
  displayName?: string
  /** Unix ms after which it is asked for again. */
  until: number
}

const mostKept = 50_000
const dayMs = 86_400_000

/** Names of authors by DID, from identity events and from the public API; the oldest of 50,000 make room. */
export class Profiles {
  readonly #known = new Map<string, Profile>()
  readonly #api: PublicApi

  constructor(api: PublicApi) {
    this.#api = api
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

  /** Asks for those not known, in bulk, until done or `endsAt`. What cannot be had is left. */
  async resolve(dids: Iterable<string>, io: ApiIo, endsAt: number): Promise<void> {
    const now = io.clock.now().getTime()
    const wanted = [...new Set(dids)].filter((did) => (this.#known.get(did)?.until ?? 0) <= now)
    await this.#api.each('app.bsky.actor.getProfiles', 'actors', wanted, io, endsAt, (answer) =>
      this.#learnAll(answer, io.clock.now().getTime()),
    )
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
