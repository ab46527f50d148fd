import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { easterSunday } from './bank-holidays.ts'
import {
  addWorkingDays,
  addWorkingTime,
  bankHolidays,
  informationActNations,
  isWorkingDay,
  localDay,
  momentOf,
  type WorkingHours,
  workingTimeBetween,
} from './index.ts'
import { isSummerTime } from './working-time.ts'

const H = 3_600_000
const at = (iso: string) => Date.parse(iso)

describe('bank holidays', () => {
  test('as GOV.UK lists them', () => {
    expect(bankHolidays(2026, 'england')).toEqual([
      '2026-01-01', '2026-04-03', '2026-04-06', '2026-05-04', '2026-05-25', '2026-08-31', '2026-12-25', '2026-12-28',
    ]) // biome-ignore format: a list of days
    expect(bankHolidays(2026, 'scotland')).toEqual([
      '2026-01-01', '2026-01-02', '2026-04-03', '2026-05-04', '2026-05-25', '2026-08-03', '2026-11-30', '2026-12-25', '2026-12-28',
    ]) // biome-ignore format: a list of days
    expect(bankHolidays(2026, 'northern-ireland')).toEqual([
      '2026-01-01', '2026-03-17', '2026-04-03', '2026-04-06', '2026-05-04', '2026-05-25', '2026-07-13', '2026-08-31', '2026-12-25', '2026-12-28',
    ]) // biome-ignore format: a list of days
    expect(bankHolidays(2027, 'wales').slice(-2)).toEqual(['2027-12-27', '2027-12-28'])
    expect(bankHolidays(2022, 'scotland').slice(0, 2)).toEqual(['2022-01-03', '2022-01-04'])
    expect(bankHolidays(2016, 'england').slice(-2)).toEqual(['2016-12-26', '2016-12-27'])
  })

  test.each([
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2038, '2038-04-25'],
    [2008, '2008-03-23'],
  ])('Easter of %i is %s', (year, day) => {
    expect(easterSunday(year)).toBe(day)
  })
})

describe('working days', () => {
  test('a request of Friday before Christmas is due in twenty working days, bank holidays of any nation left out', () => {
    // 2 January is a holiday in Scotland only, which the Act of 2000 leaves out everywhere.
    expect(addWorkingDays('2025-12-19', 20, informationActNations)).toBe('2026-01-22')
    expect(addWorkingDays('2025-12-19', 20, ['england'])).toBe('2026-01-21')
  })

  test('the day itself never counts, and a closed day is none', () => {
    expect(addWorkingDays('2026-12-01', 1, ['england'])).toBe('2026-12-02')
    expect(addWorkingDays('2026-12-01', 1, ['england'], ['2026-12-02'])).toBe('2026-12-03')
    expect(isWorkingDay('2026-12-28', ['england'])).toBe(false)
    expect(isWorkingDay('2026-11-30', ['england'])).toBe(true)
  })
})

const desk: WorkingHours = {
  week: [
    [],
    ...Array.from({ length: 5 }, () => [
      { from: 8 * 60, until: 12 * 60 + 30 },
      { from: 13 * 60, until: 18 * 60 },
    ]),
    [{ from: 9 * 60, until: 12 * 60 }],
  ],
  nations: ['england'],
}

describe('working time', () => {
  test('counts several spans a day and stops over lunch, night, weekend and holiday', () => {
    expect(workingTimeBetween(at('2026-12-01T12:00Z'), at('2026-12-01T13:30Z'), desk)).toBe(H)
    expect(addWorkingTime(at('2026-12-04T17:30Z'), 2 * H, desk)).toBe(at('2026-12-05T10:30Z'))
    expect(addWorkingTime(at('2026-12-24T17:00Z'), 2 * H, desk)).toBe(at('2026-12-26T10:00Z'))
    expect(addWorkingTime(at('2026-12-26T12:00Z'), H, desk)).toBe(at('2026-12-29T09:00Z'))
  })

  test('the night the clocks change is as long as it is', () => {
    const always: WorkingHours = {
      week: Array.from({ length: 7 }, () => [{ from: 0, until: 1440 }]),
      nations: [],
    }
    expect(workingTimeBetween(at('2026-03-28T00:00Z'), at('2026-03-30T00:00Z'), always)).toBe(48 * H)
    expect(workingTimeBetween(momentOf('2026-03-29', 0), momentOf('2026-03-30', 0), always)).toBe(23 * H)
    expect(workingTimeBetween(momentOf('2026-10-25', 0), momentOf('2026-10-26', 0), always)).toBe(25 * H)
    expect(momentOf('2026-03-29', 90)).toBe(at('2026-03-29T01:00Z'))
    expect(momentOf('2026-10-25', 90)).toBe(at('2026-10-25T00:30Z'))
  })

  test('a team without hours is never due', () => {
    expect(addWorkingTime(0, 1, { week: [], nations: [] })).toBeNull()
  })

  const moment = fc.integer({ min: at('2020-01-01'), max: at('2035-12-31') })
  const local = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', dateStyle: 'short' })
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', timeStyle: 'short' })

  test('summer time and days are those of the time zone', () => {
    fc.assert(
      fc.property(moment, (ms) => {
        expect(localDay(ms)).toBe(local.format(ms))
        const shown = Number(clock.format(ms).slice(0, 2))
        expect(isSummerTime(ms)).toBe((new Date(ms).getUTCHours() + 1) % 24 === shown)
      }),
      { numRuns: 3_000 },
    )
  })

  test('agrees with a walk from minute to minute', () => {
    const open = (ms: number) => {
      const day = local.format(ms)
      const [hour, minute] = clock.format(ms).split(':').map(Number) as [number, number]
      const now = 60 * hour + minute
      const spans = desk.week[new Date(`${day}T00:00Z`).getUTCDay()]!
      return (
        spans.some(({ from, until }) => now >= from && now < until) &&
        !bankHolidays(Number(day.slice(0, 4)), 'england').includes(day)
      )
    }
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 3_000 }), (ms, minutes) => {
        const from = ms - (ms % 60_000)
        let walked = 0
        for (let i = 0; i < minutes; i++) if (open(from + i * 60_000)) walked++
        expect(workingTimeBetween(from, from + minutes * 60_000, desk)).toBe(walked * 60_000)
      }),
      { numRuns: 40 },
    )
  })

  test('time added is time that has passed', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 200 * H }), (from, time) => {
        const due = addWorkingTime(from, time, desk)!
        expect(workingTimeBetween(from, due, desk)).toBe(time)
      }),
      { numRuns: 300 },
    )
  })
})
