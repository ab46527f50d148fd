import { bundledBytes, lazily } from './bundled.ts'
import { type CueReading, cueFeatures, readCues } from './cue-features.ts'
import { bucketOf, readLinearModel } from './linear-model.ts'

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
 * A model of several labels of which any may hold, over the features of `cue-features.ts`. File: "FMC1", the number of
 * labels (u32), slope, offset and threshold of each (f32), then a linear model with one class a label.
 */
export function cueModel(file: string, patterns: readonly [string, RegExp][]): () => CueModel {
  return lazily(() => readCueModel(bundledBytes(file), patterns))
}

export function readCueModel(bytes: Uint8Array, patterns: readonly [string, RegExp][]): CueModel {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== 'FMC1') throw new Error('not a model file')
  const labels = view.getUint32(4, true)
  const calibrations = Array.from({ length: labels }, (_, l): Calibration => {
    const at = 8 + 12 * l
    return {
      slope: view.getFloat32(at, true),
      offset: view.getFloat32(at + 4, true),
      from: view.getFloat32(at + 8, true),
    }
  })
  const { mask, weights, scale, bias } = readLinearModel(bytes.subarray(8 + 12 * labels))
  const seen = new Int32Array(mask + 1)
  let epoch = 0

  const weigh = (text: string): Weighed => {
    const reading = readCues(text, patterns)
    const ofWords = new Float64Array(labels)
    const ofSigns = new Float64Array(labels)
    let norm = 0
    if (epoch === 0x7fffffff) {
      seen.fill(0)
      epoch = 0
    }
    epoch++
    cueFeatures(reading, (hash, value, sign) => {
      const bucket = bucketOf(hash, mask)
      if (seen[bucket] === epoch) return
      seen[bucket] = epoch
      if (!sign) norm += value * value
      const sums = sign ? ofSigns : ofWords
      for (let l = 0; l < labels; l++) sums[l]! += weights[bucket * labels + l]! * value
    })
    const shrink = norm > 0 ? 1 / Math.sqrt(norm) : 0
    const probabilities = ofSigns.map((signs, l) => {
      const score = bias[l]! + scale * (signs + ofWords[l]! * shrink)
      return 1 / (1 + Math.exp(-(calibrations[l]!.slope * score + calibrations[l]!.offset)))
    })
    const because = (label: number) =>
      telling(text, reading, shrink, (hash) => weights[bucketOf(hash, mask) * labels + label]!)
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
