import { tokenise } from '../../engines/text/index.ts'
import { cutToWord } from '../../engines/text/trim.ts'
import type { Ctx } from '../platform/context.ts'
import { isId, type SearchId } from '../platform/ids.ts'
import { ok, type Result, refuse } from '../platform/result.ts'
import { type KeptPost, readEdits, toPost } from '../record/index.ts'
import { isHidden } from './followed.ts'
import { type Ground, groundOf } from './ground.ts'
import { allowed } from './policy.ts'
import { readRange } from './range.ts'
import { listOutletPosts } from './store-view.ts'
import { knownBody } from './viewing.ts'
import type { Outlets, Range, Story } from './views.ts'

/* Which outlet first said what, and what it has changed since. */

const MOST_POSTS = 1_000
/** Share of words that two posts must have in common to be one story, measured on the shorter one. */
const SAME_STORY = 0.5
const FEWEST_WORDS = 4
/** Words so common that sharing them says nothing about the story. */
const COMMON = new Set(
  'a an and are as at be been but by for from has have he her his i in is it its live more news no not now of on or our out said says she so that the their there they this to today up update updates was we were what when where which who will with you your y yn i’r ar a’r'.split(
    ' ',
  ),
)

/** Posts of outlets and public bodies in a range (the last 24 hours unless given), grouped by story, newest story first. */
export function getOutlets(ctx: Ctx, input: { search: string } & Range): Promise<Result<Outlets>> {
  return allowed(ctx, 'listen.read', async () => {
    if (!isId(input.search) || (await isHidden(ctx, input.search)))
      return refuse({ kind: 'not-found', what: 'search' })
    const range = readRange(input, ctx.clock.now())
    if (!range.ok) return range
    const { from, to } = range.value
    const rows = await listOutletPosts(ctx.db.read, ctx.organisation.id, input.search, from, to, MOST_POSTS)
    const posts = rows.map(toPost)
    const edits = await readEdits(
      ctx.db.read,
      ctx.organisation.id,
      posts.map((p) => p.id),
    )
    const stories = groupStories(posts, edits, groundOf(ctx.organisation.area))
    return ok({ search: input.search as SearchId, from, to, stories })
  })
}

interface Group {
  leader: KeptPost
  posts: KeptPost[]
  words: Set<string>
  links: Set<string>
}

/** Groups posts (oldest first) into stories: a shared link, a copy, or half of the words that matter. Pure. */
export function groupStories(
  posts: KeptPost[],
  edits: { post: string; at: Date; before: string }[],
  ground: Ground,
): Story[] {
  const groups: Group[] = []
  const byPost = new Map<string, Group>()
  for (const post of posts) {
    const words = wordsOf(post)
    const links = new Set(post.links.map((l) => plainAddress(l.url)))
    const group = (post.copyOf && byPost.get(post.copyOf)) || groups.find((g) => sameStory(g, words, links))
    if (group) {
      group.posts.push(post)
      for (const link of links) group.links.add(link)
      byPost.set(post.id, group)
    } else {
      const made = { leader: post, posts: [post], words, links }
      groups.push(made)
      byPost.set(post.id, made)
    }
  }
  return groups
    .map((g) => toStory(g, edits, ground))
    .sort((a, b) => b.firstAt.getTime() - a.firstAt.getTime())
}

function sameStory(group: Group, words: Set<string>, links: Set<string>): boolean {
  for (const link of links) if (group.links.has(link)) return true
  const fewer = Math.min(words.size, group.words.size)
  if (fewer < FEWEST_WORDS) return false
  let shared = 0
  for (const word of words) if (group.words.has(word)) shared++
  return shared / fewer >= SAME_STORY
}

function wordsOf(post: KeptPost): Set<string> {
  const title = post.links.find((l) => l.title)?.title ?? ''
  const text = `${post.text.slice(0, 400)} ${title}`
  return new Set(
    tokenise(text)
      .map((t) => t.word)
      .filter((w) => w.length > 2 && !COMMON.has(w) && !/^[#@?]/.test(w)),
  )
}

/** An address without what only counts visits. */
function plainAddress(url: string): string {
  const read = URL.parse(url)
  return read ? `${read.hostname.replace(/^www\./, '')}${read.pathname.replace(/\/$/, '')}` : url
}

const CORRECTS =
  /\b(correction|corrected|clarification|an earlier version|we (?:wrongly|incorrectly)|apologies|cywiriad)\b/i

function toStory(group: Group, edits: { post: string; at: Date; before: string }[], ground: Ground): Story {
  const byOutlet = new Map<string, KeptPost[]>()
  for (const post of group.posts) {
    const key = knownBody(ground, post.author.handle)?.domain ?? post.author.handle.toLowerCase()
    byOutlet.set(key, [...(byOutlet.get(key) ?? []), post])
  }
  const outlets = [...byOutlet.values()].map((posts) => {
    const first = posts[0]!
    const known = knownBody(ground, first.author.handle)
    const changes = edits.filter((e) => posts.some((p) => p.id === e.post))
    const later = posts.slice(1).map((p) => p.at)
    const corrected = posts.filter((p, i) => CORRECTS.test(p.text) && (i > 0 || p.editedAt !== null))
    return {
      name: known?.name ?? first.author.displayName ?? first.author.handle,
      domain: known?.domain ?? first.links[0]?.domain ?? null,
      handle: first.author.handle,
      kind: first.sourceKind.value,
      post: first.id,
      url: first.url,
      firstAt: first.at,
      updatedAt: latest([...changes.map((c) => c.at), ...later]),
      correctedAt: latest(corrected.map((p) => p.editedAt ?? p.at)),
      posts: posts.length,
      all: posts.slice(0, 50).map((p) => p.id),
      said: shorten(first.text, 280),
    }
  })
  const title = group.leader.links.find((l) => l.title)?.title ?? shorten(group.leader.text, 120)
  return {
    id: group.leader.id,
    title,
    firstAt: group.leader.at,
    outlets: outlets.sort((a, b) => a.firstAt.getTime() - b.firstAt.getTime()),
  }
}

const latest = (dates: Date[]): Date | null =>
  dates.length === 0 ? null : new Date(Math.max(...dates.map((d) => d.getTime())))

function shorten(text: string, max: number): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= max ? line : `${cutToWord(line, max - 1)}…`
}
