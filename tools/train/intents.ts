import { readFileSync } from 'node:fs'
import type { Calibration } from '../../engines/text/cue-model.ts'
import { intentCues } from '../../engines/text/intent-cues.ts'
import { type Intent, intents } from '../../engines/text/label-intents.ts'
import {
  type CueExample,
  type CueTrained,
  crossScores,
  cueText,
  fitPlatt,
  type HeldOut,
  probabilityOf,
  trainCues,
} from './cue-linear.ts'

const written = new URL('./written/', import.meta.url)

interface WrittenIntent {
  text: string
  labels: Intent[]
  group: string
}

export interface WrittenThreat {
  text: string
  label: boolean
  group: string
}

const lines = <T>(file: string): T[] =>
  readFileSync(new URL(file, written), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T)

export const readWrittenIntents = () => lines<WrittenIntent>('intents.jsonl')
export const readWrittenThreats = () => lines<WrittenThreat>('threat.jsonl')

export const intentSettings = {
  labels: intents.length,
  epochs: 36,
  rate: 0.2,
  l2: 1e-3,
  dropout: 0.4,
  texts: 2,
}

/** Held out together: neighbours in the file were written as pairs and share their words. */
const block = 8
const folds = 6

export interface IntentTraining {
  examples: CueExample[]
  /** Which fold each example is held out in; -1 for texts that only ever train. */
  fold: number[]
}

/**
 * The project's own texts; threats to life stand in for the labels that they certainly do not bear, and what is said of
 * services for complaints alone.
 */
export function intentTraining(): IntentTraining {
  const own = readWrittenIntents()
  const examples = own.map(
    ({ text, labels }): CueExample => ({
      text: cueText(text, intentCues),
      truth: Int8Array.from(intents, (intent) => (labels.includes(intent) ? 1 : 0)),
    }),
  )
  const fold = own.map((_, i) => Math.floor(i / block) % folds)
  const surelyNot: Intent[] = ['offer', 'abuse', 'foi']
  for (const { text, group } of readWrittenThreats()) {
    if (group === 'threats' || group === 'violence' || group === 'threats-not') continue
    examples.push({
      text: cueText(text, intentCues),
      truth: Int8Array.from(intents, (intent) => (surelyNot.includes(intent) ? 0 : -1)),
    })
    fold.push(-1)
  }
  for (const { text, label } of lines<{ text: string; label: string }>('service-tone.jsonl')) {
    examples.push({
      text: cueText(text, intentCues),
      truth: Int8Array.from(intents, (intent) =>
        intent === 'complaint' ? Number(label === 'complaint') : -1,
      ),
    })
    fold.push(-1)
  }
  return { examples, fold }
}

/** Texts written to mislead stand closer together than life would put them: each counts for this much of a text. */
const ofMisleading = 0.35
const misleading = /neg/
/** Precision to hold on held-out texts. */
const wanted = 0.88

/** The lowest probability from which on the label is right as often as is wanted. */
function thresholdOf(
  scored: HeldOut[],
  counts: number[],
  platt: { slope: number; offset: number },
): Calibration {
  let [right, given, from] = [0, 0, 0.5]
  const sorted = scored
    .map(({ score, truth }, i) => ({
      probability: probabilityOf(platt, score),
      truth,
      count: truth ? 1 : counts[i]!,
    }))
    .sort((a, b) => b.probability - a.probability)
  for (const { probability, truth, count } of sorted) {
    if (truth) right += count
    given += count
    if (right / given >= wanted) from = probability
  }
  return { ...platt, from }
}

export function trainIntents(): { model: CueTrained; calibrations: Calibration[]; heldOut: HeldOut[][] } {
  const { examples, fold } = intentTraining()
  const heldOut = crossScores(examples, fold, intentSettings)
  const counts = readWrittenIntents().map(({ group }) => (misleading.test(group) ? ofMisleading : 1))
  const calibrations = heldOut.map((scored) => thresholdOf(scored, counts, fitPlatt(scored)))
  return { model: trainCues(examples, intentSettings), calibrations, heldOut }
}
