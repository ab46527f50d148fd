import type { Ctx } from '../platform/context.ts'
import { ok, type Result } from '../platform/result.ts'
import { readSources } from './list-sources.ts'
import { allowed } from './policy.ts'
import { listSearchRows } from './store-search.ts'
import { heardTotals, listGaps, sourceNames } from './store-source.ts'
import type { CoverageStatement, SourceView } from './views.ts'

/* What is heard, what cannot be seen, and why: no silence may pass for calm. */

/** What no open interface gives to a listener like this one. */
const CLOSED = [
  {
    what: 'Facebook, Instagram and Threads',
    why: 'Meta gives no interface for listening to public posts; comments on your own pages need a connected account.',
  },
  { what: 'X', why: 'Reading posts needs a paid contract with X, which is not connected.' },
  {
    what: 'TikTok, YouTube comments and Snapchat',
    why: 'There is no open interface for public posts in an area.',
  },
  { what: 'Nextdoor and local Facebook groups', why: 'They are closed to anyone who is not a member.' },
  { what: 'WhatsApp, Telegram and other private messages', why: 'They are private and are not listened to.' },
  {
    what: 'People who are not on any network',
    why: 'Many older and poorer residents never post. What is heard here is not the whole community.',
  },
]

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

const NAMES: Record<string, string> = {
  bluesky: 'Bluesky: public posts of the whole network',
  mastodon: 'Mastodon and other servers of the fediverse',
  feed: 'Websites and outlets through their feeds',
  import: 'Files that people brought in',
  exercise: 'An exercise: everything here is invented',
}

function heardIn(sources: SourceView[], searches: number): string[] {
  const live = sources.filter((s) => s.state !== 'paused' && s.state !== 'refused')
  const kinds = [...new Set(live.map((s) => s.channel))]
  const lines = kinds.map((kind) => {
    const of = live.filter((s) => s.channel === kind).map((s) => s.name)
    return `${NAMES[kind] ?? kind} (${of.slice(0, 8).join(', ')}${of.length > 8 ? ` and ${of.length - 8} more` : ''}).`
  })
  lines.push(
    searches === 0
      ? 'No search is listening: nothing is kept.'
      : `Only posts that one of ${searches} ${searches === 1 ? 'search asks' : 'searches ask'} for are kept; the rest is counted and forgotten.`,
  )
  return lines
}

function unseen(
  ctx: Ctx,
  sources: SourceView[],
  searches: number,
  /** Whether a search that listens has `source:` in it. */
  asksForKinds: boolean,
): { what: string; why: string }[] {
  if (ctx.organisation.kind === 'exercise')
    return [{ what: 'The real world', why: 'An exercise reaches no network.' }]
  const list: { what: string; why: string }[] = []
  for (const s of sources.filter((x) => ['refused', 'paused', 'stalled', 'waiting'].includes(x.state)))
    list.push({ what: s.name, why: s.says })
  const heard = new Set(sources.map((s) => s.channel))
  if (!heard.has('bluesky'))
    list.push({ what: 'Bluesky', why: 'It is open but not connected. Add it under sources.' })
  else if (asksForKinds)
    list.push({
      what: 'Outlets and bodies on Bluesky whose handle is not the address of their site',
      why: 'Those whose handle is their own site are known from their first post on. Others are known by name once a post of theirs is kept; a search with from: and their whole handle hears them at once.',
    })
  if (!heard.has('mastodon'))
    list.push({ what: 'Mastodon', why: 'It is open but no server is connected. Add one under sources.' })
  if (!heard.has('feed'))
    list.push({ what: 'Local outlets', why: 'No outlet’s feed is connected. Add some under sources.' })
  if (searches === 0) list.push({ what: 'Everything', why: 'No search listens yet, so nothing is kept.' })
  list.push(...CLOSED, {
    what: 'Posts that authors deleted',
    why: 'What was merely heard is erased when its author deletes it; the counts stay.',
  })
  return list
}
