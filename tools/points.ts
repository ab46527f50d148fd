/** Measures of a label that holds or does not: precision, recall, and how true its probability is. */

export interface Point {
  truth: boolean
  given: boolean
}

export interface Scored {
  truth: boolean
  /** The probability that the label holds. */
  score: number
}

export function pointsOf(items: Point[]): { precision: number; recall: number } {
  const given = items.filter((item) => item.given)
  const right = given.filter(({ truth }) => truth).length
  return {
    precision: given.length === 0 ? 1 : right / given.length,
    recall: right / items.filter(({ truth }) => truth).length,
  }
}

/** The largest recall at which precision is still `precision` or more, over all thresholds. */
export function reachable(items: Scored[], precision: number): number {
  const yes = items.filter(({ truth }) => truth).length
  let right = 0
  let best = 0
  for (const [i, { truth }] of [...items].sort((a, b) => b.score - a.score).entries()) {
    if (truth) right++
    if (right / (i + 1) >= precision) best = right / yes
  }
  return best
}

/** Expected calibration error of the probability that a label holds, in ten bins. */
export function binned(items: Scored[]): number {
  const bins = Array.from({ length: 10 }, () => ({ sure: 0, right: 0 }))
  for (const { truth, score } of items) {
    const bin = bins[Math.min(9, Math.floor(score * 10))]!
    bin.sure += score
    if (truth) bin.right++
  }
  return bins.reduce((sum, { sure, right }) => sum + Math.abs(sure - right), 0) / items.length
}
