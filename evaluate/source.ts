/**
 * Who speaks, from the text alone: `npm run -s evaluate -- source [--data DIR] [--retrain leave-one-event-out]`. The
 * shipped model was trained on every event of the development data, so it is judged only by events that are not there
 * (`--data`); `--retrain` trains once for each event, on the others.
 */
import { sourceFromText } from '../engines/text/label-source.ts'
import {
  accuracy,
  areaUnderCurve,
  f1Of,
  interval,
  type Judged,
  macroF1,
  report,
  retrain,
  setFolder,
} from '../tools/evaluate.ts'
import { type CrisisPost, readCrises } from '../tools/train/corpora.ts'
import { scoresOf } from '../tools/train/linear.ts'
import {
  foreignEvents,
  kindOf,
  sourceExample,
  sourceKinds,
  trainedEvents,
  trainSource,
} from '../tools/train/source.ts'

interface Told extends Judged {
  /** How much more an eyewitness than one of the public. */
  eyewitness: number
}

function told(post: CrisisPost, probabilities: ArrayLike<number>): Told {
  let best = 0
  for (let c = 1; c < probabilities.length; c++) if (probabilities[c]! > probabilities[best]!) best = c
  return {
    truth: kindOf[post.source]!,
    guess: sourceKinds[best]!,
    probability: probabilities[best]!,
    eyewitness: probabilities[4]! / (probabilities[4]! + probabilities[5]!),
  }
}

function judge(set: string, items: Told[]): void {
  if (items.length === 0) return
  const measure = (sample: Told[]) => macroF1(sample, sourceKinds)
  report({
    evaluate: 'source',
    set,
    measure: 'macro_f1',
    value: measure(items),
    n: items.length,
    ci95: interval(items, measure),
    baselines: { logistic_regression: 0.349 },
    accuracy: accuracy(items),
    f1: Object.fromEntries(sourceKinds.map((kind) => [kind, f1Of(items, kind)])),
  })
  const witnesses = items.filter(({ truth }) => truth === 'eyewitness' || truth === 'public')
  report({
    evaluate: 'source',
    set,
    measure: 'eyewitness_auroc',
    value: areaUnderCurve(
      witnesses.map(({ truth, eyewitness }) => ({ score: eyewitness, truth: truth === 'eyewitness' })),
    ),
    n: witnesses.length,
  })
}

const folder = setFolder('source', 'crisislex-t26')
if (folder) {
  const posts = readCrises(folder).filter((post) => kindOf[post.source])
  const english = posts.filter((post) => !foreignEvents.test(post.event))
  if (retrain) {
    const items = [...new Set(english.map((post) => post.event))].flatMap((event) => {
      const { model } = trainSource(posts.filter((post) => post.event !== event))
      return english
        .filter((post) => post.event === event)
        .map((post) => {
          const scores = scoresOf(model, sourceExample(post.text))
          const most = Math.max(...scores)
          const shares = Array.from(scores, (score) => Math.exp(score - most))
          const total = shares.reduce((a, b) => a + b, 0)
          return told(
            post,
            shares.map((share) => share / total),
          )
        })
    })
    judge('crisislex-t26 (leave one event out, English events)', items)
  } else {
    const fresh = english.filter((post) => !trainedEvents.has(post.event))
    if (fresh.length === 0)
      process.stdout.write(
        `${JSON.stringify({ evaluate: 'source', set: 'crisislex-t26', skipped: 'the shipped model has seen every event here; use --retrain leave-one-event-out' })}\n`,
      )
    judge(
      'crisislex-t26 (events not trained on)',
      fresh.map((post) => told(post, sourceFromText(post.text).probabilities)),
    )
  }
}
