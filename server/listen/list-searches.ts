import { describe } from '../../engines/query/index.ts'
import type { Ctx } from '../platform/context.ts'
import { isId } from '../platform/ids.ts'
import { ok, type Result, refuse } from '../platform/result.ts'
import { isHidden, notHidden } from './followed.ts'
import { groundOf, readQuery } from './ground.ts'
import { allowed } from './policy.ts'
import { queryProblems, toSearchView, toSearchViews } from './save-search.ts'
import { listSearchRows, readSearchRow } from './store-search.ts'
import { mayFollow, notWhole } from './viewing.ts'
import type { QueryCheck, SearchView } from './views.ts'

export function listSearches(ctx: Ctx, _input?: Record<string, never>): Promise<Result<SearchView[]>> {
  return allowed(ctx, 'listen.read', async () => {
    const ground = groundOf(ctx.organisation.area)
    const rows = await notHidden(ctx, await listSearchRows(ctx.db.read, ctx.organisation.id))
    return ok(await toSearchViews(rows, ground))
  })
}

export function getSearch(ctx: Ctx, input: { id: string }): Promise<Result<SearchView>> {
  return allowed(ctx, 'listen.read', async () => {
    const row = isId(input.id) ? await readSearchRow(ctx.db.read, ctx.organisation.id, input.id) : null
    return row && !(await isHidden(ctx, row.id))
      ? ok(toSearchView(row, groundOf(ctx.organisation.area)))
      : refuse({ kind: 'not-found', what: 'search' })
  })
}

/** What a query says, what is wrong with it and where, and whom it would follow. Never refused for a mistake. */
export function checkQuery(ctx: Ctx, input: { query: string }): Promise<Result<QueryCheck>> {
  return allowed<QueryCheck>(ctx, 'listen.read', async () => {
    const ground = groundOf(ctx.organisation.area)
    const parsed = readQuery(input.query, ground)
    if (!parsed.ok)
      return ok({ ok: false, problems: queryProblems(parsed.problems), says: '', needsAuthorisation: [] })
    const followed = await mayFollow(ctx, ground, parsed.tree)
    if (!followed.ok && followed.short.length > 0)
      return ok({
        ok: false,
        problems: notWhole(followed.short, input.query),
        says: '',
        needsAuthorisation: [],
      })
    return ok({
      ok: true,
      problems: [],
      says: describe(parsed.tree),
      needsAuthorisation: followed.ok ? [] : followed.missing,
    })
  })
}
