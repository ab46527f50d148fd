/**
 * Rumour or not: `npm run -s evaluate -- rumour [--data DIR] [--retrain leave-one-event-out]` on PHEME. The shipped
 * model is judged by events that it was not trained on; `--retrain` trains for each event on the others.
 */
import { labelRumour } from '../engines/text/label-rumour.ts'
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
  retrain,
  setFolder,
} from '../tools/evaluate.ts'
import { tell } from '../tools/train/listed.ts'
import { rumourEvents, rumourLesson, trainRumour } from '../tools/train/rumour.ts'
import { type RumourPost, readPheme } from '../tools/train/rumour-corpora.ts'
import { wordsAlone } from '../tools/train/words-alone.ts'

interface JudgedRumour extends Judged {
  event: string
  score: number
}

const judged = (post: RumourPost, rumour: boolean, score: number): JudgedRumour => ({
  truth: String(post.rumour),
  guess: String(rumour),
  probability: rumour ? score : 1 - score,
  event: post.event,
  score,
})

const measure = (sample: Judged[]): number => f1Of(sample, 'true')

const auroc = (items: JudgedRumour[]): number =>
  areaUnderCurve(items.map(({ score, truth }) => ({ score, truth: truth === 'true' })))

function judge(set: string, items: JudgedRumour[], baselines: Record<string, number>): void {
  const taken = items.filter(({ guess }) => guess === 'true')
  const right = taken.filter(({ truth }) => truth === 'true').length
  const events = [...new Set(items.map(({ event }) => event))].map((event) =>
    items.filter((item) => item.event === event),
  )
  report({
    evaluate: 'rumour',
    set,
    measure: 'f1',
    value: measure(items),
    n: items.length,
    ci95: interval(items, measure),
    baselines,
    precision: right / taken.length,
    recall: right / items.filter(({ truth }) => truth === 'true').length,
    accuracy: accuracy(items),
    macro_f1: macroF1(items, ['true', 'false']),
    mean_auroc_of_events: mean(events.map(auroc)),
    expected_calibration_error: calibrationError(items),
    f1_by_event: Object.fromEntries(events.map((own) => [own[0]!.event, measure(own)])),
  })
}

/** Each event told by a model trained on the others. Events with fewer than fifty posts only help to train. */
function leaveOneOut(posts: RumourPost[]): { items: JudgedRumour[]; plain: Judged[] } {
  const many = (event: string) => posts.filter((post) => post.event === event).length
  const events = [...new Set(posts.map(({ event }) => event))].filter((event) => many(event) >= 50)
  const items: JudgedRumour[] = []
  const plain: Judged[] = []
  for (const event of events) {
    const others = posts.filter((post) => post.event !== event)
    const held = posts.filter((post) => post.event === event)
    const { listed, calibration } = trainRumour(others)
    const bayes = wordsAlone(others.map(({ text, rumour }) => ({ text, label: rumour })))
    for (const post of held) {
      const { decided, probabilities } = tell(listed, calibration, rumourLesson(post))
      items.push(judged(post, decided === 1, probabilities[1]!))
      plain.push({ truth: String(post.rumour), guess: String(bayes(post.text)) })
    }
  }
  return { items, plain }
}

const published = { crf_five_events: 0.607, naive_bayes_five_events: 0.64 }
const folder = setFolder('rumour', 'pheme')
if (folder) {
  const posts = readPheme(folder)
  if (retrain) {
    const { items, plain } = leaveOneOut(posts)
    judge('pheme (leave one event out)', items, { ...published, naive_bayes_here: measure(plain) })
  } else {
    const fresh = posts.filter(({ event }) => !rumourEvents.has(event))
    if (fresh.length === 0)
      process.stdout.write(
        `${JSON.stringify({ evaluate: 'rumour', set: 'pheme', skipped: 'the shipped model has seen every event here; use --retrain leave-one-event-out' })}\n`,
      )
    else
      judge(
        'pheme (events not trained on)',
        fresh.map((post) => {
          const { value, probability } = labelRumour(post.text)
          return judged(post, value, value ? probability : 1 - probability)
        }),
        published,
      )
  }
}
