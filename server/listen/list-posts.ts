import type { Ctx } from '../platform/context.ts'
import { isId } from '../platform/ids.ts'
import { invalid, ok, type Result, refuse } from '../platform/result.ts'
import { readCopies, readPosts, toPost } from '../record/index.ts'
import { type CardMaker, cardMaker } from './cards.ts'
import { allowed } from './policy.ts'
import { readDates } from './range.ts'
import { listMatchedPosts } from './store-view.ts'
import type { PostCard, PostPage, RowsFilter } from './views.ts'

export const PAGE = 50
const MOST_CARDS = 100
const MOST_COPIES = 200

/**
 * The rows behind a column or a number: 50 a page, newest first. Copies stand under their leader; behind the number of a
 * label every post stands by itself, because a copy may be labelled otherwise than its leader.
 */
export function listPosts(
  ctx: Ctx,
  input: { filter: RowsFilter; before?: string },
): Promise<Result<PostPage>> {
  return allowed(ctx, 'listen.read', async () => {
    if (!isId(input.filter.search) || (input.before !== undefined && !isId(input.before)))
      return refuse({ kind: 'not-found', what: 'search' })
    const filter = readFilter(input.filter)
    if (!filter.ok) return filter
    const { tone, sourceKind, lang, place, outlets, located } = filter.value
    const each = Boolean(tone ?? sourceKind ?? lang ?? place ?? outlets ?? located)
    return ok(await readPage(ctx, await cardMaker(ctx), filter.value, input.before ?? null, PAGE, each))
  })
}

/** A filter as it may be asked of the database. */
function readFilter(filter: RowsFilter): Result<RowsFilter> {
  const dates = readDates(filter)
  if (!dates.ok) return dates
  for (const field of ['tone', 'sourceKind', 'lang', 'place'] as const)
    if (filter[field]?.includes('\0')) return invalid(field, 'There is nothing of this name.')
  const { from, to } = dates.value
  return ok({ ...filter, from: from ?? undefined, to: to ?? undefined })
}

export async function readPage(
  ctx: Ctx,
  maker: CardMaker,
  filter: RowsFilter,
  before: string | null,
  size: number,
  each = false,
): Promise<PostPage> {
  const rows = await listMatchedPosts(ctx.db.read, ctx.organisation.id, filter, before, size + 1, each)
  const page = rows.slice(0, size)
  const posts = await maker.cards(page.map(toPost), { search: filter.search })
  return { posts, next: rows.length > size ? page[page.length - 1]!.id : null }
}

/** Cards by id in the order asked for; what is no longer kept is left out. */
export function getCards(ctx: Ctx, input: { ids: string[]; search?: string }): Promise<Result<PostCard[]>> {
  return allowed(ctx, 'listen.read', async () => {
    const ids = input.ids.filter(isId).slice(0, MOST_CARDS)
    const posts = new Map(
      (await readPosts(ctx.db.read, ctx.organisation.id, ids)).map((p) => [p.id as string, p]),
    )
    const maker = await cardMaker(ctx)
    const found = ids.flatMap((id) => posts.get(id) ?? [])
    return ok(await maker.cards(found, input.search ? { search: input.search } : 'each'))
  })
}

/** The near-identical posts under a leader, oldest first, at most 200. */
export function listCopies(ctx: Ctx, input: { id: string }): Promise<Result<PostCard[]>> {
  return allowed(ctx, 'listen.read', async () => {
    if (!isId(input.id)) return refuse({ kind: 'not-found', what: 'post' })
    const posts = await readCopies(ctx.db.read, ctx.organisation.id, input.id, MOST_COPIES)
    return ok(await (await cardMaker(ctx)).cards(posts, 'each'))
  })
}
