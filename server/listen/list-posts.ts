import type { Ctx } from '../platform/context.ts'
import { isId } from '../platform/ids.ts'
import { invalid, ok, type Result, refuse } from '../platform/result.ts'
import { readCopies, readPosts, toPost } from '../record/index.ts'
import { type CardMaker, cardMaker } from './cards.ts'
import { countAsked, countList } from './count-viewing.ts'
import { isHidden, withoutHidden } from './followed.ts'
import { said } from './messages.ts'
import { allowed } from './policy.ts'
import { readDates } from './range.ts'
import { matchesOf } from './store-hear.ts'
import { listMatchedPosts } from './store-view.ts'
import type { PostCard, PostPage, RowsFilter } from './views.ts'

export const PAGE = 50
const MOST_CARDS = 100
const MOST_COPIES = 200

/**
 * The rows behind a column or a number: 50 a page, newest first. Copies stand under their leader; behind the number of a
 * label every post stands by itself, because a copy may be labelled otherwise than its leader.
 * @param input.column an open deck asks for the list of a column, which nobody need have looked for: no look is counted
 */
export function listPosts(
  ctx: Ctx,
  input: { filter: RowsFilter; before?: string; column?: boolean },
): Promise<Result<PostPage>> {
  return allowed(ctx, 'listen.read', async () => {
    if (!isId(input.filter.search) || (input.before !== undefined && !isId(input.before)))
      return refuse({ kind: 'not-found', what: 'search' })
    if (await isHidden(ctx, input.filter.search)) return refuse({ kind: 'not-found', what: 'search' })
    const filter = readFilter(input.filter)
    if (!filter.ok) return filter
    const { tone, sourceKind, lang, place, outlets, located } = filter.value
    const each = Boolean(tone ?? sourceKind ?? lang ?? place ?? outlets ?? located)
    const { rows, next } = await readRows(ctx, filter.value, input.before ?? null, PAGE, each)
    const posts = rows.map(toPost)
    if (!input.column || each || filter.value.from || filter.value.to) {
      const counted = await countList(ctx, posts, input.filter.search)
      if (!counted.ok) return counted
    }
    return ok({ posts: await (await cardMaker(ctx)).cards(posts, { search: input.filter.search }), next })
  })
}

/** A filter as it may be asked of the database. */
function readFilter(filter: RowsFilter): Result<RowsFilter> {
  const dates = readDates(filter)
  if (!dates.ok) return dates
  for (const field of ['tone', 'sourceKind', 'lang', 'place'] as const)
    if (filter[field]?.includes('\0')) return invalid(field, said('filter-unknown'))
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
  const { rows, next } = await readRows(ctx, filter, before, size, each)
  return { posts: await maker.cards(rows.map(toPost), { search: filter.search }), next }
}

async function readRows(ctx: Ctx, filter: RowsFilter, before: string | null, size: number, each: boolean) {
  const found = await listMatchedPosts(ctx.db.read, ctx.organisation.id, filter, before, size + 1, each)
  const rows = found.slice(0, size)
  return { rows, next: found.length > size ? rows[rows.length - 1]!.id : null }
}

/**
 * Cards by id in the order asked for; what is no longer kept is left out. Those of one private person, two or more or
 * nothing else, count as a look at that person; past the stop they are left out, or refused when they are all.
 * @param input.column an open deck asks for posts of a column
 */
export function getCards(
  ctx: Ctx,
  input: { ids: string[]; search?: string; column?: boolean },
): Promise<Result<PostCard[]>> {
  return allowed(ctx, 'listen.read', async () => {
    if (input.column && input.search !== undefined) return columnCards(ctx, input.ids, input.search)
    const ids = input.ids.filter(isId).slice(0, MOST_CARDS)
    const kept = await withoutHidden(ctx, await readPosts(ctx.db.read, ctx.organisation.id, ids))
    const posts = new Map(kept.map((p) => [p.id as string, p]))
    const found = ids.flatMap((id) => posts.get(id) ?? [])
    const counted = await countAsked(ctx, found)
    if (!counted.ok) return counted
    const maker = await cardMaker(ctx)
    return ok(await maker.cards(counted.value, input.search ? { search: input.search } : 'each'))
  })
}

/**
 * Cards of one search's own posts, for a deck that is open: it fetches them when they are edited, corrected or come in,
 * whoever sits before it, so no look is counted. What the search did not ask for is left out.
 */
async function columnCards(ctx: Ctx, asked: string[], search: string): Promise<Result<PostCard[]>> {
  if (!isId(search) || (await isHidden(ctx, search))) return refuse({ kind: 'not-found', what: 'search' })
  const ids = asked.filter(isId).slice(0, MOST_CARDS)
  const matches = await matchesOf(ctx.db.read, ctx.organisation.id, ids)
  const mine = new Set(matches.flatMap((match) => (match.search === search ? [match.post] : [])))
  const posts = new Map(
    (await readPosts(ctx.db.read, ctx.organisation.id, [...mine])).map((p) => [p.id as string, p]),
  )
  const found = ids.flatMap((id) => posts.get(id) ?? [])
  return ok(await (await cardMaker(ctx)).cards(found, { search }))
}

/** The near-identical posts under a leader, oldest first, at most 200. */
export function listCopies(ctx: Ctx, input: { id: string }): Promise<Result<PostCard[]>> {
  return allowed(ctx, 'listen.read', async () => {
    if (!isId(input.id)) return refuse({ kind: 'not-found', what: 'post' })
    const kept = await readCopies(ctx.db.read, ctx.organisation.id, input.id, MOST_COPIES)
    const posts = await withoutHidden(ctx, kept)
    // With the post that they copy it is one look.
    const counted = await countList(ctx, posts, input.id, 1)
    if (!counted.ok) return counted
    return ok(await (await cardMaker(ctx)).cards(posts, 'each'))
  })
}
