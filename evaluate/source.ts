/**
 * Who speaks: `npm run -s evaluate -- source [--data DIR] [--retrain leave-one-event-out]`. From the text alone: the
 * shipped model was trained on every event of the development data, so it is judged only by events that are not there
 * (`--data`); `--retrain` trains for each event on the others (some ten minutes). From handle, name, links and text:
 * the project's written set.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { labelSource, sourceFromText } from '../engines/text/label-source.ts'
import {
  accuracy,
  areaUnderCurve,
  calibrationError,
  f1Of,
  interval,
  type Judged,
  macroF1,
  mean,
  report,
  setFolder,
} from '../tools/evaluate.ts'
import { type JudgedPost, judgeCrises, skipSeen } from '../tools/judge-crises.ts'
import { sourceKinds, sourceLabel } from '../tools/train/source.ts'

const EYEWITNESS = sourceKinds.indexOf('eyewitness')
const PUBLIC = sourceKinds.indexOf('public')

const byKind = (measure: (kind: string) => number): Record<string, number> =>
  Object.fromEntries(sourceKinds.map((kind) => [kind, measure(kind)]))

/** How well the share of an eyewitness ranks eyewitnesses before all others, events pooled. */
const againstAll = (items: JudgedPost[]): number =>
  areaUnderCurve(
    items.map(({ truth, balanced }) => ({
      score: balanced[EYEWITNESS]!,
      truth: truth === 'eyewitness',
    })),
  )

/** The same against the public alone, who are the hardest to tell from them. */
const againstPublic = (items: JudgedPost[]): number =>
  areaUnderCurve(
    items
      .filter(({ truth }) => truth === 'eyewitness' || truth === 'public')
      .map(({ truth, balanced }) => ({
        score: balanced[EYEWITNESS]! / (balanced[EYEWITNESS]! + balanced[PUBLIC]!),
        truth: truth === 'eyewitness',
      })),
  )

function judgeText(set: string, items: JudgedPost[]): void {
  const measure = (sample: Judged[]) => macroF1(sample, sourceKinds)
  report({
    evaluate: 'source',
    set,
    measure: 'macro_f1',
    value: measure(items),
    n: items.length,
    ci95: interval(items, measure),
    baselines: { logistic_regression: 0.349 },
    accuracy: accuracy(items),
    f1: byKind((kind) => f1Of(items, kind)),
  })
  const events = [...new Set(items.map(({ event }) => event))]
    .map((event) => items.filter((item) => item.event === event))
    .filter((own) => own.filter(({ truth }) => truth === 'eyewitness').length >= 20)
  report({
    evaluate: 'source',
    set,
    measure: 'eyewitness_auroc',
    value: againstAll(items),
    n: items.length,
    ci95: interval(items, againstAll),
    against_public: againstPublic(items),
    mean_of_events: events.length > 0 ? mean(events.map(againstAll)) : null,
    mean_of_events_against_public: events.length > 0 ? mean(events.map(againstPublic)) : null,
  })
  report({
    evaluate: 'source',
    set,
    measure: 'expected_calibration_error',
    value: calibrationError(items),
    n: items.length,
  })
}

interface WrittenSource {
  handle: string
  displayName?: string
  text: string
  links?: string[]
  label: string
}

/** Of those taken for a kind, the share that is; and of those that are, the share that was found. */
function precisionAndRecall(items: Judged[], kinds: string[]): { precision: number; recall: number } {
  const taken = items.filter(({ guess }) => kinds.includes(guess))
  const are = items.filter(({ truth }) => kinds.includes(truth))
  const right = taken.filter(({ truth, guess }) => truth === guess).length
  return { precision: right / taken.length, recall: right / are.length }
}

function judgeWritten(): void {
  const file = path.join(import.meta.dirname, 'data/written/sources.jsonl')
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as WrittenSource)
  const items = rows.map(({ label, links, ...post }) => {
    const domains = (links ?? []).map((link) => ({
      domain: link
        .replace(/^https?:\/\//, '')
        .replace(/^www\./, '')
        .replace(/[/?#].*$/, ''),
    }))
    const { value, probability, because } = labelSource({ ...post, links: domains })
    const byAddress = /an account of|only public bodies/.test(because[0] ?? '')
    return { truth: label, guess: value, probability, byAddress }
  })
  const set = 'written/sources'
  const known = items.filter(({ byAddress }) => byAddress)
  const { precision, recall } = precisionAndRecall(items, ['media', 'official'])
  report({
    evaluate: 'source',
    set,
    measure: 'outlets_and_bodies_precision',
    value: precision,
    n: items.length,
    ci95: interval(items, (sample) => precisionAndRecall(sample, ['media', 'official']).precision),
    recall,
    by_address_alone: accuracy(known),
    by_address: known.length,
  })
  report({
    evaluate: 'source',
    set,
    measure: 'macro_f1',
    value: macroF1(items, sourceKinds),
    n: items.length,
    ci95: interval(items, (sample) => macroF1(sample, sourceKinds)),
    f1: byKind((kind) => f1Of(items, kind)),
    precision: byKind((kind) => precisionAndRecall(items, [kind]).precision),
    expected_calibration_error: calibrationError(items),
  })
}

const folder = setFolder('source', 'crisislex-t26')
if (folder) {
  const { set, items } = judgeCrises(folder, sourceLabel, sourceFromText)
  if (items.length === 0) skipSeen('source')
  else judgeText(set, items)
}
judgeWritten()
