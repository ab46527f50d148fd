/**
 * What every `npm run -s evaluate -- NAME [--data DIR]` shares: one JSON line a figure (DESIGN §4), measures with
 * bootstrap intervals, and one line for a folder that is absent.
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { random } from './train/linear.ts'

const value = (name: string): string | null => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? null : (process.argv[at + 1] ?? null)
}

/** Where the sets lie: `--data DIR`, else `../shared/data` beside the repository. */
export const dataFolder = path.resolve(value('data') ?? path.join(import.meta.dirname, '../../shared/data'))

/** `--retrain leave-one-event-out` and its kin; null when the shipped model is to be used. */
export const retrain = value('retrain')

/** The folder of one set, or null with one line that says it was skipped. */
export function setFolder(label: string, name: string): string | null {
  const folder = path.join(dataFolder, name)
  if (existsSync(folder)) return folder
  process.stdout.write(`${JSON.stringify({ evaluate: label, set: name, skipped: `no folder ${folder}` })}\n`)
  return null
}

export interface Figure {
  evaluate: string
  set: string
  measure: string
  value: number
  n: number
  ci95?: [number, number]
  baselines?: Record<string, number>
  [more: string]: unknown
}

const round = (figure: unknown): unknown =>
  typeof figure === 'number'
    ? Math.round(figure * 10_000) / 10_000
    : Array.isArray(figure)
      ? figure.map(round)
      : figure !== null && typeof figure === 'object'
        ? Object.fromEntries(Object.entries(figure).map(([key, inner]) => [key, round(inner)]))
        : figure

export const report = (figure: Figure): boolean => process.stdout.write(`${JSON.stringify(round(figure))}\n`)

/** One judged item: what it is, what it was taken for, and how sure the label was. */
export interface Judged {
  truth: string
  guess: string
  probability?: number
}

export function accuracy(items: Judged[]): number {
  return items.filter(({ truth, guess }) => truth === guess).length / items.length
}

/** Mean over classes of the share of each class that was found. */
export function macroRecall(items: Judged[], classes: readonly string[]): number {
  return mean(
    classes.map((name) => {
      const own = items.filter(({ truth }) => truth === name)
      return own.length === 0 ? 0 : own.filter(({ guess }) => guess === name).length / own.length
    }),
  )
}

export const f1 = (right: number, missed: number, wrong: number): number =>
  right === 0 ? 0 : (2 * right) / (2 * right + missed + wrong)

export function f1Of(items: Judged[], name: string): number {
  let right = 0
  let missed = 0
  let wrong = 0
  for (const { truth, guess } of items)
    if (truth === name && guess === name) right++
    else if (truth === name) missed++
    else if (guess === name) wrong++
  return f1(right, missed, wrong)
}

export const macroF1 = (items: Judged[], classes: readonly string[]): number =>
  mean(classes.map((name) => f1Of(items, name)))

export const mean = (values: number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length

/** Expected calibration error in ten bins of the label's own probability. */
export function calibrationError(items: Judged[]): number {
  const bins = Array.from({ length: 10 }, () => ({ sure: 0, right: 0 }))
  for (const { truth, guess, probability = 1 } of items) {
    const bin = bins[Math.min(9, Math.floor(probability * 10))]!
    bin.sure += probability
    if (truth === guess) bin.right++
  }
  return bins.reduce((sum, { sure, right }) => sum + Math.abs(sure - right), 0) / items.length
}

/** Area under the ROC curve of a score for the items where `truth` is true. */
export function areaUnderCurve(scored: { score: number; truth: boolean }[]): number {
  const sorted = [...scored].sort((a, b) => a.score - b.score)
  let ranks = 0
  for (let i = 0; i < sorted.length; ) {
    let end = i
    while (end < sorted.length && sorted[end]!.score === sorted[i]!.score) end++
    const rank = (i + end + 1) / 2
    for (; i < end; i++) if (sorted[i]!.truth) ranks += rank
  }
  const yes = scored.filter(({ truth }) => truth).length
  return (ranks - (yes * (yes + 1)) / 2) / (yes * (scored.length - yes))
}

/** The middle 95 % of a measure over 200 resamples of the items; repeatable. */
export function interval<T>(items: T[], measure: (sample: T[]) => number): [number, number] {
  const next = random(97)
  const values = Array.from({ length: 200 }, () =>
    measure(items.map(() => items[Math.floor(next() * items.length)]!)),
  ).sort((a, b) => a - b)
  return [values[5]!, values[194]!]
}
