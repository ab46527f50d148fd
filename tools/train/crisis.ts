import { readFileSync } from 'node:fs'
import { readSource, sourceFeatures } from '../../engines/text/source-features.ts'
import type { CrisisPost } from './corpora.ts'
import {
  type Calibration,
  calibrate,
  crossScores,
  type Lesson,
  type Listed,
  lessonOf,
  trainListed,
} from './listed.ts'

/** Events that the shipped models were trained on. */
export const trainedEvents = new Set(
  `2012_Colorado_wildfires 2012_Costa_Rica_earthquake 2012_Guatemala_earthquake 2012_Italy_earthquakes
  2012_Philipinnes_floods 2012_Typhoon_Pablo 2012_Venezuela_refinery 2013_Australia_bushfire 2013_Bohol_earthquake
  2013_Boston_bombings 2013_Brazil_nightclub_fire 2013_Colorado_floods 2013_Lac_Megantic_train_crash 2013_Manila_floods
  2013_NY_train_crash 2013_Queensland_floods 2013_Russia_meteor 2013_Sardinia_floods 2013_Savar_building_collapse
  2013_Spain_train_crash 2013_Typhoon_Yolanda 2013_West_Texas_explosion`.split(/\s+/),
)

/** Events whose tweets are mostly not English, as the set's README lists them. */
export const foreignEvents = /Costa_Rica|Guatemala|Italy|Venezuela|Brazil|Sardinia|Spain|Lac_Megantic/

/** A question put to every tweet of the set: its column, the set's words for its answers, and ours. */
export interface CrisisLabel {
  column: 'source' | 'informative' | 'information'
  /** The set's answer → ours; a tweet with another answer is left out. */
  answers: Record<string, string>
  /** Our answers in the order of the model's classes. */
  names: readonly string[]
  /** How nearly rarer answers count as much as common ones: 0 not at all, 1 wholly. */
  balance: number
  epochs: number
  /** A file of `written/` with texts written for the training, by our answers. */
  written?: string
}

export const answerOf = (post: CrisisPost, { column, answers }: CrisisLabel): string | undefined =>
  answers[post[column]]

const features = new Map<string, Pick<Lesson, 'hashes' | 'values'>>()

/** A tweet's features; kept, because every event held out asks for them again. */
function featuresOf(text: string): Pick<Lesson, 'hashes' | 'values'> {
  let known = features.get(text)
  if (!known) {
    const reading = readSource(text)
    known = lessonOf((emit) => sourceFeatures(reading, emit), { label: 0, event: '' })
    features.set(text, known)
  }
  return known
}

/** The posts that have an answer, as lessons; rarer answers count for more. */
export function crisisLessons(posts: CrisisPost[], label: CrisisLabel): Lesson[] {
  const answered = posts.filter((post) => answerOf(post, label))
  const numbers = answered.map((post) => label.names.indexOf(answerOf(post, label)!))
  const counts = label.names.map((_, c) => numbers.filter((number) => number === c).length || 1)
  return answered.map((post, i) => {
    const { hashes, values } = featuresOf(post.text)
    const number = numbers[i]!
    const weight = (answered.length / label.names.length / counts[number]!) ** label.balance
    return { hashes, values, label: number, weight, event: post.event }
  })
}

interface WrittenText {
  text: string
  label: string
}

/** Texts written for the training, which no event holds: British, and of a usual day as well as of a bad one. */
function writtenLessons({ written, names }: CrisisLabel): Lesson[] {
  if (written === undefined) return []
  return readFileSync(new URL(`written/${written}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as WrittenText)
    .map(({ text, label }) => {
      const about = { label: names.indexOf(label), weight: 1, event: 'written', written: true } as const
      return { ...featuresOf(text), ...about }
    })
}

export interface CrisisModel {
  listed: Listed
  calibration: Calibration
}

/** Trains on the given posts; the probabilities are fitted on each half of the events, told by the other. */
export function trainCrisis(posts: CrisisPost[], label: CrisisLabel): CrisisModel {
  const settings = {
    classes: label.names.length,
    epochs: label.epochs,
    rate: 0.15,
    dropout: 0.3,
    events: 1,
    texts: 3,
  }
  const lessons = [...crisisLessons(posts, label), ...writtenLessons(label)]
  const learn = (some: Lesson[]) => trainListed(some, settings)
  return { calibration: calibrate(crossScores(lessons, 2, learn)), listed: learn(lessons) }
}
