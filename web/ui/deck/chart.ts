import type { SeriesPoint } from '../../../server/listen/views.ts'

/** Geometry for charts that the server draws. Pure; units are those of the SVG's viewBox. */
export interface Frame {
  width: number
  height: number
  top: number
  right: number
  bottom: number
  left: number
}

/** The smallest of 1, 2, 5 × 10ⁿ steps that covers `top` in at most four; never a fraction of a post. */
export function ticks(top: number): number[] {
  const goal = Math.max(top, 4)
  const power = 10 ** Math.floor(Math.log10(goal / 4))
  const step = Math.max(
    1,
    [1, 2, 5, 10].map((one) => one * power).find((one) => one * 4 >= goal) ?? power * 10,
  )
  const out: number[] = []
  for (let at = 0; ; at += step) {
    out.push(at)
    if (at >= goal) return out
  }
}

export interface Bar {
  x: number
  y: number
  width: number
  height: number
  point: SeriesPoint
}

export interface TemperatureShape {
  bars: Bar[]
  /** SVG path of the baseline band; one closed piece for each stretch that has a baseline. */
  band: string
  /** Stretches in which nothing could be heard. */
  blind: { x: number; width: number }[]
  marks: { value: number; y: number }[]
  times: { at: Date; x: number }[]
  base: number
}

const round = (n: number): number => Math.round(n * 10) / 10

/** Volume as bars over the band of the same hours of earlier days. */
export function temperatureShape(series: SeriesPoint[], frame: Frame): TemperatureShape {
  const wide = frame.width - frame.left - frame.right
  const high = frame.height - frame.top - frame.bottom
  const base = frame.top + high
  const most = series.reduce((top, one) => Math.max(top, one.n, one.high ?? 0), 0)
  const scale = ticks(most)
  const top = scale.at(-1)!
  const x = (index: number) => frame.left + (series.length ? (wide * index) / series.length : 0)
  const y = (value: number) => base - (high * Math.min(value, top)) / top
  const step = series.length ? wide / series.length : wide
  const gap = step > 6 ? 1.5 : step > 3 ? 0.6 : 0
  const bars = series.map((point, index) => ({
    x: round(x(index) + gap / 2),
    y: round(y(point.n)),
    width: round(Math.max(step - gap, 0.5)),
    height: round(base - y(point.n)),
    point,
  }))
  const blind: TemperatureShape['blind'] = []
  series.forEach((point, index) => {
    if (!point.blind) return
    const last = blind.at(-1)
    if (last && Math.abs(last.x + last.width - x(index)) < 0.2) last.width = round(last.width + step)
    else blind.push({ x: round(x(index)), width: round(step) })
  })
  const every = Math.max(1, Math.ceil(series.length / 6))
  const times = series.flatMap((point, index) =>
    index % every === 0 && x(index) < frame.width - frame.right - step * every * 0.4
      ? [{ at: point.from, x: round(x(index)) }]
      : [],
  )
  return {
    bars,
    band: bandPath(series, x, y),
    blind,
    marks: scale.map((value) => ({ value, y: round(y(value)) })),
    times,
    base: round(base),
  }
}

function bandPath(series: SeriesPoint[], x: (i: number) => number, y: (v: number) => number): string {
  let path = ''
  let start = -1
  const close = (end: number) => {
    if (start < 0) return
    const over: string[] = []
    const under: string[] = []
    for (let i = start; i < end; i++) {
      const point = series[i]!
      over.push(
        `${round(x(i))} ${round(y(point.high ?? 0))}`,
        `${round(x(i + 1))} ${round(y(point.high ?? 0))}`,
      )
      under.unshift(`${round(x(i))} ${round(y(point.low ?? 0))}`)
      under.unshift(`${round(x(i + 1))} ${round(y(point.low ?? 0))}`)
    }
    // `under` was built back to front in pairs: the right edge of a step comes before its left one.
    path += `M${over.join('L')}L${under.join('L')}Z`
    start = -1
  }
  series.forEach((point, index) => {
    const has = point.low !== null && point.high !== null
    if (has && start < 0) start = index
    if (!has) close(index)
  })
  close(series.length)
  return path
}

export interface ToneBar {
  x: number
  width: number
  up: { y: number; height: number }
  down: { y: number; height: number }
  point: SeriesPoint
}

/** Praise above the line, complaint below it, on one scale. */
export function toneShape(
  series: SeriesPoint[],
  frame: Frame,
): { bars: ToneBar[]; middle: number; top: number } {
  const wide = frame.width - frame.left - frame.right
  const high = frame.height - frame.top - frame.bottom
  const top = series.reduce((most, one) => Math.max(most, one.positive, one.negative), 4)
  const middle = round(frame.top + high / 2)
  const unit = high / 2 / top
  const step = series.length ? wide / series.length : wide
  const gap = step > 6 ? 1.5 : step > 3 ? 0.6 : 0
  return {
    middle,
    top,
    bars: series.map((point, index) => ({
      x: round(frame.left + step * index + gap / 2),
      width: round(Math.max(step - gap, 0.5)),
      up: { y: round(middle - point.positive * unit), height: round(point.positive * unit) },
      down: { y: middle, height: round(point.negative * unit) },
      point,
    })),
  }
}

/** Points joined into longer ones, so that a chart has at most `most` bars. Baselines add up, as counts do. */
export function joinPoints(series: SeriesPoint[], most: number): SeriesPoint[] {
  if (series.length <= most) return series
  const every = Math.ceil(series.length / most)
  const out: SeriesPoint[] = []
  // From the newest back, so that the last bar is always whole.
  for (let end = series.length; end > 0; end -= every) {
    const part = series.slice(Math.max(0, end - every), end)
    const sum = (pick: (one: SeriesPoint) => number) => part.reduce((total, one) => total + pick(one), 0)
    const band = part.every((one) => one.low !== null && one.high !== null)
    out.unshift({
      from: part[0]!.from,
      minutes: sum((one) => one.minutes),
      n: sum((one) => one.n),
      negative: sum((one) => one.negative),
      neutral: sum((one) => one.neutral),
      positive: sum((one) => one.positive),
      low: band ? sum((one) => one.low ?? 0) : null,
      high: band ? sum((one) => one.high ?? 0) : null,
      blind: part.some((one) => one.blind),
    })
  }
  return out
}
