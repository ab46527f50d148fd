/**
 * Near-identical posts over a stream: how many posts a CPU second, beside npm's minhash with its own bands, and whether
 * every copy is found. What each says on 20,000 posts is compared with brute force before any speed is told; the larger
 * window is only timed. Making words of the text is
 * in nobody's time. `--quick` ends within 40 s; `--data DIR` says where the sets are.
 */
import { existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { createCopyIndex } from '../engines/text/index.ts'
import { EveryPair, numbering, readStream, type Words } from './copies-material.ts'
import { peerPackage } from './peer-packages.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    data: { type: 'string', default: path.join(import.meta.dirname, '../../shared/data') },
  },
})
const SHARE = 0.7
const SMALL = 20_000
const LARGE = 200_000

interface MinHash {
  update(word: string): void
  hashvalues: number[]
}
interface Lsh {
  insert(key: string, hash: MinHash): void
  query(hash: MinHash): string[]
}
interface MinHashPackage {
  Minhash: new (options: { numPerm: number }) => MinHash
  LshIndex: new (options: { bandSize: number }) => Lsh
}

const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!

function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const used = process.cpuUsage(before)
  return (used.user + used.system) / 1e6
}

/** Who joined whom, by position; -1 for nobody. */
function ours(posts: Words[], window: number): Int32Array {
  const index = createCopyIndex({ window, threshold: SHARE, minimumWords: 1 })
  return Int32Array.from(posts, (words, i) => Number(index.add(`${i}`, words) ?? -1))
}

/** Posts that have an earlier first text near enough, how many of them joined one, and how many joined wrongly. */
function check(posts: Words[], joined: Int32Array): { should: number; recall: number; precision: number } {
  const number = numbering()
  const pairs = new EveryPair()
  const firsts: number[] = []
  let [should, found, claimed, right] = [0, 0, 0, 0]
  posts.forEach((words, i) => {
    const set = number(words)
    if (set.length === 0) return
    const near = pairs.near(set, SHARE).map((at) => firsts[at]!)
    const leader = joined[i]!
    if (near.length > 0) should++
    if (near.length > 0 && leader >= 0) found++
    if (leader >= 0) claimed++
    if (leader >= 0 && near.includes(leader)) right++
    if (leader < 0) firsts[pairs.enter(set)] = i
  })
  return { should, recall: found / should, precision: right / claimed }
}

/**
 * npm minhash as its readme uses it, 128 permutations, candidates then compared exactly. Like ours it keeps first texts
 * and says which one a post joins; unlike ours it forgets nothing. Who joined whom, by position; -1 for nobody.
 */
function theirs({ Minhash, LshIndex }: MinHashPackage, posts: Words[]): Int32Array {
  const index = new LshIndex({ bandSize: 4 })
  const sets = posts.map((words) => new Set(words.map(({ word }) => word)))
  const joined = new Int32Array(posts.length).fill(-1)
  sets.forEach((set, i) => {
    const hash = new Minhash({ numPerm: 128 })
    for (const word of set) hash.update(word)
    // It fails when asked for what it has never seen, so the text goes in first.
    index.insert(`${i}`, hash)
    for (const candidate of index.query(hash)) {
      const first = Number(candidate)
      if (first === i || joined[first]! >= 0 || joined[i]! >= 0) continue
      const other = sets[first]!
      let both = 0
      for (const word of set) if (other.has(word)) both++
      if (both / (set.size + other.size - both) >= SHARE) joined[i] = first
    }
  })
  return joined
}

async function main(): Promise<void> {
  const { posts, real } = readStream(values.data, values.quick ? 60_000 : LARGE)
  const small = posts.slice(0, SMALL)
  const judged = values.quick ? small.slice(0, 8_000) : small
  const { should, recall, precision } = check(judged, ours(judged, SMALL))
  if (precision !== 1 || recall < 0.995) throw new Error(`recall ${recall}, precision ${precision}`)
  const peer = await peerPackage<{ default: MinHashPackage }>('minhash')
  const sample = small.slice(0, values.quick ? 2_000 : SMALL)
  const other = check(sample, theirs(peer.default, sample))
  if (other.precision !== 1) throw new Error(`minhash: precision ${other.precision}`)
  const rates: number[] = []
  const peers: number[] = []
  const ratios: number[] = []
  for (let round = 0; round < (values.quick ? 2 : 5); round++) {
    const rate = SMALL / cpuSeconds(() => void ours(small, SMALL))
    const peerRate = sample.length / cpuSeconds(() => void theirs(peer.default, sample))
    rates.push(rate)
    peers.push(peerRate)
    ratios.push(rate / peerRate)
  }
  const large = Array.from({ length: values.quick ? 1 : 3 }, () =>
    Math.round(posts.length / cpuSeconds(() => void ours(posts, LARGE))),
  )
  console.log(
    JSON.stringify({
      bench: 'copies',
      figures: {
        posts_per_s_20k: Math.round(median(rates)),
        posts_per_s_200k: median(large),
        posts: posts.length,
        real_posts: real,
        copies: should,
        recall,
        precision,
      },
      peers: { minhash: Math.round(median(peers)), minhash_recall: Number(other.recall.toFixed(4)) },
      ratio: { minhash: Number(median(ratios).toFixed(1)) },
      load: Number(os.loadavg()[0]!.toFixed(2)),
      node: process.versions.node,
    }),
  )
}

if (existsSync(path.join(values.data, 'crisislex-t26'))) await main()
else console.log(JSON.stringify({ bench: 'copies', skipped: `no folder ${values.data}` }))
