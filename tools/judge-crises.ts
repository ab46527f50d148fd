/** What the labels that learn from crisislex-t26 share in `evaluate`: which posts judge them, and by which model. */
import { type Judged, retrain } from './evaluate.ts'
import { type CrisisPost, readCrises } from './train/corpora.ts'
import {
  answerOf,
  type CrisisLabel,
  crisisLessons,
  foreignEvents,
  trainCrisis,
  trainedEvents,
} from './train/crisis.ts'
import { tell } from './train/listed.ts'

export interface JudgedPost extends Judged {
  event: string
  /** Of each answer, in the label's order, before the calibration, which differs from one held-out event to the next. */
  balanced: ArrayLike<number>
}

export interface JudgedSet {
  set: string
  items: JudgedPost[]
}

/**
 * The English posts of the folder that have an answer. With `--retrain leave-one-event-out` each event is told by a
 * model trained on all the others, foreign ones among them; else the shipped model (`ask`) tells the events that it
 * was not trained on, and a line says so when there are none.
 */
export function judgeCrises(
  folder: string,
  label: CrisisLabel,
  ask: (text: string) => {
    decided: number
    balanced: ArrayLike<number>
    probabilities: ArrayLike<number>
  },
): JudgedSet {
  const posts = readCrises(folder).filter((post) => answerOf(post, label))
  const english = posts.filter((post) => !foreignEvents.test(post.event))
  const judged = (post: CrisisPost, told: ReturnType<typeof ask>): JudgedPost => ({
    truth: answerOf(post, label)!,
    guess: label.names[told.decided]!,
    probability: told.probabilities[told.decided]!,
    balanced: told.balanced,
    event: post.event,
  })
  if (!retrain)
    return {
      set: 'crisislex-t26 (events not trained on)',
      items: english
        .filter((post) => !trainedEvents.has(post.event))
        .map((post) => judged(post, ask(post.text))),
    }
  const items = [...new Set(english.map(({ event }) => event))].flatMap((event) => {
    const { listed, calibration } = trainCrisis(
      posts.filter((post) => post.event !== event),
      label,
    )
    const held = english.filter((post) => post.event === event)
    return crisisLessons(held, label).map((lesson, i) => judged(held[i]!, tell(listed, calibration, lesson)))
  })
  return { set: 'crisislex-t26 (leave one event out, English events)', items }
}

/** The line for a folder all of whose events the shipped model has seen. */
export const skipSeen = (label: string): boolean =>
  process.stdout.write(
    `${JSON.stringify({ evaluate: label, set: 'crisislex-t26', skipped: 'the shipped model has seen every event here; use --retrain leave-one-event-out' })}\n`,
  )
