import type {
  Batch,
  ByteStream,
  Channels,
  Heard,
  ImportedRow,
  ImportMap,
  Inspection,
} from '../channels/channel.ts'
import { audit } from '../platform/audit/audit.ts'
import type { Ctx } from '../platform/context.ts'
import { emit } from '../platform/events/event.ts'
import { newId } from '../platform/ids.ts'
import { invalid, ok, type Result, refuse } from '../platform/result.ts'
import { groundOf } from './ground.ts'
import { runListener } from './listener.ts'
import { allowed } from './policy.ts'
import { createStanding } from './standing.ts'
import { findImports, insertSource } from './store-source.ts'

/* Posts from a file. What a search asks for is kept, as from any network; the file itself is not. */

const BATCH = 1_000
/** UTF-16 units of texts in one batch: files may have long rows. */
const BATCH_UNITS = 250_000
const ERRORS_SHOWN = 200

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
 * with the file.
 */
export function importFile(ctx: Ctx, input: ImportInput): Promise<Result<ImportDone>> {
  return allowed(ctx, 'listen.import', async () => {
    const name = input.name.replaceAll('\0', '').trim().slice(0, 120)
    if (name === '') return invalid('name', 'Give the file a name.')
    if (ctx.organisation.kind === 'exercise')
      return refuse({
        kind: 'not-allowed',
        rule: 'exercise',
        why: 'Real posts do not belong in an exercise.',
      })
    const checked = await check(ctx, input)
    if (checked.errors > 0 && !input.takeGoodRows) {
      return refuse({
        kind: 'conflict',
        rule: 'rows-with-errors',
        why: `${checked.errors.toLocaleString('en-GB')} of ${checked.rows.toLocaleString('en-GB')} rows cannot be read. Nothing was taken. Mend the file, or take the good rows.`,
        detail: { rows: checked.rows, errors: checked.errors, first: checked.first },
      })
    }
    const source = await begin(ctx, input, name)
    const kept = await take(ctx, input, source)
    await ctx.db.transaction(async (tx) => {
      emit(tx, {
        organisation: ctx.organisation.id,
        type: 'listen.source-changed',
        data: { source, state: 'imported' },
      })
      audit(tx, {
        organisation: ctx.organisation.id,
        person: ctx.person.id,
        action: 'listen.file-imported',
        subject: `source ${source}`,
        detail: { name, rows: checked.rows, kept, errors: checked.errors },
        at: ctx.clock.now(),
      })
    })
    return ok({ source, rows: checked.rows, kept, errors: checked.errors, firstErrors: checked.first })
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

async function begin(ctx: Ctx, input: ImportInput, name: string): Promise<string> {
  const at = ctx.clock.now()
  const id = newId(at.getTime())
  const settings = { name, map: input.map, columns: input.columns ?? [] }
  await ctx.db.transaction(async (tx) => {
    const organisation = ctx.organisation.id
    await insertSource(tx, { organisation, id, channel: 'import', name, settings, at })
    // Posts are kept batch by batch: who stops half-way, or is stopped, has brought in what came before.
    audit(tx, {
      organisation,
      person: ctx.person.id,
      action: 'listen.file-import-begun',
      subject: `source ${id}`,
      detail: { name },
      at,
    })
  })
  return id
}

/** The file as a network that ends: the same matching, the same transaction as for any other. */
async function take(ctx: Ctx, input: ImportInput, source: string): Promise<number> {
  const channels = ctx.channels as Channels
  const standing = createStanding(ctx.db, ctx.log, async () => ctx.organisation.area)
  await standing.refresh(ctx.clock.now())
  let kept = 0
  const channel = {
    ...channels.get('import'),
    listen: () => batches(ctx, input),
  }
  const leaveNothing = () => Promise.reject(new Error('an import reaches nobody'))
  await runListener(
    {
      db: ctx.db,
      channel,
      source: {
        id: source,
        organisation: ctx.organisation.id,
        channel: 'import',
        name: input.name,
        settings: {},
      },
      org: standing.of(ctx.organisation.id),
      ground: groundOf(ctx.organisation.area),
      io: {
        clock: ctx.clock,
        log: ctx.log,
        signal: input.signal ?? new AbortController().signal,
        fetch: leaveNothing,
        socket: leaveNothing,
      },
      onWritten: (_at, written) => {
        kept += written.kept
      },
    },
    null,
  )
  return kept
}

async function* batches(ctx: Ctx, input: ImportInput): AsyncGenerator<Batch> {
  let posts: Heard[] = []
  let quarantined: Batch['quarantined'] = []
  let rows = 0
  let units = 0
  const batch = (): Batch => ({ posts, changes: [], quarantined, heard: posts.length, cursor: null })
  for await (const row of read(ctx, input, 'taking', () => rows)) {
    rows++
    if ('error' in row) quarantined.push({ reason: row.error, sample: `row ${row.row}: ${row.sample}` })
    else {
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
