/** Bank holidays of the United Kingdom, worked out by their rules; a royal day that is proclaimed must be added by hand. */

export type Nation = 'england' | 'wales' | 'scotland' | 'northern-ireland'

/** A day of the calendar as `YYYY-MM-DD`. */
export type Day = string

const DAY = 86_400_000
const SUNDAY = 0
const MONDAY = 1
const SATURDAY = 6

const dayAt = (ms: number): Day => new Date(ms).toISOString().slice(0, 10)
const at = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day)
export const weekdayOf = (day: Day): number => new Date(`${day}T00:00:00Z`).getUTCDay()
export const dayAfter = (day: Day): Day => dayAt(Date.parse(`${day}T00:00:00Z`) + DAY)

/** Easter Sunday of the Gregorian calendar (the anonymous algorithm, as in Meeus 1991). */
export function easterSunday(year: number): Day {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114
  return dayAt(at(year, Math.floor(f / 31), (f % 31) + 1))
}

/** The first Monday of a month, or its last. */
function monday(year: number, month: number, which: 'first' | 'last'): Day {
  let ms = which === 'first' ? at(year, month, 1) : at(year, month + 1, 0)
  while (new Date(ms).getUTCDay() !== MONDAY) ms += which === 'first' ? DAY : -DAY
  return dayAt(ms)
}

/** Fixed days in order; one that falls on a weekend is kept on the next weekday that is not taken. */
function kept(days: Day[], taken: readonly Day[] = []): Day[] {
  const moved: Day[] = []
  const fixed = days.filter((day) => weekdayOf(day) !== SATURDAY && weekdayOf(day) !== SUNDAY)
  for (const day of days) {
    let on = day
    while (
      weekdayOf(on) === SATURDAY ||
      weekdayOf(on) === SUNDAY ||
      taken.includes(on) ||
      moved.includes(on) ||
      (on !== day && fixed.includes(on))
    )
      on = dayAfter(on)
    moved.push(on)
  }
  return moved
}

/** The bank holidays of a nation in a year, in order. Valid from 2007 (St Andrew's Day) on. */
export function bankHolidays(year: number, nation: Nation): Day[] {
  const easter = Date.parse(`${easterSunday(year)}T00:00:00Z`)
  const on = (month: number, day: number) => dayAt(at(year, month, day))
  const goodFriday = dayAt(easter - 2 * DAY)
  const easterMonday = dayAt(easter + DAY)
  const days = [
    goodFriday,
    monday(year, 5, 'first'),
    monday(year, 5, 'last'),
    ...kept([on(12, 25), on(12, 26)]),
  ]
  if (nation === 'scotland')
    days.push(...kept([on(1, 1), on(1, 2)]), monday(year, 8, 'first'), ...kept([on(11, 30)]))
  else days.push(...kept([on(1, 1)]), easterMonday, monday(year, 8, 'last'))
  if (nation === 'northern-ireland')
    days.push(...kept([on(3, 17)], [goodFriday, easterMonday]), ...kept([on(7, 12)]))
  return days.sort()
}
