import { audit } from '../platform/audit/audit.ts'
import type { Ctx } from '../platform/context.ts'
import { invalid, ok, type Refusal, type Result, refuse } from '../platform/result.ts'
import { type KeptPost, type PostRow, toPost } from '../record/index.ts'
import { countFound } from './count-viewing.ts'
import { guardCell, toCsv } from './csv.ts'
import type { ListenDoor } from './door.ts'
import { archiveGate, exportGate, within } from './gate.ts'
import { said } from './messages.ts'
import { allowed } from './policy.ts'
import { readAsked } from './search-archive.ts'
import { type Asked, estimate, type Guess, isOutOfTime, searchNewest } from './store-archive.ts'

type Input = Parameters<ListenDoor['exportArchive']>[1]

const CHUNK = 2_000
const CHUNK_MS = 30_000
const GATES = [exportGate, archiveGate]
/** How often a piece asks for room, each time for two seconds or longer. */
const PATIENCE = 30
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
 * Every piece is a look at whoever wrote most of it: at the viewing stop the file ends with a line that says so, audited.
 */
export function exportArchive(
  ctx: Ctx,
  input: Input,
): Promise<Result<{ filename: string; type: string; chunks: AsyncIterable<string> }>> {
  return allowed(ctx, 'listen.export', async () => {
    if (input.format !== 'csv' && input.format !== 'json') return invalid('format', said('format-none'))
    const read = await readAsked(ctx, input)
    if (!read.ok) return read
    const begun = await beginning(ctx, read.value)
    if (!begun.ok) return begun
    const looked = await countFound(ctx, begun.value.rows.map(toPost))
    if (!looked.ok) return looked
    const now = ctx.clock.now()
    await note(ctx, input, now)
    const filename = `folkmoot-posts-${now.toISOString().slice(0, 16).replace(/[:T]/g, '-')}.${input.format}`
    const rows = readAll(ctx, read.value, begun.value)
    return ok(
      input.format === 'csv'
        ? { filename, type: 'text/csv; charset=utf-8', chunks: asCsv(rows) }
        : { filename, type: 'application/json', chunks: asJson(rows) },
    )
  })
}

async function note(ctx: Ctx, input: Input, at: Date): Promise<void> {
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
      at,
    })
  })
}

interface Begun {
  guess: Guess
  rows: PostRow[]
}

/** The first piece, read before anything is promised. */
function beginning(ctx: Ctx, asked: Asked): Promise<Result<Begun>> {
  return within(ctx, GATES, async () => {
    try {
      const guess = await estimate(ctx.db, asked)
      const { rows } = await searchNewest(ctx.db, asked, CHUNK, CHUNK_MS, guess)
      return ok({ guess, rows })
    } catch (error) {
      if (!isOutOfTime(error)) throw error
      return refuse({
        kind: 'unavailable',
        rule: 'export-out-of-time',
        why: 'This export took longer than half a minute to begin and was stopped. Narrow the dates, or add a word that is rarer.',
      })
    }
  })
}

/**
 * The pieces; between them the gates are left, however slowly they are taken. The first has been counted as a look; where
 * another comes to the stop, why is returned in its stead.
 */
async function* readAll(
  ctx: Ctx,
  asked: Asked,
  { guess, rows: first }: Begun,
): AsyncGenerator<KeptPost[], string | null> {
  let rows = first
  let sent = 0
  for (;;) {
    const posts = rows.map(toPost)
    const looked = sent === 0 ? ok(null) : await countFound(ctx, posts)
    if (!looked.ok) return stopped(ctx, sent, looked.refusal)
    if (rows.length > 0) yield posts
    sent += rows.length
    if (rows.length < CHUNK) return null
    const before: string = rows[rows.length - 1]!.id
    rows = await patiently(ctx, async () =>
      ok((await searchNewest(ctx.db, { ...asked, before }, CHUNK, CHUNK_MS, guess)).rows),
    )
  }
}

/** Written down, and what the file says at its end. */
async function stopped(ctx: Ctx, sent: number, refusal: Refusal): Promise<string> {
  await ctx.db.transaction(async (tx) => {
    audit(tx, {
      organisation: ctx.organisation.id,
      person: ctx.person.id,
      action: 'listen.export-stopped',
      subject: 'archive',
      detail: { posts: sent, because: 'rule' in refusal ? refusal.rule : refusal.kind },
      at: ctx.clock.now(),
    })
  })
  const why = 'why' in refusal ? ` ${refusal.why}` : ''
  return `This file stops here, after ${sent.toLocaleString('en-GB')} posts: more were found.${why}`
}

/** A file that has begun waits for room, a minute at most; a file without its end would look whole. */
async function patiently<T>(ctx: Ctx, work: () => Promise<Result<T>>): Promise<T> {
  for (let tries = 0; tries < PATIENCE; tries++) {
    const done = await within(ctx, GATES, work)
    if (done.ok) return done.value
  }
  throw new Error('the export found no room among the searches of the archive')
}

async function* asCsv(pages: Pages): AsyncGenerator<string> {
  // Spreadsheets take a file without this mark for one in an old code page.
  yield `\ufeff${toCsv([COLUMNS.map(([name]) => name)])}`
  const stop = yield* pieces(pages, (posts) =>
    toCsv(posts.map((post) => COLUMNS.map(([, cell, typed]) => guardCell(cell(post), typed === 'typed')))),
  )
  if (stop !== null) yield toCsv([COLUMNS.map((_, i) => (i === 0 ? stop : ''))])
}

/** At the stop the last of the list is `{ "stopped": why }`. */
async function* asJson(pages: Pages): AsyncGenerator<string> {
  yield '['
  let comma = ''
  const piece = (text: string) => {
    const all = `${comma}\n${text}`
    comma = ','
    return all
  }
  const stop = yield* pieces(pages, (posts) => piece(posts.map((post) => JSON.stringify(post)).join(',\n')))
  if (stop !== null) yield piece(JSON.stringify({ stopped: stop }))
  yield '\n]\n'
}

type Pages = AsyncGenerator<KeptPost[], string | null>

/** The text of every page; returns why there are no more, when the stop was reached. */
async function* pieces(
  pages: Pages,
  textOf: (posts: KeptPost[]) => string,
): AsyncGenerator<string, string | null> {
  try {
    for (;;) {
      const next = await pages.next()
      if (next.done) return next.value
      yield textOf(next.value)
    }
  } finally {
    await pages.return(null)
  }
}
