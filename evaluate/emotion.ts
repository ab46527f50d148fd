/**
 * Emotion on the project's written set and, where the labels meet (anger, joy, sadness), on TweetEval's validation part:
 * `npm run -s evaluate -- emotion [--data DIR]`.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { emotions, labelEmotion } from '../engines/text/label-emotion.ts'
import {
  accuracy,
  calibrationError,
  dataFolder,
  f1Of,
  interval,
  type Judged,
  macroF1,
  report,
  setFolder,
} from '../tools/evaluate.ts'
import { readTweetEmotions } from '../tools/train/emotion.ts'

function judge(set: string, rows: { text: string; label: string }[], names: readonly string[]): void {
  const items = rows.map(({ text, label }): Judged => {
    const { value, probability } = labelEmotion(text)
    return { truth: label, guess: value, probability }
  })
  const measure = (sample: Judged[]) => macroF1(sample, names)
  report({
    evaluate: 'emotion',
    set,
    measure: 'macro_f1',
    value: measure(items),
    n: items.length,
    ci95: interval(items, measure),
    accuracy: accuracy(items),
    f1: Object.fromEntries(names.map((name) => [name, f1Of(items, name)])),
  })
  report({
    evaluate: 'emotion',
    set,
    measure: 'expected_calibration_error',
    value: calibrationError(items),
    n: items.length,
  })
}

const written = readFileSync(path.join(import.meta.dirname, 'data/written/emotion.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { text: string; label: string })
judge('written/emotion', written, emotions)
if (setFolder('emotion', 'tweeteval'))
  for (const part of ['val', 'test']) {
    const rows = readTweetEmotions(dataFolder, part).filter(({ label }) => label !== 'optimism')
    if (rows.length > 0)
      judge(`tweeteval/emotion ${part} (anger, joy, sadness)`, rows, ['anger', 'joy', 'sadness'])
  }
