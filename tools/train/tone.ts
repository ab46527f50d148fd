import { toneFeatures, Valences } from '../../engines/text/tone-features.ts'
import { wordHash } from '../../engines/text/tone-reading.ts'
import { type Labelled3, readRated, readRatedWords, readSemEval, readTweetEval } from './corpora.ts'
import { fitTemperature, type Trained } from './linear.ts'
import { ownValences } from './own-valences.ts'
import {
  balanced,
  type Corpus,
  type Learning,
  learn,
  likeliest,
  readCorpus,
  scoresAt,
} from './tone-linear.ts'

export const toneNames = ['negative', 'neutral', 'positive'] as const
const bits = 18
const how: Learning = { classes: 3, epochs: 3, rate: 0.1, l2: 1e-5, dropout: 0 }

export interface ToneModel {
  model: Trained
  valences: Map<number, number>
  temperature: number
}

const earlier = [
  '2013train',
  '2013dev',
  '2013test',
  '2014test',
  '2014sarcasm',
  '2015train',
  '2016train',
  '2016dev',
]
/** Left out when the temperature is fitted: tests of later years, whose talk is not that of the training sets. */
const later = ['2015test', '2016devtest']

/** The SemEval files of 2013 to 2016; `2016test` only when asked for, because it is what development is judged by. */
export function toneSets(data: string, with2016test: boolean): { posts: Labelled3[]; held: Labelled3[] } {
  const read = (file: string) => readSemEval(`${data}/semeval2017-task4a/twitter-${file}-A.tsv`)
  const seen = new Set(with2016test ? [] : read('2016test').map(({ text }) => text))
  const fresh = (files: string[]) =>
    files.flatMap(read).filter(({ text }) => !seen.has(text) && seen.add(text))
  const posts = fresh(earlier)
  return { posts: with2016test ? [...posts, ...fresh(['2016test'])] : posts, held: fresh(later) }
}

/** How good or bad words are by themselves, as people rated them (vader-ground-truth, and the project's own list). */
export function ratedValences(data: string): Map<number, number> {
  const valences = new Map<number, number>()
  for (const { word, rating } of readRatedWords(
    `${data}/vader-ground-truth/vader_sentiment_lexicon_2014.txt`,
  ))
    if (/^[\p{L}\p{N}]+$/u.test(word)) valences.set(wordHash(word.toLowerCase()), inSteps(rating))
  for (const [word, rating] of ownValences) valences.set(wordHash(word), inSteps(rating))
  return valences
}

/** The file keeps valences in steps of 1/31: the trainer sees the same. */
const inSteps = (valence: number): number => Math.max(-127, Math.min(127, Math.round(valence * 31))) / 31

export function valenceTable(valences: Map<number, number>): Valences {
  const table = new Valences(valences.size)
  for (const [hash, valence] of valences) table.set(hash, valence)
  return table
}

/** Texts that count for less than labelled tweets: rated by people, or labelled with what mostly goes with a tone. */
function relatedPosts(data: string): { post: Labelled3; weight: number }[] {
  const folder = `${data}/vader-ground-truth`
  const weighed = (posts: Labelled3[], weight: number) => posts.map((post) => ({ post, weight }))
  const emotions = readTweetEval(`${data}/tweeteval/emotion`, 'train', [
    'negative',
    'positive',
    'positive',
    'negative',
  ])
  return [
    ...weighed(readRated(`${folder}/tweets_GroundTruth.txt`), 0.5),
    ...weighed(readRated(`${folder}/movieReviewSnippets_GroundTruth.txt`), 0.15),
    ...weighed(emotions, 0.3),
    // Offensive and ironic tweets are mostly negative; those that are neither say nothing of tone and stay out.
    ...weighed(readTweetEval(`${data}/tweeteval/offensive`, 'train', [null, 'negative']), 0.2),
    ...weighed(readTweetEval(`${data}/tweeteval/irony`, 'train', [null, 'negative']), 0.2),
  ]
}

export const toneCorpus = (texts: string[], valences: Map<number, number>): Corpus =>
  readCorpus(texts, bits, valenceTable(valences), toneFeatures)

/** Trains on all posts, rarer labels counting for more; the temperature is fitted on the held ones by a model without them. */
export function trainTone(
  { posts, held }: { posts: Labelled3[]; held: Labelled3[] },
  data: string,
): ToneModel {
  const valences = ratedValences(data)
  const related = relatedPosts(data)
  const all = [...posts, ...held, ...related.map(({ post }) => post)]
  const corpus = toneCorpus(
    all.map(({ text }) => text),
    valences,
  )
  const labels = Int32Array.from(all, ({ label }) => toneNames.indexOf(label))
  const tweets = posts.length + held.length
  const equal = balanced(labels.subarray(0, tweets), new Float64Array(tweets).fill(1), 3)
  const weights = Float64Array.from(all, (_, n) => (n < tweets ? equal[n]! : related[n - tweets]!.weight))
  const without = weights.map((weight, n) => (n >= posts.length && n < tweets ? 0 : weight))
  const partly = learn(corpus, labels, without, how)
  const temperature = fitTemperature(
    held.map((_, i) => ({
      scores: scoresAt(partly, corpus, posts.length + i),
      label: labels[posts.length + i]!,
    })),
  )
  return { model: learn(corpus, labels, weights, how), valences, temperature }
}

/** What a model that is not shipped says of texts. */
export function guessTones({ model, valences, temperature }: ToneModel, texts: string[]) {
  const corpus = toneCorpus(texts, valences)
  return texts.map((_, n) => {
    const { best, probability } = likeliest(scoresAt(model, corpus, n), temperature)
    return { guess: toneNames[best]!, probability }
  })
}

/** The file that `engines/text/label-tone.ts` reads: count of valences, hashes (i32), valences (i8), then the model. */
export function toneFile({ valences }: ToneModel, model: Buffer): Buffer {
  const sorted = [...valences].sort((a, b) => a[0] - b[0])
  const head = Buffer.alloc(4 + 5 * sorted.length)
  head.writeUInt32LE(sorted.length, 0)
  for (const [i, [hash, value]] of sorted.entries()) {
    head.writeInt32LE(hash, 4 + 4 * i)
    head.writeInt8(Math.round(value * 31), 4 + 4 * sorted.length + i)
  }
  return Buffer.concat([head, model])
}
