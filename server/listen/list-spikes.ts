import type { Ctx } from '../platform/context.ts'
import { isId, type SearchId } from '../platform/ids.ts'
import { ok, type Result, refuse } from '../platform/result.ts'
import { hiddenSearches } from './followed.ts'
import { allowed } from './policy.ts'
import { searchNames } from './store-search.ts'
import { listSpikeRows } from './store-view.ts'
import type { SpikeView } from './views.ts'

/** Spikes of one search or of all, newest first, at most 200. */
export function listSpikes(ctx: Ctx, input: { search?: string } = {}): Promise<Result<SpikeView[]>> {
  return allowed(ctx, 'listen.read', async () => {
    if (input.search !== undefined && !isId(input.search))
      return refuse({ kind: 'not-found', what: 'search' })
    const on = ctx.db.read
    const [rows, searches] = await Promise.all([
      listSpikeRows(on, ctx.organisation.id, input.search ?? null, 200),
      searchNames(on, ctx.organisation.id),
    ])
    const hidden = await hiddenSearches(ctx)
    const names = new Map(searches.map((s) => [s.id, s.name]))
    return ok(
      rows
        .filter((r) => !hidden.has(r.search_id))
        .map((r) => ({
          id: r.id,
          search: r.search_id as SearchId,
          searchName: names.get(r.search_id) ?? 'a search that was ended',
          startedAt: r.started_at,
          endedAt: r.ended_at,
          peak: r.peak,
          expected: r.expected,
          high: r.high,
          basis: r.basis,
        })),
    )
  })
}
