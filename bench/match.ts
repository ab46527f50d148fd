/**
 * Standing searches: how many posts a CPU second against how many searches, on `../shared/bench`, beside JavaScript regular
 * expressions and PostgreSQL's `tsquery`. Matches are compared with `expected.json`, with the peers and with the plain
 * evaluator before any speed is told. `--quick` ends within 40 s; `--bench DIR` and `--data DIR` say where the material is.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { Matcher, type MatcherOptions, matches } from '../engines/query/index.ts'
import {
  type BenchPost,
  type BenchQuery,
  benchScan,
  documentOf,
  isTheSame,
  matchHash,
  readExpected,
  readPosts,
  readQueries,
} from './match-material.ts'
import { type Peer, regexpPeer, tsqueryPeer } from './match-peers.ts'
import { registration, worstCases } from './match-worst.ts'

const root = path.resolve(import.meta.dirname, '..')
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    bench: { type: 'string', default: path.join(root, '../shared/bench') },
    data: { type: 'string', default: path.join(root, '../shared/data') },
  },
})

const SETS = { '1k': 'q1000', '10k': 'q10000', '100k': 'q100000', agency_1k: 'a1000', agency_10k: 'a10000' }
type Size = keyof typeof SETS

const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!

/** Makes the posts and queries by the bench's own scripts, once; they are known by their hash. */
function material(sizes: Size[]): string {
  const folder = path.join(os.tmpdir(), 'folkmoot-bench-match')
  mkdirSync(folder, { recursive: true })
  const { sha256 } = readExpected(values.bench)
  const make = (file: string, script: string, before: string[], after: string[]) => {
    const target = path.join(folder, file)
    if (isTheSame(target, sha256[file])) return
    execFileSync(process.execPath, [path.join(values.bench, script), ...before, target, ...after], {
      stdio: 'ignore',
    })
    if (!isTheSame(target, sha256[file])) throw new Error(`${file} is not what expected.json was made from`)
  }
  make('posts.tsv', 'corpus.mjs', [values.data], ['100000'])
  const posts = path.join(folder, 'posts.tsv')
  for (const size of sizes) {
    const set = SETS[size]
    make(`${set}.sx`, set[0] === 'q' ? 'genq.mjs' : 'genq_agency.mjs', [posts, set.slice(1)], [])
  }
  return folder
}

function build(queries: BenchQuery[], posts: BenchPost[], options: MatcherOptions = {}): Matcher {
  const matcher = new Matcher(options)
  for (const post of posts.slice(0, 20_000)) matcher.learn(documentOf(post))
  for (const query of queries) matcher.set(`${query.id}`, query.tree)
  matcher.tune()
  return matcher
}

/** Posts a CPU second. */
function pass(matcher: Matcher, posts: BenchPost[]): number {
  const before = process.cpuUsage()
  for (const post of posts) matcher.match(documentOf(post))
  const used = process.cpuUsage(before)
  return posts.length / ((used.user + used.system) / 1e6)
}

/** Compares with the expected matches; throws when there is one too many or too few. */
function checkExpected(set: string, matcher: Matcher, posts: BenchPost[]): void {
  for (const row of readExpected(values.bench).rows) {
    if (row.queries !== set) continue
    let [found, hit, sum] = [0, 0, 0]
    for (const post of posts.slice(0, row.posts)) {
      const ids = matcher.match(documentOf(post))
      found += ids.length
      if (ids.length > 0) hit++
      for (const id of ids) sum = (sum + matchHash(post.id, Number(id))) | 0
    }
    if (found !== row.matches || hit !== row.postsHit || sum >>> 0 !== row.checksum)
      throw new Error(
        `${set} on ${row.posts} posts: ${found} matches on ${hit} posts, expected ${row.matches} on ${row.postsHit}`,
      )
  }
}

/** The product's own words: the matcher against the plain evaluator. */
function checkPlain(queries: BenchQuery[], matcher: Matcher, posts: BenchPost[]): void {
  for (const post of posts) {
    const document = documentOf(post)
    const expected = queries.filter((query) => matches(query.tree, document)).map((query) => `${query.id}`)
    if (matcher.match(document).toSorted().join() !== expected.toSorted().join())
      throw new Error(`post ${post.id}: the evaluator says otherwise`)
  }
}

interface Result {
  figures: Record<string, number>
  peers: Record<string, number>
  ratio: Record<string, number>
}

async function against(
  name: string,
  size: Size,
  peer: Peer,
  matcher: Matcher,
  posts: BenchPost[],
  sample: BenchPost[],
  rounds: number,
  result: Result,
): Promise<void> {
  const expected = sample.flatMap((post) => matcher.match(documentOf(post)).map((id) => `${post.id}:${id}`))
  const rates: number[] = []
  const ratios: number[] = []
  for (let round = 0; round < rounds; round++) {
    const ours = pass(matcher, posts)
    const cpu = process.cpuUsage()
    const wall = performance.now()
    const found = await peer.run(sample)
    const used = process.cpuUsage(cpu)
    // A database works in another process: its time is the wall's
    const seconds = name === 'tsquery' ? (performance.now() - wall) / 1e3 : (used.user + used.system) / 1e6
    if (found.toSorted().join() !== expected.toSorted().join())
      throw new Error(`${name} at ${size} found ${found.length} matches, the matcher ${expected.length}`)
    rates.push(sample.length / seconds)
    ratios.push(ours / (sample.length / seconds))
  }
  await peer.close()
  result.peers[`${name}_${size}`] = Math.round(median(rates))
  result.ratio[`${name}_${size}`] = Number(median(ratios).toFixed(1))
}

async function main(): Promise<void> {
  const quick = values.quick
  const sizes: Size[] = quick ? ['1k', '10k'] : ['1k', '10k', '100k', 'agency_1k', 'agency_10k']
  const folder = material(sizes)
  const posts = readPosts(path.join(folder, 'posts.tsv'))
  const timed = quick ? posts.slice(0, 40_000) : posts
  const result: Result = { figures: {}, peers: {}, ratio: {} }
  for (const size of sizes) {
    const queries = readQueries(path.join(folder, `${SETS[size]}.sx`))
    const matcher = build(queries, posts, { scan: benchScan })
    checkExpected(SETS[size], matcher, posts)
    result.figures[`posts_per_s_${size}`] = Math.round(
      median(Array.from({ length: quick ? 3 : 5 }, () => pass(matcher, timed))),
    )
    if (size !== '10k') continue
    const sample = posts.slice(0, quick ? 200 : 500)
    await against('regexp', size, regexpPeer(queries), matcher, timed, sample, quick ? 2 : 5, result)
    await against(
      'tsquery',
      size,
      await tsqueryPeer(queries, sample),
      matcher,
      timed,
      sample,
      quick ? 2 : 5,
      result,
    )
    const own = build(queries, posts)
    checkPlain(queries, own, posts.slice(0, quick ? 100 : 500))
    result.figures['posts_per_s_10k_own_words'] = Math.round(
      median(Array.from({ length: 3 }, () => pass(own, timed))),
    )
    if (quick) Object.assign(result.figures, registration(queries))
  }
  if (!quick)
    Object.assign(result.figures, registration(readQueries(path.join(folder, `${SETS['100k']}.sx`))))
  Object.assign(result.figures, worstCases(posts))
  console.log(
    JSON.stringify({
      bench: 'match',
      ...result,
      load: Number(os.loadavg()[0]!.toFixed(2)),
      node: process.versions.node,
    }),
  )
}

if (existsSync(path.join(values.bench, 'expected.json'))) await main()
else console.log(JSON.stringify({ bench: 'match', skipped: `no material in ${values.bench}` }))
