import { readFileSync } from 'node:fs'
import { doesCount, readRumour, rumourFeatures } from '../../engines/text/rumour-features.ts'
import { fitTemperature } from './linear.ts'
import { type Calibration, crossScores, type Lesson, type Listed, lessonOf, listHashes } from './listed.ts'
import type { RumourPost } from './rumour-corpora.ts'

/** Events that the shipped model was trained on. */
export const rumourEvents = new Set([
  'ferguson',
  'ebola-essien',
  'ottawa',
  'prince-toronto',
  'gurlitt',
  'charlie-hebdo',
  'putin-missing',
])

export function rumourLesson({ text, rumour, event }: RumourPost): Lesson {
  const reading = readRumour(text)
  return lessonOf((emit) => rumourFeatures(reading, emit), { label: rumour ? 1 : 0, event })
}

/** A post speaks with as many voices, however many features it has: its words come again in their pairs and triples. */
const voices = 4

/**
 * Multinomial naive Bayes: a feature's weight is the log of how much oftener rumours have it, and a post's score the mean
 * over its features, so that a long post is no surer than a short one. What one post alone has is not listed. A feature
 * not listed speaks for a rumour, a little: rumours bring names and details that are new, comments say what all say.
 */
export function fitRumour(lessons: Lesson[]): Listed {
  const hashes = listHashes(lessons, 1, 2)
  const counts = [new Float64Array(hashes.size).fill(1), new Float64Array(hashes.size).fill(1)] as const
  const totals: [number, number] = [1, 1]
  const posts: [number, number] = [0, 0]
  /** What a post does is counted among posts, its words among words. */
  const done = new Uint8Array(hashes.size)
  for (const { hashes: own, values, label, weight } of lessons) {
    const kind = label === 1 ? 1 : 0
    posts[kind] += weight
    const met = new Set<number>()
    for (let i = 0; i < own.length; i++) {
      const row = hashes.get(own[i]!)
      if (row === undefined || met.has(row)) continue
      met.add(row)
      counts[kind][row]! += weight
      if (values[i] === doesCount) done[row] = 1
      else totals[kind] += weight
    }
  }
  const words = voices * Math.log(totals[0] / totals[1])
  const acts = voices * Math.log(posts[0] / posts[1])
  const weights = new Float64Array(hashes.size * 2)
  for (let row = 0; row < hashes.size; row++)
    weights[row * 2 + 1] =
      voices * Math.log(counts[1][row]! / counts[0][row]!) + (done[row] === 1 ? acts : words)
  return {
    hashes,
    unitLength: false,
    unlisted: [0, words],
    model: { classes: 2, bits: Math.ceil(Math.log2(hashes.size + 1)), bias: Float64Array.of(0, 0), weights },
  }
}

/** Posts about invented events, written for the training. */
function writtenLessons(): Lesson[] {
  return readFileSync(new URL('written/rumour.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { text: string; label: string; event: string })
    .map(({ label, ...post }) => ({
      ...rumourLesson({ ...post, rumour: label === 'rumour' }),
      written: true,
    }))
}

/**
 * Trains on the given posts and on those written for it. The temperature is fitted on each event, held out in its turn.
 * No shift is: how many of an event's posts are rumours differs from 22 % to 98 %, so the next event's share is unknown.
 */
export function trainRumour(posts: RumourPost[]): { listed: Listed; calibration: Calibration } {
  const lessons = [...posts.map(rumourLesson), ...writtenLessons()]
  const events = new Set(posts.map(({ event }) => event)).size
  const temperature = fitTemperature(crossScores(lessons, events, fitRumour))
  return { calibration: { temperature, shift: [0, 0] }, listed: fitRumour(lessons) }
}
