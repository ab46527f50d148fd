import { createHash } from 'node:crypto'
import { z } from 'zod'
import {
  addLink,
  type ByteStream,
  claimedDate,
  clean,
  domainOf,
  findInText,
  type Heard,
  type ImportedRow,
  type ImportMap,
  oneLine,
  sampleOf,
  toLink,
} from '../channel.ts'
import { toText } from './bytes.ts'
import { readCsv, readLines } from './csv.ts'
import { flatten, namesOf } from './guess-map.ts'
import { readRowTime, snowflakeOf } from './row-time.ts'

export interface ReadOptions {
  name: string
  progress?: (bytes: number) => void
  signal?: AbortSignal
}

/** See `Files.read` in the port. */
export async function* readImport(
  stream: ByteStream,
  map: ImportMap,
  options: ReadOptions,
): AsyncGenerator<ImportedRow> {
  const text = toText(stream, options.progress, options.signal)
  if (map.format === 'jsonl') {
    for await (const { row, line } of readLines(text)) yield readJsonLine(row, line, map, options.name)
    return
  }
  let columns: string[] | null = null
  for await (const read of readCsv(text, map.delimiter ?? ',')) {
    const { row } = read
    if ('broken' in read) yield { row, error: read.broken, sample: sampleOf(read.sample) }
    else if (columns === null && map.header !== false) {
      columns = namesOf(read.cells)
      const missing = [map.text, map.time, map.tweetId, map.author, map.link, map.lang].find(
        (c) => c !== null && c !== '' && !columns!.includes(c),
      )
      if (missing !== undefined) {
        yield { row, error: `There is no column called ${missing}`, sample: sampleOf(read.cells.join(', ')) }
        return
      }
    } else {
      columns ??= read.cells.map((_, n) => String(n + 1))
      yield toRow(row, new CellReader(columns, read.cells), map, options.name)
    }
  }
}

interface Cells {
  get(column: string): string
  sample(): string
}

/** Looks cells up by column without building an object for each of a million rows. */
class CellReader implements Cells {
  readonly #columns: string[]
  readonly #cells: string[]
  constructor(columns: string[], cells: string[]) {
    this.#columns = columns
    this.#cells = cells
  }
  get(column: string): string {
    return this.#cells[this.#columns.indexOf(column)]?.trim() ?? ''
  }
  sample(): string {
    return this.#cells.join(', ')
  }
}

function toRow(row: number, cells: Cells, map: ImportMap, name: string): ImportedRow {
  const bad = (error: string): ImportedRow => ({ row, error, sample: sampleOf(cells.sample()) })
  const cell = (column: string | null) => (column ? cells.get(column) : '')
  const { text, remarks } = clean(cell(map.text))
  if (text.trim() === '') return bad('There is no text')
  const tweetId = cell(map.tweetId)
  const tweet = tweetId === '' ? null : snowflakeOf(tweetId)
  if (tweetId !== '' && !tweet) {
    return bad(
      /e\+?\d+$/i.test(tweetId)
        ? `The tweet id ${oneLine(tweetId, 40)} was rounded by a spreadsheet`
        : `${oneLine(tweetId, 40)} is not a tweet id`,
    )
  }
  const time = cell(map.time)
  const published = time === '' ? (tweet?.at ?? null) : readRowTime(time, map.dayFirst !== false)
  if (time !== '' && !published) return bad(`The time ${oneLine(time, 60)} cannot be read`)
  const linked = cell(map.link)
  const link = linked === '' ? null : toLink(linked)
  if (linked !== '' && !link) return bad(`${oneLine(linked, 80)} is not a web address`)

  const handle = oneLine(cell(map.author), 320).replace(/^@/, '')
  const url = link?.url ?? (tweet ? `https://x.com/i/web/status/${tweet.id}` : null)
  const written = findInText(text)
  const lang = cell(map.lang)
  const post: Heard = {
    channel: 'import',
    uri: tweet
      ? `https://x.com/i/web/status/${tweet.id}`
      : (link?.url ??
        `import:${name}#${row}-${createHash('sha256').update(`${handle}\n${time}\n${text}`).digest('hex').slice(0, 16)}`),
    url,
    author: handle
      ? { id: tweet ? `https://x.com/${handle}` : `import:${handle}`, handle }
      : { id: `import:${name}`, handle: name },
    text,
    contentWarning: null,
    langs: /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*$/.test(lang) ? [lang.replaceAll('_', '-')] : [],
    links: written.links,
    media: [],
    mentions: written.mentions,
    tags: written.tags,
    poll: [],
    inReplyTo: null,
    publishedAt: published,
  }
  if (remarks.length > 0) post.remarks = remarks
  return { row, post }
}

const text = z.string().max(100_000)
const short = z.string().max(2_048)
/** A post as `export` and recordings write it, one JSON object a line. */
const Recorded = z.object({
  channel: z.enum(['bluesky', 'mastodon', 'feed', 'import', 'exercise']),
  uri: short.min(1),
  url: short.nullable().default(null),
  author: z.object({
    id: z.string().min(1).max(512),
    handle: z.string().max(320),
    displayName: z.string().max(640).optional(),
  }),
  text,
  contentWarning: z.string().nullable().default(null),
  langs: z.array(z.string().max(35)).default([]),
  links: z
    .array(z.object({ url: short, domain: z.string().optional(), title: z.string().optional() }))
    .default([]),
  media: z
    .array(
      z.object({
        kind: z.enum(['image', 'video', 'audio', 'other']),
        url: short.optional(),
        alt: z.string().nullable().default(null),
      }),
    )
    .default([]),
  mentions: z.array(z.string().max(320)).default([]),
  tags: z.array(z.string().max(640)).default([]),
  poll: z.array(z.string()).default([]),
  inReplyTo: short.nullable().default(null),
  publishedAt: z.union([z.string(), z.number()]).nullable().default(null),
})

function readJsonLine(row: number, line: string, map: ImportMap, name: string): ImportedRow {
  const bad = (error: string): ImportedRow => ({ row, error, sample: sampleOf(line.slice(0, 600)) })
  if (line.length > 1_000_000) return bad('The line is longer than a million characters')
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return bad('The line is not JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return bad('The line is not a JSON object')
  if ('author' in value && 'uri' in value && 'channel' in value) {
    const read = Recorded.safeParse(value)
    if (!read.success)
      return bad(
        read.error.issues
          .slice(0, 3)
          .map((i) => `${i.path.join('.')}: ${i.message}`)
          .join('; '),
      )
    return { row, post: toRecorded(read.data) }
  }
  const flat = flatten(line) ?? {}
  return toRow(row, { get: (column) => flat[column]?.trim() ?? '', sample: () => line }, map, name)
}

function toRecorded(read: z.infer<typeof Recorded>): Heard {
  const cleaned = clean(read.text)
  const links: Heard['links'] = []
  for (const l of read.links) if (domainOf(l.url)) addLink(links, toLink(l.url, l.title))
  const post: Heard = { ...read, text: cleaned.text, links, publishedAt: claimedDate(read.publishedAt) }
  if (cleaned.remarks.length > 0) post.remarks = cleaned.remarks
  return post
}
