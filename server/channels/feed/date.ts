const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Minutes east of Greenwich for zones that are written by name. */
const ZONES: Record<string, number> = {
  z: 0,
  ut: 0,
  gmt: 0,
  utc: 0,
  wet: 0,
  bst: 60,
  ist: 60,
  west: 60,
  cet: 60,
  met: 60,
  cest: 120,
  mest: 120,
  eet: 120,
  eest: 180,
  msk: 180,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  akst: -540,
  akdt: -480,
  hst: -600,
  ast: -240,
  adt: -180,
  nst: -210,
  jst: 540,
  kst: 540,
  aest: 600,
  aedt: 660,
  acst: 570,
  awst: 480,
  nzst: 720,
  nzdt: 780,
}

/**
 * A date as feeds write it: RFC 822 and 2822 with all that is got wrong in them, RFC 3339 and its short forms
 * (`2026`, `2026-11`), `20261123`, asctime. Without a zone it is taken as UTC. Null when it cannot be read.
 */
export function readDate(raw: string | null | undefined): Date | null {
  const text = raw?.trim().replace(/\s+/g, ' ')
  if (!text || text.length > 100) return null
  return iso(text) ?? rfc822(text) ?? asctime(text)
}

function iso(text: string): Date | null {
  const m =
    /^(\d{4})(?:-?(\d{2})(?:-?(\d{2}))?)?(?:[T ](\d{1,2})(?::?(\d{2}))?(?::?(\d{2})(?:[.,](\d+))?)?)? ?(Z|[A-Za-z]{2,4}|[+-]\d{2}:?\d{0,2})?$/i.exec(
      text,
    )
  if (!m) return null
  const zone = offset(m[8])
  if (zone === null) return null
  return build(
    Number(m[1]),
    Number(m[2] ?? 1) - 1,
    Number(m[3] ?? 1),
    Number(m[4] ?? 0),
    Number(m[5] ?? 0),
    Number(m[6] ?? 0),
    fraction(m[7]),
    zone,
  )
}

function rfc822(text: string): Date | null {
  const m =
    /^(?:[\p{L}.]+,? )?(\d{1,2})[ -]([\p{L}]{3,9})\.?,?[ -](\d{2,4}),?(?: (\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d+))?)?(?: ?([AP]M))?)? ?(?:\(?([A-Za-z]{1,5}|[+-]\d{1,2}:?\d{2}|(?:GMT|UTC)[+-]\d{1,2}:?\d{0,2})\)?)?(?: \(.*\))?$/iu.exec(
      text,
    )
  if (!m) return american(text)
  const month = MONTHS.indexOf(m[2]!.slice(0, 3).toLowerCase())
  const zone = offset(m[9])
  if (month < 0 || zone === null) return null
  return build(
    longYear(m[3]!),
    month,
    Number(m[1]),
    hours(m[4], m[8]),
    Number(m[5] ?? 0),
    Number(m[6] ?? 0),
    fraction(m[7]),
    zone,
  )
}

/** `Thursday, January 1, 2026 10:30 PM EST`. */
function american(text: string): Date | null {
  const m =
    /^(?:[A-Za-z]+,? )?([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?:,? (?:at )?(\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([AP]M))?)? ?([A-Za-z]{1,5}|[+-]\d{2}:?\d{2})?$/i.exec(
      text,
    )
  if (!m) return null
  const month = MONTHS.indexOf(m[1]!.slice(0, 3).toLowerCase())
  const zone = offset(m[8])
  if (month < 0 || zone === null) return null
  return build(
    Number(m[3]),
    month,
    Number(m[2]),
    hours(m[4], m[7]),
    Number(m[5] ?? 0),
    Number(m[6] ?? 0),
    0,
    zone,
  )
}

function asctime(text: string): Date | null {
  const m =
    /^[A-Za-z]{3,9},? ([A-Za-z]{3,9}) (\d{1,2}) (\d{1,2}):(\d{2})(?::(\d{2}))? (?:([A-Za-z]{1,5}|[+-]\d{4}) )?(\d{4})(?: ([A-Za-z]{1,5}|[+-]\d{4}))?$/.exec(
      text,
    )
  if (!m) return null
  const month = MONTHS.indexOf(m[1]!.slice(0, 3).toLowerCase())
  const zone = offset(m[6] ?? m[8])
  if (month < 0 || zone === null) return null
  return build(Number(m[7]), month, Number(m[2]), Number(m[3]), Number(m[4]), Number(m[5] ?? 0), 0, zone)
}

const fraction = (digits: string | undefined): number =>
  digits ? Math.floor(Number(`0.${digits}`) * 1_000) : 0

/** RFC 2822: two digits below 50 are this century, three are since 1900. */
function longYear(digits: string): number {
  const year = Number(digits)
  if (digits.length >= 4) return year
  return digits.length === 3 || year >= 50 ? 1900 + year : 2000 + year
}

function hours(written: string | undefined, half: string | undefined): number {
  const hour = Number(written ?? 0)
  if (!half) return hour
  return (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
}

function offset(zone: string | undefined): number | null {
  if (!zone) return 0
  const named = ZONES[zone.toLowerCase()]
  if (named !== undefined) return named
  const m = /^(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?$/i.exec(zone)
  if (m) return (m[1] === '-' ? -1 : 1) * (Number(m[2]) * 60 + Number(m[3] ?? 0))
  // A zone nobody knows: the time is right to within a day, which is better than none.
  return 0
}

function build(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  ms: number,
  zone: number,
): Date | null {
  if (month > 11 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60) return null
  const at = new Date(0)
  at.setUTCFullYear(year, month, day)
  at.setUTCHours(hour, minute, Math.min(second, 59), ms)
  at.setTime(at.getTime() - zone * 60_000)
  return Number.isNaN(at.getTime()) ? null : at
}
