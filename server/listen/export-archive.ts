import { audit } from '../platform/audit/audit.ts'
import type { Ctx } from '../platform/context.ts'
import { invalid, ok, type Result } from '../platform/result.ts'
import { type KeptPost, type PostRow, toPost } from '../record/index.ts'
import { guardCell, toCsv } from './csv.ts'
import type { ListenDoor } from './door.ts'
import { allowed } from './policy.ts'
import { readAsked } from './search-archive.ts'
import { type Asked, estimate, searchNewest } from './store-archive.ts'

type Input = Parameters<ListenDoor['exportArchive']>[1]

const CHUNK = 2_000
const CHUNK_MS = 30_000
/** Name, what stands there, and whether people outside wrote it (then it must not become a number either). */
const COLUMNS: readonly [name: string, cell: (post: KeptPost) => string, typed?: 'typed'][] = [
  ['id', (p) => p.id],
  ['network', (p) => p.channel],
  ['address', (p) => p.uri],
  ['link', (p) => p.url ?? ''],
  ['author', (p) => p.author.handle, 'typed'],
  ['name', (p) => p.author.displayName ?? '', 'typed'],
  ['said_at', (p) => p.at.toISOString()],
  ['heard_at', (p) => p.heardAt.toISOString()],
  ['text', (p) => p.text, 'typed'],
  ['content_warning', (p) => p.contentWarning ?? '', 'typed'],
  ['language', (p) => p.lang.value],
  ['tone', (p) => p.tone.value],
  ['tone_because', (p) => p.tone.because.join('; '), 'typed'],
  ['source_kind', (p) => p.sourceKind.value],
  ['source_because', (p) => p.sourceKind.because.join('; '), 'typed'],
  ['places', (p) => p.places.map((x) => x.name).join('; '), 'typed'],
  ['links', (p) => p.links.map((l) => l.url).join(' ')],
  ['answers', (p) => p.inReplyTo ?? ''],
  ['copies', (p) => String(p.copies)],
  ['copy_of', (p) => p.copyOf ?? ''],
  ['edited_at', (p) => p.editedAt?.toISOString() ?? ''],
  ['keep_until', (p) => p.keepUntil.toISOString()],
  ['remarks', (p) => p.remarks.join('; '), 'typed'],
]

/**
 * Everything that a search of the archive finds, newest first, as text in pieces. CSV cells that a spreadsheet would
 * run or change begin with an apostrophe (csv.ts). Who took what out of the building is audited before the first byte.
 */
export function exportArchive(
  ctx: Ctx,
  input: Input,
): Promise<Result<{ filename: string; type: string; chunks: AsyncIterable<string> }>> {
  return allowed(ctx, 'listen.export', async () => {
    if (input.format !== 'csv' && input.format !== 'json') return invalid('format', 'Choose CSV or JSON.')
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
    const { rows } = await searchNewest(ctx.db, { ...asked, before }, CHUNK, CHUNK_MS, guess)
    if (rows.length > 0) yield rows
    if (rows.length < CHUNK) return
    before = rows[rows.length - 1]!.id
  }
}

async function* asCsv(pages: AsyncIterable<PostRow[]>): AsyncGenerator<string> {
  // Spreadsheets take a file without this mark for one in an old code page.
  yield `\ufeff${toCsv([COLUMNS.map(([name]) => name)])}`
  for await (const rows of pages) {
    const posts = rows.map(toPost)
    yield toCsv(
      posts.map((post) => COLUMNS.map(([, cell, typed]) => guardCell(cell(post), typed === 'typed'))),
    )
  }
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
