/**
 * Bluesky: every public post on the network, from a Jetstream server; names of authors from the public API.
 * Keeps nothing but a cache of names. Reads only.
 */
import { aborted, type Channel, problemsOf, quiet, unreadableSettings } from '../channel.ts'
import { Cards } from './cards.ts'
import { listenToJetstream } from './jetstream.ts'
import { Profiles } from './profiles.ts'
import { PublicApi } from './public-api.ts'
import { BlueskySettings } from './settings.ts'

export interface BlueskyOptions {
  /** Where names of authors are asked for. Default: the public API, which needs no account. */
  api?: string
}

/** `enrich` may take ten seconds; this leaves some for the answer that is under way. */
const giveUpMs = 8_000
/** The whole directory is eighty requests. */
const knowMs = 60_000

/** The Bluesky channel. All its sources share one cache of names: the network's own answers are public facts. */
export function createBluesky(options: BlueskyOptions = {}): Channel {
  const api = new PublicApi(options.api ?? 'https://public.api.bsky.app')
  const profiles = new Profiles(api)
  const cards = new Cards(api)
  return {
    kind: 'bluesky',
    limits: { characters: 300, counts: 'graphemes', media: 4 },
    readSettings(raw) {
      const read = BlueskySettings.safeParse(raw)
      return read.success
        ? { ok: true, settings: read.data, name: 'Bluesky' }
        : { ok: false, problems: problemsOf(read.error.issues, 'hosts') }
    },
    async *listen(source, cursor, io) {
      const read = BlueskySettings.safeParse(source.settings)
      if (read.success) yield* listenToJetstream(read.data, cursor, profiles, io)
      else {
        yield quiet(cursor, unreadableSettings)
        await aborted(io.signal)
      }
    },
    async enrich(posts, io) {
      const ours = posts.filter((post) => post.channel === 'bluesky')
      const endsAt = performance.now() + giveUpMs
      await profiles.resolve(
        ours.map((post) => post.author.id),
        io,
        endsAt,
      )
      await cards.resolve(ours, io, endsAt)
      for (const post of ours) {
        profiles.name(post)
        cards.show(post)
      }
      return posts
    },
    know: (organisation, handles, io) => profiles.know(organisation, handles, io, performance.now() + knowMs),
  }
}
