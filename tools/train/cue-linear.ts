import { cueFeatures, readCues } from '../../engines/text/cue-features.ts'
import type { Calibration } from '../../engines/text/cue-model.ts'
import { type Features, random } from './linear.ts'

/** All that a text emits, each feature once. */
export interface CueText {
  hashes: Uint32Array
  values: Float64Array
  /** 1 for a sign, 0 for a feature of words, which are scaled together. */
  signs: Uint8Array
}

/** A text's features with what is known of its labels: 1 holds, 0 does not, -1 is not known. */
export interface CueExample {
  text: CueText
  truth: Int8Array
}

export interface CueSettings {
  labels: number
  epochs: number
  rate: number
  l2: number
  dropout: number
  /** A feature is listed when so many texts have it: what one text alone says, no other will repeat. */
  texts: number
}

export interface CueTrained {
  labels: number
  rows: Map<number, number>
  bias: Float64Array
  weights: Float64Array
}

export function cueText(text: string, patterns: readonly [string, RegExp][]): CueText {
  const found = new Map<number, { value: number; sign: boolean }>()
  cueFeatures(readCues(text, patterns), (hash, value, sign) => {
    if (!found.has(hash >>> 0)) found.set(hash >>> 0, { value, sign })
  })
  return {
    hashes: Uint32Array.from(found.keys()),
    values: Float64Array.from(found.values(), ({ value }) => value),
    signs: Uint8Array.from(found.values(), ({ sign }) => (sign ? 1 : 0)),
  }
}

/** The listed features of a text, as `engines/text/cue-model.ts` weighs them. */
function listed({ hashes, values, signs }: CueText, rows: Map<number, number>): Features {
  const buckets: number[] = []
  const strengths: number[] = []
  let norm = 0
  for (let i = 0; i < hashes.length; i++) {
    const row = rows.get(hashes[i]!)
    if (row === undefined) continue
    buckets.push(row)
    strengths.push(signs[i] === 1 ? -values[i]! : values[i]!)
    if (signs[i] === 0) norm += values[i]! ** 2
  }
  const shrink = norm > 0 ? 1 / Math.sqrt(norm) : 0
  // A sign was marked by its minus: it is not scaled.
  return {
    buckets: Int32Array.from(buckets),
    values: Float64Array.from(strengths, (value) => (value < 0 ? -value : value * shrink)),
  }
}

function listRows(examples: CueExample[], texts: number): Map<number, number> {
  const met = new Map<number, number>()
  for (const { text } of examples) for (const hash of text.hashes) met.set(hash, (met.get(hash) ?? 0) + 1)
  const kept = [...met].filter(([, times]) => times >= texts).map(([hash]) => hash)
  return new Map(kept.sort((a, b) => a - b).map((hash, row) => [hash, row]))
}

/** One logistic regression a label over shared features, by AdaGrad. Deterministic. */
export function trainCues(examples: CueExample[], settings: CueSettings): CueTrained {
  const { labels, epochs, rate, l2, dropout } = settings
  const rows = listRows(examples, settings.texts)
  const features = examples.map(({ text }) => listed(text, rows))
  const weights = new Float64Array(labels * rows.size)
  const squares = new Float64Array(labels * rows.size).fill(1e-2)
  const bias = new Float64Array(labels).fill(-1)
  const biasSquares = new Float64Array(labels).fill(1)
  const next = random(11)
  const order = examples.map((_, i) => i)
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(next() * (i + 1))
      ;[order[i], order[j]] = [order[j]!, order[i]!]
    }
    for (const at of order) {
      const { truth } = examples[at]!
      const { buckets, values } = features[at]!
      const kept: number[] = []
      for (let i = 0; i < buckets.length; i++) if (next() >= dropout) kept.push(i)
      for (let l = 0; l < labels; l++) {
        if (truth[l]! < 0) continue
        let score = bias[l]!
        for (const i of kept) score += weights[buckets[i]! * labels + l]! * values[i]!
        const error = 1 / (1 + Math.exp(-score)) - truth[l]!
        if (Math.abs(error) < 1e-4) continue
        biasSquares[l]! += error * error
        bias[l]! -= (rate * error) / Math.sqrt(biasSquares[l]!)
        for (const i of kept) {
          const w = buckets[i]! * labels + l
          const g = error * values[i]! + l2 * weights[w]!
          squares[w]! += g * g
          weights[w]! -= (rate * g) / Math.sqrt(squares[w]!)
        }
      }
    }
  }
  return { labels, rows, bias, weights }
}

/** Raw scores of a text, one a label. */
function scoresOf({ labels, rows, bias, weights }: CueTrained, text: CueText): Float64Array {
  const { buckets, values } = listed(text, rows)
  const scores = Float64Array.from(bias)
  for (let i = 0; i < buckets.length; i++)
    for (let l = 0; l < labels; l++) scores[l]! += weights[buckets[i]! * labels + l]! * values[i]!
  return scores
}

/** A held-out text's score for a label, and the truth. */
export interface HeldOut {
  score: number
  truth: boolean
}

/**
 * Scores of every example by a model that was trained without its fold; one list a label, in the order of the examples
 * of which the truth is known.
 */
export function crossScores(examples: CueExample[], folds: number[], settings: CueSettings): HeldOut[][] {
  const scores: (Float64Array | null)[] = examples.map(() => null)
  for (const fold of [...new Set(folds)].sort((a, b) => a - b)) {
    if (fold < 0) continue
    const model = trainCues(
      examples.filter((_, i) => folds[i] !== fold),
      settings,
    )
    for (const [i, { text }] of examples.entries()) if (folds[i] === fold) scores[i] = scoresOf(model, text)
  }
  return Array.from({ length: settings.labels }, (_, l) =>
    examples.flatMap(({ truth }, i): HeldOut[] =>
      scores[i] === null || truth[l]! < 0 ? [] : [{ score: scores[i]![l]!, truth: truth[l] === 1 }],
    ),
  )
}

/** Platt's scaling of held-out scores by Newton's method; the targets are drawn in a little, as he advises. */
export function fitPlatt(scored: HeldOut[]): { slope: number; offset: number } {
  const yes = scored.filter(({ truth }) => truth).length
  const high = (yes + 1) / (yes + 2)
  const low = 1 / (scored.length - yes + 2)
  let [slope, offset] = [1, 0]
  for (let step = 0; step < 60; step++) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 1e-6, 0, 1e-6]
    for (const { score, truth } of scored) {
      const p = 1 / (1 + Math.exp(-(slope * score + offset)))
      const d = p - (truth ? high : low)
      const h = p * (1 - p)
      ga += d * score
      gb += d
      haa += h * score * score
      hab += h * score
      hbb += h
    }
    const det = haa * hbb - hab * hab
    const [da, db] = [(hbb * ga - hab * gb) / det, (haa * gb - hab * ga) / det]
    // Damped, so that a far start does not overshoot.
    slope -= 0.5 * da
    offset -= 0.5 * db
  }
  return { slope, offset }
}

export const probabilityOf = ({ slope, offset }: { slope: number; offset: number }, score: number): number =>
  1 / (1 + Math.exp(-(slope * score + offset)))

/** Precision and recall of saying yes from each held-out probability on, most sure first. */
export function curve(judged: { probability: number; truth: boolean }[]) {
  const yes = judged.filter(({ truth }) => truth).length
  let right = 0
  return [...judged]
    .sort((a, b) => b.probability - a.probability)
    .map(({ probability, truth }, i) => {
      if (truth) right++
      return { from: probability, precision: right / (i + 1), recall: right / yes }
    })
}

/** The model as a file of `engines/text/cue-model.ts`. */
export function toCueFile({ labels, rows, bias, weights }: CueTrained, calibrations: Calibration[]): Buffer {
  const sorted = Float64Array.from(weights, Math.abs).sort()
  // A few extreme weights must not cost the rest their precision: they are clipped.
  const scale = sorted[Math.floor(sorted.length * 0.9999)]! / 127
  const from = 16 + 16 * labels
  const file = Buffer.alloc(from + (4 + labels) * rows.size)
  file.write('FMC2')
  file.writeUInt32LE(labels, 4)
  file.writeUInt32LE(rows.size, 8)
  file.writeFloatLE(scale, 12)
  for (const [l, { slope, offset, from: threshold }] of calibrations.entries())
    for (const [nth, value] of [slope, offset, threshold, bias[l]!].entries())
      file.writeFloatLE(value, 16 + 16 * l + 4 * nth)
  for (const [hash, row] of rows) {
    file.writeUInt32LE(hash, from + 4 * row)
    for (let l = 0; l < labels; l++) {
      const rounded = Math.round(weights[row * labels + l]! / scale)
      file.writeInt8(Math.max(-127, Math.min(127, rounded)), from + 4 * rows.size + row * labels + l)
    }
  }
  return file
}
