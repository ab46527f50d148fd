import { readFileSync } from 'node:fs'
import { stances } from '../../engines/text/label-stance.ts'
import type { Stance } from '../../engines/text/labelled.ts'
import { readStance, stanceFeatures } from '../../engines/text/stance-features.ts'
import {
  type Calibration,
  calibrate,
  crossScores,
  type Lesson,
  type Listed,
  lessonOf,
  trainListed,
} from './listed.ts'
import type { StancePost } from './rumour-corpora.ts'

const settings = { classes: stances.length, epochs: 2, rate: 0.15, dropout: 0.3, events: 1, texts: 2 }
/** How nearly rarer stances count as much as common ones. */
const balance = 0.8
/** What a reply written for training counts against a post of the world. */
const writtenWeight = 0.5

interface WrittenReply {
  claim: string
  text: string
  label: Stance
}

/** Replies written for the training, to claims that nobody made. */
function writtenReplies(): StancePost[] {
  return readFileSync(new URL('written/stance.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as WrittenReply)
    .map(({ claim, text, label }) => ({ claim, text: `@someone ${text}`, stance: label, event: 'written' }))
}

export function stanceLesson(post: StancePost): Lesson {
  const reading = readStance(post)
  return lessonOf((emit) => stanceFeatures(reading, emit), {
    label: stances.indexOf(post.stance),
    event: post.event,
  })
}

function weighed(lessons: Lesson[]): Lesson[] {
  const counts = stances.map((_, c) => lessons.filter(({ label }) => label === c).length || 1)
  return lessons.map((lesson) => ({
    ...lesson,
    weight:
      (lessons.length / stances.length / counts[lesson.label]!) ** balance *
      (lesson.written ? writtenWeight : 1),
  }))
}

/** Trains on the given replies and on those written for it; probabilities are fitted on thirds of the events held out. */
export function trainStance(posts: StancePost[]): { listed: Listed; calibration: Calibration } {
  const lessons = [
    ...posts.map(stanceLesson),
    ...writtenReplies().map((post): Lesson => ({ ...stanceLesson(post), written: true })),
  ]
  const learn = (some: Lesson[]) => trainListed(weighed(some), settings)
  return { calibration: calibrate(crossScores(lessons, 3, learn)), listed: learn(lessons) }
}
