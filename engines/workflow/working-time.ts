/** When something is due: working days, and minutes within working hours, by the clocks of the United Kingdom. */
import { bankHolidays, type Day, dayAfter, type Nation, weekdayOf } from './bank-holidays.ts'

const MINUTE = 60_000
const DAY_MINUTES = 1_440

const everyNation: readonly Nation[] = ['england', 'wales', 'scotland', 'northern-ireland']

/**
 * Whose bank holidays are no working days of the Freedom of Information Act 2000: those of any part of the kingdom
 * (section 10(6)). The Scottish Act of 2002 asks for Scotland's alone.
 */
export const informationActNations = everyNation

/** A day that is neither at the weekend nor a bank holiday in any of these nations, nor one of `closed`. */
export function isWorkingDay(day: Day, nations: readonly Nation[], closed: readonly Day[] = []): boolean {
  const weekday = weekdayOf(day)
  if (weekday === 0 || weekday === 6 || closed.includes(day)) return false
  return !nations.some((nation) => holidaysOf(Number(day.slice(0, 4)), nation).has(day))
}

const known = new Map<string, Set<Day>>()

function holidaysOf(year: number, nation: Nation): Set<Day> {
  const key = `${year} ${nation}`
  let days = known.get(key)
  if (!days) {
    if (known.size > 400) known.clear()
    days = new Set(bankHolidays(year, nation))
    known.set(key, days)
  }
  return days
}

/** The n-th working day after a day; the day itself does not count, whatever it is. `count` is 1 or more. */
export function addWorkingDays(
  day: Day,
  count: number,
  nations: readonly Nation[],
  closed: readonly Day[] = [],
): Day {
  let left = count
  let on = day
  while (left > 0) {
    on = dayAfter(on)
    if (isWorkingDay(on, nations, closed)) left--
  }
  return on
}

/** Hours of a team: for each weekday (0 is Sunday) spans of minutes after midnight by the clock on the wall, in order. */
export interface WorkingHours {
  week: readonly (readonly { from: number; until: number }[])[]
  nations: readonly Nation[]
  closed?: readonly Day[]
  /** Open on bank holidays too. */
  onHolidays?: boolean
}

/** British Summer Time: from the last Sunday of March to that of October, at one o'clock UTC (since 1996). */
export function isSummerTime(ms: number): boolean {
  const year = new Date(ms).getUTCFullYear()
  const lastSunday = (month: number) => {
    const end = Date.UTC(year, month, 0, 1)
    return end - new Date(end).getUTCDay() * DAY_MINUTES * MINUTE
  }
  return ms >= lastSunday(3) && ms < lastSunday(10)
}

/** The day by the clock on the wall. */
export const localDay = (ms: number): Day =>
  new Date(ms + (isSummerTime(ms) ? 60 * MINUTE : 0)).toISOString().slice(0, 10)

/**
 * The first moment at which the clock on the wall shows so many minutes after midnight of a day; a time that is skipped in
 * March is taken as the moment of the change.
 */
export function momentOf(day: Day, minutes: number): number {
  const utc = Date.parse(`${day}T00:00:00Z`) + minutes * MINUTE
  const summer = utc - 60 * MINUTE
  if (isSummerTime(summer)) return summer
  return isSummerTime(utc) ? Math.floor(utc / (60 * MINUTE)) * 60 * MINUTE : utc
}

/** The open spans of a day, in milliseconds since 1970. */
function spansOf(
  day: Day,
  { week, nations, closed = [], onHolidays = false }: WorkingHours,
): [number, number][] {
  const spans = week[weekdayOf(day)] ?? []
  if (spans.length === 0 || closed.includes(day)) return []
  if (!onHolidays && nations.some((nation) => holidaysOf(Number(day.slice(0, 4)), nation).has(day))) return []
  return spans.map(({ from, until }) => [momentOf(day, from), momentOf(day, until)])
}

/** Milliseconds of working time between two moments; 0 when the second is not the later. */
export function workingTimeBetween(from: number, until: number, hours: WorkingHours): number {
  let sum = 0
  for (let day = localDay(from); day <= localDay(until); day = dayAfter(day))
    for (const [open, close] of spansOf(day, hours))
      sum += Math.max(0, Math.min(until, close) - Math.max(from, open))
  return sum
}

/** How many days ahead an opening is looked for: a team that is closed for longer has no hours. */
const FARTHEST = 400

/** The moment at which so many milliseconds of working time have passed; null for a team that never opens. */
export function addWorkingTime(from: number, time: number, hours: WorkingHours): number | null {
  let left = time
  let day = localDay(from)
  let shut = 0
  while (shut < FARTHEST) {
    let opened = false
    for (const [open, close] of spansOf(day, hours)) {
      const begin = Math.max(from, open)
      if (close <= begin) continue
      opened = true
      if (close - begin >= left) return begin + left
      left -= close - begin
    }
    shut = opened ? 0 : shut + 1
    day = dayAfter(day)
  }
  return null
}
