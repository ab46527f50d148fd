import type { Result } from '../../../../../server/platform/result.ts'
import { readRows } from '../../../../ui/deck/rows.ts'
import { door, must, toStop } from '../door.ts'
import type { PageServerLoad } from './$types'

function mustPastStop<T>(result: Result<T>): T {
  toStop(result)
  return must(result)
}

/** The posts behind a number, or the copies of one post. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { listen, ctx } = door(locals)
  const at = ctx.clock.now()
  const copies = url.searchParams.get('copies')
  if (copies) {
    const posts = mustPastStop(await listen.listCopies(ctx, { id: copies }))
    return { at, posts, next: null, filter: null, search: null, older: null }
  }
  const filter = readRows(url.searchParams)
  if (!filter) return { at, posts: [], next: null, filter: null, search: null, older: null }
  const search = must(await listen.getSearch(ctx, { id: filter.search }))
  const named = url.searchParams.get('posts')
  if (named) {
    const posts = mustPastStop(await listen.getCards(ctx, { ids: named.split(','), search: search.id }))
    const of = { id: search.id, name: search.name }
    return { at, posts, next: null, filter, search: of, older: null }
  }
  const before = url.searchParams.get('before') ?? undefined
  const { posts, next } = mustPastStop(await listen.listPosts(ctx, { filter, before }))
  const query = new URLSearchParams(url.searchParams)
  if (next) query.set('before', next)
  return {
    at,
    posts,
    next,
    filter,
    search: { id: search.id, name: search.name },
    older: next ? `/listen/rows?${query}` : null,
  }
}
