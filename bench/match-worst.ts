import { setImmediate as turn } from 'node:timers/promises'
import v8 from 'node:v8'
import vm from 'node:vm'
import { Matcher, type Query } from '../engines/query/index.ts'
import { type BenchPost, type BenchQuery, documentOf } from './match-material.ts'

const word = (text: string): Query => ({ kind: 'words', items: [{ word: text, prefix: false, offset: 0 }] })
const and = (...parts: Query[]): Query => ({ kind: 'and', parts })
const or = (...parts: Query[]): Query => ({ kind: 'or', parts })

const ROUNDS = 5

interface Case {
  name: string
  matcher: Matcher
  posts: BenchPost[]
}

/**
 * Milliseconds for the worst post, and the longest turn of the event loop with one post a turn. Each post counts at its
 * best of five: what another program takes from a shared machine falls on another post each time.
 */
async function worst({ matcher, posts }: Case): Promise<[post: number, turn: number]> {
  const bestPost = new Float64Array(posts.length).fill(Number.POSITIVE_INFINITY)
  const bestTurn = new Float64Array(posts.length).fill(Number.POSITIVE_INFINITY)
  for (let round = 0; round < ROUNDS; round++)
    for (const [i, post] of posts.entries()) {
      const before = performance.now()
      matcher.match(documentOf(post))
      bestPost[i] = Math.min(bestPost[i]!, performance.now() - before)
      await turn()
      bestTurn[i] = Math.min(bestTurn[i]!, performance.now() - before)
    }
  return [Math.max(...bestPost), Math.max(...bestTurn)]
}

function stand(count: number, make: (i: number) => Query): Matcher {
  const matcher = new Matcher()
  for (let i = 0; i < count; i++) matcher.set(`${i}`, make(i))
  return matcher
}

/** What people with bad luck or bad intent could write. */
function cases(posts: BenchPost[]): Case[] {
  const some = posts.slice(0, 500)
  const withText = (text: string): BenchPost => ({ ...posts[0]!, text, facts: { ...posts[0]!.facts, text } })
  const common = stand(10_000, (i) => and(word('the'), word('to'), or(word('and'), word(`x${i}`))))
  const alternatives = (i: number, step: number) =>
    or(...Array.from({ length: 100 }, (_, k) => word(`w${(i * step + k * (step + 6)) % 3000}`)))
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
  const pair = (a: string, b: string): Query => ({
    kind: 'words',
    items: [
      { word: a, prefix: false, offset: 0 },
      { word: b, prefix: false, offset: 1 },
    ],
  })
  const beside: Query = {
    kind: 'near',
    distance: 3,
    left: [[{ word: 'flood', prefix: false, offset: 0 }]],
    right: [[{ word: 'nowhere', prefix: false, offset: 0 }], [{ word: 'the', prefix: false, offset: 2 }]],
  }
  const long = withText('the flood and to '.repeat(6_000))
  const numbered = withText(Array.from({ length: 20_000 }, (_, i) => `w${i % 3000}`).join(' '))
  return [
    {
      name: '10k_queries_of_common_words',
      matcher: common,
      posts: [...some, withText('the quick one and to the other')],
    },
    {
      name: 'post_of_100_kb',
      matcher: common,
      posts: ['the flood and to '.repeat(6_000), '#TheFloodAndTo'.repeat(7_000), "😂a'".repeat(25_000)].map(
        withText,
      ),
    },
    {
      name: '1k_queries_of_200_terms',
      matcher: stand(1_000, (i) => and(alternatives(i, 7), alternatives(i, 11))),
      posts: [numbered, ...some],
    },
    { name: '10k_phrases_of_prefixes', matcher: stand(10_000, () => near), posts: [numbered] },
    {
      name: '10k_phrases_of_common_words',
      matcher: stand(10_000, (i) => or(and(pair('the', 'and'), word(`x${i}`)), pair('and', 'to'), beside)),
      posts: [long],
    },
    {
      name: 'matches_everything',
      matcher: stand(1, () => ({ kind: 'filter', field: 'lang', value: posts[0]!.labels.lang })),
      posts: some,
    },
  ]
}

/** The worst post of each case and the longest turn of the event loop in any of them, in milliseconds. */
export async function worstCases(posts: BenchPost[]): Promise<Record<string, number>> {
  const figures: Record<string, number> = {}
  let longest = 0
  for (const one of cases(posts)) {
    const [post, turned] = await worst(one)
    figures[`worst_ms_${one.name}`] = Number(post.toFixed(3))
    longest = Math.max(longest, turned)
  }
  figures['worst_event_loop_ms'] = Number(longest.toFixed(3))
  return figures
}

/** Microseconds a post, at the median and at the 99th of a hundred; best of five rounds. */
export function latency(matcher: Matcher, posts: BenchPost[]): { p50: number; p99: number } {
  const spans = new Float64Array(posts.length)
  const best = { p50: Number.POSITIVE_INFINITY, p99: Number.POSITIVE_INFINITY }
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < posts.length; i++) {
      const before = performance.now()
      matcher.match(documentOf(posts[i]!))
      spans[i] = 1e3 * (performance.now() - before)
    }
    spans.sort()
    best.p50 = Math.min(best.p50, spans[posts.length >> 1]!)
    best.p99 = Math.min(best.p99, spans[Math.floor(posts.length * 0.99)]!)
  }
  return { p50: Number(best.p50.toFixed(2)), p99: Number(best.p99.toFixed(2)) }
}

/**
 * Registrations and removals a CPU second, from none up to all, down to none, up again and replaced one by one; the longest
 * single one in milliseconds, each at its best of three; and the bytes that a search takes of memory, its name included.
 */
export function registration(queries: BenchQuery[]): Record<string, number> {
  const ops = 4 * queries.length
  const best = new Float64Array(ops).fill(Number.POSITIVE_INFINITY)
  let rate = 0
  let bytes = 0
  for (let round = 0; round < 3; round++) {
    const free = memory()
    const matcher = new Matcher()
    let op = 0
    let used = 0
    const each = (work: (query: BenchQuery) => void) => {
      const cpu = process.cpuUsage()
      for (const query of queries) {
        const before = performance.now()
        work(query)
        best[op] = Math.min(best[op]!, performance.now() - before)
        op++
      }
      const { user, system } = process.cpuUsage(cpu)
      used += (user + system) / 1e6
    }
    const set = (query: BenchQuery) => matcher.set(`${query.id}`, query.tree)
    each(set)
    if (round === 0) bytes = (memory() - free) / matcher.size
    each((query) => matcher.remove(`${query.id}`))
    each(set)
    each(set)
    rate = Math.max(rate, (5 * queries.length) / used) // to replace is to remove and to add
  }
  return {
    registrations_per_s: Math.round(rate),
    longest_registration_ms: Number(best.reduce((most, one) => Math.max(most, one), 0).toFixed(2)),
    bytes_per_query: Math.round(bytes),
  }
}

/** Bytes held once what is not needed has gone. */
function memory(): number {
  v8.setFlagsFromString('--expose-gc')
  const collect = vm.runInNewContext('gc') as () => void
  collect()
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
