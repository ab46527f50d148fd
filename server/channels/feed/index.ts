/**
 * Feed: what outlets and public bodies publish as RSS, Atom, RDF or JSON Feed; a page's address will do.
 * Keeps nothing. Reads only.
 */
import { aborted, type Channel, domainOf, problemsOf, quiet, unreadableSettings } from '../channel.ts'
import { pollFeed } from './poll.ts'
import { FeedSettings } from './settings.ts'

export function createFeed(): Channel {
  return {
    kind: 'feed',
    limits: { characters: null, counts: 'none', media: 0 },
    readSettings(raw) {
      const read = FeedSettings.safeParse(raw)
      return read.success
        ? { ok: true, settings: read.data, name: domainOf(read.data.url) ?? read.data.url }
        : { ok: false, problems: problemsOf(read.error.issues, 'url') }
    },
    async *listen(source, cursor, io) {
      const read = FeedSettings.safeParse(source.settings)
      if (read.success) yield* pollFeed(read.data, cursor, io)
      else {
        yield quiet(cursor, unreadableSettings)
        await aborted(io.signal)
      }
    },
  }
}
