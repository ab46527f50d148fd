import { trimEnds } from '../../../engines/text/trim.ts'

/** The first id that had its time in it (November 2010). */
const firstSnowflake = 29_700_859_247n
const twitterEpoch = 1_288_834_974_657n

/** A tweet id with or without quotation marks; null when it is none (a spreadsheet's 2.11E+17 is none: digits are lost). */
export function snowflakeOf(raw: string): { id: string; at: Date | null } | null {
  const id = /^['"`‘’“” ]*(\d{1,19})['"`‘’“” ]*$/.exec(raw)?.[1]
  if (!id) return null
  const number = BigInt(id)
  if (number === 0n) return null
  if (number <= firstSnowflake) return { id, at: null }
  return { id, at: new Date(Number((number >> 22n) + twitterEpoch)) }
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * A time as spreadsheets, archives and networks write it: RFC 3339 and its looser kin, `23/11/2026 14:02`, Unix
 * seconds or milliseconds, `Mon Nov 23 14:02:00 +0000 2026`, `23 Nov 2026 14:02`. Without a zone, UTC. Null otherwise.
 */
export function readRowTime(raw: string, dayFirst: boolean): Date | null {
  const text = trimEnds(raw.trim(), /['"]/).replace(/\s+/g, ' ')
  if (text === '' || text.length > 60) return null
  if (/^\d{10}(\.\d+)?$/.test(text)) return new Date(Number(text) * 1_000)
  if (/^\d{13}$/.test(text)) return new Date(Number(text))
  const iso =
    /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ,]{1,3}(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)? ?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i.exec(
      text,
    )
  if (iso) return at(iso[1]!, Number(iso[2]), iso[3]!, iso[4], iso[5], iso[6], undefined, iso[8], iso[7])
  const numbers =
    /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[T ,]{1,3}(\d{1,2}):(\d{2})(?::(\d{2}))? ?([AP]M)?)? ?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i.exec(
      text,
    )
  if (numbers) {
    const [day, month] = dayFirst ? [numbers[1]!, numbers[2]!] : [numbers[2]!, numbers[1]!]
    const year = numbers[3]!.length === 2 ? `20${numbers[3]}` : numbers[3]!
    return at(year, Number(month), day, numbers[4], numbers[5], numbers[6], numbers[7], numbers[8])
  }
  const named =
    /^(?:[A-Za-z]{3,9},? )?(\d{1,2}) ([A-Za-z]{3,9}),? (\d{4})(?:,? (\d{1,2}):(\d{2})(?::(\d{2}))? ?([AP]M)?)? ?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i.exec(
      text,
    )
  if (named)
    return at(named[3]!, monthOf(named[2]!), named[1]!, named[4], named[5], named[6], named[7], named[8])
  const twitter = /^[A-Za-z]{3} ([A-Za-z]{3}) (\d{1,2}) (\d{1,2}):(\d{2}):(\d{2}) ([+-]\d{4}) (\d{4})$/.exec(
    text,
  )
  if (twitter)
    return at(
      twitter[7]!,
      monthOf(twitter[1]!),
      twitter[2]!,
      twitter[3],
      twitter[4],
      twitter[5],
      undefined,
      twitter[6],
    )
  return null
}

const monthOf = (name: string): number => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1

function at(
  year: string,
  month: number,
  day: string,
  hour = '0',
  minute = '0',
  second = '0',
  half?: string,
  zone?: string,
  fraction = '',
): Date | null {
  const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Number(hour)
  if (month < 1 || month > 12 || hours > 23 || Number(minute) > 59 || Number(second) > 60) return null
  const ms = Math.floor(Number(`0.${fraction || 0}`) * 1_000)
  const date = new Date(
    Date.UTC(Number(year), month - 1, Number(day), hours, Number(minute), Math.min(Number(second), 59), ms),
  )
  if (date.getUTCDate() !== Number(day)) return null
  const offset = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '')
  if (offset)
    date.setTime(
      date.getTime() - (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3])) * 60_000,
    )
  return date
}
