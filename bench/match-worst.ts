import { Matcher, type Query } from '../engines/query/index.ts'
import { type BenchPost, type BenchQuery, documentOf } from './match-material.ts'

const word = (text: string): Query => ({ kind: 'words', items: [{ word: text, prefix: false, offset: 0 }] })
const and = (...parts: Query[]): Query => ({ kind: 'and', parts })
const or = (...parts: Query[]): Query => ({ kind: 'or', parts })

/** Milliseconds for the worst post, best of five. */
function worst(matcher: Matcher, posts: BenchPost[]): number {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < 5; round++) {
    let most = 0
    for (const post of posts) {
      const before = performance.now()
      matcher.match(documentOf(post))
      most = Math.max(most, performance.now() - before)
    }
    best = Math.min(best, most)
  }
  return Number(best.toFixed(3))
}

/** What people with bad luck or bad intent could write: the worst post of each case, in milliseconds. */
export function worstCases(posts: BenchPost[]): Record<string, number> {
  const some = posts.slice(0, 500)
  const withText = (text: string): BenchPost => ({ ...posts[0]!, text, facts: { ...posts[0]!.facts, text } })
  const build = (make: (i: number) => Query, count: number) => {
    const matcher = new Matcher()
    for (let i = 0; i < count; i++) matcher.set(`${i}`, make(i))
    return matcher
  }
  const common = build((i) => and(word('the'), word('to'), or(word('and'), word(`x${i}`))), 10_000)
  const everything = build(() => ({ kind: 'filter', field: 'lang', value: posts[0]!.labels.lang }), 1)
  const long = build(
    (i) =>
      and(
        or(...Array.from({ length: 100 }, (_, k) => word(`w${(i * 7 + k * 13) % 3000}`))),
        or(...Array.from({ length: 100 }, (_, k) => word(`w${(i * 11 + k * 17) % 3000}`))),
      ),
    1_000,
  )
  const near: Query = {
    kind: 'near',
    distance: 30,
    left: [[{ word: 'w1', prefix: true, offset: 0 }]],
    right: [
      [{ word: 'nothing', prefix: false, offset: 0 }],
      [
        { word: 'w2', prefix: true, offset: 0 },
        { word: 'w9', prefix: true, offset: 9 },
      ],
    ],
  }
  const prefixes = build(() => near, 50)
  const numbered = withText(Array.from({ length: 20_000 }, (_, i) => `w${i % 3000}`).join(' '))
  return {
    worst_ms_10k_queries_of_common_words: worst(common, [
      ...some,
      withText('the quick one and to the other'),
    ]),
    worst_ms_post_of_100_kb: worst(common, [
      withText('the flood and to '.repeat(6_000)),
      withText('#TheFloodAndTo'.repeat(7_000)),
      withText("😂a'".repeat(25_000)),
    ]),
    worst_ms_1k_queries_of_200_terms: worst(long, [numbered, ...some]),
    worst_ms_phrases_of_prefixes: worst(prefixes, [numbered]),
    worst_ms_matches_everything: worst(everything, some),
  }
}

/** Registrations and removals a second among those that stand, and the longest single one in milliseconds. */
export function registration(queries: BenchQuery[]): Record<string, number> {
  const matcher = new Matcher()
  const spans: number[] = []
  const timed = (work: () => void) => {
    const before = performance.now()
    work()
    spans.push(performance.now() - before)
  }
  const cpu = process.cpuUsage()
  for (const query of queries) timed(() => matcher.set(`${query.id}`, query.tree))
  for (const query of queries) if (query.id % 2 === 0) timed(() => matcher.remove(`${query.id}`))
  for (const query of queries) if (query.id % 2 === 0) timed(() => matcher.set(`${query.id}`, query.tree))
  const used = process.cpuUsage(cpu)
  spans.sort((a, b) => b - a)
  return {
    registrations_per_s: Math.round(spans.length / ((used.user + used.system) / 1e6)),
    longest_registration_ms: Number(spans[0]!.toFixed(2)),
    bytes_per_query: Math.round(matcher.bytes / matcher.size),
  }
}
