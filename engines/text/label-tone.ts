import { bundledBytes, lazily } from './bundled.ts'
import type { Labelled, Tone } from './labelled.ts'
import { readLinearModel } from './linear-model.ts'
import { FeatureList, toneFeatures, Valences } from './tone-features.ts'
import { TAG, ToneReading } from './tone-reading.ts'
import { Scorer } from './tone-scorer.ts'

const tones: Tone[] = ['negative', 'neutral', 'positive']

/** data/tone.bin: count of valences, their hashes (i32) and values (i8, 31 to a point), then the linear model. */
export const loadedTone = lazily(() => {
  const bytes = bundledBytes('engines/text/data/tone.bin')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const count = view.getUint32(0, true)
  const valences = new Valences(count)
  for (let i = 0; i < count; i++)
    valences.set(view.getInt32(4 + 4 * i, true), view.getInt8(4 + 4 * count + i) / 31)
  return { valences, scorer: new Scorer(readLinearModel(bytes.subarray(4 + 5 * count))) }
})

const reading = new ToneReading()
const features = new FeatureList()

/**
 * How a text feels about what it speaks of, with the words that decided and a score from -1 (bad) to 1 (good). Made
 * for English posts (data/tone.md says on what it was trained and where it fails); a text without words is neutral.
 * `because` names only words that people rated as good or bad by themselves; it may be empty.
 */
export function labelTone(text: string): Labelled<Tone> & { score: number } {
  reading.read(text)
  if (reading.count === 0) return { value: 'neutral', probability: 1, because: [], score: 0 }
  const { valences, scorer } = loadedTone()
  toneFeatures(reading, valences, features)
  const best = scorer.score(reading, features)
  const { shares } = scorer
  return {
    value: tones[best]!,
    probability: shares[best]!,
    because: best === 1 ? [] : scorer.because(text, reading, features, best, best === 2 ? isGood : isBad),
    score: shares[2]! - shares[0]!,
  }
}

/** What people rated, under a negation or not, by this much to one side; hashtags as a whole are names. */
const TELLING = 0.9
const isGood = (word: number): boolean => features.valence[word]! >= TELLING && reading.kind[word] !== TAG
const isBad = (word: number): boolean => features.valence[word]! <= -TELLING && reading.kind[word] !== TAG
