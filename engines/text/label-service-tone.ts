import { bundledBytes, lazily } from './bundled.ts'
import { feelingFeatures } from './feeling-features.ts'
import { loadedTone } from './label-tone.ts'
import type { Labelled } from './labelled.ts'
import { readLinearModel } from './linear-model.ts'
import { FeatureList } from './tone-features.ts'
import { ToneReading } from './tone-reading.ts'
import { Scorer } from './tone-scorer.ts'
import { groupBit, speaksFor } from './tone-words.ts'

/** What a text does to a public service: praise it, complain of it, or neither. */
export type ServiceTone = 'praise' | 'complaint' | 'neither'
export const serviceTones: ServiceTone[] = ['praise', 'complaint', 'neither']

const loaded = lazily(() => new Scorer(readLinearModel(bundledBytes('engines/text/data/service-tone.bin'))))
const reading = new ToneReading()
const features = new FeatureList()
const praising = groupBit('praise')
const blaming = groupBit('blame')

/**
 * Whether a text praises a UK public service (police, council, health, fire, transport authority, government office),
 * complains of it, or does neither, with the words that decided. Made for English with some Welsh and dialect;
 * data/service-tone.md says on what it was trained and where it fails.
 */
export function labelServiceTone(text: string): Labelled<ServiceTone> {
  reading.read(text)
  if (reading.count === 0) return { value: 'neither', probability: 1, because: [] }
  const { valences } = loadedTone()
  const scorer = loaded()
  feelingFeatures(reading, valences, features)
  const best = scorer.score(reading, features)
  const value = serviceTones[best]!
  const side = value === 'praise' ? 1 : -1
  const telling = value === 'praise' ? praising : blaming
  const tells = (word: number) =>
    features.valence[word]! * side >= 0.9 ||
    (features.valence[word] === 0 && speaksFor(reading.hash[word]!, telling))
  return {
    value,
    probability: scorer.shares[best]!,
    because: value === 'neither' ? [] : scorer.because(text, reading, features, best, tells),
  }
}
