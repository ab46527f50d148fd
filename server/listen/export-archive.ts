import { stringify } from 'csv-stringify/sync'
import { audit } from '../platform/audit/audit.ts'
import type { Ctx } from '../platform/context.ts'
import { ok, type Result } from '../platform/result.ts'
import { type PostRow, toPost } from '../record/index.ts'
import type { ListenDoor } from './door.ts'
import { allowed } from './policy.ts'
import { readAsked } from './search-archive.ts'
import { type Asked, estimate, searchNewest } from './store-archive.ts'

type Input = Parameters<ListenDoor['exportArchive']>[1]

const CHUNK = 2_000
const CHUNK_MS = 30_000
const HEAD = [
  'id',
  'network',
  'address',
  'link',
  'author',
  'name',
  'said_at',
  'heard_at',
  'text',
  'content_warning',
  'language',
  'tone',
  'tone_because',
  'source_kind',
  'source_because',
  'places',
  'links',
  'answers',
  'copies',
  'copy_of',
  'edited_at',
  'keep_until',
  'remarks',
]

/**
 * Everything that a search of the archive finds, newest first, as text in pieces. CSV cells that a spreadsheet would
 * run begin with an apostrophe (T17). Who took what out of the building is audited before the first byte.
 */
export function exportArchive(
  ctx: Ctx,
  input: Input,
): Promise<Result<{ filename: string; type: string; chunks: AsyncIterable<string> }>> {
  return allowed(ctx, 'listen.export', async () => {
    const read = await readAsked(ctx, input)
    if (!read.ok) return read
    const now = ctx.clock.now()
    await ctx.db.transaction(async (tx) => {
      audit(tx, {
        organisation: ctx.organisation.id,
        person: ctx.person.id,
        action: 'listen.archive-exported',
        subject: 'archive',
        detail: {
          query: input.query.slice(0, 2000),
          format: input.format,
          from: input.from?.toISOString() ?? null,
          to: input.to?.toISOString() ?? null,
        },
        at: now,
      })
    })
    const filename = `folkmoot-posts-${now.toISOString().slice(0, 16).replace(/[:T]/g, '-')}.${input.format}`
    const rows = readAll(ctx, read.value)
    return ok(
      input.format === 'csv'
        ? { filename, type: 'text/csv; charset=utf-8', chunks: asCsv(rows) }
        : { filename, type: 'application/json', chunks: asJson(rows) },
    )
  })
}

async function* readAll(ctx: Ctx, asked: Asked): AsyncGenerator<PostRow[]> {
  const guess = await estimate(ctx.db, asked)
  let before: string | null = null
  for (;;) {
    const rows: PostRow[] = await searchNewest(ctx.db, { ...asked, before }, CHUNK, CHUNK_MS, guess)
    if (rows.length > 0) yield rows
    if (rows.length < CHUNK) return
    before = rows[rows.length - 1]!.id
  }
}

async function* asCsv(pages: AsyncIterable<PostRow[]>): AsyncGenerator<string> {
  // Spreadsheets take a file without this mark for one in an old code page.
  yield `\ufeff${HEAD.join(',')}\r\n`
  for await (const rows of pages)
    yield stringify(
      rows.map((row) => cells(row).map(guardCell)),
      { escape_formulas: true, record_delimiter: 'windows' },
    )
}

/** What `escape_formulas` leaves: cells that begin with a line feed or NUL, which spreadsheets skip before they look. */
export function guardCell(cell: string): string {
  const clean = cell.replaceAll('\0', '\ufffd')
  return /^[\n\u00a0\u200b\ufeff ]*[=+\-@\t\r\n＝＋－＠]/.test(clean) && !/^[=+\-@\t\r＝＋－＠]/.test(clean)
    ? `'${clean}`
    : clean
}

function cells(row: PostRow): string[] {
  const p = toPost(row)
  return [
    p.id,
    p.channel,
    p.uri,
    p.url ?? '',
    p.author.handle,
    p.author.displayName ?? '',
    p.at.toISOString(),
    p.heardAt.toISOString(),
    p.text,
    p.contentWarning ?? '',
    p.lang.value,
    p.tone.value,
    p.tone.because.join('; '),
    p.sourceKind.value,
    p.sourceKind.because.join('; '),
    p.places.map((x) => x.name).join('; '),
    p.links.map((l) => l.url).join(' '),
    p.inReplyTo ?? '',
    String(p.copies),
    p.copyOf ?? '',
    p.editedAt?.toISOString() ?? '',
    p.keepUntil.toISOString(),
    p.remarks.join('; '),
  ]
}

async function* asJson(pages: AsyncIterable<PostRow[]>): AsyncGenerator<string> {
  yield '['
  let comma = ''
  for await (const rows of pages) {
    const text = rows.map((row) => JSON.stringify(toPost(row))).join(',\n')
    yield `${comma}\n${text}`
    comma = ','
  }
  yield '\n]\n'
}
