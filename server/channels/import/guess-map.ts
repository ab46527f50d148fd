import type { Said } from '../../platform/result.ts'
import { type ByteStream, type ImportMap, type Inspection, said } from '../channel.ts'
import { readHead } from './bytes.ts'
import { CsvReader } from './csv.ts'
import { readRowTime, snowflakeOf } from './row-time.ts'

type Part = 'text' | 'time' | 'tweetId' | 'author' | 'link' | 'lang'

const NAMES: Record<Part, RegExp> = {
  text: /^(tweet|post|message|full|status|comment)?[ _-]?(text|content|body|message|tweet|post)$|^comment$|^caption$|^testun$/i,
  time: /^(created|published|posted|tweet|post|date|time)?[ _-]?(date|time|at|timestamp|datetime|created|published)$|^date[ _-]?(time|posted|created)?$|^dyddiad$/i,
  tweetId: /^(tweet|status|post)?[ _-]?id([ _-]?str)?$/i,
  author:
    /^(author|user|account|from|screen|tweet|poster)?[ _-]?(author|user|username|user[ _-]?name|handle|screen[ _-]?name|from|account|name)$|^author([ _-]?(handle|name))?$|^user\.(screen_name|username|name)$|^awdur$/i,
  link: /^(tweet|post|status|perma)?[ _-]?(url|link|permalink|uri|address)$|^dolen$/i,
  lang: /^(lang|language|iaith)$/i,
}
const order: Part[] = ['tweetId', 'text', 'time', 'author', 'link', 'lang']

/**
 * Guesses which column holds what from the names and the first rows, and says what a person must still answer:
 * the text when no column is plainly it, and the time when there is neither a time nor a tweet id.
 */
export function guessMap(
  header: string[],
  samples: Record<string, string>[],
): { map: Omit<ImportMap, 'format'>; ask: (keyof ImportMap)[] } {
  const values = (column: string) => samples.map((row) => (row[column] ?? '').trim()).filter((v) => v !== '')
  /** Rows may be wrong: a name that says it needs half of its cells to fit, no name nine in ten. */
  const share = (column: string, fits: (v: string) => boolean) => {
    const all = values(column)
    return all.length === 0 ? 0 : all.filter(fits).length / all.length
  }
  const cells: Record<Part, (v: string) => boolean> = {
    text: (v) => /\p{L}/u.test(v),
    time: (v) => readRowTime(v, true) !== null || readRowTime(v, false) !== null,
    tweetId: (v) => snowflakeOf(v) !== null,
    author: (v) => v.length <= 120,
    link: (v) => /^https?:\/\//i.test(v),
    lang: (v) => /^[a-z]{2,3}(?:[-_][a-z0-9]+)*$/i.test(v),
  }
  const named = (part: Part) => (c: string) =>
    !taken.has(c) && NAMES[part].test(c.trim()) && share(c, cells[part]) >= 0.5
  const plainly = (part: Part, also: (v: string) => boolean) => (c: string) =>
    !taken.has(c) && share(c, (v) => cells[part](v) && also(v)) >= 0.9
  const taken = new Set<string>()
  const found: Record<Part, string | null> = {
    text: null,
    time: null,
    tweetId: null,
    author: null,
    link: null,
    lang: null,
  }
  const take = (part: Part, column: string | undefined) => {
    if (!column || found[part]) return
    found[part] = column
    taken.add(column)
  }
  for (const part of order) take(part, header.find(named(part)))
  // Without a name that says it: what can only be one thing is that thing.
  take('tweetId', header.find(plainly('tweetId', (v) => v.replace(/\D/g, '').length >= 15)))
  take('link', header.find(plainly('link', () => true)))
  take('time', header.find(plainly('time', (v) => /[-/:T]/.test(v))))
  const ask: (keyof ImportMap)[] = []
  if (!found.text) {
    const average = (c: string) =>
      values(c).reduce((sum, v) => sum + v.length, 0) / Math.max(1, values(c).length)
    const longest = header
      .filter((c) => !taken.has(c) && share(c, cells.text) > 0)
      .sort((a, b) => average(b) - average(a))[0]
    take('text', longest)
    ask.push('text')
  }
  if (!found.time && !found.tweetId) ask.push('time')
  return {
    map: { ...found, text: found.text ?? '', dayFirst: dayFirst(found.time ? values(found.time) : []) },
    ask,
  }
}

/** In `3/4/2026` Britain means April; only a second number past 12 says otherwise. */
const dayFirst = (times: string[]): boolean =>
  !times.some((t) => Number(/^\d{1,2}[/.-](\d{1,2})[/.-]\d{2,4}/.exec(t)?.[1] ?? 0) > 12)

const delimiters = [',', ';', '\t', '|'] as const

/** The shape of a file, from its beginning. Throws nothing; a stream that fails is a `problem`. */
export async function inspectImport(stream: ByteStream): Promise<Inspection> {
  const none = (problem: Said): Inspection => ({ map: null, columns: [], samples: [], ask: [], problem })
  let head: { text: string; whole: boolean }
  try {
    head = await readHead(stream)
  } catch (error) {
    return none(said('file-broke-off', (error as Error).message))
  }
  const text = head.text.replace(/^\ufeff/, '')
  if (text.trim() === '') return none(said('file-empty'))
  if (text.slice(0, 4_096).includes('\0')) return none(said('file-no-text'))
  return text.trimStart().startsWith('{') ? inspectJsonLines(text, head.whole) : inspectCsv(text, head.whole)
}

function inspectJsonLines(text: string, whole: boolean): Inspection {
  const lines = text.split('\n').filter((l) => l.trim() !== '')
  if (!whole) lines.pop()
  const samples: Record<string, string>[] = []
  for (const line of lines.slice(0, 50)) {
    const row = flatten(line)
    if (row) samples.push(row)
  }
  const columns = [...new Set(samples.flatMap((s) => Object.keys(s)))].slice(0, 200)
  if (columns.length === 0)
    return { map: null, columns, samples: [], ask: [], problem: said('file-no-object') }
  const { map, ask } = guessMap(columns, samples)
  const recorded = samples.every((s) => 'channel' in s && 'uri' in s && 'author.handle' in s && 'text' in s)
  return {
    map: { format: 'jsonl', ...map },
    columns,
    samples: samples.slice(0, 5),
    ask: recorded ? [] : ask,
    problem: null,
  }
}

function inspectCsv(text: string, whole: boolean): Inspection {
  let best: { delimiter: (typeof delimiters)[number]; rows: string[][]; score: number } | null = null
  for (const delimiter of delimiters) {
    const rows = [...new CsvReader(delimiter).take(text, whole)]
      .flatMap((r) => ('cells' in r ? [r.cells] : []))
      .slice(0, 50)
    const width = rows[0]?.length ?? 0
    const score =
      width < 2 ? 0 : (rows.filter((r) => r.length === width).length / rows.length) * Math.min(width, 6)
    if (!best || score > best.score) best = { delimiter, rows, score }
  }
  const { delimiter, rows } = best!
  const first = rows[0]
  if (!first) return { map: null, columns: [], samples: [], ask: [], problem: said('file-no-row') }
  const header = isHeader(first, rows[1])
  const columns = header ? namesOf(first) : first.map((_, n) => String(n + 1))
  const samples = (header ? rows.slice(1) : rows).map((cells) =>
    Object.fromEntries(columns.map((c, n) => [c, cells[n] ?? ''])),
  )
  const { map, ask } = guessMap(columns, samples)
  return {
    map: { format: 'csv', delimiter, header, ...map },
    columns,
    samples: samples.slice(0, 5),
    ask,
    problem: null,
  }
}

/** Column names as they stand, trimmed; a name that is there twice or empty gets its number. */
export function namesOf(cells: string[]): string[] {
  const seen = new Set<string>()
  return cells.map((cell, n) => {
    const name = cell.replace(/^\ufeff/, '').trim()
    const own = name === '' || seen.has(name) ? `${name || 'column'} ${n + 1}` : name
    seen.add(own)
    return own
  })
}

function isHeader(first: string[], second: string[] | undefined): boolean {
  const names = first.map((c) => c.replace(/^\ufeff/, '').trim())
  if (order.some((part) => names.some((n) => NAMES[part].test(n)))) return true
  if (
    names.some(
      (n) =>
        n.length > 60 ||
        snowflakeOf(n) !== null ||
        readRowTime(n, true) !== null ||
        /^https?:/i.test(n) ||
        /^\d+$/.test(n),
    )
  )
    return false
  return second !== undefined && names.every((n) => n !== '')
}

/** A JSON object as columns; members of members as `user.name`, one level deep. Null when it is no object. */
export function flatten(line: string): Record<string, string> | null {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const row: Record<string, string> = {}
  const put = (name: string, v: unknown) => {
    if (typeof v === 'string') row[name] = v
    else if (typeof v === 'number' || typeof v === 'boolean') row[name] = String(v)
  }
  for (const [name, v] of Object.entries(value)) {
    if (typeof v === 'object' && v !== null && !Array.isArray(v))
      for (const [inner, w] of Object.entries(v)) put(`${name}.${inner}`, w)
    else put(name, v)
  }
  return row
}
