import { bundledBytes, lazily } from './bundled.ts'
import { feelingFeatures } from './feeling-features.ts'
import { loadedTone } from './label-tone.ts'
import type { Labelled } from './labelled.ts'
import { readLinearModel } from './linear-model.ts'
import { FeatureList } from './tone-features.ts'
import { ToneReading } from './tone-reading.ts'
import { Scorer } from './tone-scorer.ts'
import { groupBit, speaksFor } from './tone-words.ts'

/** The emotion that speaks loudest in a text. */
export type Emotion = 'fear' | 'anger' | 'sympathy' | 'thanks' | 'joy' | 'sadness' | 'none'
export const emotions: Emotion[] = ['fear', 'anger', 'sympathy', 'thanks', 'joy', 'sadness', 'none']

const loaded = lazily(() => new Scorer(readLinearModel(bundledBytes('engines/text/data/emotion.bin'))))
const reading = new ToneReading()
const features = new FeatureList()
const good = new Set<Emotion>(['thanks', 'joy'])

/**
 * The emotion of a post's writer, `none` where there is none to be heard, with the words that decided. Made for English
 * posts in and around emergencies; data/emotion.md says on what it was trained and where it fails.
 */
export function labelEmotion(text: string): Labelled<Emotion> {
  reading.read(text)
  if (reading.count === 0) return { value: 'none', probability: 1, because: [] }
  const { valences } = loadedTone()
  const scorer = loaded()
  feelingFeatures(reading, valences, features)
  const best = scorer.score(reading, features)
  const value = emotions[best]!
  const probability = scorer.shares[best]!
  if (value === 'none') return { value, probability, because: [] }
  const telling = groupBit(value)
  const side = good.has(value) ? 1 : -1
  const tells = (word: number) =>
    speaksFor(reading.hash[word]!, telling) || features.valence[word]! * side >= 1.5
  return { value, probability, because: scorer.because(text, reading, features, best, tells) }
}
