/**
 * How months begin in the languages that feeds in Britain and Europe are written in, without accents. Three letters
 * tell most; `juin` and `juil`, `mar` and `mai`, need what is theirs alone, so the longest beginning wins.
 */
const MONTHS: string[][] = [
  ['jan', 'jän', 'gen', 'ene', 'ion', 'sty', 'ιαν', 'янв'],
  ['feb', 'fev', 'fév', 'chwe', 'lut', 'φεβ', 'фев'],
  ['mar', 'mär', 'mrt', 'maa', 'maw', 'mrz', 'marz', 'márc', 'μαρ', 'μάρ', 'мар'],
  ['apr', 'avr', 'abr', 'ebr', 'kwi', 'ápr', 'απρ', 'апр'],
  ['may', 'mai', 'mag', 'mei', 'maj', 'máj', 'μαϊ', 'μάι', 'μαι', 'май', 'мая'],
  ['jun', 'juin', 'giu', 'meh', 'cze', 'jún', 'ιουν', 'ιούν', 'июн'],
  ['jul', 'juil', 'lug', 'gor', 'lip', 'júl', 'ιουλ', 'ιούλ', 'июл'],
  ['aug', 'aou', 'aoû', 'ago', 'aws', 'sie', 'αυγ', 'αύγ', 'авг'],
  ['sep', 'set', 'medi', 'wrz', 'sze', 'σεπ', 'сен'],
  ['oct', 'okt', 'ott', 'out', 'hyd', 'paz', 'paź', 'οκτ', 'окт'],
  ['nov', 'tach', 'lis', 'νοε', 'νοέ', 'ноя'],
  ['dec', 'dez', 'déc', 'dic', 'rha', 'gru', 'δεκ', 'дек'],
]

/** The month from 0; -1 when no language here has one that begins so. */
function monthOf(name: string): number {
  const lower = name.toLowerCase()
  let month = -1
  let longest = 0
  for (const [n, beginnings] of MONTHS.entries())
    for (const b of beginnings)
      if (b.length > longest && lower.startsWith(b)) {
        month = n
        longest = b.length
      }
  return month
}

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
 * A date as feeds write it: RFC 822 and 2822 with all that is got wrong in them and in several languages, RFC 3339
 * and its short forms (`2026`, `2026-11`, `2026-155`), `20261123`, asctime, Unix seconds, Korean. Without a zone it is
 * taken as UTC; `1/2/2026` is in February unless that cannot be. Null when it cannot be read.
 */
export function readDate(raw: string | null | undefined): Date | null {
  const given = raw?.trim().replace(/\s+/g, ' ')
  if (!given || given.length > 100) return null
  // The name of the day says nothing that the date does not.
  const text = given.replace(/^[\p{L}. ]{2,20}, ?/u, '')
  return numeric(text) ?? iso(text) ?? rfc822(text) ?? asctime(given) ?? slashed(text) ?? korean(text)
}

function numeric(text: string): Date | null {
  if (/^\d{9,10}$/.test(text)) return new Date(Number(text) * 1_000)
  return /^\d{13}$/.test(text) ? new Date(Number(text)) : null
}

function iso(text: string): Date | null {
  // A month by its name, as in `2004-július-13`, then the day of the year, then years of two digits.
  const byName = /^(\d{4})-(\p{L}{3,12})-(\d{1,2})(?=$|[T ])/u.exec(text)
  if (byName) {
    const month = monthOf(byName[2]!)
    return month < 0
      ? null
      : iso(`${byName[1]}-${two(month + 1)}-${two(Number(byName[3]))}${text.slice(byName[0].length)}`)
  }
  const ofYear = /^(\d{4})-?(\d{3})$/.exec(text)
  if (ofYear) {
    const day = Number(ofYear[2])
    return day < 1 || day > 366 ? null : build(Number(ofYear[1]), 0, 1, 0, 0, 0, (day - 1) * 86_400_000, 0)
  }
  const short = /^(\d{2})-(\d{2})-(\d{2})(?=$|[T ])/.exec(text)
  if (short) return iso(`${longYear(short[1]!)}${text.slice(2)}`)
  const m =
    /^(\d{4})(?:[-/]?(\d{2})(?:[-/]?(\d{2}))?)?(?:[T ](\d{1,2})(?::?(\d{2}))?(?::?(\d{2})(?:[.,](\d+))?)?)? ?(Z|[A-Za-z]{2,5}|(?:GMT|UTC)?[+-]\d{1,2}:?\d{0,2})?$/i.exec(
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
    /^(?:[\p{L}.]+,? )?(\d{1,2})(?:st|nd|rd|th|\.)?[ -]([\p{L}]{3,12})\.?,?[ -](\d{2,4}),?(?: (\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d+))?)?(?: ?([AP]M))?)? ?(?:\(?((?:Etc\/)?[A-Za-z]{1,5}|[+-]\d{1,2}:?\d{2}|(?:Etc\/)?(?:GMT|UTC)[+-]\d{1,2}:?\d{0,2})\)?)?(?: \(.*\))?$/iu.exec(
      text,
    )
  if (!m) return american(text)
  const month = monthOf(m[2]!)
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
    /^(?:[A-Za-z]+,? )?(\p{L}{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?:,? (?:at )?(\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([AP]M))?)? ?([A-Za-z]{1,5}|[+-]\d{2}:?\d{2})?$/iu.exec(
      text,
    )
  if (!m) return null
  const month = monthOf(m[1]!)
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
  const month = monthOf(m[1]!)
  const zone = offset(m[6] ?? m[8])
  if (month < 0 || zone === null) return null
  return build(Number(m[7]), month, Number(m[2]), Number(m[3]), Number(m[4]), Number(m[5] ?? 0), 0, zone)
}

/** `31/12/2003 10:00`; the day comes first unless only the other reading can be. */
function slashed(text: string): Date | null {
  const m =
    /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:,? (\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([AP]M))?)? ?([A-Za-z]{1,5}|[+-]\d{2}:?\d{2})?$/i.exec(
      text,
    )
  if (!m) return null
  const [day, month] = Number(m[2]) > 12 ? [m[2], m[1]] : [m[1], m[2]]
  const zone = offset(m[8])
  if (zone === null) return null
  return build(
    Number(m[3]),
    Number(month) - 1,
    Number(day),
    hours(m[4], m[7]),
    Number(m[5] ?? 0),
    Number(m[6] ?? 0),
    0,
    zone,
  )
}

/** `2004년 05월 28일 오후 01:31:15`, and with hyphens; on Korean time. */
function korean(text: string): Date | null {
  const m =
    /^(\d{4})(?:년|-) ?(\d{2})(?:월|-) ?(\d{2})일? ?(오전|오후) ?(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text)
  if (!m) return null
  const hour = m[4] === '오후' && Number(m[5]) < 12 ? Number(m[5]) + 12 : Number(m[5])
  const [year, month, day] = [Number(m[1]), Number(m[2]) - 1, Number(m[3])]
  return build(year, month, day, hour, Number(m[6]), Number(m[7] ?? 0), 0, 540)
}

const two = (n: number): string => String(n).padStart(2, '0')

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
  const named = ZONES[zone.toLowerCase().replace(/^etc\//, '')]
  if (named !== undefined) return named
  const m = /^(?:Etc\/)?(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?$/i.exec(zone)
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
