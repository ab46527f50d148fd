import type { Emit } from '../../engines/text/hashing.ts'
import { type Features, scoresOf, type Trained, trainLinear } from './linear.ts'

/** A text to learn from: its features, its class, how much it counts, and the event it belongs to. */
export interface Lesson {
  hashes: Uint32Array
  values: Float64Array
  label: number
  weight: number
  event: string
  /** Not a post of the world but written for training: nothing is calibrated on it. */
  written?: true
}

/** Scores of a held-out text become probabilities: divided by the temperature, then a shift a class is added. */
export interface Calibration {
  temperature: number
  shift: number[]
}

/** A trained model whose buckets are the numbers of listed features. */
export interface Listed {
  model: Trained
  hashes: Map<number, number>
  /** Texts are scaled to unit length; else a score is the mean over a text's features, listed or not. */
  unitLength: boolean
  /** What each feature that is not listed adds, a number a class. */
  unlisted: number[]
}

export interface ListedSettings {
  classes: number
  epochs: number
  rate: number
  dropout: number
  /** A feature is listed when so many events and so many texts have it: what one alone says, no other will repeat. */
  events: number
  texts: number
}

/** All that a text emits, in order. */
export function lessonOf(
  emitAll: (emit: Emit) => void,
  about: { label: number; event: string; weight?: number; written?: true },
): Lesson {
  const hashes: number[] = []
  const values: number[] = []
  emitAll((hash, value) => {
    hashes.push(hash >>> 0)
    values.push(value)
  })
  return { weight: 1, ...about, hashes: Uint32Array.from(hashes), values: Float64Array.from(values) }
}

/** The listed features of a text, each once, scaled as the model has it, and the others' share likewise. */
export function listedFeatures(
  lesson: Lesson,
  { hashes, unitLength }: Omit<Listed, 'model'>,
): Features & { unlisted: number } {
  const found = new Map<number, number>()
  let norm = 0
  let unlisted = 0
  for (let i = 0; i < lesson.hashes.length; i++) {
    const row = hashes.get(lesson.hashes[i]!)
    if (row === undefined) unlisted++
    if (row === undefined || found.has(row)) continue
    const value = lesson.values[i]!
    found.set(row, value)
    norm += value * value
  }
  const length = (unitLength ? Math.sqrt(norm) : found.size + unlisted) || 1
  return {
    buckets: Int32Array.from(found.keys()),
    values: Float64Array.from(found.values(), (value) => value / length),
    unlisted: unlisted / length,
  }
}

/** Features met in so many events and texts, numbered by their hashes' order. */
export function listHashes(lessons: Lesson[], events: number, texts: number): Map<number, number> {
  const met = new Map<number, { event: string; events: number; text: number; texts: number }>()
  const byEvent = [...lessons].sort((a, b) => (a.event < b.event ? -1 : a.event > b.event ? 1 : 0))
  for (const [at, { hashes, event }] of byEvent.entries())
    for (const hash of hashes) {
      const known = met.get(hash)
      if (!known) met.set(hash, { event, events: 1, text: at, texts: 1 })
      else {
        if (known.event !== event) known.events++
        if (known.text !== at) known.texts++
        known.event = event
        known.text = at
      }
    }
  const kept = [...met].filter(([, known]) => known.events >= events && known.texts >= texts)
  return new Map(
    kept
      .map(([hash]) => hash)
      .sort((a, b) => a - b)
      .map((hash, i) => [hash, i]),
  )
}

/** Lists features and trains on them by logistic regression. */
export function trainListed(lessons: Lesson[], settings: ListedSettings): Listed {
  const { classes, epochs, rate, dropout } = settings
  const listed = {
    hashes: listHashes(lessons, settings.events, settings.texts),
    unitLength: true,
    unlisted: new Array<number>(classes).fill(0),
  }
  const examples = lessons.map((lesson) => ({
    features: listedFeatures(lesson, listed),
    label: lesson.label,
    weight: lesson.weight,
  }))
  const bits = Math.ceil(Math.log2(listed.hashes.size + 1))
  return { ...listed, model: trainLinear(examples, { classes, bits, epochs, rate, l2: 1e-5, dropout }) }
}

/** Raw scores of a text. */
export function listedScores(listed: Listed, lesson: Lesson): Float64Array {
  const features = listedFeatures(lesson, listed)
  const scores = scoresOf(listed.model, features)
  for (let c = 0; c < scores.length; c++) scores[c]! += features.unlisted * listed.unlisted[c]!
  return scores
}

/** Each lesson of the world scored by a model that saw no lesson of its event: the events are dealt into parts. */
export function crossScores(
  lessons: Lesson[],
  parts: number,
  learn: (lessons: Lesson[]) => Listed,
): { scores: Float64Array; label: number }[] {
  const world = lessons.filter(({ written }) => !written)
  const events = [...new Set(world.map(({ event }) => event))].sort()
  return Array.from({ length: parts }, (_, part) => {
    const held = new Set(events.filter((_, i) => i % parts === part))
    const model = learn(lessons.filter(({ event }) => !held.has(event)))
    return world
      .filter(({ event }) => held.has(event))
      .map((lesson) => ({ scores: listedScores(model, lesson), label: lesson.label }))
  }).flat()
}

/** The temperature and shift of least log-loss: Platt's (1999), for several classes. Steps of fixed length, repeatable. */
export function calibrate(scored: { scores: Float64Array; label: number }[]): Calibration {
  const classes = scored[0]?.scores.length ?? 1
  let slope = 1
  const shift = new Array<number>(classes).fill(0)
  const p = new Float64Array(classes)
  for (let step = 0; step < 400; step++) {
    let bySlope = 0
    const byShift = new Float64Array(classes)
    for (const { scores, label } of scored) {
      shares(scores, slope, shift, p)
      for (let c = 0; c < classes; c++) {
        const error = p[c]! - (c === label ? 1 : 0)
        byShift[c]! += error
        bySlope += error * scores[c]!
      }
    }
    slope = Math.max(0.02, slope - (0.3 * bySlope) / scored.length)
    for (let c = 0; c < classes; c++) shift[c]! -= (2 * byShift[c]!) / scored.length
  }
  return { temperature: 1 / slope, shift }
}

function shares(scores: ArrayLike<number>, slope: number, shift: number[], into: Float64Array): void {
  let most = Number.NEGATIVE_INFINITY
  for (let c = 0; c < into.length; c++) {
    into[c] = scores[c]! * slope + shift[c]!
    if (into[c]! > most) most = into[c]!
  }
  let total = 0
  for (let c = 0; c < into.length; c++) {
    into[c] = Math.exp(into[c]! - most)
    total += into[c]!
  }
  for (let c = 0; c < into.length; c++) into[c]! /= total
}

/** What the engines would say of a text (but for the rounding of weights): the class decided for, and probabilities. */
export function tell(
  listed: Listed,
  { temperature, shift }: Calibration,
  lesson: Lesson,
): { decided: number; balanced: Float64Array; probabilities: Float64Array } {
  const scores = listedScores(listed, lesson)
  const probabilities = new Float64Array(scores.length)
  shares(scores, 1 / temperature, shift, probabilities)
  const balanced = new Float64Array(scores.length)
  shares(
    scores,
    1,
    shift.map(() => 0),
    balanced,
  )
  return { decided: scores.indexOf(Math.max(...scores)), balanced, probabilities }
}

/** The model as a file of `engines/text/listed-model.ts`. */
export function listedFile(listed: Listed, { temperature, shift }: Calibration): Buffer {
  const { weights, bias, classes } = listed.model
  const count = listed.hashes.size
  const sorted = Float64Array.from(weights.subarray(0, count * classes), Math.abs).sort()
  // A few extreme weights must not cost the rest their precision: they are clipped.
  const scale = sorted[Math.floor(sorted.length * 0.9999)]! / 127
  const from = 24 + 12 * classes
  const file = Buffer.alloc(from + (4 + classes) * count)
  file.write('FMW2')
  file.writeUInt32LE(classes, 4)
  file.writeUInt32LE(count, 8)
  file.writeUInt32LE(listed.unitLength ? 1 : 0, 12)
  file.writeFloatLE(scale, 16)
  file.writeFloatLE(temperature, 20)
  for (const [nth, values] of [bias, shift, listed.unlisted].entries())
    for (let c = 0; c < classes; c++) file.writeFloatLE(values[c]!, 24 + 4 * (nth * classes + c))
  for (const [hash, row] of listed.hashes) {
    file.writeUInt32LE(hash, from + 4 * row)
    for (let c = 0; c < classes; c++) {
      const rounded = Math.round(weights[row * classes + c]! / scale)
      file.writeInt8(Math.max(-127, Math.min(127, rounded)), from + 4 * count + row * classes + c)
    }
  }
  return file
}
