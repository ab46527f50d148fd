import { bucketOf } from '../../engines/text/linear-model.ts'
import { FeatureList, type Valences } from '../../engines/text/tone-features.ts'
import { ToneReading } from '../../engines/text/tone-reading.ts'
import { random, softmax, type Trained } from './linear.ts'

/** How a text is turned into features. */
export type Reader = (reading: ToneReading, valences: Valences, out: FeatureList) => void

/** The features of many texts one after another: those of text `n` are from `at[n]` to `at[n + 1]`, of unit length. */
export interface Corpus {
  size: number
  bits: number
  at: Int32Array
  bucket: Int32Array
  value: Float32Array
}

/** Reads texts as the labels read them: of two features in one bucket the first counts. */
export function readCorpus(texts: string[], bits: number, valences: Valences, fill: Reader): Corpus {
  const reading = new ToneReading()
  const features = new FeatureList(true)
  const mask = (1 << bits) - 1
  const seen = new Int32Array(mask + 1)
  const at = new Int32Array(texts.length + 1)
  let bucket = new Int32Array(1 << 20)
  let value = new Float32Array(1 << 20)
  let top = 0
  for (const [n, text] of texts.entries()) {
    reading.read(text)
    fill(reading, valences, features)
    if (top + features.count > bucket.length) {
      bucket = grown(bucket, new Int32Array(2 * bucket.length))
      value = grown(value, new Float32Array(2 * value.length))
    }
    const from = top
    let norm = 0
    for (let i = 0; i < features.count; i++) {
      const b = bucketOf(features.hash[i]!, mask)
      if (seen[b] === n + 1) continue
      seen[b] = n + 1
      bucket[top] = b
      value[top++] = features.value[i]!
      norm += features.value[i]! ** 2
    }
    norm = Math.sqrt(norm) || 1
    for (let i = from; i < top; i++) value[i]! /= norm
    at[n + 1] = top
  }
  return { size: texts.length, bits, at, bucket, value }
}

function grown<T extends Int32Array | Float32Array>(old: T, larger: T): T {
  larger.set(old)
  return larger
}

export interface Learning {
  classes: number
  epochs: number
  rate: number
  l2: number
  /** Share of a text's features hidden in each pass. */
  dropout: number
}

/**
 * Multinomial logistic regression by AdaGrad over texts with a label and a weight each; a weight of 0 leaves a text out.
 * Deterministic.
 */
export function learn(corpus: Corpus, labels: Int32Array, weights: Float64Array, how: Learning): Trained {
  const { classes, rate, l2 } = how
  const { at, bucket, value, bits } = corpus
  const w = new Float64Array(classes << bits)
  const squares = new Float64Array(classes << bits).fill(1e-3)
  const bias = new Float64Array(classes)
  const biasSquares = new Float64Array(classes).fill(1e-3)
  const share = new Float64Array(classes)
  const kept = new Int32Array(at.reduce((most, end, n) => Math.max(most, end - (at[n - 1] ?? 0)), 0))
  const next = random(7)
  const order = Int32Array.from(weights.keys()).filter((n) => weights[n]! > 0)
  for (let epoch = 0; epoch < how.epochs; epoch++) {
    shuffle(order, next)
    for (const n of order) {
      let many = 0
      for (let i = at[n]!; i < at[n + 1]!; i++)
        if (how.dropout === 0 || next() >= how.dropout) kept[many++] = i
      share.set(bias)
      for (let k = 0; k < many; k++) {
        const i = kept[k]!
        for (let c = 0; c < classes; c++) share[c]! += w[bucket[i]! * classes + c]! * value[i]!
      }
      softmax(share)
      for (let c = 0; c < classes; c++) {
        const error = (share[c]! - (c === labels[n] ? 1 : 0)) * weights[n]!
        biasSquares[c]! += error * error
        bias[c]! -= (rate * error) / Math.sqrt(biasSquares[c]!)
        for (let k = 0; k < many; k++) {
          const i = kept[k]!
          const b = bucket[i]! * classes + c
          const g = error * value[i]! + l2 * w[b]!
          squares[b]! += g * g
          w[b]! -= (rate * g) / Math.sqrt(squares[b]!)
        }
      }
    }
  }
  return { classes, bits, bias, weights: w }
}

function shuffle(order: Int32Array, next: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1))
    const one = order[i]!
    order[i] = order[j]!
    order[j] = one
  }
}

/** Raw scores of text `n`. */
export function scoresAt({ classes, bias, weights }: Trained, corpus: Corpus, n: number): Float64Array {
  const scores = Float64Array.from(bias)
  for (let i = corpus.at[n]!; i < corpus.at[n + 1]!; i++)
    for (let c = 0; c < classes; c++)
      scores[c]! += weights[corpus.bucket[i]! * classes + c]! * corpus.value[i]!
  return scores
}

/** Weights by which each class counts alike, times what each text counts by itself. */
export function balanced(labels: Int32Array, own: ArrayLike<number>, classes: number): Float64Array {
  const totals = new Float64Array(classes)
  for (const [n, label] of labels.entries()) totals[label]! += own[n]!
  const all = totals.reduce((sum, one) => sum + one, 0)
  return Float64Array.from(labels, (label, n) => (own[n]! * all) / (classes * totals[label]!))
}

/** The likeliest class, and how likely after the softmax under a temperature. */
export function likeliest(scores: Float64Array, temperature: number): { best: number; probability: number } {
  const shares = scores.map((score) => score / temperature)
  softmax(shares)
  const best = shares.indexOf(Math.max(...shares))
  return { best, probability: shares[best]! }
}
