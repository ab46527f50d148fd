import type {
  Batch,
  ByteStream,
  Channels,
  Heard,
  ImportedRow,
  ImportMap,
  Inspection,
} from '../channels/channel.ts'
import type { Ctx } from '../platform/context.ts'
import { invalid, ok, type Result, refuse } from '../platform/result.ts'
import { beginFile, endFile, type FileSource, hearFile } from './file-source.ts'
import { said } from './messages.ts'
import { allowed } from './policy.ts'
import type { Standing } from './standing.ts'
import { findImports } from './store-source.ts'

/* Posts from a file. What a search asks for is kept, as from any network; the file itself is not. */

const BATCH = 1_000
/** UTF-16 units of texts in one batch: files may have long rows. */
const BATCH_UNITS = 250_000
const ERRORS_SHOWN = 200

const STOPPED = {
  kind: 'conflict',
  rule: 'import-stopped',
  why: 'The import was stopped before its end. What came before is kept; take the file in again for the rest.',
} as const

export interface ImportLook extends Inspection {
  /** The map that a person confirmed for a file with the same columns before. */
  remembered: ImportMap | null
}

/** Reads the beginning of a file and says how it could be read; what is not plain is asked (`ask`), once. */
export function inspectImport(ctx: Ctx, input: { stream: ByteStream }): Promise<Result<ImportLook>> {
  return allowed(ctx, 'listen.import', async () => {
    const look = await (ctx.channels as Channels).files.inspect(input.stream)
    const before = await findImports(ctx.db.read, ctx.organisation.id)
    const key = look.columns.join('\n')
    const same = before.find((s) => (s.settings['columns'] as string[] | undefined)?.join('\n') === key)
    return ok({ ...look, remembered: (same?.settings['map'] as ImportMap | undefined) ?? null })
  })
}

export interface ImportInput {
  /** Opens the file anew each time it is called: it is read twice, first to check it. */
  open: () => ByteStream
  map: ImportMap
  name: string
  columns?: string[]
  /** With errors in the file nothing is taken unless the person said "take the good rows". */
  takeGoodRows?: boolean
  progress?: (done: { stage: 'checking' | 'taking'; bytes: number; rows: number }) => void
  signal?: AbortSignal
}

export interface RowError {
  row: number
  error: string
  sample: string
}

export interface ImportDone {
  source: string
  rows: number
  /** Rows that some search asked for and that were not known before. */
  kept: number
  errors: number
  firstErrors: RowError[]
}

/**
 * Takes a file in. First it is read to the end: when a row cannot be read nothing is applied, and the refusal
 * (`conflict: rows-with-errors`) carries the first 200 row-numbered errors and how many there are. Memory does not grow
 * with the file. `standing` is what the organisation's listener hears with.
 */
export function importFile(ctx: Ctx, input: ImportInput, standing?: Standing): Promise<Result<ImportDone>> {
  return allowed(ctx, 'listen.import', async () => {
    const name = input.name.replaceAll('\0', '').trim().slice(0, 120)
    if (name === '') return invalid('name', said('file-name-none'))
    if (ctx.organisation.kind === 'exercise')
      return refuse({
        kind: 'not-allowed',
        rule: 'exercise',
        why: 'Real posts do not belong in an exercise.',
      })
    const checked = await check(ctx, input)
    if (input.signal?.aborted) return refuse(STOPPED)
    if (checked.errors > 0 && !input.takeGoodRows) {
      return refuse({
        kind: 'conflict',
        rule: 'rows-with-errors',
        why: `${checked.errors.toLocaleString('en-GB')} of ${checked.rows.toLocaleString('en-GB')} rows cannot be read. Nothing was taken. Mend the file, or take the good rows.`,
        detail: { rows: checked.rows, errors: checked.errors, first: checked.first },
      })
    }
    const settings = { name, map: input.map, columns: input.columns ?? [] }
    const source = await beginFile(ctx, { action: 'file-import', name, settings })
    const kept = await take(ctx, input, source, standing)
    if (kept === null) return refuse(STOPPED)
    await endFile(ctx, source, 'done', { rows: checked.rows, kept, errors: checked.errors })
    return ok({
      source: source.id,
      rows: checked.rows,
      kept,
      errors: checked.errors,
      firstErrors: checked.first,
    })
  })
}

async function check(
  ctx: Ctx,
  input: ImportInput,
): Promise<{ rows: number; errors: number; first: RowError[] }> {
  let rows = 0
  let errors = 0
  const first: RowError[] = []
  for await (const row of read(ctx, input, 'checking', () => rows)) {
    rows++
    if (!('error' in row)) continue
    errors++
    if (first.length < ERRORS_SHOWN) first.push(row)
  }
  return { rows, errors, first }
}

function read(
  ctx: Ctx,
  input: ImportInput,
  stage: 'checking' | 'taking',
  rows: () => number,
): AsyncIterable<ImportedRow> {
  return (ctx.channels as Channels).files.read(input.open(), input.map, {
    name: input.name,
    progress: (bytes) => input.progress?.({ stage, bytes, rows: rows() }),
    ...(input.signal ? { signal: input.signal } : {}),
  })
}

/** How many posts were kept; null when it was stopped. Either that or a fault is written down with what came so far. */
async function take(
  ctx: Ctx,
  input: ImportInput,
  source: FileSource,
  standing: Standing | undefined,
): Promise<number | null> {
  const counts = { rows: 0, kept: 0, errors: 0 }
  const signal = input.signal ?? new AbortController().signal
  const listen = () => batches(ctx, input, counts)
  try {
    await hearFile(ctx, source, listen, standing, signal, (n) => {
      counts.kept += n
    })
    if (!signal.aborted) return counts.kept
  } catch (error) {
    if (!signal.aborted) {
      await endFile(ctx, source, 'stopped', counts).catch(() => {})
      throw error
    }
  }
  await endFile(ctx, source, 'stopped', counts)
  return null
}

async function* batches(
  ctx: Ctx,
  input: ImportInput,
  counts: { rows: number; errors: number },
): AsyncGenerator<Batch> {
  let posts: Heard[] = []
  let quarantined: Batch['quarantined'] = []
  let units = 0
  const batch = (): Batch => ({ posts, changes: [], quarantined, heard: posts.length, cursor: null })
  for await (const row of read(ctx, input, 'taking', () => counts.rows)) {
    counts.rows++
    if ('error' in row) {
      counts.errors++
      quarantined.push({ reason: row.error, sample: `row ${row.row}: ${row.sample}` })
    } else {
      posts.push(row.post)
      units += row.post.text.length
    }
    if (posts.length + quarantined.length < BATCH && units < BATCH_UNITS) continue
    yield batch()
    units = 0
    posts = []
    quarantined = []
  }
  if (posts.length + quarantined.length > 0) yield batch()
}
