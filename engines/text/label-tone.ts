import { bundledBytes, lazily } from './bundled.ts'
import type { Labelled, Tone } from './labelled.ts'
import { bucketOf, readLinearModel, toProbabilities } from './linear-model.ts'
import { type Reading, readTone, toneFeatures } from './tone-features.ts'

const tones: Tone[] = ['negative', 'neutral', 'positive']

/** data/tone.bin: count of valences, their hashes (u32) and values (i8, 31 to a point), then the linear model. */
const loaded = lazily(() => {
  const bytes = bundledBytes('engines/text/data/tone.bin')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const count = view.getUint32(0, true)
  const valences = new Map<number, number>()
  for (let i = 0; i < count; i++)
    valences.set(view.getUint32(4 + 4 * i, true), view.getInt8(4 + 4 * count + i) / 31)
  const model = readLinearModel(bytes.subarray(4 + 5 * count))
  return { valences, model, seen: new Int32Array(model.mask + 1) }
})

let epoch = 0
const scores = new Float64Array(3)

/**
 * How a text feels about what it speaks of, with the words that decided and a score from -1 (bad) to 1 (good). Made
 * for English posts (data/tone.md says on what it was trained and where it fails); a text without words is neutral.
 */
export function labelTone(text: string): Labelled<Tone> & { score: number } {
  const { valences, model, seen } = loaded()
  const { mask, weights, scale, bias } = model
  const reading = readTone(text)
  if (reading.words.length === 0) return { value: 'neutral', probability: 1, because: [], score: 0 }
  if (epoch === 0x7fffffff) {
    seen.fill(0)
    epoch = 0
  }
  epoch++
  const words = reading.words.length
  const sums = new Float64Array(words * 3)
  let norm = 0
  scores.fill(0)
  toneFeatures(
    reading,
    (hash) => valences.get(hash) ?? 0,
    (hash, value, first, last) => {
      const bucket = bucketOf(hash, mask)
      if (seen[bucket] === epoch) return
      seen[bucket] = epoch
      norm += value * value
      const at = bucket * 3
      for (let c = 0; c < 3; c++) {
        const part = weights[at + c]! * value
        if (part === 0) continue
        scores[c]! += part
        if (first === last) {
          if (first >= 0) sums[first * 3 + c]! += part
        } else for (let i = first; i <= last; i++) sums[i * 3 + c]! += part / (last - first + 1)
      }
    },
  )
  const factor = scale / Math.sqrt(norm)
  for (let c = 0; c < 3; c++) scores[c] = scores[c]! * factor + bias[c]!
  toProbabilities(scores, model.temperature)
  let best = 1
  for (const c of [0, 2]) if (scores[c]! > scores[best]!) best = c
  return {
    value: tones[best]!,
    probability: scores[best]!,
    because: tellingWords(text, reading, sums, best),
    score: scores[2]! - scores[0]!,
  }
}

/** The three words (or signs) that spoke most for the tone against the other two, as written. */
function tellingWords(
  text: string,
  { words, start, end }: Reading,
  sums: Float64Array,
  tone: number,
): string[] {
  const ranked: [number, string][] = []
  for (let i = 0; i < words.length; i++) {
    if (words[i] === '<handle>' || words[i] === '.') continue
    const own = sums[i * 3 + tone]!
    const worth = own - (sums[i * 3]! + sums[i * 3 + 1]! + sums[i * 3 + 2]! - own) / 2
    if (worth > 0) ranked.push([worth, text.slice(start[i], end[i])])
  }
  ranked.sort((a, b) => b[0] - a[0])
  return [...new Set(ranked.map(([, word]) => word))].slice(0, 3)
}
