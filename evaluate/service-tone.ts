/**
 * Praise and complaint of public services on the project's written set, VADER beside it:
 * `npm run -s evaluate -- service-tone`.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { peerPackage, type VaderPackage } from '../bench/peer-packages.ts'
import { labelServiceTone, serviceTones } from '../engines/text/label-service-tone.ts'
import {
  accuracy,
  calibrationError,
  f1Of,
  interval,
  type Judged,
  macroF1,
  report,
} from '../tools/evaluate.ts'

const { SentimentIntensityAnalyzer } = (await peerPackage<VaderPackage>('vader-sentiment')).default
const rows = readFileSync(path.join(import.meta.dirname, 'data/written/service-tone.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { text: string; label: string })
const items = rows.map(({ text, label }): Judged => {
  const { value, probability } = labelServiceTone(text)
  return { truth: label, guess: value, probability }
})
/** VADER's own thresholds: ±0.05 of its compound score; it does not know what a service is. */
const vader = rows.map(({ text, label }): Judged => {
  const { compound } = SentimentIntensityAnalyzer.polarity_scores(text)
  return { truth: label, guess: compound >= 0.05 ? 'praise' : compound <= -0.05 ? 'complaint' : 'neither' }
})
const measure = (sample: Judged[]) => macroF1(sample, serviceTones)
report({
  evaluate: 'service-tone',
  set: 'written/service-tone',
  measure: 'macro_f1',
  value: measure(items),
  n: items.length,
  ci95: interval(items, measure),
  baselines: { vader: measure(vader) },
  accuracy: accuracy(items),
  f1: Object.fromEntries(serviceTones.map((name) => [name, f1Of(items, name)])),
})
report({
  evaluate: 'service-tone',
  set: 'written/service-tone',
  measure: 'expected_calibration_error',
  value: calibrationError(items),
  n: items.length,
})
