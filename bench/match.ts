/**
 * Standing searches: how many posts a CPU second against how many searches, on the material of `../shared/bench`, in turn
 * with Lucene's MemoryIndex, Hyperscan, JavaScript regular expressions and PostgreSQL's `tsquery`. Matches are compared
 * with `expected.json`, with the peers and with the plain evaluator before any speed is told. `--quick` ends within 40 s
 * and leaves out what is large; `--only 100k` looks at one size (may be given again); `--bench DIR` and `--data DIR` say where the material is. The exit code is 1 when a peer
 * had to be left out because a Debian package is not there, unless `--quick` was given.
 */
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { build, checkExpected, checkPlain, median, pass, tallyOf } from './match-engine.ts'
import {
  type BenchPost,
  benchScan,
  isTheSame,
  readExpected,
  readPosts,
  readQueries,
} from './match-material.ts'
import { missing } from './match-native.ts'
import { compete, hyperscan, memIndex, type Result, type Rival, regexp, tsquery } from './match-rounds.ts'
import { twoWorkers } from './match-workers.ts'
import { latency, registration, worstCases } from './match-worst.ts'

const root = path.resolve(import.meta.dirname, '..')
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    bench: { type: 'string', default: path.join(root, '../shared/bench') },
    data: { type: 'string', default: path.join(root, '../shared/data') },
  },
})

const SETS = { '1k': 'q1000', '10k': 'q10000', '100k': 'q100000', agency_1k: 'a1000', agency_10k: 'a10000' }
type Size = keyof typeof SETS

/** Posts that MemoryIndex looks at in a pass: the first of them, fewer where it is slow. */
const MEMINDEX_POSTS: Record<Size, number> = {
  '1k': 100_000,
  '10k': 100_000,
  '100k': 20_000,
  agency_1k: 20_000,
  agency_10k: 2_000,
}

const work = promisify(execFile)

/** Makes the posts and queries by the bench's own scripts, once; they are known by their hash. */
async function material(sizes: Size[]): Promise<string> {
  const folder = path.join(os.tmpdir(), 'folkmoot-bench-match')
  mkdirSync(folder, { recursive: true })
  const { sha256 } = readExpected(values.bench)
  const make = async (file: string, script: string, before: string[], after: string[]) => {
    const target = path.join(folder, file)
    if (isTheSame(target, sha256[file])) return
    await work(process.execPath, [path.join(values.bench, script), ...before, target, ...after])
    if (!isTheSame(target, sha256[file])) throw new Error(`${file} is not what expected.json was made from`)
  }
  await make('posts.tsv', 'corpus.mjs', [values.data], ['100000'])
  const posts = path.join(folder, 'posts.tsv')
  const makeSet = (size: Size) => {
    const set = SETS[size]
    return make(`${set}.sx`, set[0] === 'q' ? 'genq.mjs' : 'genq_agency.mjs', [posts, set.slice(1)], [])
  }
  for (let i = 0; i < sizes.length; i += 2) await Promise.all(sizes.slice(i, i + 2).map(makeSet))
  return folder
}

interface There {
  memindex: boolean
  hyperscan: boolean
}

/** Which of the peers in other languages can run here: those whose packages are. */
function present(): There {
  const there = { memindex: true, hyperscan: true }
  for (const peer of ['memindex', 'hyperscan'] as const) {
    const packages = missing(peer)
    if (packages.length === 0) continue
    there[peer] = false
    console.error(`LEFT OUT: ${peer}, which needs the Debian packages ${packages.join(' and ')}`)
    if (!values.quick) process.exitCode = 1
  }
  return there
}

async function measure(
  size: Size,
  folder: string,
  posts: BenchPost[],
  there: There,
  result: Result,
): Promise<void> {
  const quick = values.quick
  const set = SETS[size]
  const timed = quick ? posts.slice(0, 40_000) : posts
  const queries = readQueries(path.join(folder, `${set}.sx`))
  const matcher = build(queries, posts, { scan: benchScan })
  checkExpected(readExpected(values.bench).rows, set, matcher, posts)
  const rivals: Rival[] = []
  const slow = quick && size !== '10k'
  if (there.memindex && !slow) {
    const count = Math.min(MEMINDEX_POSTS[size], quick ? 20_000 : posts.length)
    rivals.push(await memIndex(folder, set, count, tallyOf(matcher, posts.slice(0, count))))
  }
  if (there.hyperscan && !slow) rivals.push(await hyperscan(folder, set, timed.length))
  if ((size === '1k' || size === '10k') && !slow) {
    const sample = posts.slice(0, quick ? 100 : 500)
    rivals.push(regexp(queries, sample, matcher), await tsquery(queries, sample, matcher))
  }
  await compete(size, matcher, timed, rivals, quick ? 3 : 5, result)
  if (size === '100k') {
    const { p50, p99 } = latency(matcher, posts)
    Object.assign(result.figures, { p50_us_100k: p50, p99_us_100k: p99 })
  }
  if (size !== '10k') return
  const own = build(queries, posts)
  checkPlain(queries, own, posts.slice(0, quick ? 50 : 500))
  result.figures['posts_per_s_10k_own_words'] = Math.round(
    median(Array.from({ length: quick ? 3 : 5 }, () => pass(own, timed))),
  )
}

async function main(): Promise<void> {
  const all: Size[] = values.quick ? ['1k', '10k'] : ['1k', '10k', '100k', 'agency_1k', 'agency_10k']
  const sizes = values.only.length > 0 ? all.filter((size) => values.only.includes(size)) : all
  const standing: Size = values.quick ? '10k' : '100k'
  const folder = await material([...new Set<Size>([...sizes, '10k', standing])])
  const posts = readPosts(path.join(folder, 'posts.tsv'))
  const result: Result = { figures: {}, peers: {}, ratio: {}, range: {} }
  const there = present()
  for (const size of sizes) await measure(size, folder, posts, there, result)
  Object.assign(result.figures, registration(readQueries(path.join(folder, `${SETS[standing]}.sx`))))
  Object.assign(result.figures, await worstCases(posts))
  if (!values.quick) Object.assign(result.figures, await twoWorkers(folder, SETS['10k']))
  console.log(
    JSON.stringify({
      bench: 'match',
      ...result,
      load: Number(os.loadavg()[0]!.toFixed(2)),
      node: process.versions.node,
    }),
  )
}

const needed = [path.join(values.bench, 'expected.json'), path.join(values.data, 'crisislex-t26')]
const absent = needed.filter((file) => !existsSync(file))
if (absent.length === 0) await main()
else {
  console.error(
    `SKIPPED: this bench needs the posts and searches of its material, and ${absent.join(' and ')} is not here`,
  )
  console.log(JSON.stringify({ bench: 'match', skipped: `no material in ${values.bench}` }))
}
