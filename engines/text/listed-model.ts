import { FeatureTable } from './feature-table.ts'
import type { Emit } from './hashing.ts'
import { toProbabilities } from './linear-model.ts'

/**
 * A linear model over the features that its training met in several texts, each known by its whole 32-bit hash:
 * a word never met counts for nothing, where in a table of buckets it would speak with another's voice.
 *
 * File: "FMW2", classes, features, 1 when texts are scaled to unit length and 0 when
 * a score is the mean over a text's features, listed or not (u32 each), scale, temperature, then a bias, a
 * shift and the weight of a feature not listed for each class (f32 each), then the features' hashes in order (u32 each),
 * then one signed byte a class for each.
 */
export interface ListedModel {
  classes: number
  unitLength: boolean
  /** Multiplies a byte to a weight. */
  scale: number
  /** Scores divided by it, with the shift added, make probabilities: fitted on events not trained on. */
  temperature: number
  shift: Float32Array
  bias: Float32Array
  unlisted: Float32Array
  weights: Int8Array
  table: FeatureTable
  /** A bit for each of sixteen features that a text had, under the number of the text: so that each counts once. */
  seen: Int32Array
  texts: number
}

export function readListedModel(bytes: Uint8Array): ListedModel {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== 'FMW2') throw new Error('not a model file')
  const classes = view.getUint32(4, true)
  const count = view.getUint32(8, true)
  const perClass = (nth: number) =>
    Float32Array.from({ length: classes }, (_, c) => view.getFloat32(24 + 4 * (nth * classes + c), true))
  const from = 24 + 12 * classes
  const table = new FeatureTable(count, (i) => view.getInt32(from + 4 * i, true))
  // A view, not `bytes.slice`: a Buffer's slice shares its pool.
  const weights = new Int8Array(bytes.buffer, bytes.byteOffset + from + 4 * count, count * classes)
  return {
    classes,
    unitLength: view.getUint32(12, true) === 1,
    scale: view.getFloat32(16, true),
    temperature: view.getFloat32(20, true),
    bias: perClass(0),
    shift: perClass(1),
    unlisted: perClass(2),
    weights,
    table,
    seen: new Int32Array((count + 16) >>> 4),
    texts: 0,
  }
}

/** What a model makes of a text: the class it decides for, the classes' probabilities, and what each word said. */
export interface Weighed {
  /** By the scores: rarer classes counted for more in training, so this need not be the most probable one. */
  decided: number
  /** The scores as shares, before the calibration: what ranks texts by one class when events differ in their mixture. */
  balanced: Float64Array
  probabilities: Float64Array
  /** `sums[word * classes + class]`. */
  sums: Float64Array
}

/** Runs the model over the features that `emitAll` emits for a text of so many words. */
export function weigh(model: ListedModel, words: number, emitAll: (emit: Emit) => void): Weighed {
  const { classes, weights, seen, table } = model
  if (model.texts === 0xffff) {
    seen.fill(0)
    model.texts = 0
  }
  const text = ++model.texts
  const sums = new Float64Array(words * classes)
  const scores = new Float64Array(classes)
  // In an array: a variable of two functions that holds a fraction is made anew whenever it changes.
  const norm = new Float64Array(1)
  let listed = 0
  let unlisted = 0
  emitAll((hash, value, first, last) => {
    const row = table.rowOf(hash)
    if (row < 0) {
      unlisted++
      return
    }
    const before = seen[row >>> 4]!
    const met = before >>> 16 === text ? before : text << 16
    const bit = 1 << (row & 15)
    if ((met & bit) !== 0) return
    seen[row >>> 4] = met | bit
    norm[0]! += value * value
    listed++
    const at = row * classes
    const own = first * classes
    if (first === last && first >= 0)
      for (let c = 0; c < classes; c++) {
        const part = weights[at + c]! * value
        scores[c]! += part
        sums[own + c]! += part
      }
    else
      for (let c = 0; c < classes; c++) {
        const part = weights[at + c]! * value
        scores[c]! += part
        if (first < 0) continue
        const share = part / (last - first + 1)
        for (let i = first; i <= last; i++) sums[i * classes + c]! += share
      }
  })
  const length = (model.unitLength ? Math.sqrt(norm[0]!) : listed + unlisted) || 1
  for (let c = 0; c < classes; c++)
    scores[c] = (scores[c]! * model.scale + unlisted * model.unlisted[c]!) / length + model.bias[c]!
  const decided = likeliest(scores)
  const balanced = scores.slice()
  toProbabilities(balanced, 1)
  for (let c = 0; c < classes; c++) scores[c]! += model.shift[c]! * model.temperature
  toProbabilities(scores, model.temperature)
  return { decided, balanced, probabilities: scores, sums }
}

/** The class with the highest probability; the first of equals. */
export function likeliest(probabilities: ArrayLike<number>): number {
  let best = 0
  for (let c = 1; c < probabilities.length; c++) if (probabilities[c]! > probabilities[best]!) best = c
  return best
}

/** The three words, as written, that spoke most for one class against the mean of the others. */
export function tellingWords(
  text: string,
  reading: { start: number[]; end: number[] },
  sums: Float64Array,
  classes: number,
  kind: number,
): string[] {
  const worth = new Float64Array(reading.start.length)
  for (let i = 0; i < worth.length; i++) {
    let others = 0
    for (let c = 0; c < classes; c++) if (c !== kind) others += sums[i * classes + c]! / (classes - 1)
    worth[i] = sums[i * classes + kind]! - others
  }
  const told: string[] = []
  while (told.length < 3) {
    let best = -1
    for (let i = 0; i < worth.length; i++) if (worth[i]! > (best < 0 ? 0 : worth[best]!)) best = i
    if (best < 0) break
    worth[best] = 0
    const word = text.slice(reading.start[best], reading.end[best])
    if (!told.includes(word)) told.push(word)
  }
  return told
}
