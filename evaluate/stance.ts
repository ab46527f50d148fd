/**
 * Stance of replies: `npm run -s evaluate -- stance [--data DIR] [--retrain leave-one-event-out]` on RumourEval 2017.
 * The shipped model was trained on `train_dev.jsonl` and is judged by `test.jsonl`; `--retrain` trains for each event
 * of the former on the others.
 */
import path from 'node:path'
import { labelStance, stances } from '../engines/text/label-stance.ts'
import {
  accuracy,
  calibrationError,
  f1Of,
  interval,
  type Judged,
  macroF1,
  report,
  retrain,
  setFolder,
} from '../tools/evaluate.ts'
import { tell } from '../tools/train/listed.ts'
import { readStances, type StancePost } from '../tools/train/rumour-corpora.ts'
import { stanceLesson, trainStance } from '../tools/train/stance.ts'

const measure = (sample: Judged[]): number => macroF1(sample, stances)

function judge(set: string, items: Judged[]): void {
  report({
    evaluate: 'stance',
    set,
    measure: 'macro_f1',
    value: measure(items),
    n: items.length,
    ci95: interval(items, measure),
    baselines: { logistic_regression_test: 0.414 },
    accuracy: accuracy(items),
    f1: Object.fromEntries(stances.map((stance) => [stance, f1Of(items, stance)])),
    expected_calibration_error: calibrationError(items),
  })
}

function leaveOneOut(posts: StancePost[]): Judged[] {
  return [...new Set(posts.map(({ event }) => event))].flatMap((event) => {
    const { listed, calibration } = trainStance(posts.filter((post) => post.event !== event))
    return posts
      .filter((post) => post.event === event)
      .map((post): Judged => {
        const { decided, probabilities } = tell(listed, calibration, stanceLesson(post))
        return { truth: post.stance, guess: stances[decided]!, probability: probabilities[decided]! }
      })
  })
}

const folder = setFolder('stance', 'rumoureval2017')
if (folder) {
  const test = readStances(path.join(folder, 'test.jsonl'))
  if (test.length > 0)
    judge(
      'rumoureval2017 test',
      test.map((post) => {
        const { value, probability } = labelStance(post)
        return { truth: post.stance, guess: value, probability }
      }),
    )
  else
    process.stdout.write(
      `${JSON.stringify({ evaluate: 'stance', set: 'rumoureval2017 test', skipped: 'no file test.jsonl; use --retrain leave-one-event-out for train_dev.jsonl' })}\n`,
    )
  if (retrain)
    judge(
      'rumoureval2017 train_dev (leave one event out)',
      leaveOneOut(readStances(path.join(folder, 'train_dev.jsonl'))),
    )
}
