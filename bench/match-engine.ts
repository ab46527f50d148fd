import { Matcher, type MatcherOptions, matches } from '../engines/query/index.ts'
import { type BenchPost, type BenchQuery, documentOf, type Expected, matchHash } from './match-material.ts'

export const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!

/** A matcher with these searches, tuned on the first 50,000 posts, as the peers are. */
export function build(queries: BenchQuery[], posts: BenchPost[], options: MatcherOptions = {}): Matcher {
  const matcher = new Matcher(options)
  for (const post of posts.slice(0, 50_000)) matcher.learn(documentOf(post))
  for (const query of queries) matcher.set(`${query.id}`, query.tree)
  matcher.tune()
  return matcher
}

/** Posts a CPU second. */
export function pass(matcher: Matcher, posts: BenchPost[]): number {
  const before = process.cpuUsage()
  for (const post of posts) matcher.match(documentOf(post))
  const used = process.cpuUsage(before)
  return posts.length / ((used.user + used.system) / 1e6)
}

/** How many matches, on how many posts, and their checksum. */
export interface Tally {
  matches: number
  postsHit: number
  checksum: number
}

/** Adds up matches as the bench's expected figures do. */
export class Count {
  private matches = 0
  private postsHit = 0
  private sum = 0

  add(post: number, queries: Iterable<number>): void {
    const before = this.matches
    for (const query of queries) {
      this.matches++
      this.sum = (this.sum + matchHash(post, query)) | 0
    }
    if (this.matches > before) this.postsHit++
  }

  get tally(): Tally {
    return { matches: this.matches, postsHit: this.postsHit, checksum: this.sum >>> 0 }
  }
}

export function tallyOf(matcher: Matcher, posts: BenchPost[]): Tally {
  const count = new Count()
  for (const post of posts) count.add(post.id, matcher.match(documentOf(post)).map(Number))
  return count.tally
}

/** Throws when two engines found different matches. */
export function expectSame(who: string, found: Tally, expected: Tally): void {
  if (
    found.matches === expected.matches &&
    found.postsHit === expected.postsHit &&
    found.checksum === expected.checksum
  )
    return
  throw new Error(
    `${who}: ${found.matches} matches on ${found.postsHit} posts (${found.checksum}), expected ${expected.matches} on ${expected.postsHit} (${expected.checksum})`,
  )
}

/** Every expected row of a set of queries; throws when there is one match too many or too few. */
export function checkExpected(rows: Expected[], set: string, matcher: Matcher, posts: BenchPost[]): void {
  for (const row of rows)
    if (row.queries === set)
      expectSame(`${set} on ${row.posts} posts`, tallyOf(matcher, posts.slice(0, row.posts)), row)
}

/** The product's own words: the matcher against the plain evaluator. */
export function checkPlain(queries: BenchQuery[], matcher: Matcher, posts: BenchPost[]): void {
  for (const post of posts) {
    const document = documentOf(post)
    const expected = queries.filter((query) => matches(query.tree, document)).map((query) => `${query.id}`)
    if (matcher.match(document).toSorted().join() !== expected.toSorted().join())
      throw new Error(`post ${post.id}: the evaluator says otherwise`)
  }
}
