import type { Language } from '../look.ts'
import { LOCALE, type Words } from '../words/index.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

function format(
  language: Language,
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${language} ${timeZone} ${JSON.stringify(options)}`
  const made = formats.get(key) ?? new Intl.DateTimeFormat(LOCALE[language], { timeZone, ...options })
  formats.set(key, made)
  return made
}

/** "today 14:02", "yesterday 09:30", "3 March 14:02", with the year when it is another one. */
export function sayTime(
  at: Date,
  {
    now,
    language,
    timeZone = 'Europe/London',
    words,
  }: { now: Date; language: Language; timeZone?: string; words: Words },
): string {
  const day = (date: Date) => format('en', timeZone, { dateStyle: 'short' }).format(date)
  const time = format(language, timeZone, { hour: '2-digit', minute: '2-digit', hour12: false }).format(at)
  if (day(at) === day(now)) return `${words.times.today} ${time}`
  if (day(at) === day(new Date(now.getTime() - 24 * 3_600_000))) return `${words.times.yesterday} ${time}`
  const year = at.getFullYear() === now.getFullYear() ? undefined : 'numeric'
  return `${format(language, timeZone, { day: 'numeric', month: 'long', year }).format(at)} ${time}`
}
