import { readTone, toneFeatures, type Valence, wordHash } from '../../engines/text/tone-features.ts'
import { type Labelled3, readRated, readRatedTexts, readRatedWords, readSemEval } from './corpora.ts'
import {
  collect,
  type Example,
  type Features,
  fitTemperature,
  random,
  scoresOf,
  type Trained,
  trainLinear,
} from './linear.ts'
import { ownValences } from './own-valences.ts'

export const toneNames = ['negative', 'neutral', 'positive'] as const
const bits = 18
const classes = 3

export interface ToneModel {
  model: Trained
  valences: Map<number, number>
  temperature: number
}

const semEval = [
  '2013train',
  '2013dev',
  '2013test',
  '2014test',
  '2014sarcasm',
  '2015train',
  '2015test',
  '2016train',
  '2016dev',
  '2016devtest',
]

/** The SemEval files of 2013 to 2016; `2016test` only when asked for, because it is what development is judged by. */
export function toneSets(data: string, with2016test: boolean): Labelled3[] {
  const files = with2016test ? [...semEval, '2016test'] : semEval
  const held = with2016test
    ? new Set<string>()
    : new Set(readSemEval(`${data}/semeval2017-task4a/twitter-2016test-A.tsv`).map((post) => post.text))
  const seen = new Set<string>()
  return files
    .flatMap((file) => readSemEval(`${data}/semeval2017-task4a/twitter-${file}-A.tsv`))
    .filter(({ text }) => !held.has(text) && !seen.has(text) && seen.add(text))
}

/**
 * How good or bad each word is by itself: least squares on people's ratings of words, tweets and film snippets
 * (vader-ground-truth), each word starting from its own rating where it has one.
 */
export function trainValences(data: string): Map<number, number> {
  const folder = `${data}/vader-ground-truth`
  const plain = (text: string) =>
    [...new Set(readTone(text).words)]
      .filter((word) => /^[\p{L}\p{Extended_Pictographic}<]/u.test(word))
      .map(wordHash)
  const valences = new Map<number, number>()
  const anchors = new Map<number, number>()
  for (const { word, rating } of readRatedWords(`${folder}/vader_sentiment_lexicon_2014.txt`)) {
    const [hash, ...more] = plain(word)
    if (hash !== undefined && more.length === 0) anchors.set(hash, rating)
  }
  for (const [word, rating] of ownValences) for (const hash of plain(word)) anchors.set(hash, rating)
  for (const [hash, rating] of anchors) valences.set(hash, rating)
  const texts = [
    ...readRatedTexts(`${folder}/tweets_GroundTruth.txt`),
    ...readRatedTexts(`${folder}/movieReviewSnippets_GroundTruth.txt`),
  ].map(({ text, rating }) => ({ words: plain(text), rating }))
  const uses = new Map<number, number>()
  for (const { words } of texts) for (const word of words) uses.set(word, (uses.get(word) ?? 0) + 1)
  const next = random(3)
  for (let epoch = 0; epoch < 6; epoch++)
    for (let i = 0; i < texts.length; i++) {
      const { words, rating } = texts[Math.floor(next() * texts.length)]!
      const known = words.filter((word) => anchors.has(word) || (uses.get(word) ?? 0) >= 8)
      if (known.length === 0) continue
      const shrink = 1 / Math.sqrt(known.length)
      const error = known.reduce((sum, word) => sum + (valences.get(word) ?? 0), 0) * shrink - rating
      for (const word of known) {
        const anchor = anchors.get(word)
        const now = valences.get(word) ?? 0
        // A rated word is held to its rating; an unrated one to nought.
        const pull = anchor === undefined ? now * 0.02 : (now - anchor) * 0.1
        valences.set(word, now - 0.02 * error * shrink - pull)
      }
    }
  for (const [word, value] of valences) if (Math.abs(value) < 0.3) valences.delete(word)
  return valences
}

/** A text's features under the given valences. */
export function toneExample(text: string, valences: Map<number, number>): Features {
  // The runtime keeps valences in steps of 1/31: the trainer sees the same.
  const valence: Valence = (hash) =>
    Math.max(-127, Math.min(127, Math.round((valences.get(hash) ?? 0) * 31))) / 31
  return collect(bits, (emit) => toneFeatures(readTone(text), valence, emit))
}

/** Trains on the given posts (rarer classes count for more) and on rated texts, and fits the temperature on a tenth. */
export function trainTone(posts: Labelled3[], data: string): ToneModel {
  const valences = trainValences(data)
  const example = (post: Labelled3, weight: number): Example => ({
    features: toneExample(post.text, valences),
    label: toneNames.indexOf(post.label),
    weight,
  })
  const counts = toneNames.map((name) => posts.filter((post) => post.label === name).length)
  const balance = (label: string) =>
    posts.length / 3 / counts[toneNames.indexOf(label as Labelled3['label'])]!
  const own = posts.map((post) => example(post, balance(post.label)))
  const folder = `${data}/vader-ground-truth`
  const rated = [
    ...readRated(`${folder}/tweets_GroundTruth.txt`).map((post) => example(post, 0.5)),
    ...readRated(`${folder}/movieReviewSnippets_GroundTruth.txt`).map((post) => example(post, 0.15)),
  ]
  const settings = { classes, bits, epochs: 3, rate: 0.1, l2: 1e-5, dropout: 0.3 }
  const tenth = own.filter((_, i) => i % 10 === 0)
  const partly = trainLinear([...own.filter((_, i) => i % 10 !== 0), ...rated], settings)
  const temperature = fitTemperature(
    tenth.map(({ features, label }) => ({ scores: scoresOf(partly, features), label })),
  )
  return { model: trainLinear([...own, ...rated], settings), valences, temperature }
}

/** The file that `engines/text/label-tone.ts` reads: count of valences, hashes (u32), valences (i8), then the model. */
export function toneFile({ valences }: ToneModel, model: Buffer): Buffer {
  const sorted = [...valences].sort((a, b) => a[0] - b[0])
  const head = Buffer.alloc(4 + 5 * sorted.length)
  head.writeUInt32LE(sorted.length, 0)
  for (const [i, [hash, value]] of sorted.entries()) {
    head.writeUInt32LE(hash, 4 + 4 * i)
    head.writeInt8(Math.max(-127, Math.min(127, Math.round(value * 31))), 4 + 4 * sorted.length + i)
  }
  return Buffer.concat([head, model])
}
