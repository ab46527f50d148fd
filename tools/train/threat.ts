import type { Calibration } from '../../engines/text/cue-model.ts'
import { threatCues } from '../../engines/text/threat-cues.ts'
import {
  type CueExample,
  type CueTrained,
  crossScores,
  cueText,
  curve,
  fitPlatt,
  type HeldOut,
  probabilityOf,
  trainCues,
} from './cue-linear.ts'
import { readWrittenIntents, readWrittenThreats } from './intents.ts'

export const threatSettings = { labels: 1, epochs: 16, rate: 0.2, l2: 1e-4, dropout: 0.2, texts: 2 }
const folds = 10
/** Recall to reach on groups of texts that the model was not trained on; above the bar, since new material is harder. */
const wanted = 0.985

/** Other texts of the project that speak of no life in danger: those that plead, report or threaten are left out. */
const telling = new Set(['help', 'crime-report', 'abuse'])

/** Groups of texts that nobody has read for lives in danger. */
const unread = /^(?:s|w[abg]|(?:o|h|c|cr|a)(?=[7-9]|1\d))\d/

export function threatTraining(): { examples: CueExample[]; fold: number[] } {
  const own = readWrittenThreats()
  const groups = [...new Set(own.map(({ group }) => group))].sort()
  const example = (text: string, truth: boolean): CueExample => ({
    text: cueText(text, threatCues),
    truth: Int8Array.of(truth ? 1 : 0),
  })
  const examples = own.map(({ text, label }) => example(text, label))
  // Whole groups are held out: a model that has seen one drowning would know the next by its words.
  const fold = own.map(({ group }) => groups.indexOf(group) % folds)
  for (const { text, labels, group } of readWrittenIntents())
    if (!labels.some((label) => telling.has(label)) && !unread.test(group)) {
      examples.push(example(text, false))
      fold.push(-1)
    }
  return { examples, fold }
}

export function trainThreat(): { model: CueTrained; calibrations: Calibration[]; heldOut: HeldOut[] } {
  const { examples, fold } = threatTraining()
  const [heldOut = []] = crossScores(examples, fold, threatSettings)
  const platt = fitPlatt(heldOut)
  const judged = heldOut.map(({ score, truth }) => ({ probability: probabilityOf(platt, score), truth }))
  const { from = 0.5 } = curve(judged).find(({ recall }) => recall >= wanted) ?? {}
  return { model: trainCues(examples, threatSettings), calibrations: [{ ...platt, from }], heldOut }
}
