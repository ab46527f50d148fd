import { bucketOf } from '../../engines/text/linear-model.ts'

/** A document's features: bucket numbers, each once, and their strengths, scaled to unit length. */
export interface Features {
  buckets: Int32Array
  values: Float64Array
}

/** A document with its label and how much it counts. */
export interface Example {
  features: Features
  label: number
  weight: number
}

export interface Settings {
  classes: number
  bits: number
  epochs: number
  rate: number
  l2: number
  /** Share of a document's features hidden in each pass, so that no word is leant on alone. */
  dropout: number
}

export interface Trained {
  classes: number
  bits: number
  bias: Float64Array
  weights: Float64Array
}

/** A repeatable stream of numbers in 0..1 (mulberry32). */
export function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Collects features as they are emitted; of two in one bucket the stronger stays. */
export function collect(
  bits: number,
  emitAll: (emit: (hash: number, value: number) => void) => void,
): Features {
  const found = new Map<number, number>()
  emitAll((hash, value) => {
    const bucket = bucketOf(hash, (1 << bits) - 1)
    if ((found.get(bucket) ?? 0) < value) found.set(bucket, value)
  })
  const values = Float64Array.from(found.values())
  const norm = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)) || 1
  return { buckets: Int32Array.from(found.keys()), values: values.map((value) => value / norm) }
}

/** Multinomial logistic regression by AdaGrad. Deterministic. */
export function trainLinear(examples: Example[], settings: Settings): Trained {
  const { classes, bits, epochs, rate, l2, dropout } = settings
  const weights = new Float64Array(classes << bits)
  const squares = new Float64Array(classes << bits).fill(1e-3)
  const bias = new Float64Array(classes)
  const biasSquares = new Float64Array(classes).fill(1e-3)
  const next = random(7)
  const order = examples.map((_, i) => i)
  const p = new Float64Array(classes)
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(next() * (i + 1))
      ;[order[i], order[j]] = [order[j]!, order[i]!]
    }
    for (const at of order) {
      const { features, label, weight } = examples[at]!
      const { buckets, values } = features
      const kept: number[] = []
      for (let i = 0; i < buckets.length; i++) if (dropout === 0 || next() >= dropout) kept.push(i)
      p.set(bias)
      for (const i of kept)
        for (let c = 0; c < classes; c++) p[c]! += weights[buckets[i]! * classes + c]! * values[i]!
      softmax(p)
      for (let c = 0; c < classes; c++) {
        const error = (p[c]! - (c === label ? 1 : 0)) * weight
        biasSquares[c]! += error * error
        bias[c]! -= (rate * error) / Math.sqrt(biasSquares[c]!)
        for (const i of kept) {
          const w = buckets[i]! * classes + c
          const g = error * values[i]! + l2 * weights[w]!
          squares[w]! += g * g
          weights[w]! -= (rate * g) / Math.sqrt(squares[w]!)
        }
      }
    }
  }
  return { classes, bits, bias, weights }
}

/** Turns scores into shares that add up to 1, in place. */
export function softmax(p: Float64Array): void {
  const most = Math.max(...p)
  let total = 0
  for (let c = 0; c < p.length; c++) {
    const share = Math.exp(p[c]! - most)
    p[c] = share
    total += share
  }
  for (let c = 0; c < p.length; c++) p[c]! /= total
}

/** Raw scores of a document. */
export function scoresOf(model: Trained, { buckets, values }: Features): Float64Array {
  const scores = Float64Array.from(model.bias)
  for (let i = 0; i < buckets.length; i++)
    for (let c = 0; c < model.classes; c++)
      scores[c]! += model.weights[buckets[i]! * model.classes + c]! * values[i]!
  return scores
}

/** The temperature under which the probabilities of held-out documents mean what they say (least log-loss). */
export function fitTemperature(scored: { scores: Float64Array; label: number }[]): number {
  let best = 1
  let least = Number.POSITIVE_INFINITY
  for (let temperature = 0.4; temperature <= 4; temperature += 0.05) {
    let loss = 0
    for (const { scores, label } of scored) {
      const most = Math.max(...scores)
      let total = 0
      for (const score of scores) total += Math.exp((score - most) / temperature)
      loss -= (scores[label]! - most) / temperature - Math.log(total)
    }
    if (loss < least) {
      least = loss
      best = temperature
    }
  }
  return best
}

/** The model as a file of `engines/text/linear-model.ts`. */
export function toFile(model: Trained, temperature: number): Buffer {
  const { classes, bits, weights } = model
  const sorted = Float64Array.from(weights, Math.abs).sort()
  // A few extreme weights must not cost the rest their precision: they are clipped.
  const scale = sorted[Math.floor(sorted.length * 0.9999)]! / 127
  const head = Buffer.alloc(20 + 4 * classes)
  head.write('FMW1')
  head.writeUInt32LE(classes, 4)
  head.writeUInt32LE(bits, 8)
  head.writeFloatLE(scale, 12)
  head.writeFloatLE(temperature, 16)
  for (let c = 0; c < classes; c++) head.writeFloatLE(model.bias[c]!, 20 + 4 * c)
  const body: number[] = []
  let zeros = 0
  const flush = () => {
    while (zeros > 0) {
      const run = Math.min(zeros, 65535)
      body.push(0, run & 255, run >> 8)
      zeros -= run
    }
  }
  for (const weight of weights) {
    const value = Math.max(-127, Math.min(127, Math.round(weight / scale)))
    if (value === 0) zeros++
    else {
      flush()
      body.push(value & 255)
    }
  }
  flush()
  return Buffer.concat([head, Buffer.from(body)])
}
