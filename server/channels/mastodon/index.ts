/**
 * Mastodon: a public, local, hashtag or list timeline of any server that speaks the Mastodon API (Mastodon,
 * GoToSocial, snac, Pleroma, …). Keeps nothing. Reads only; posts that are not public are passed over.
 */
import { aborted, type Channel, problemsOf, quiet, unreadableSettings } from '../channel.ts'
import { listenToTimeline } from './listen.ts'
import { MastodonSettings } from './settings.ts'

export const createMastodon = (): Channel => ({
  kind: 'mastodon',
  limits: { characters: 500, counts: 'graphemes', media: 4 },
  readSettings(raw) {
    const read = MastodonSettings.safeParse(raw)
    if (!read.success) return { ok: false, problems: problemsOf(read.error.issues, 'server') }
    const { server, kind, hashtag, list } = read.data
    const what = { public: 'everything', local: 'local', hashtag: `#${hashtag}`, list: `list ${list}` }[kind]
    return { ok: true, settings: read.data, name: `${new URL(server).host}: ${what}` }
  },
  async *listen(source, cursor, io) {
    const read = MastodonSettings.safeParse(source.settings)
    if (read.success) yield* listenToTimeline(read.data, cursor, io)
    else {
      yield quiet(cursor, unreadableSettings)
      await aborted(io.signal)
    }
  },
})
