/**
 * Bluesky: every public post on the network, from a Jetstream server; names of authors from the public API.
 * Keeps nothing but a cache of names. Reads only.
 */
import { aborted, type Channel, problemsOf, quiet, unreadableSettings } from '../channel.ts'
import { listenToJetstream } from './jetstream.ts'
import { Profiles } from './profiles.ts'
import { BlueskySettings } from './settings.ts'

export interface BlueskyOptions {
  /** Where names of authors are asked for. Default: the public API, which needs no account. */
  api?: string
}

/** The Bluesky channel. All its sources share one cache of names: handles are public facts. */
export function createBluesky(options: BlueskyOptions = {}): Channel {
  const profiles = new Profiles(options.api ?? 'https://public.api.bsky.app')
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
      await profiles.resolve(
        ours.map((post) => post.author.id),
        io,
      )
      for (const post of ours) profiles.name(post)
      return posts
    },
  }
}
