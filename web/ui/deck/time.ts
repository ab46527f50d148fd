/** Times as a person on duty reads them. All take the organisation's time zone, so that a wall clock agrees. */
export interface TimeWords {
  now: string
  secondsAgo: (n: number) => string
  minutesAgo: (n: number) => string
  hoursAgo: (n: number) => string
  today: (time: string) => string
  yesterday: (time: string) => string
}

export interface Place {
  zone: string
  locale: string
}

const formats = new Map<string, Intl.DateTimeFormat>()
/** `Intl.DateTimeFormat` costs about 30 µs to make and a deck shows hundreds of times. */
function format(place: Place, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${place.locale}|${place.zone}|${name}`
  let made = formats.get(key)
  if (!made) {
    made = new Intl.DateTimeFormat(place.locale, { timeZone: place.zone, ...options })
    formats.set(key, made)
  }
  return made
}

/** "14:02". */
export const clockTime = (at: Date, place: Place): string =>
  format(place, 'clock', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)

/** "23 November 2026 at 14:02:31 GMT"; what focus on a time shows. */
export const exactTime = (at: Date, place: Place): string =>
  format(place, 'exact', { dateStyle: 'long', timeStyle: 'long', hourCycle: 'h23' }).format(at)

/** "23 Nov 2026". */
export const shortDate = (at: Date, place: Place): string =>
  format(place, 'date', { day: 'numeric', month: 'short', year: 'numeric' }).format(at)

const day = (at: Date, place: Place): string =>
  format(place, 'day', { year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)

/** "4 min ago" within twelve hours, then "yesterday 22:10" or "3 Nov 2026, 22:10". A future time is said, not hidden. */
export function ago(at: Date, now: Date, place: Place, w: TimeWords): string {
  const seconds = Math.round((now.getTime() - at.getTime()) / 1000)
  if (seconds < -90) return dayTime(at, now, place, w)
  if (seconds < 10) return w.now
  if (seconds < 60) return w.secondsAgo(seconds)
  if (seconds < 3600) return w.minutesAgo(Math.floor(seconds / 60))
  if (seconds < 12 * 3600) return w.hoursAgo(Math.floor(seconds / 3600))
  return dayTime(at, now, place, w)
}

/** "today 14:02", "yesterday 22:10", "3 Nov 2026, 22:10". */
export function dayTime(at: Date, now: Date, place: Place, w: TimeWords): string {
  const time = clockTime(at, place)
  const that = day(at, place)
  if (that === day(now, place)) return w.today(time)
  if (that === day(new Date(now.getTime() - 86_400_000), place)) return w.yesterday(time)
  return `${shortDate(at, place)}, ${time}`
}

/** The value of an `<input type="datetime-local">` (its wall clock is the organisation's) as a moment; null when empty or wrong. */
export function fromLocal(text: string, zone: string): Date | null {
  const m = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text.trim())
  if (!m) return null
  const wall = Date.UTC(+m[1]!, +m[2]! - 1, +m[3]!, +(m[4] ?? 0), +(m[5] ?? 0), +(m[6] ?? 0))
  if (new Date(wall).getUTCDate() !== +m[3]!) return null
  // Twice, because the offset of the first guess may lie on the other side of a clock change.
  const first = wall - offset(new Date(wall), zone)
  return new Date(wall - offset(new Date(first), zone))
}

/** Milliseconds by which the zone's wall clock is ahead of UTC at that moment. */
function offset(at: Date, zone: string): number {
  const parts = format({ zone, locale: 'en-GB' }, 'parts', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value)
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  return wall - Math.floor(at.getTime() / 1000) * 1000
}
