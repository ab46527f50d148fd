import { cueModel } from './cue-model.ts'
import type { Labelled } from './labelled.ts'
import { threatCues } from './threat-cues.ts'

const model = cueModel('engines/text/data/threat.bin', threatCues)

/**
 * Whether a text says that somebody's life is in danger now. Set to miss next to none and to be wrong rather often: it
 * asks for a person's eyes and decides nothing (data/threat.md). The probability is that of a threat when it says so,
 * else of none; `because` holds the words or turns of phrase that spoke for it.
 */
export function labelThreat(text: string): Labelled<boolean> {
  const { calibrations, weigh } = model()
  const { probabilities, because } = weigh(text)
  const threat = probabilities[0]!
  return threat >= calibrations[0]!.from
    ? { value: true, probability: threat, because: because(0) }
    : { value: false, probability: 1 - threat, because: [] }
}

/** The probability of a threat to life, 0..1, and the one from which `labelThreat` says that there is one. */
export const weighThreat = (text: string): number => model().weigh(text).probabilities[0]!
export const threatThreshold = (): number => model().calibrations[0]!.from
