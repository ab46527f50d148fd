import { createHash } from 'node:crypto'
import { lowerAscii } from '../../engines/query/index.ts'
import { audit } from '../platform/audit/audit.ts'
import type { Ctx } from '../platform/context.ts'
import { ok, type Result, refuse } from '../platform/result.ts'
import type { KeptPost } from '../record/index.ts'
import { groundOf } from './ground.ts'
import {
  accountKey,
  authorisationFor,
  countOpenings,
  insertOpening,
  lockOpenings,
  openedSince,
  readStop,
} from './store-viewing.ts'
import { isFreeToView, SAME_VIEWING_MS, STOP_AT, STOP_DAYS } from './viewing.ts'
import type { PostDetail } from './views.ts'

/**
 * Counts one opening of a private person's account and stops (`needs: viewing-stop`, with `detail.post`) at the number
 * that the organisation has set.
 * @param opened what was opened: a post, or the list behind a number; coming back to it within the hour is one viewing
 */
export async function countViewing(
  ctx: Ctx,
  post: KeptPost,
  opened: string = post.id,
): Promise<Result<PostDetail['viewing']>> {
  const organisation = ctx.organisation.id
  const person = ctx.person.id
  const stop = { stopAt: (await readStop(ctx.db.read, organisation)) ?? STOP_AT, days: STOP_DAYS }
  if (isFreeToView(groundOf(ctx.organisation.area), post))
    return ok({ opened: 0, ...stop, authorisedUntil: null, free: true })
  const now = ctx.clock.now()
  const account = accountKey(post.channel, post.author.id)
  const since = new Date(now.getTime() - STOP_DAYS * 86_400_000)
  return ctx.db.transaction(async (tx) => {
    await lockOpenings(tx, person, account)
    const before = await countOpenings(tx, organisation, person, account, since)
    const held = await authorisationFor(
      tx,
      organisation,
      person,
      account,
      lowerAscii(post.author.handle),
      now,
    )
    const authorisedUntil = held?.ends_at ?? null
    const lately = new Date(now.getTime() - SAME_VIEWING_MS)
    if (await openedSince(tx, organisation, person, account, opened, lately))
      return ok({ opened: before, ...stop, authorisedUntil, free: false })
    if (before + 1 >= stop.stopAt && !held) return refuse(atTheStop(post, before))
    await insertOpening(tx, organisation, person, account, opened, now)
    if (held)
      audit(tx, {
        organisation,
        person,
        action: 'listen.account-viewed',
        subject: `post ${post.id}`,
        detail: { authorisation: held.id, opened: before + 1 },
        at: now,
      })
    return ok({ opened: before + 1, ...stop, authorisedUntil, free: false })
  })
}

const atTheStop = (post: KeptPost, opened: number) =>
  ({
    kind: 'needs',
    rule: 'viewing-stop',
    why:
      `You have opened posts of @${post.author.handle} ${opened} times in ${STOP_DAYS} days. Looking again and again at one ` +
      'person may be surveillance: give an authorisation (reference, role, expiry), or say why there is no time for one.',
    detail: {
      post: post.id,
      handle: post.author.handle,
      opened: String(opened),
      days: String(STOP_DAYS),
    },
  }) as const

/** Posts by one private person and nobody else are a look at that person, whatever the list was opened for. */
export async function countList(
  ctx: Ctx,
  posts: readonly KeptPost[],
  opened: string,
  fewest = 2,
): Promise<Result<null>> {
  const [first] = posts
  if (!first || posts.length < fewest) return ok(null)
  const same = posts.every((p) => p.channel === first.channel && p.author.id === first.author.id)
  if (!same) return ok(null)
  const counted = await countViewing(ctx, first, opened)
  return counted.ok ? ok(null) : counted
}

/** A list as what was opened: coming back to the very same posts is one viewing. */
function listKey(posts: readonly KeptPost[]): string {
  const ids = posts.map((p) => p.id).sort()
  const hex = createHash('sha256').update(ids.join()).digest('hex')
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

function byAccount(posts: readonly KeptPost[]): KeptPost[][] {
  const groups = new Map<string, KeptPost[]>()
  for (const post of posts) {
    const key = `${post.channel} ${post.author.id}`
    const mine = groups.get(key)
    if (mine) mine.push(post)
    else groups.set(key, [post])
  }
  return [...groups.values()]
}

/**
 * What a search of the archive finds is a look at one private person when most of it is theirs, two posts or more: a
 * stranger's post among them, which any search can be made to find, hides nobody.
 */
export async function countFound(ctx: Ctx, posts: readonly KeptPost[]): Promise<Result<null>> {
  const most = byAccount(posts).find((mine) => mine.length > 1 && mine.length > posts.length / 2)
  if (!most) return ok(null)
  const counted = await countViewing(ctx, most[0]!, listKey(most))
  return counted.ok ? ok(null) : counted
}

/**
 * Posts that were asked for by their ids: each private person with two of them or more is looked at. Those of whoever is
 * at the stop are left out; refused when nothing else was asked for.
 */
export async function countAsked(ctx: Ctx, posts: readonly KeptPost[]): Promise<Result<KeptPost[]>> {
  const looks = byAccount(posts).filter((mine) => mine.length > 1 || mine.length === posts.length)
  const stopped = new Set<KeptPost>()
  let refused: Result<never> | null = null
  for (const mine of looks) {
    const counted = await countViewing(ctx, mine[0]!, mine.length > 1 ? listKey(mine) : mine[0]!.id)
    if (counted.ok) continue
    refused ??= counted
    for (const post of mine) stopped.add(post)
  }
  const left = posts.filter((post) => !stopped.has(post))
  return refused && left.length === 0 ? refused : ok(left)
}
