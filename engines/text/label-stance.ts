import { bundledBytes, lazily } from './bundled.ts'
import type { Labelled, Stance } from './labelled.ts'
import { readListedModel, tellingWords, weigh } from './listed-model.ts'
import { readStance, type StanceFacts, stanceFeatures } from './stance-features.ts'

export const stances: readonly Stance[] = ['support', 'deny', 'query', 'comment']

const stance = lazily(() => readListedModel(bundledBytes('engines/text/data/stance.bin')))

/**
 * How a reply stands to a claim: it supports it (or says it again), denies it, asks for more or for proof, or merely
 * comments (data/stance.md). The probability is often low: people seldom say plainly where they stand.
 */
export function labelStance(facts: StanceFacts): Labelled<Stance> {
  const reading = readStance(facts)
  const { decided, probabilities, sums } = weigh(stance(), reading.words.length, (emit) =>
    stanceFeatures(reading, emit),
  )
  const words = tellingWords(facts.text, reading, sums, stances.length, decided)
  return {
    value: stances[decided]!,
    probability: probabilities[decided]!,
    because:
      words.length > 0
        ? words
        : [facts.origin ? 'it is the post that made the claim' : 'no word of it tells'],
  }
}
