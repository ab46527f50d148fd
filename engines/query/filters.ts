import type { Rest } from './lex.ts'
import { problemAt, type QueryMessage } from './messages.ts'
import { type Field, foldName, lowerAscii, MAX_KM, type Problem, type Query } from './tree.ts'

/** What a search needs to know about the organisation that writes it. */
export interface FilterOptions {
  /** Where `within:5km` measures from. */
  areaCentre?: { lat: number; lon: number; name: string } | null
  /** Where a named place is: `within:5km:"Blackburn"`. Null when there is none of that name. */
  locate?: (name: string) => { lat: number; lon: number } | null
  /** What places of this name, or with it as another name, are called in posts: `place:Abertawe` finds Swansea. */
  placesCalled?: (name: string) => string[]
  /** Kinds of network that `channel:` may name. */
  channels?: readonly string[]
}

interface Written {
  at: number
  length: number
  field: string
  value: string
  valueAt: number
  quoted: boolean
  rest: Rest | null
}

const CHANNELS = ['bluesky', 'mastodon', 'feed', 'import', 'exercise']
const CHOICES: Partial<Record<Field, readonly string[]>> = {
  source: ['media', 'official', 'charity', 'business', 'eyewitness', 'public'],
  tone: ['negative', 'neutral', 'positive'],
  has: ['link', 'media', 'question'],
}
const FIELDS = ['from', 'to', 'domain', 'url', 'lang', 'source', 'tone', 'channel', 'has', 'place', 'within']

/** Languages by their English and own names, for people who do not know the codes. */
const LANGUAGES: Record<string, string> = {
  english: 'en', welsh: 'cy', cymraeg: 'cy', gaelic: 'gd', irish: 'ga', scots: 'sco', polish: 'pl', polski: 'pl', urdu: 'ur',
  punjabi: 'pa', panjabi: 'pa', bengali: 'bn', arabic: 'ar', romanian: 'ro', french: 'fr', german: 'de', spanish: 'es',
  portuguese: 'pt', italian: 'it', gujarati: 'gu', hindi: 'hi', tamil: 'ta', turkish: 'tr', ukrainian: 'uk', russian: 'ru',
  lithuanian: 'lt', latvian: 'lv', bulgarian: 'bg', somali: 'so', chinese: 'zh', kurdish: 'ku', persian: 'fa', farsi: 'fa',
} // biome-ignore format: a table

/** A filter as a node of the tree, or what is wrong with it. */
export function readFilter(written: Written, options: FilterOptions): Query | Problem {
  const { field, value } = written
  if (!FIELDS.includes(field)) return unknownField(written)
  if (value === '')
    return wrong(written, 'query-filter-empty', [field, example(field)], written.at, written.length)
  if (field === 'place') return readPlace(written, options)
  if (field === 'within') return readWithin(written, options)
  if (field === 'from' || field === 'to') return readHandle(written, field)
  if (field === 'domain') return readDomain(written)
  if (field === 'url') return { kind: 'filter', field, value: lowerAscii(value).replace(/^https?:\/\//, '') }
  if (field === 'lang') return readLanguage(written)
  return readChoice(written, field as Field, options)
}

function wrong(
  written: Written,
  code: QueryMessage,
  values: string[] = [],
  at = written.valueAt,
  length = written.value.length,
): Problem {
  return problemAt(at, length, code, ...values)
}

function example(field: string): string {
  if (field === 'place') return 'place:"Blackburn"'
  if (field === 'within') return 'within:5km'
  if (field === 'domain' || field === 'url') return `${field}:bbc.co.uk`
  if (field === 'lang') return 'lang:cy'
  if (field === 'channel') return 'channel:bluesky'
  return CHOICES[field as Field] ? `${field}:${CHOICES[field as Field]![0]}` : `${field}:lancspolice`
}

function unknownField(written: Written): Problem {
  return wrong(
    written,
    'query-filter-unknown',
    [written.field, FIELDS.map((field) => `${field}:`).join(' ')],
    written.at,
    written.field.length + 1,
  )
}

function readHandle(written: Written, field: 'from' | 'to'): Query | Problem {
  const value = lowerAscii(written.value.replace(/^@/, ''))
  if (!/^[^\s@][^\s]*$/.test(value) || value.length > 512)
    return wrong(written, 'query-handle', [example(field)])
  return { kind: 'filter', field, value }
}

function readDomain(written: Written): Query | Problem {
  const value = lowerAscii(written.value)
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/^\.|[/.]$/g, '')
  if (!/^[^\s/:@."]+(\.[^\s/:@."]+)*$/u.test(value)) return wrong(written, 'query-domain')
  return { kind: 'filter', field: 'domain', value }
}

function readLanguage(written: Written): Query | Problem {
  const value = lowerAscii(written.value)
  const code = LANGUAGES[value] ?? value
  if (!/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/.test(code)) return wrong(written, 'query-language')
  return { kind: 'filter', field: 'lang', value: code }
}

function readChoice(written: Written, field: Field, options: FilterOptions): Query | Problem {
  const value = lowerAscii(written.value)
  const choices = field === 'channel' ? (options.channels ?? CHANNELS) : CHOICES[field]!
  if (!choices.includes(value))
    return wrong(written, 'query-choice', [written.value, field, choices.join(', ')])
  return { kind: 'filter', field, value }
}

/** Places that one name may stand for; a name that more bear is a common one, and the largest are meant. */
const MOST_CALLED = 5

function readPlace(written: Written, options: FilterOptions): Query | Problem {
  const shown = written.value.trim()
  const name = foldName(shown)
  if (name.trim() === '') return wrong(written, 'query-place')
  const called = new Map([[name, shown]])
  for (const other of options.placesCalled?.(shown) ?? [])
    if (called.size < MOST_CALLED && !called.has(foldName(other))) called.set(foldName(other), other)
  const parts = [...called].map(([name, shown]): Query => ({ kind: 'place', name, shown }))
  return parts.length === 1 ? parts[0]! : { kind: 'or', parts }
}

const COORDINATES = /^(-?\d{1,2}(?:\.\d{1,8})?),(-?\d{1,3}(?:\.\d{1,8})?)$/

function readWithin(written: Written, options: FilterOptions): Query | Problem {
  const rest = written.rest
  const distance = rest && !written.quoted ? written.value.split(':')[0]! : written.value
  const read = /^(\d{1,4}(?:\.\d{1,3})?)(km|m|mi|miles?)$/i.exec(distance)
  const unit = read?.[2]?.toLowerCase()
  const km = read ? Number(read[1]) * (unit === 'km' ? 1 : unit === 'm' ? 0.001 : 1.609344) : 0
  if (!(km > 0 && km <= MAX_KM))
    return wrong(written, 'query-distance', [String(MAX_KM)], written.valueAt, distance.length)
  if (rest) return aroundNamed(written, rest, km, options)
  const centre = options.areaCentre
  if (!centre) return wrong(written, 'query-no-area')
  return { kind: 'within', km, lat: centre.lat, lon: centre.lon, shown: centre.name }
}

function aroundNamed(written: Written, rest: Rest, km: number, options: FilterOptions): Query | Problem {
  const shown = rest.text.trim()
  const point = COORDINATES.exec(shown.replace(/\s/g, ''))
  const found = point
    ? { lat: Number(point[1]), lon: Number(point[2]) }
    : shown
      ? (options.locate?.(shown) ?? null)
      : null
  if (!found || Math.abs(found.lat) > 90 || Math.abs(found.lon) > 180)
    return wrong(
      written,
      shown ? 'query-place-unknown' : 'query-place-empty',
      shown ? [shown] : [],
      rest.at,
      rest.text.length,
    )
  return { kind: 'within', km, lat: found.lat, lon: found.lon, shown }
}
