import type { Ctx } from '../platform/context.ts'
import { ok, type Result } from '../platform/result.ts'
import { notHidden } from './followed.ts'
import { groundOf } from './ground.ts'
import { allowed } from './policy.ts'
import { toSearchViews } from './save-search.ts'
import { listSearchRows } from './store-search.ts'
import { listSpikeRows, newOutlets, sumRecent } from './store-view.ts'
import { knownBody } from './viewing.ts'
import type { Change5, SearchView } from './views.ts'

/** What changed in the last five minutes, for each search; the busiest first. */
export function getChanges(ctx: Ctx, _input?: Record<string, never>): Promise<Result<Change5[]>> {
  return allowed(ctx, 'listen.read', async () => {
    const ground = groundOf(ctx.organisation.area)
    const rows = await notHidden(ctx, await listSearchRows(ctx.db.read, ctx.organisation.id))
    return ok(await readChanges(ctx, await toSearchViews(rows, ground)))
  })
}

export async function readChanges(ctx: Ctx, searches: SearchView[]): Promise<Change5[]> {
  const on = ctx.db.read
  const now = ctx.clock.now()
  const [sums, outlets, spikes] = await Promise.all([
    sumRecent(on, ctx.organisation.id, now),
    newOutlets(on, ctx.organisation.id, now),
    listSpikeRows(on, ctx.organisation.id, null, 100),
  ])
  const ground = groundOf(ctx.organisation.area)
  const byId = new Map(sums.map((s) => [s.search_id, s]))
  // Counts are kept by the minute; the running one is the last.
  const to = new Date(Math.floor(now.getTime() / 60_000) * 60_000 + 60_000)
  const from = new Date(to.getTime() - 5 * 60_000)
  const changes = searches.map((s) => {
    const sum = byId.get(s.id)
    const fresh = outlets
      .filter((o) => o.search_id === s.id)
      .map((o) => knownBody(ground, o.handle)?.name ?? o.handle)
    const change = {
      search: s.id,
      name: s.name,
      from,
      to,
      posts: sum?.now ?? 0,
      before: sum?.before ?? 0,
      negative: sum?.negative ?? 0,
      positive: sum?.positive ?? 0,
      newOutlets: [...new Set(fresh)],
      spike: spikes.some((k) => k.search_id === s.id && k.ended_at === null),
    }
    return { ...change, says: say(change) }
  })
  return changes.sort((a, b) => b.posts - a.posts || a.name.localeCompare(b.name, 'en'))
}

function say(c: Omit<Change5, 'says'>): string {
  if (c.posts === 0 && c.before === 0) return 'Nothing in the last ten minutes.'
  const parts = [`${c.posts} ${c.posts === 1 ? 'post' : 'posts'}, ${c.before} in the five minutes before`]
  if (c.negative > 0 || c.positive > 0) parts.push(`${c.negative} negative, ${c.positive} positive`)
  if (c.newOutlets.length > 0) parts.push(`first heard today from ${c.newOutlets.slice(0, 4).join(', ')}`)
  if (c.spike) parts.push('a spike')
  return `${parts.join('; ')}.`
}
