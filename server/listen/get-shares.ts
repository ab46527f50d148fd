import type { Ctx } from '../platform/context.ts'
import { isId, type SearchId } from '../platform/ids.ts'
import { ok, type Result, refuse } from '../platform/result.ts'
import type { SourceKind } from '../record/post.ts'
import { cardMaker } from './cards.ts'
import { isHidden } from './followed.ts'
import { readPage } from './list-posts.ts'
import { allowed } from './policy.ts'
import { readRange } from './range.ts'
import { sumKinds, sumLanguages, sumPlaces } from './store-view.ts'
import type { Languages, Places, Range, Sides, SourceKinds } from './views.ts'

/* How the posts of one search divide: by who, in what language, about where, and how they feel. */

const KINDS: readonly SourceKind[] = ['media', 'official', 'charity', 'business', 'eyewitness', 'public']
const EACH_SIDE = 20

interface Asked {
  search: SearchId
  from: Date
  to: Date
}

async function inRange<T>(
  ctx: Ctx,
  input: { search: string } & Range,
  work: (asked: Asked) => Promise<T>,
): Promise<Result<T>> {
  return allowed(ctx, 'listen.read', async () => {
    if (!isId(input.search) || (await isHidden(ctx, input.search)))
      return refuse({ kind: 'not-found', what: 'search' })
    const range = readRange(input, ctx.clock.now())
    if (!range.ok) return range
    return ok(await work({ search: input.search as SearchId, ...range.value }))
  })
}

const share = (n: number, total: number): number => (total === 0 ? 0 : n / total)

export function getSourceKinds(ctx: Ctx, input: { search: string } & Range): Promise<Result<SourceKinds>> {
  return inRange(ctx, input, async ({ search, from, to }) => {
    const sums = await sumKinds(ctx.db.read, ctx.organisation.id, search, from, to)
    const total = sums['total']!
    const named = KINDS.filter((k) => k !== 'public').reduce((n, k) => n + sums[k]!, 0)
    const count = (k: SourceKind) => (k === 'public' ? Math.max(0, total - named) : sums[k]!)
    const kinds = KINDS.map((key) => ({ key, n: count(key), share: share(count(key), total) }))
    return { search, from, to, total, kinds }
  })
}

export function getLanguages(ctx: Ctx, input: { search: string } & Range): Promise<Result<Languages>> {
  return inRange(ctx, input, async ({ search, from, to }) => {
    const rows = await sumLanguages(ctx.db.read, ctx.organisation.id, search, from, to)
    const total = rows.reduce((n, r) => n + r.n, 0)
    return {
      search,
      from,
      to,
      total,
      languages: rows.map((r) => ({ key: r.lang, n: r.n, share: share(r.n, total) })),
    }
  })
}

export function getPlaces(ctx: Ctx, input: { search: string } & Range): Promise<Result<Places>> {
  return inRange(ctx, input, async ({ search, from, to }) => {
    const sums = await sumPlaces(ctx.db.read, ctx.organisation.id, search, from, to)
    return { search, from, to, ...sums }
  })
}

/** Praise and complaint side by side, the newest of each. */
export function getSides(ctx: Ctx, input: { search: string } & Range): Promise<Result<Sides>> {
  return inRange(ctx, input, async ({ search, from, to }) => {
    const sums = await sumKinds(ctx.db.read, ctx.organisation.id, search, from, to)
    const maker = await cardMaker(ctx)
    const [positive, negative] = await Promise.all([
      readPage(ctx, maker, { search, from, to, tone: 'positive' }, null, EACH_SIDE),
      readPage(ctx, maker, { search, from, to, tone: 'negative' }, null, EACH_SIDE),
    ])
    return {
      search,
      from,
      to,
      positive: { n: sums['positive']!, posts: positive.posts },
      negative: { n: sums['negative']!, posts: negative.posts },
      neutral: { n: Math.max(0, sums['total']! - sums['positive']! - sums['negative']!) },
    }
  })
}
