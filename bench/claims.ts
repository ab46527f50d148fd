/**
 * Which of 10,375 known claims a post repeats: how long an answer takes, beside npm's minisearch over the same claims, with
 * the mean average precision of both on the posts that nothing was learnt from. `--data DIR` says where the sets are.
 */
import { existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { type ClaimQuery, indexOf, readClaimQueries, readClaims } from '../tools/train/claims.ts'
import { peerPackage } from './peer-packages.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    data: { type: 'string', default: path.join(import.meta.dirname, '../../shared/data') },
  },
})

interface MiniSearch {
  addAll(documents: { id: string; text: string; title: string }[]): void
  search(query: string): { id: string }[]
}
type MiniSearchPackage = { default: new (options: { fields: string[] }) => MiniSearch }

const quantile = (numbers: number[], share: number) =>
  numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))]!

/** Milliseconds of every answer, and the mean average precision of the first five. */
function ask(queries: ClaimQuery[], answer: (text: string) => string[]): { ms: number[]; map: number } {
  let sum = 0
  const ms = queries.map(({ text, wanted }) => {
    const begun = performance.now()
    const found = answer(text)
    const took = performance.now() - begun
    const at = found.slice(0, 5).indexOf(wanted)
    if (at >= 0) sum += 1 / (at + 1)
    return took
  })
  return { ms, map: sum / queries.length }
}

async function main(folder: string): Promise<void> {
  const claims = readClaims(folder)
  const queries = ['dev', 'test'].flatMap((part) => readClaimQueries(folder, part))
  const index = indexOf(claims)
  const { default: Package } = await peerPackage<MiniSearchPackage>('minisearch')
  const peer = new Package({ fields: ['text', 'title'] })
  peer.addAll(claims)
  const rounds = Array.from({ length: values.quick ? 2 : 5 }, () => ({
    ours: ask(queries, (text) => index.match(text).map(({ id }) => id)),
    theirs: ask(queries, (text) => peer.search(text).map(({ id }) => id)),
  }))
  const middle = (of: (round: (typeof rounds)[number]) => number) => quantile(rounds.map(of), 0.5)
  const p95 = middle(({ ours }) => quantile(ours.ms, 0.95))
  const theirs = middle(({ theirs }) => quantile(theirs.ms, 0.95))
  console.log(
    JSON.stringify({
      bench: 'claims',
      figures: {
        claims: claims.length,
        posts: queries.length,
        p50_ms: Number(middle(({ ours }) => quantile(ours.ms, 0.5)).toFixed(2)),
        p95_ms: Number(p95.toFixed(2)),
        map_at_5: Number(rounds[0]!.ours.map.toFixed(4)),
      },
      peers: {
        minisearch: Number(theirs.toFixed(2)),
        minisearch_map_at_5: Number(rounds[0]!.theirs.map.toFixed(4)),
      },
      ratio: { minisearch: Number((theirs / p95).toFixed(1)) },
      load: Number(os.loadavg()[0]!.toFixed(2)),
      node: process.versions.node,
    }),
  )
}

const folder = path.join(values.data, 'checkthat2020-task2')
if (existsSync(folder)) await main(folder)
else console.log(JSON.stringify({ bench: 'claims', skipped: `no folder ${folder}` }))
