import { highlights, type Query } from '../../engines/query/index.ts'
import type { Ctx } from '../platform/context.ts'
import type { SearchId } from '../platform/ids.ts'
import type { KeptPost } from '../record/index.ts'
import { hiddenSearches } from './followed.ts'
import { type Ground, groundOf, readQuery } from './ground.ts'
import { beginning } from './label-post.ts'
import { searchNames } from './store-search.ts'
import { sourceNames } from './store-source.ts'
import { searchesKeeping } from './store-view.ts'
import { stretches } from './stretches.ts'
import { knownBody } from './viewing.ts'
import type { PostCard, Span } from './views.ts'

/** Makes cards of posts; read once for a page of them. */
export interface CardMaker {
  ground: Ground
  names: Map<string, { name: string; query: string }>
  cards(posts: KeptPost[], marked: Marked): Promise<PostCard[]>
}

/** Whose words are marked on the cards. */
export type Marked = { search: string } | { tree: Query } | 'each'

export async function cardMaker(ctx: Ctx): Promise<CardMaker> {
  const on = ctx.db.read
  const organisation = ctx.organisation.id
  const [sources, searches] = await Promise.all([
    sourceNames(on, organisation),
    searchNames(on, organisation),
  ])
  const ground = groundOf(ctx.organisation.area)
  const hidden = await hiddenSearches(ctx)
  const seen = searches.filter((s) => !hidden.has(s.id))
  const names = new Map(seen.map((s) => [s.id, { name: s.name, query: s.query }]))
  const trees = new Map<string, Query | null>()

  function treeOf(search: string): Query | null {
    if (!trees.has(search)) {
      const query = names.get(search)?.query
      const parsed = query === undefined ? null : readQuery(query, ground)
      trees.set(search, parsed?.ok ? parsed.tree : null)
    }
    return trees.get(search) ?? null
  }

  function spansOf(post: KeptPost, marked: Marked, keeping: string[]): Span[] {
    const text = beginning(post.text)
    if (marked !== 'each' && 'tree' in marked) return highlights(marked.tree, text)
    const trees = (marked === 'each' ? keeping : [marked.search]).map(treeOf)
    return merge(trees.flatMap((tree) => (tree ? highlights(tree, text) : [])))
  }

  async function cards(posts: KeptPost[], marked: Marked): Promise<PostCard[]> {
    const keeping = new Map<string, string[]>()
    const rows = await searchesKeeping(
      on,
      organisation,
      posts.map((p) => p.id),
    )
    for (const row of rows) keeping.set(row.post_id, [...(keeping.get(row.post_id) ?? []), row.search_id])
    const made: PostCard[] = []
    const rest = stretches()
    for (const post of posts) {
      await rest()
      const ids = (keeping.get(post.id) ?? []).filter((id) => names.has(id))
      made.push({
        id: post.id,
        source: { id: post.source, name: sources.get(post.source) ?? 'a source that was removed' },
        channel: post.channel,
        url: post.url,
        handle: post.author.handle,
        displayName: post.author.displayName ?? null,
        text: post.text,
        contentWarning: post.contentWarning,
        highlights: spansOf(post, marked, ids),
        links: post.links,
        media: post.media,
        poll: post.poll,
        mentions: post.mentions,
        tags: post.tags,
        inReplyTo: post.inReplyTo,
        publishedAt: post.publishedAt,
        heardAt: post.heardAt,
        at: post.at,
        lang: post.lang,
        tone: post.tone,
        sourceKind: post.sourceKind,
        places: post.places,
        copies: post.copies,
        copyOf: post.copyOf,
        editedAt: post.editedAt,
        remarks: post.remarks,
        outlet: knownBody(ground, post.author.handle),
        searches: ids.map((id) => ({ id: id as SearchId, name: names.get(id)!.name })),
        keepUntil: post.keepUntil,
      })
    }
    return made
  }
  return { ground, names, cards }
}

function merge(spans: Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => a.start - b.start || a.end - b.end)
  const merged: Span[] = []
  for (const span of sorted) {
    const last = merged[merged.length - 1]
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end)
    else merged.push({ ...span })
  }
  return merged
}
