import type { SearchId } from '../platform/ids.ts'
import type { BucketRow } from './store-view.ts'
import type { SeriesPoint, Temperature, WindowCount } from './views.ts'

/* Volume and tone against what the same hours of earlier days had. Pure. */

/** Everything is added up from steps of five minutes. */
export const STEP_MINUTES = 5
const STEPS_A_DAY = (24 * 60) / STEP_MINUTES
/** Earlier days that are looked at, and how many of them there must be before a baseline is spoken of. */
export const BASELINE_DAYS = 28
export const ENOUGH_DAYS = 5
/** "The same hours": windows that end up to this many steps before or after the same time of day. */
const NEARBY_STEPS = 6
/** Below this many posts a window is not called above or below anything. */
const FEWEST = 5
export const SERIES_STEPS = 36
/** What is read of every day: the series, the widest window at its oldest point, and the windows nearby. */
export const SAME_HOURS = {
  days: BASELINE_DAYS,
  before: (SERIES_STEPS + NEARBY_STEPS + 12) * STEP_MINUTES,
  after: NEARBY_STEPS * STEP_MINUTES + STEP_MINUTES,
}
/** Steps that must be kept so that the oldest point of the series has its baseline too. */
export const STEPS_TO_READ = BASELINE_DAYS * STEPS_A_DAY + SERIES_STEPS + 2 * NEARBY_STEPS + 24

export interface Counted {
  n: Int32Array
  negative: Int32Array
  positive: Int32Array
}

/** Steps back from the end as arrays; index 0 is the newest. */
export function spread(rows: BucketRow[], steps = STEPS_TO_READ): Counted {
  const counted = {
    n: new Int32Array(steps),
    negative: new Int32Array(steps),
    positive: new Int32Array(steps),
  }
  for (const row of rows) {
    if (row.back < 0 || row.back >= steps) continue
    counted.n[row.back] = row.n
    counted.negative[row.back] = row.negative
    counted.positive[row.back] = row.positive
  }
  return counted
}

export interface Known {
  search: SearchId
  now: Date
  /** End of the newest step: the end of the minute that is running. */
  end: Date
  /** Since when the search was listened for; earlier steps say nothing. */
  since: Date | null
  blind: { from: Date; to: Date }[]
}

export function takeTemperature(counted: Counted, known: Known): Temperature {
  const windows = ([5, 15, 60] as const).map((minutes) => countWindow(counted, known, minutes))
  const days = Math.max(0, ...windows.map((w) => w.baseline?.days ?? 0))
  const found = daysWithData(counted, known, 0, 1).length
  return {
    search: known.search,
    at: known.now,
    windows,
    enough: days >= ENOUGH_DAYS,
    why:
      days >= ENOUGH_DAYS
        ? `Compared with the same hours of ${days} earlier days.`
        : `Not enough data: ${found} earlier ${found === 1 ? 'day' : 'days'} of the ${ENOUGH_DAYS} that a comparison needs.`,
    series: series(counted, known),
  }
}

function countWindow(counted: Counted, known: Known, minutes: 5 | 15 | 60): WindowCount {
  const steps = minutes / STEP_MINUTES
  const n = sum(counted.n, 0, steps)
  const negative = sum(counted.negative, 0, steps)
  const positive = sum(counted.positive, 0, steps)
  const baseline = baselineOf(counted, known, 0, steps)
  let against: WindowCount['against'] = null
  if (baseline) {
    against = 'usual'
    if (n > baseline.high && n >= FEWEST) against = 'above'
    else if (n < baseline.low && baseline.median >= FEWEST) against = 'below'
  }
  return {
    minutes,
    from: new Date(known.end.getTime() - minutes * 60_000),
    to: known.end,
    n,
    negative,
    neutral: Math.max(0, n - negative - positive),
    positive,
    baseline,
    against,
  }
}

/** Median and the band that holds eight of ten windows at this time of day; null below five days. */
export function baselineOf(
  counted: Counted,
  known: Known,
  back: number,
  steps: number,
): WindowCount['baseline'] {
  const days = daysWithData(counted, known, back, steps)
  if (days.length < ENOUGH_DAYS) return null
  const samples: number[] = []
  let all = 0
  let negative = 0
  const stride = Math.max(1, Math.min(steps, NEARBY_STEPS))
  for (const day of days)
    for (let shift = -NEARBY_STEPS; shift <= NEARBY_STEPS; shift += stride) {
      const at = back + day * STEPS_A_DAY + shift
      if (at < 0 || at + steps > counted.n.length || !isKnown(known, at, steps)) continue
      const n = sum(counted.n, at, steps)
      samples.push(n)
      all += n
      negative += sum(counted.negative, at, steps)
    }
  samples.sort((a, b) => a - b)
  return {
    low: quantile(samples, 0.1),
    median: quantile(samples, 0.5),
    high: quantile(samples, 0.9),
    days: days.length,
    negativeShare: all === 0 ? 0 : negative / all,
  }
}

/** Earlier days on which this stretch was listened to and nothing was blind. */
function daysWithData(counted: Counted, known: Known, back: number, steps: number): number[] {
  const days: number[] = []
  for (let day = 1; day <= BASELINE_DAYS; day++) {
    const at = back + day * STEPS_A_DAY
    if (at + steps <= counted.n.length && isKnown(known, at, steps)) days.push(day)
  }
  return days
}

function isKnown(known: Known, back: number, steps: number): boolean {
  const from = known.end.getTime() - (back + steps) * STEP_MINUTES * 60_000
  const to = known.end.getTime() - back * STEP_MINUTES * 60_000
  if (!known.since || from < known.since.getTime()) return false
  return !known.blind.some((b) => b.from.getTime() < to && b.to.getTime() > from)
}

function series(counted: Counted, known: Known): SeriesPoint[] {
  const points: SeriesPoint[] = []
  for (let back = SERIES_STEPS - 1; back >= 0; back--) {
    const n = counted.n[back]!
    const negative = counted.negative[back]!
    const positive = counted.positive[back]!
    const baseline = baselineOf(counted, known, back, 1)
    const from = new Date(known.end.getTime() - (back + 1) * STEP_MINUTES * 60_000)
    points.push({
      from,
      minutes: STEP_MINUTES,
      n,
      negative,
      neutral: Math.max(0, n - negative - positive),
      positive,
      low: baseline?.low ?? null,
      high: baseline?.high ?? null,
      blind: overlaps(known.blind, from, STEP_MINUTES),
    })
  }
  return points
}

export const overlaps = (blind: { from: Date; to: Date }[], from: Date, minutes: number): boolean =>
  blind.some((b) => b.from.getTime() < from.getTime() + minutes * 60_000 && b.to > from)

/** Fewest posts in five minutes that may be called a spike, and how far above the ordinary they must be. */
export const SPIKE_FEWEST = 10
const SPIKE_TIMES = 2
const STEPS_BEFORE = 24

export interface SpikeFound {
  n: number
  expected: number
  high: number
  basis: string
}

/**
 * Whether the last five minutes are a spike: at least ten posts, above the band, at least twice the median, and more
 * than chance makes of the median (three standard deviations of a count). Without enough earlier days the two hours
 * before are what it is compared with, and it says so.
 */
export function findSpike(counted: Counted, known: Known): SpikeFound | null {
  const n = counted.n[0]!
  if (n < SPIKE_FEWEST) return null
  const daily = baselineOf(counted, known, 0, 1)
  const before = daily ? null : hoursBefore(counted, known)
  const base = daily ?? before
  if (!base) return null
  const least = Math.max(base.high, SPIKE_TIMES * base.median, base.median + 3 * Math.sqrt(base.median + 1))
  if (n <= least) return null
  const basis = daily
    ? `the same hours of ${daily.days} earlier days`
    : 'the two hours before (too few earlier days)'
  return { n, expected: base.median, high: base.high, basis }
}

function hoursBefore(counted: Counted, known: Known): { median: number; high: number } | null {
  const samples: number[] = []
  for (let back = 1; back <= STEPS_BEFORE; back++) if (isKnown(known, back, 1)) samples.push(counted.n[back]!)
  if (samples.length < 6) return null
  samples.sort((a, b) => a - b)
  return { median: quantile(samples, 0.5), high: quantile(samples, 0.9) }
}

function sum(of: Int32Array, from: number, steps: number): number {
  let total = 0
  for (let i = from; i < from + steps; i++) total += of[i] ?? 0
  return total
}

/** Linear between neighbours; `sorted` ascending. */
function quantile(sorted: number[], q: number): number {
  if (sorted.length === 0) return 0
  const at = (sorted.length - 1) * q
  const low = Math.floor(at)
  const high = Math.ceil(at)
  const value = sorted[low]! + (sorted[high]! - sorted[low]!) * (at - low)
  return Math.round(value * 10) / 10
}
