import { readRumour, rumourFeatures } from '../../engines/text/rumour-features.ts'
import {
  type Calibration,
  calibrate,
  crossScores,
  type Lesson,
  type Listed,
  lessonOf,
  listHashes,
} from './listed.ts'
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

/** Naive Bayes counts a word five times over in its pairs and triples; its log-odds are divided by so much. */
const overcounted = 5

/**
 * Multinomial naive Bayes: a feature's weight is the log of how much oftener rumours have it. A feature never met
 * speaks for a rumour, a little: rumours bring names and details that are new, comments say what everybody says.
 */
export function fitRumour(lessons: Lesson[]): Listed {
  const hashes = listHashes(lessons, 1, 1)
  const counts = [new Float64Array(hashes.size).fill(1), new Float64Array(hashes.size).fill(1)] as const
  const totals: [number, number] = [hashes.size, hashes.size]
  const posts: [number, number] = [0, 0]
  for (const { hashes: own, label } of lessons) {
    const kind = label === 1 ? 1 : 0
    posts[kind]++
    for (const hash of new Set(own)) {
      counts[kind][hashes.get(hash)!]!++
      totals[kind]++
    }
  }
  const even = Math.log(totals[0] / totals[1]) / overcounted
  const weights = new Float64Array(hashes.size * 2)
  for (let row = 0; row < hashes.size; row++)
    weights[row * 2 + 1] = Math.log(counts[1][row]! / counts[0][row]!) / overcounted + even
  const bias = Float64Array.of(0, Math.log(posts[1] / posts[0]) / overcounted)
  return {
    hashes,
    unitLength: false,
    unlisted: [0, even],
    model: { classes: 2, bits: Math.ceil(Math.log2(hashes.size + 1)), bias, weights },
  }
}

/** Trains on the given posts; the probabilities are fitted on each event, held out in its turn. */
export function trainRumour(posts: RumourPost[]): { listed: Listed; calibration: Calibration } {
  const lessons = posts.map(rumourLesson)
  const events = new Set(lessons.map(({ event }) => event)).size
  return { calibration: calibrate(crossScores(lessons, events, fitRumour)), listed: fitRumour(lessons) }
}
