import type { Ctx } from '../platform/context.ts'
import { ok, type Result } from '../platform/result.ts'
import type { ChannelKind } from '../record/post.ts'
import { readSources } from './list-sources.ts'
import { allowed } from './policy.ts'
import { listSearchRows } from './store-search.ts'
import { heardTotals, listGaps, sourceNames } from './store-source.ts'
import type { CoverageStatement, SourceView } from './views.ts'

/* What is heard, what cannot be seen, and why: no silence may pass for calm. */

/** In English; the pages have the Welsh of each (web/ui/deck/words/said.cy.ts). */
export const UNSEEN = {
  meta: {
    what: 'Facebook, Instagram and Threads',
    why: 'Meta gives no interface for listening to public posts; comments on your own pages need a connected account.',
  },
  x: { what: 'X', why: 'Reading posts needs a paid contract with X, which is not connected.' },
  video: {
    what: 'TikTok, YouTube comments and Snapchat',
    why: 'There is no open interface for public posts in an area.',
  },
  groups: {
    what: 'Nextdoor and local Facebook groups',
    why: 'They are closed to anyone who is not a member.',
  },
  messages: {
    what: 'WhatsApp, Telegram and other private messages',
    why: 'They are private and are not listened to.',
  },
  offline: {
    what: 'People who are not on any network',
    why: 'Many older and poorer residents never post. What is heard here is not the whole community.',
  },
  deleted: {
    what: 'Posts that authors deleted',
    why: 'What was merely heard is erased when its author deletes it; the counts stay.',
  },
  world: { what: 'The real world', why: 'An exercise reaches no network.' },
  bluesky: { what: 'Bluesky', why: 'It is open but not connected. Add it under sources.' },
  names: {
    what: 'Outlets and bodies on Bluesky whose handle is not the address of their site',
    why: 'Those whose handle is their own site are known from their first post on. Others are known by name once a post of theirs is kept; a search with from: and their whole handle hears them at once.',
  },
  mastodon: { what: 'Mastodon', why: 'It is open but no server is connected. Add one under sources.' },
  outlets: { what: 'Local outlets', why: 'No outlet’s feed is connected. Add some under sources.' },
  everything: { what: 'Everything', why: 'No search listens yet, so nothing is kept.' },
} satisfies Record<string, { what: string; why: string }>

/** What no open interface gives to a listener like this one, and what is let go. */
const ALWAYS = ['meta', 'x', 'video', 'groups', 'messages', 'offline', 'deleted'] as const

export function getCoverage(ctx: Ctx, _input?: Record<string, never>): Promise<Result<CoverageStatement>> {
  return allowed(ctx, 'listen.read', async () => {
    const on = ctx.db.read
    const organisation = ctx.organisation.id
    const now = ctx.clock.now()
    const day = new Date(now.getTime() - 86_400_000)
    const [sources, gaps, names, totals, searches] = await Promise.all([
      readSources(ctx),
      listGaps(on, organisation, new Date(now.getTime() - 28 * 86_400_000)),
      sourceNames(on, organisation),
      heardTotals(on, organisation, day),
      listSearchRows(on, organisation),
    ])
    const standing = searches.filter((s) => s.paused_at === null)
    const listening = standing.length
    const asksForKinds = standing.some((s) => /\bsource:/i.test(s.query))
    return ok({
      at: now,
      heard: heardIn(sources, listening),
      unseen: unseen(ctx, sources, listening, asksForKinds),
      gaps: gaps.map((g) => ({
        from: g.from,
        to: g.to,
        reason: g.reason,
        source: names.get(g.source_id) ?? 'a source that was removed',
      })),
      heardLastDay: totals.heard,
      keptLastDay: totals.kept,
    })
  })
}

export const HEARD: Record<ChannelKind, string> = {
  bluesky: 'Bluesky: public posts of the whole network',
  mastodon: 'Mastodon and other servers of the fediverse',
  feed: 'Websites and outlets through their feeds',
  import: 'Files that people brought in',
  exercise: 'An exercise: everything here is invented',
}

function heardIn(sources: SourceView[], searches: number): CoverageStatement['heard'] {
  const live = sources.filter((s) => s.state !== 'paused' && s.state !== 'refused')
  const kinds = [...new Set(live.map((s) => s.channel))]
  const lines: CoverageStatement['heard'] = kinds.map((kind) => {
    const of = live.filter((s) => s.channel === kind).map((s) => s.name)
    const [names, more] = [of.slice(0, 8), Math.max(0, of.length - 8)]
    const says = `${HEARD[kind]} (${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}).`
    return { code: kind, names, more, says }
  })
  const says =
    searches === 0
      ? 'No search is listening: nothing is kept.'
      : `Only posts that one of ${searches} ${searches === 1 ? 'search asks' : 'searches ask'} for are kept; the rest is counted and forgotten.`
  return [...lines, { code: 'searches', names: [], more: searches, says }]
}

function unseen(
  ctx: Ctx,
  sources: SourceView[],
  searches: number,
  /** Whether a search that listens has `source:` in it. */
  asksForKinds: boolean,
): CoverageStatement['unseen'] {
  const of = (code: keyof typeof UNSEEN) => ({ code, ...UNSEEN[code] })
  if (ctx.organisation.kind === 'exercise') return [of('world')]
  const list: CoverageStatement['unseen'] = []
  for (const s of sources.filter((x) => ['refused', 'paused', 'stalled', 'waiting'].includes(x.state)))
    list.push({ code: null, what: s.name, why: s.says, said: s.said })
  const heard = new Set(sources.map((s) => s.channel))
  if (!heard.has('bluesky')) list.push(of('bluesky'))
  else if (asksForKinds) list.push(of('names'))
  if (!heard.has('mastodon')) list.push(of('mastodon'))
  if (!heard.has('feed')) list.push(of('outlets'))
  if (searches === 0) list.push(of('everything'))
  list.push(...ALWAYS.map(of))
  return list
}
