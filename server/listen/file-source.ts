import type { Channel, Channels, Listening } from '../channels/channel.ts'
import { audit } from '../platform/audit/audit.ts'
import type { Ctx } from '../platform/context.ts'
import type { Tx } from '../platform/db/database.ts'
import { newId } from '../platform/ids.ts'
import { groundOf } from './ground.ts'
import { runListener } from './listener.ts'
import { createStanding, type Standing } from './standing.ts'
import { saveProgress } from './store-hear.ts'
import { insertSource } from './store-source.ts'
import { tellOthers } from './tell-others.ts'

/* A file as a source that ends. Its rows, its event and its audit row are there before the first of its posts is. */

export interface FileSource {
  id: string
  name: string
  /** How the audit trail calls it: `file-import` or `file-replay`. */
  action: 'file-import' | 'file-replay'
}

/** Writes down that a file begins to be taken in. Whoever is killed half-way has said so much. */
export async function beginFile(
  ctx: Ctx,
  file: Omit<FileSource, 'id'> & { settings: Record<string, unknown> },
): Promise<FileSource> {
  const at = ctx.clock.now()
  const id = newId(at.getTime())
  const { name, action, settings } = file
  const source = { id, name, action }
  await ctx.db.transaction(async (tx) => {
    await insertSource(tx, {
      organisation: ctx.organisation.id,
      id,
      channel: 'import',
      name,
      settings,
      at,
    })
    await say(ctx, tx, source, 'begun', { state: 'catching-up', from: at }, { name })
  })
  return source
}

/** Writes down how it ended and what it came to; posts of a file that was stopped stay with what asked for them. */
export async function endFile(
  ctx: Ctx,
  source: FileSource,
  how: 'done' | 'stopped',
  counts: { rows: number; kept: number; errors: number },
): Promise<void> {
  const listening: Listening =
    how === 'done' ? { state: 'listening' } : { state: 'waiting', reason: 'It was stopped.', until: null }
  await ctx.db.transaction((tx) => say(ctx, tx, source, how, listening, { name: source.name, ...counts }))
}

async function say(
  ctx: Ctx,
  tx: Tx,
  source: FileSource,
  what: 'begun' | 'done' | 'stopped',
  listening: Listening,
  detail: Record<string, unknown>,
): Promise<void> {
  const organisation = ctx.organisation.id
  const at = ctx.clock.now()
  await saveProgress(tx, organisation, source.id, { cursor: null, listening, contactAt: at, heardAt: null })
  tellOthers(tx, organisation, {
    type: 'listen.source-changed',
    data: { source: source.id, state: what === 'done' ? 'imported' : `import-${what}` },
  })
  const ended = source.action === 'file-import' ? 'file-imported' : 'file-replayed'
  audit(tx, {
    organisation,
    person: ctx.person.id,
    action: `listen.${what === 'done' ? ended : `${source.action}-${what}`}`,
    subject: `source ${source.id}`,
    detail,
    at,
  })
}

/**
 * Hears a file as any network: the same matching, the same transactions, and, where the searches of the listener are
 * given, the same index of copies. Gives back how many posts were kept; `onKept` is told as they are.
 */
export async function hearFile(
  ctx: Ctx,
  source: FileSource,
  listen: NonNullable<Channel['listen']>,
  given: Standing | undefined,
  signal: AbortSignal,
  onKept: (n: number) => void,
): Promise<void> {
  // Only who stands alone (a bench, a test) reads the searches anew: the app gives those that it listens with.
  const standing = given ?? createStanding(ctx.db, ctx.log, async () => ctx.organisation.area)
  await standing.refresh(ctx.clock.now())
  const leaveNothing = () => Promise.reject(new Error('a file reaches nobody'))
  await runListener(
    {
      db: ctx.db,
      channel: { ...(ctx.channels as Channels).get('import'), listen },
      source: {
        id: source.id,
        organisation: ctx.organisation.id,
        channel: 'import',
        name: source.name,
        settings: {},
      },
      // A preview counts what the networks say in its minute, not a file.
      org: { ...standing.of(ctx.organisation.id), previews: new Map() },
      ground: groundOf(ctx.organisation.area),
      io: { clock: ctx.clock, log: ctx.log, signal, fetch: leaveNothing, socket: leaveNothing },
      onWritten: (_at, written) => onKept(written.kept),
    },
    null,
  )
}
