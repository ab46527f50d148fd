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
  /** Counts for less, but was labelled by people: how sure to be is fitted on it too. */
  judged?: boolean
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
      if (complains) return [{ text, label: 'complaint', weight: 0.3, judged: true }]
      return thanks
        ? [{ text, label: 'praise', weight: 0.3, judged: true }]
        : [{ text, label: 'neither', weight: 0.2, judged: true }]
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
  const judged = told.map((one) => one.judged ?? one.weight === 1)
  return {
    model: learn(corpus, labels, balanced(labels, own, names.length), learning),
    temperature: fitTemperature(heldOut(corpus, labels, own, learning, judged)),
  }
}

interface Scored {
  scores: Float64Array
  label: number
}

/** Scores of the judged texts, each by a model that was trained without its fifth. */
function heldOut(
  corpus: Corpus,
  labels: Int32Array,
  own: number[],
  how: Learning,
  judged: boolean[],
): Scored[] {
  // Folds are stretches of the file: neighbouring texts are alike, and what comes later should be new to the model.
  const many = new Int32Array(how.classes)
  for (const [n, label] of labels.entries()) if (judged[n]) many[label]!++
  const met = new Int32Array(how.classes)
  const fold = judged.map((its, n) =>
    its ? Math.floor((folds * met[labels[n]!]!++) / many[labels[n]!]!) : folds,
  )
  return Array.from({ length: folds }, (_, f) =>
    scoresWithout(
      corpus,
      labels,
      own,
      how,
      fold.map((its) => its === f),
    ),
  ).flat()
}

/** Scores of some of the texts by a model that was trained without them. */
function scoresWithout(
  corpus: Corpus,
  labels: Int32Array,
  own: number[],
  how: Learning,
  out: boolean[],
): Scored[] {
  const weights = balanced(labels, own, how.classes).map((weight, n) => (out[n] ? 0 : weight))
  const model = learn(corpus, labels, weights, how)
  return [...out.keys()]
    .filter((n) => out[n])
    .map((n) => ({ scores: scoresAt(model, corpus, n), label: labels[n]! }))
}
