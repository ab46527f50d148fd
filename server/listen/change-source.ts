import type { Channels } from '../channels/channel.ts'
import { audit } from '../platform/audit/audit.ts'
import type { Ctx } from '../platform/context.ts'
import type { Tx } from '../platform/db/database.ts'
import { isId, newId } from '../platform/ids.ts'
import { invalid, ok, type Refusal, type Result, refuse } from '../platform/result.ts'
import type { SealedColumn } from '../platform/secrets.ts'
import { viewsOf } from './list-sources.ts'
import { said } from './messages.ts'
import { allowed } from './policy.ts'
import {
  insertSource,
  listSourceRows,
  markSourceRemoved,
  readSourceRow,
  type SourceRecord,
  setSourcePaused,
  updateSource,
} from './store-source.ts'
import { tellOthers } from './tell-others.ts'
import type { SourceInput, SourceView } from './views.ts'

const MOST_SOURCES = 500
const notFound = { kind: 'not-found', what: 'source' } as const

/** What `settings` says of a token that lies sealed in a column of its own. */
const TOKEN = 'secret:token'
const LONGEST_TOKEN = 2_000

/** The column that it lies in, for a change of key. */
export const SEALED: readonly SealedColumn[] = [{ table: 'listen_source', column: 'secret', row: ['id'] }]

const placeOf = (organisation: string, source: string) => ({
  organisation,
  table: 'listen_source',
  row: source,
  column: 'secret',
})

/** Opens the token of a source for its channel; null when it is gone or its key is. */
export function openToken(sealed: string | null, channels: Channels, organisation: string, source: string) {
  try {
    return sealed === null ? null : channels.secrets.open(sealed, placeOf(organisation, source))
  } catch {
    return null
  }
}

type Read = { ok: true; settings: Record<string, unknown>; name: string } | { ok: false; refusal: Refusal }

function readSettings(ctx: Ctx, input: SourceInput): Read {
  const channel = (ctx.channels as Channels).all().find((c) => c.kind === input.channel)
  if (!channel?.listen)
    return {
      ok: false,
      refusal: {
        kind: 'invalid',
        problems: [{ field: 'channel', ...said('network-none') }],
      },
    }
  if (ctx.organisation.kind === 'exercise' && input.channel !== 'exercise')
    return {
      ok: false,
      refusal: {
        kind: 'not-allowed',
        rule: 'exercise',
        why: 'An exercise cannot reach any network. It hears its scenario only.',
      },
    }
  const token = input.token?.trim() ?? ''
  if (token.length > LONGEST_TOKEN)
    return {
      ok: false,
      refusal: { kind: 'invalid', problems: [{ field: 'token', ...said('token-long') }] },
    }
  const read = channel.readSettings({ ...input.settings, ...(token === '' ? {} : { token: TOKEN }) })
  if (!read.ok) return { ok: false, refusal: { kind: 'invalid', problems: read.problems } }
  const name = (input.name ?? '').replaceAll('\0', '').trim() || read.name
  if (name.length > 200)
    return {
      ok: false,
      refusal: { kind: 'invalid', problems: [{ field: 'name', ...said('source-name-long', 200) }] },
    }
  return { ok: true, settings: read.settings, name }
}

const seal = (ctx: Ctx, token: string | undefined, source: string): string | null =>
  token?.trim()
    ? (ctx.channels as Channels).secrets.seal(token.trim(), placeOf(ctx.organisation.id, source))
    : null

/** Connects a source; listening to it begins within a second or two. */
export function addSource(ctx: Ctx, input: SourceInput): Promise<Result<SourceView>> {
  return allowed(ctx, 'listen.sources', async () => {
    const read = readSettings(ctx, input)
    if (!read.ok) return refuse(read.refusal)
    const organisation = ctx.organisation.id
    const now = ctx.clock.now()
    const id = newId(now.getTime())
    const done = await ctx.db.transaction(async (tx) => {
      const there = await listSourceRows(tx, organisation)
      if (there.length >= MOST_SOURCES)
        return refuse({ kind: 'too-many', rule: 'sources', retryAfterSeconds: 0 })
      const same = there.find((s) => s.channel === input.channel && sameSettings(s.settings, read.settings))
      if (same)
        return refuse({
          kind: 'conflict',
          rule: 'source-known',
          why: `This is heard already, as “${same.name}”.`,
          detail: { name: same.name },
        })
      await insertSource(tx, {
        organisation,
        id,
        channel: input.channel,
        name: read.name,
        settings: read.settings,
        secret: seal(ctx, input.token, id),
        at: now,
      })
      tell(ctx, tx, 'listen.source-added', id, { channel: input.channel, name: read.name })
      return ok(null)
    })
    return done.ok ? view(ctx, id) : done
  })
}

/** Other settings may be another place to read: then it starts afresh, and says so by starting. */
export function editSource(
  ctx: Ctx,
  input: { id: string; settings: Record<string, unknown>; name?: string; token?: string },
): Promise<Result<SourceView>> {
  return change(ctx, input.id, async (tx, row) => {
    const asked: SourceInput = {
      channel: row.channel as SourceInput['channel'],
      settings: input.settings,
      name: input.name ?? row.name,
      ...(input.token === undefined ? {} : { token: input.token }),
    }
    let read = readSettings(ctx, asked)
    let secret: string | null | undefined = seal(ctx, input.token, row.id) ?? undefined
    // A token is for the server that it was typed for: another one is never shown it.
    if (read.ok && read.settings['server'] !== row.settings['server'] && secret === undefined) {
      read = readSettings(ctx, { ...asked, settings: { ...asked.settings, token: undefined } })
      secret = null
    }
    if (!read.ok) return read.refusal
    const moved = !sameSettings(row.settings, read.settings)
    await updateSource(tx, ctx.organisation.id, row.id, read.name, read.settings, moved, secret)
    tell(ctx, tx, 'listen.source-edited', row.id, { name: read.name, startsAfresh: moved })
    return null
  })
}

/** Stops hearing it. Its place is kept; what the network still has is heard when it is started again. */
export function pauseSource(ctx: Ctx, input: { id: string }): Promise<Result<SourceView>> {
  return change(ctx, input.id, async (tx, row) => {
    if (row.paused_at) return null
    await setSourcePaused(tx, ctx.organisation.id, row.id, ctx.clock.now())
    tell(ctx, tx, 'listen.source-paused', row.id, { name: row.name })
    return null
  })
}

export function resumeSource(ctx: Ctx, input: { id: string }): Promise<Result<SourceView>> {
  return change(ctx, input.id, async (tx, row) => {
    if (!row.paused_at) return null
    await setSourcePaused(tx, ctx.organisation.id, row.id, null)
    tell(ctx, tx, 'listen.source-resumed', row.id, { name: row.name })
    return null
  })
}

/** The source and its cursor go; posts stay for their searches, gaps stay for ever. */
export function removeSource(ctx: Ctx, input: { id: string }): Promise<Result<{ removed: true }>> {
  return allowed(ctx, 'listen.sources', async () => {
    if (!isId(input.id)) return refuse(notFound)
    return ctx.db.transaction(async (tx) => {
      const row = await readSourceRow(tx, ctx.organisation.id, input.id)
      if (!row) return refuse(notFound)
      await markSourceRemoved(tx, ctx.organisation.id, row.id, ctx.clock.now())
      tell(ctx, tx, 'listen.source-removed', row.id, { name: row.name })
      return ok({ removed: true as const })
    })
  })
}

function change(
  ctx: Ctx,
  id: string,
  work: (tx: Tx, row: SourceRecord) => Promise<Refusal | null>,
): Promise<Result<SourceView>> {
  return allowed(ctx, 'listen.sources', async () => {
    if (!isId(id)) return refuse(notFound)
    const done = await ctx.db.transaction(async (tx) => {
      const row = await readSourceRow(tx, ctx.organisation.id, id)
      if (!row) return refuse(notFound)
      const refusal = await work(tx, row)
      return refusal ? refuse(refusal) : ok(null)
    })
    return done.ok ? view(ctx, id) : done
  })
}

async function view(ctx: Ctx, id: string): Promise<Result<SourceView>> {
  const row = await readSourceRow(ctx.db.read, ctx.organisation.id, id)
  if (!row) return refuse(notFound)
  const [seen] = await viewsOf(ctx, [row])
  return seen ? ok(seen) : invalid('id', said('source-gone'))
}

function tell(ctx: Ctx, tx: Tx, action: string, id: string, detail: Record<string, unknown>): void {
  const organisation = ctx.organisation.id
  tellOthers(tx, organisation, {
    type: 'listen.source-changed',
    data: { source: id, state: action.replace('listen.source-', '') },
  })
  audit(tx, {
    organisation,
    person: ctx.person.id,
    action,
    subject: `source ${id}`,
    detail,
    at: ctx.clock.now(),
  })
}

function sameSettings(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  return ordered(a) === ordered(b)
}

/** JSON with members in order, at every depth. */
function ordered(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(ordered).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, v]) => v !== undefined)
  return `{${entries
    .sort(([x], [y]) => (x < y ? -1 : 1))
    .map(([k, v]) => `${JSON.stringify(k)}:${ordered(v)}`)
    .join(',')}}`
}
