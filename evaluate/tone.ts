/**
 * Tone of tweets: `npm run -s evaluate -- tone [--data DIR] [--retrain without-2016test]`. The shipped model was trained
 * on SemEval 2013–2016, so its only fair set is the official 2017 test; `--retrain` trains without `2016test` (under a
 * minute) and judges by that.
 */
import { labelTone } from '../engines/text/index.ts'
import {
  accuracy,
  calibrationError,
  dataFolder,
  interval,
  type Judged,
  macroF1,
  macroRecall,
  report,
  retrain,
  setFolder,
} from '../tools/evaluate.ts'
import { type Labelled3, readSemEval, readSemEval2017Test, readTweetEval } from '../tools/train/corpora.ts'
import { guessTones, toneNames, toneSets, trainTone } from '../tools/train/tone.ts'

const baselines = { vader: 0.559, afinn: 0.575, wink: 0.579, svm: 0.629, roberta: 0.713 }

function judge(set: string, items: Judged[]): void {
  if (items.length === 0) return
  const recall = (sample: Judged[]) => macroRecall(sample, toneNames)
  report({
    evaluate: 'tone',
    set,
    measure: 'macro_recall',
    value: recall(items),
    n: items.length,
    ci95: interval(items, recall),
    baselines,
  })
  report({
    evaluate: 'tone',
    set,
    measure: 'expected_calibration_error',
    value: calibrationError(items),
    n: items.length,
    accuracy: accuracy(items),
    macro_f1: macroF1(items, toneNames),
  })
}

const shipped = ({ text, label }: Labelled3): Judged => {
  const { value, probability } = labelTone(text)
  return { truth: label, guess: value, probability }
}

const folder = setFolder('tone', 'semeval2017-task4a')
if (folder) {
  const official = readSemEval2017Test(folder)
  if (official.length === 0)
    process.stdout.write(
      `${JSON.stringify({ evaluate: 'tone', set: 'semeval2017-task4a/2017test', skipped: 'no test file with gold labels' })}\n`,
    )
  judge('semeval2017-task4a/2017test', official.map(shipped))
  const test = readSemEval(`${folder}/twitter-2016test-A.tsv`)
  if (retrain && test.length > 0) {
    const guesses = guessTones(
      trainTone(toneSets(dataFolder, false), dataFolder),
      test.map(({ text }) => text),
    )
    judge(
      'semeval2017-task4a/2016test (trained without it)',
      test.map(({ label }, n): Judged => ({ truth: label, ...guesses[n]! })),
    )
  }
}
const tweetEval = setFolder('tone', 'tweeteval')
if (tweetEval) judge('tweeteval/sentiment test', readTweetEval(`${tweetEval}/sentiment`, 'test').map(shipped))
