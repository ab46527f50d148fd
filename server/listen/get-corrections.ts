import type { Ctx } from '../platform/context.ts'
import { ok, type Result } from '../platform/result.ts'
import { allowed } from './policy.ts'
import { countCorrections } from './store-person.ts'
import type { CorrectionCount } from './views.ts'

/** How often people put each label right, and to what, most often first: what the labels are worth here. */
export function getCorrections(ctx: Ctx, _input?: Record<string, never>): Promise<Result<CorrectionCount[]>> {
  return allowed(ctx, 'listen.read', async () => {
    const rows = await countCorrections(ctx.db.read, ctx.organisation.id)
    return ok(
      rows.map(({ label, from_value, to_value, n, posts }) => ({
        label,
        from: from_value,
        to: to_value,
        n,
        posts,
      })),
    )
  })
}
