/**
 * `npm run -s bench -- tone [--data DIR] [--quick]`: how many posts a second get a tone on one core, with npm
 * `vader-sentiment` in turn on the same posts. Posts are the tweets of semeval2017-task4a.
 */
import { existsSync, readdirSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { labelEmotion, labelServiceTone, labelTone } from '../engines/text/index.ts'
import { readSemEval } from '../tools/train/corpora.ts'
import { peerPackage, type VaderPackage } from './peer-packages.ts'

const { SentimentIntensityAnalyzer } = (await peerPackage<VaderPackage>('vader-sentiment')).default

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: path.join(import.meta.dirname, '../../shared/data') },
    quick: { type: 'boolean', default: false },
  },
})

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

function main(folder: string): void {
  // Through JSON, so that the strings are flat as those of a network are.
  const posts = JSON.parse(
    JSON.stringify(
      readdirSync(folder)
        .filter((file) => file.endsWith('.tsv'))
        .sort()
        .flatMap((file) => readSemEval(path.join(folder, file)))
        .map(({ text }) => text),
    ),
  ) as string[]
  const sample = posts.slice(0, values.quick ? 1_000 : 4_000)
  const kinds = {
    tone: (text: string) => labelTone(text).score,
    service_tone: (text: string) => labelServiceTone(text).probability,
    emotion: (text: string) => labelEmotion(text).probability,
  }
  const vader = (text: string) => SentimentIntensityAnalyzer.polarity_scores(text).compound
  for (const label of Object.values(kinds)) rate(posts.slice(0, 20_000), label)
  rate(sample, vader)
  const rates = {
    tone: [] as number[],
    service_tone: [] as number[],
    emotion: [] as number[],
    vader: [] as number[],
  }
  const ratios: number[] = []
  for (let round = 0; round < (values.quick ? 3 : 7); round++) {
    for (const [name, label] of Object.entries(kinds))
      rates[name as keyof typeof kinds].push(rate(posts, label))
    rates.vader.push(rate(sample, vader))
    ratios.push(rates.tone.at(-1)! / rates.vader.at(-1)!)
  }
  console.log(
    JSON.stringify({
      bench: 'tone',
      figures: {
        posts_per_s: Math.round(median(rates.tone)),
        service_tone_posts_per_s: Math.round(median(rates.service_tone)),
        emotion_posts_per_s: Math.round(median(rates.emotion)),
      },
      peers: { vader: Math.round(median(rates.vader)) },
      ratio: { vader: Number(median(ratios).toFixed(1)) },
      load: Number(os.loadavg()[0]!.toFixed(2)),
      node: process.versions.node,
    }),
  )
}

const folder = path.join(values.data, 'semeval2017-task4a')
if (existsSync(folder)) main(folder)
else console.log(JSON.stringify({ bench: 'tone', skipped: `no folder ${folder}` }))
