import { cueModel } from './cue-model.ts'
import { intentCues } from './intent-cues.ts'
import type { Labelled } from './labelled.ts'

/** What a text wants: to ask, be helped, offer, thank, complain, insult, report a crime, or be given records. */
export type Intent = 'question' | 'help' | 'offer' | 'thanks' | 'complaint' | 'abuse' | 'crime-report' | 'foi'

/** In the order of the model's classes. */
export const intents: readonly Intent[] = [
  'question',
  'help',
  'offer',
  'thanks',
  'complaint',
  'abuse',
  'crime-report',
  'foi',
]

const model = cueModel('engines/text/data/intents.bin', intentCues)

/**
 * What a text wants, likeliest first; several may hold, or none. Each comes with a calibrated probability and the words
 * or turns of phrase that spoke for it, as written. Made for English posts of up to a few sentences, with some Welsh
 * (data/intents.md). Below its threshold a label is not given: precision before recall.
 */
export function labelIntents(text: string): Labelled<Intent>[] {
  const { calibrations, weigh } = model()
  const { probabilities, because } = weigh(text)
  const held: Labelled<Intent>[] = []
  for (const [l, value] of intents.entries())
    if (probabilities[l]! >= calibrations[l]!.from)
      held.push({ value, probability: probabilities[l]!, because: because(l) })
  return held.sort((a, b) => b.probability - a.probability)
}

/** The probability of each of `intents`, in their order, whether or not the label is given. */
export const weighIntents = (text: string): Float64Array => model().weigh(text).probabilities

/** From which probability on each of `intents` is given. */
export const intentThresholds = (): number[] => model().calibrations.map(({ from }) => from)
