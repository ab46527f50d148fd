/** What the benches of the labels share: their posts, and how posts a CPU second are counted beside npm `vader-sentiment`. */
import { existsSync, readdirSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { readSemEval } from '../tools/train/corpora.ts'
import { peerPackage, type VaderPackage } from './peer-packages.ts'

/** Names a label and says how it is asked for; answers a number, so that nothing is left out as unused. */
export type Kinds = Record<string, (text: string) => number>

const median = (list: number[]): number => list.toSorted((a, b) => a - b)[list.length >> 1]!

/** Posts a CPU second for one pass over the posts. */
function rate(posts: string[], label: (text: string) => number): number {
  const before = process.cpuUsage()
  let sum = 0
  for (const post of posts) sum += label(post)
  const { user, system } = process.cpuUsage(before)
  if (Number.isNaN(sum)) throw new Error('a label was no number')
  return posts.length / ((user + system) / 1e6)
}

/** The tweets of semeval2017-task4a; null where the folder is not there. */
function readPosts(folder: string): string[] | null {
  if (!existsSync(folder)) return null
  const texts = readdirSync(folder)
    .filter((file) => file.endsWith('.tsv'))
    .sort()
    .flatMap((file) => readSemEval(path.join(folder, file)))
    .map(({ text }) => text)
  // Through JSON, so that the strings are flat as those of a network are.
  return JSON.parse(JSON.stringify(texts)) as string[]
}

export interface Rates {
  /** Posts a CPU second, by label: medians of the rounds. */
  rates: Record<string, number>
  vader: number
  /** How many times as fast as VADER each label is: medians of the rounds. */
  ratios: Record<string, number>
}

/** Runs labels in turn with VADER, on at most so many of the posts each, and prints the line that `shown` makes of it. */
export async function benchLabels(
  bench: string,
  kinds: Kinds,
  most: number,
  shown: (measured: Rates) => { figures: object; ratio: object },
): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: path.join(import.meta.dirname, '../../shared/data') },
      quick: { type: 'boolean', default: false },
    },
  })
  const folder = path.join(values.data, 'semeval2017-task4a')
  const posts = readPosts(folder)?.slice(0, values.quick ? Math.min(most, 20_000) : most)
  if (!posts) {
    console.log(JSON.stringify({ bench, skipped: `no folder ${folder}` }))
    return
  }
  const measured = await measure(posts, kinds, values.quick)
  console.log(
    JSON.stringify({
      bench,
      figures: shown(measured).figures,
      peers: { vader: Math.round(measured.vader) },
      ratio: shown(measured).ratio,
      load: Number(os.loadavg()[0]!.toFixed(2)),
      node: process.versions.node,
    }),
  )
}

async function measure(posts: string[], kinds: Kinds, quick: boolean): Promise<Rates> {
  const { SentimentIntensityAnalyzer } = (await peerPackage<VaderPackage>('vader-sentiment')).default
  const vader = (text: string) => SentimentIntensityAnalyzer.polarity_scores(text).compound
  const sample = posts.slice(0, quick ? 1_000 : 4_000)
  for (const label of Object.values(kinds)) rate(posts.slice(0, 20_000), label)
  rate(sample, vader)
  const peers: number[] = []
  const all = new Map(Object.keys(kinds).map((name) => [name, [] as number[]]))
  for (let round = 0; round < (quick ? 3 : 7); round++) {
    for (const [name, label] of Object.entries(kinds)) all.get(name)!.push(rate(posts, label))
    peers.push(rate(sample, vader))
  }
  const each = (of: (list: number[]) => number) =>
    Object.fromEntries([...all].map(([name, list]) => [name, of(list)]))
  return {
    rates: each(median),
    vader: median(peers),
    ratios: each((list) => median(list.map((one, round) => one / peers[round]!))),
  }
}
