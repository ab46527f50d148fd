import { cueFeatures, readCues } from '../../engines/text/cue-features.ts'
import type { Calibration } from '../../engines/text/cue-model.ts'
import { bucketOf } from '../../engines/text/linear-model.ts'
import { type Features, random, scoresOf, type Trained, toFile } from './linear.ts'

/** A text's features with what is known of its labels: 1 holds, 0 does not, -1 is not known. */
export interface CueExample {
  features: Features
  truth: Int8Array
  weight: number
}

export interface CueSettings {
  labels: number
  bits: number
  epochs: number
  rate: number
  l2: number
  dropout: number
}

/** As `engines/text/cue-model.ts` reads a text: of two features in one bucket the first stays; words are scaled alone. */
export function cueText(text: string, patterns: readonly [string, RegExp][], bits: number): Features {
  const found = new Map<number, { value: number; sign: boolean }>()
  let norm = 0
  cueFeatures(readCues(text, patterns), (hash, value, sign) => {
    const bucket = bucketOf(hash, (1 << bits) - 1)
    if (found.has(bucket)) return
    found.set(bucket, { value, sign })
    if (!sign) norm += value * value
  })
  const shrink = norm > 0 ? 1 / Math.sqrt(norm) : 0
  return {
    buckets: Int32Array.from(found.keys()),
    values: Float64Array.from(found.values(), ({ value, sign }) => (sign ? value : value * shrink)),
  }
}

/** One logistic regression a label over shared features, by AdaGrad. Deterministic. */
export function trainCues(examples: CueExample[], settings: CueSettings): Trained {
  const { labels, bits, epochs, rate, l2, dropout } = settings
  const weights = new Float64Array(labels << bits)
  const squares = new Float64Array(labels << bits).fill(1e-2)
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
      const { features, truth, weight } = examples[at]!
      const { buckets, values } = features
      const kept: number[] = []
      for (let i = 0; i < buckets.length; i++) if (next() >= dropout) kept.push(i)
      for (let l = 0; l < labels; l++) {
        if (truth[l]! < 0) continue
        let score = bias[l]!
        for (const i of kept) score += weights[buckets[i]! * labels + l]! * values[i]!
        const error = (1 / (1 + Math.exp(-score)) - truth[l]!) * weight
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
  return { classes: labels, bits, bias, weights }
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
    for (const [i, { features }] of examples.entries())
      if (folds[i] === fold) scores[i] = scoresOf(model, features)
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
export function toCueFile(model: Trained, calibrations: Calibration[]): Buffer {
  const head = Buffer.alloc(8 + 12 * calibrations.length)
  head.write('FMC1')
  head.writeUInt32LE(calibrations.length, 4)
  for (const [l, { slope, offset, from }] of calibrations.entries()) {
    head.writeFloatLE(slope, 8 + 12 * l)
    head.writeFloatLE(offset, 12 + 12 * l)
    head.writeFloatLE(from, 16 + 12 * l)
  }
  return Buffer.concat([head, toFile(model, 1)])
}
