import { bundledBytes, lazily } from './bundled.ts'
import { type CueReading, cueFeatures, readCues } from './cue-features.ts'
import { FeatureTable } from './feature-table.ts'

/** How a score becomes a probability (Platt 1999), and from which probability on the label is given. */
export interface Calibration {
  slope: number
  offset: number
  from: number
}

export interface CueModel {
  labels: number
  calibrations: Calibration[]
  /** The probabilities of a text's labels, and a way to ask what spoke for one of them. */
  weigh(text: string): Weighed
}

export interface Weighed {
  probabilities: Float64Array
  /** At most three words or turns of phrase of the text that spoke most for a label, heaviest first. */
  because(label: number): string[]
}

/**
 * A model of several labels of which any may hold, over the features of `cue-features.ts` that training met in more than
 * one text, each known by its whole 32-bit hash: what was never met counts for nothing. File: "FMC2", labels and features
 * (u32 each), the scale of a byte (f32), slope, offset, threshold and bias of each label (f32 each), the features' hashes
 * in order (u32 each), then one signed byte a label for each.
 */
export function cueModel(file: string, patterns: readonly [string, RegExp][]): () => CueModel {
  return lazily(() => readCueModel(bundledBytes(file), patterns))
}

export function readCueModel(bytes: Uint8Array, patterns: readonly [string, RegExp][]): CueModel {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== 'FMC2') throw new Error('not a model file')
  const labels = view.getUint32(4, true)
  const count = view.getUint32(8, true)
  const scale = view.getFloat32(12, true)
  const four = (l: number, nth: number) => view.getFloat32(16 + 16 * l + 4 * nth, true)
  const calibrations = Array.from(
    { length: labels },
    (_, l): Calibration => ({ slope: four(l, 0), offset: four(l, 1), from: four(l, 2) }),
  )
  const from = 16 + 16 * labels
  const table = new FeatureTable(count, (i) => view.getInt32(from + 4 * i, true))
  const weights = new Int8Array(bytes.buffer, bytes.byteOffset + from + 4 * count, count * labels)
  const seen = new Int32Array(count)
  let texts = 0

  const weigh = (text: string): Weighed => {
    const reading = readCues(text, patterns)
    const ofWords = new Float64Array(labels)
    const ofSigns = new Float64Array(labels)
    // In an array: a variable of two functions that holds a fraction is made anew whenever it changes.
    const norm = new Float64Array(1)
    if (texts === 0x7fffffff) {
      seen.fill(0)
      texts = 0
    }
    texts++
    cueFeatures(reading, (hash, value, sign) => {
      const row = table.rowOf(hash)
      if (row < 0 || seen[row] === texts) return
      seen[row] = texts
      if (!sign) norm[0]! += value * value
      const sums = sign ? ofSigns : ofWords
      for (let l = 0, at = row * labels; l < labels; l++, at++) sums[l]! += weights[at]! * value
    })
    const shrink = norm[0]! > 0 ? 1 / Math.sqrt(norm[0]!) : 0
    const probabilities = ofSigns.map((signs, l) => {
      const score = four(l, 3) + scale * (signs + ofWords[l]! * shrink)
      return 1 / (1 + Math.exp(-(calibrations[l]!.slope * score + calibrations[l]!.offset)))
    })
    const because = (label: number) =>
      telling(text, reading, shrink, (hash) => {
        const row = table.rowOf(hash)
        return row < 0 ? 0 : weights[row * labels + label]!
      })
    return { probabilities, because }
  }
  return { labels, calibrations, weigh }
}

function telling(
  text: string,
  reading: CueReading,
  shrink: number,
  weightOf: (hash: number) => number,
): string[] {
  const words = new Float64Array(reading.words.length)
  const ranked: [number, string][] = []
  cueFeatures(reading, (hash, value, sign, first, last, cue) => {
    const worth = weightOf(hash) * value * (sign ? 1 : shrink)
    if (cue >= 0) {
      if (worth > 0) ranked.push([worth, reading.cues[cue]!.shown])
    } else if (first >= 0) for (let i = first; i <= last; i++) words[i]! += worth / (last - first + 1)
  })
  for (let i = 0; i < words.length; i++)
    if (words[i]! > 0 && /[\p{L}\p{N}?\p{Extended_Pictographic}]/u.test(reading.words[i]!))
      ranked.push([words[i]!, text.slice(reading.start[i], reading.end[i])])
  ranked.sort((a, b) => b[0] - a[0])
  const told: string[] = []
  for (const [, shown] of ranked) {
    if (told.length === 3) break
    if (shown !== '' && !told.some((one) => one.includes(shown) || shown.includes(one))) told.push(shown)
  }
  return told
}
