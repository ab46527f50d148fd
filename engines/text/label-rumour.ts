import { bundledBytes, lazily } from './bundled.ts'
import type { Labelled } from './labelled.ts'
import { readListedModel, tellingWords, weigh } from './listed-model.ts'
import { readRumour, rumourFeatures } from './rumour-features.ts'

const rumour = lazily(() => readListedModel(bundledBytes('engines/text/data/rumour.bin')))

/**
 * Whether a post makes a claim of the kind that turns out to need checking in a breaking event: something is said to
 * have happened, and nobody has confirmed it yet (data/rumour.md). It says nothing about whether the claim is true.
 */
export function labelRumour(text: string): Labelled<boolean> {
  const reading = readRumour(text)
  if (reading.words.length === 0) return { value: false, probability: 1, because: [] }
  const { decided, probabilities, sums } = weigh(rumour(), reading.words.length, (emit) =>
    rumourFeatures(reading, emit),
  )
  return {
    value: decided === 1,
    probability: probabilities[decided]!,
    because: tellingWords(text, reading, sums, 2, decided),
  }
}
