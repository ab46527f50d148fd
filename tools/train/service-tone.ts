import { readFileSync } from 'node:fs'
import path from 'node:path'
import { feelingFeatures } from '../../engines/text/feeling-features.ts'
import { fitTemperature, type Trained } from './linear.ts'
import { ratedValences, valenceTable } from './tone.ts'
import { balanced, type Corpus, type Learning, learn, readCorpus, scoresAt } from './tone-linear.ts'

/** A text with its label, and how much it counts in training. */
export interface Told {
  text: string
  label: string
  weight: number
}

/** The texts written for training one label; none of them is in the project's test sets. */
export function readOwn(label: string): Told[] {
  return (rowsOf(label) as { text: string; label: string }[]).map((row) => ({ ...row, weight: 1 }))
}

const rowsOf = (label: string): unknown[] =>
  readFileSync(path.join(import.meta.dirname, `written/${label}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

/**
 * What service tone is trained on: its own texts in full, and for less the texts that were written for what posts want,
 * where that tells: a complaint, thanks, or neither (a question, an offer, a report); abuse does not.
 */
export function serviceToneTexts(): Told[] {
  const wants = rowsOf('intents') as { text: string; labels: string[] }[]
  return [
    ...readOwn('service-tone'),
    ...wants.flatMap(({ text, labels }): Told[] => {
      const complains = labels.includes('complaint')
      const thanks = labels.includes('thanks')
      if ((complains && thanks) || (labels.includes('abuse') && !complains)) return []
      if (complains) return [{ text, label: 'complaint', weight: 0.3 }]
      return [thanks ? { text, label: 'praise', weight: 0.3 } : { text, label: 'neither', weight: 0.2 }]
    }),
  ]
}

export interface FeelingModel {
  model: Trained
  temperature: number
}

const folds = 5

/** Trains a label on what groups of words and the tone's features say; the temperature is fitted on fifths held out. */
export function trainFeeling(
  told: Told[],
  names: readonly string[],
  bits: number,
  how: Omit<Learning, 'classes'>,
  data: string,
  judged = [0, 1, 2, 3, 4],
): FeelingModel {
  const valences = valenceTable(ratedValences(data))
  const corpus = readCorpus(
    told.map(({ text }) => text),
    bits,
    valences,
    feelingFeatures,
  )
  const labels = Int32Array.from(told, ({ label }) => names.indexOf(label))
  const own = told.map(({ weight }) => weight)
  const learning = { ...how, classes: names.length }
  return {
    model: learn(corpus, labels, balanced(labels, own, names.length), learning),
    temperature: fitTemperature(heldOut(corpus, labels, own, learning, judged)),
  }
}

/** Scores of the texts of the judged fifths that count fully, each by a model that was trained without its fifth. */
function heldOut(
  corpus: Corpus,
  labels: Int32Array,
  own: number[],
  how: Learning,
  judged: number[],
): { scores: Float64Array; label: number; n: number }[] {
  // Folds are stretches of the file: neighbouring texts are alike, and what comes later should be new to the model.
  const many = new Int32Array(how.classes)
  for (const [n, label] of labels.entries()) if (own[n] === 1) many[label]!++
  const met = new Int32Array(how.classes)
  const fold = own.map((weight, n) =>
    weight === 1 ? Math.floor((folds * met[labels[n]!]!++) / many[labels[n]!]!) : folds,
  )
  return judged.flatMap((f) => {
    const weights = balanced(labels, own, how.classes).map((weight, n) => (fold[n] === f ? 0 : weight))
    const model = learn(corpus, labels, weights, how)
    return [...fold.keys()]
      .filter((n) => fold[n] === f)
      .map((n) => ({ scores: scoresAt(model, corpus, n), label: labels[n]!, n }))
  })
}
