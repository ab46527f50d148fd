import { describe, expect, test } from 'vitest'
import type { SearchId } from '../platform/ids.ts'
import { baselineOf, findSpike, type Known, STEPS_TO_READ, spread, takeTemperature } from './temperature.ts'

const DAY = 288
const end = new Date('2026-03-04T12:00:00Z')
const known = (days: number, blind: Known['blind'] = []): Known => ({
  search: 'x' as SearchId,
  now: new Date(end.getTime() - 1),
  end,
  since: new Date(end.getTime() - days * 86_400_000 - 6 * 3_600_000),
  blind,
})
/** `n` posts in every five minutes for so many days, then `now` in the last five. */
const steady = (n: number, now: number, days = 29) =>
  spread(
    Array.from({ length: days * DAY }, (_, back) => ({
      back,
      n: back === 0 ? now : n,
      negative: Math.floor(n / 2),
      positive: 0,
    })),
  )

describe('temperature', () => {
  test('with fewer than five earlier days it says that there is not enough data, and how much there is', () => {
    const t = takeTemperature(steady(4, 4), known(3))
    expect(t.enough).toBe(false)
    expect(t.why).toBe('Not enough data: 3 earlier days of the 5 that a comparison needs.')
    expect(t.windows.every((w) => w.baseline === null && w.against === null)).toBe(true)
  })

  test('with enough days each window has its median and band, and says where it stands', () => {
    const t = takeTemperature(steady(4, 40), known(20))
    expect(t.enough).toBe(true)
    expect(t.windows.map((w) => [w.minutes, w.n, w.baseline!.median, w.against])).toEqual([
      [5, 40, 4, 'above'],
      [15, 48, 12, 'above'],
      [60, 84, 48, 'above'],
    ])
    expect(t.windows[0]!.baseline!.days).toBe(20)
    expect(t.windows[0]!.neutral + t.windows[0]!.negative + t.windows[0]!.positive).toBe(40)
  })

  test('the usual is the usual, and silence where there is always something is below it', () => {
    expect(takeTemperature(steady(20, 20), known(20)).windows[0]!.against).toBe('usual')
    expect(takeTemperature(steady(20, 0), known(20)).windows[0]!.against).toBe('below')
    expect(takeTemperature(steady(1, 0), known(20)).windows[0]!.against).toBe('usual')
  })

  test('days on which something was blind do not count, and their points are shown as blind', () => {
    const day = 86_400_000
    const blind = [3, 4, 5, 6].map((d) => ({
      from: new Date(end.getTime() - d * day - 600_000),
      to: new Date(end.getTime() - d * day + 600_000),
    }))
    expect(baselineOf(steady(4, 4), known(8, blind), 0, 1)).toBeNull()
    const now = [{ from: new Date(end.getTime() - 30 * 60_000), to: new Date(end.getTime() - 20 * 60_000) }]
    const series = takeTemperature(steady(4, 4), known(20, now)).series
    expect(series.filter((p) => p.blind)).toHaveLength(2)
    expect(series).toHaveLength(36)
    expect(series.at(-1)!.from).toEqual(new Date(end.getTime() - 300_000))
  })

  test('other hours of the day do not weigh in', () => {
    const rows = Array.from({ length: STEPS_TO_READ }, (_, back) => ({
      back,
      n: back % DAY > 60 && back % DAY < 250 ? 500 : 2,
      negative: 0,
      positive: 0,
    }))
    expect(baselineOf(spread(rows), known(20), 0, 1)!.high).toBe(2)
  })
})

describe('a spike', () => {
  test('needs at least ten posts, however rare they are', () => {
    expect(findSpike(steady(0, 9), known(20))).toBeNull()
    expect(findSpike(steady(0, 10), known(20))).toMatchObject({ n: 10, expected: 0 })
  })
  test('is more than twice the median and more than chance', () => {
    expect(findSpike(steady(40, 55), known(20))).toBeNull()
    expect(findSpike(steady(40, 79), known(20))).toBeNull()
    expect(findSpike(steady(40, 85), known(20))!.basis).toBe('the same hours of 20 earlier days')
  })
  test('without earlier days is measured against the two hours before, and says so', () => {
    expect(findSpike(steady(3, 30), known(0))!.basis).toMatch(/two hours before/)
    const young = { ...known(0), since: new Date(end.getTime() - 10 * 60_000) }
    expect(findSpike(steady(3, 30), young)).toBeNull()
  })
})
