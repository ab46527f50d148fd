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
  const hidden = await hiddenSearches(ctx)
  const seen = searches.filter((s) => !hidden.has(s.id))
  return new Cards(ctx, sources, new Map(seen.map((s) => [s.id, { name: s.name, query: s.query }])))
}

class Cards implements CardMaker {
  readonly ground: Ground
  readonly names: CardMaker['names']
  readonly #ctx: Ctx
  readonly #sources: ReadonlyMap<string, string>
  readonly #trees = new Map<string, Query | null>()

  constructor(ctx: Ctx, sources: ReadonlyMap<string, string>, names: CardMaker['names']) {
    this.#ctx = ctx
    this.#sources = sources
    this.ground = groundOf(ctx.organisation.area)
    this.names = names
  }

  async cards(posts: KeptPost[], marked: Marked): Promise<PostCard[]> {
    const { db, organisation } = this.#ctx
    const ids = posts.map((p) => p.id)
    const keeping = new Map<string, string[]>()
    for (const row of await searchesKeeping(db.read, organisation.id, ids))
      keeping.set(row.post_id, [...(keeping.get(row.post_id) ?? []), row.search_id])
    const made: PostCard[] = []
    const rest = stretches()
    for (const post of posts) {
      await rest()
      const searches = (keeping.get(post.id) ?? []).filter((id) => this.names.has(id))
      made.push({
        ...asHeard(post),
        source: { id: post.source, name: this.#sources.get(post.source) ?? 'a source that was removed' },
        highlights: this.#spansOf(post, marked, searches),
        outlet: knownBody(this.ground, post.author.handle),
        searches: searches.map((id) => ({ id: id as SearchId, name: this.names.get(id)!.name })),
      })
    }
    return made
  }

  #spansOf(post: KeptPost, marked: Marked, keeping: string[]): Span[] {
    const text = beginning(post.text)
    if (marked !== 'each' && 'tree' in marked) return highlights(marked.tree, text)
    const trees = (marked === 'each' ? keeping : [marked.search]).map((id) => this.#treeOf(id))
    return merge(trees.flatMap((tree) => (tree ? highlights(tree, text) : [])))
  }

  #treeOf(search: string): Query | null {
    if (!this.#trees.has(search)) {
      const query = this.names.get(search)?.query
      const parsed = query === undefined ? null : readQuery(query, this.ground)
      this.#trees.set(search, parsed?.ok ? parsed.tree : null)
    }
    return this.#trees.get(search) ?? null
  }
}

/** What the post itself says, without who asked for it. */
const asHeard = (post: KeptPost): Omit<PostCard, 'source' | 'highlights' | 'outlet' | 'searches'> => ({
  id: post.id,
  channel: post.channel,
  url: post.url,
  handle: post.author.handle,
  displayName: post.author.displayName ?? null,
  text: post.text,
  contentWarning: post.contentWarning,
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
  keepUntil: post.keepUntil,
})

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
