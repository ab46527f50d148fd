import { outletsNear } from '../../engines/place/index.ts'
import type { Ctx } from '../platform/context.ts'
import { can } from '../platform/identity/rights.ts'
import { isId, type SourceId } from '../platform/ids.ts'
import { maskedAddress } from '../platform/masked-address.ts'
import { ok, type Result, refuse } from '../platform/result.ts'
import type { ChannelKind } from '../record/post.ts'
import { allowed } from './policy.ts'
import { blindSince, sayState } from './source-state.ts'
import { CLEANED } from './store-hear.ts'
import {
  heardPerHour,
  heardSums,
  listGaps,
  listQuarantine,
  listSourceRows,
  quarantineCounts,
  readSourceRow,
  type SourceRecord,
} from './store-source.ts'
import type { Gap, SourceDetail, SourceView, SuggestedSource } from './views.ts'

const GAPS_SHOWN = 50

export function listSources(ctx: Ctx, _input?: Record<string, never>): Promise<Result<SourceView[]>> {
  return allowed(ctx, 'listen.read', async () => ok(await readSources(ctx)))
}

export async function readSources(ctx: Ctx): Promise<SourceView[]> {
  return viewsOf(ctx, await listSourceRows(ctx.db.read, ctx.organisation.id))
}

export async function viewsOf(ctx: Ctx, rows: SourceRecord[]): Promise<SourceView[]> {
  const on = ctx.db.read
  const organisation = ctx.organisation.id
  const now = ctx.clock.now()
  const [sums, gaps, bad] = await Promise.all([
    heardSums(on, organisation, now),
    listGaps(on, organisation, null),
    quarantineCounts(on, organisation),
  ])
  return rows.map((row) => ({
    id: row.id as SourceId,
    channel: row.channel as ChannelKind,
    name: row.name,
    settings: can(ctx.person, 'listen.sources') ? row.settings : masked(row.settings),
    ...sayState(row, sums.get(row.id), now, ctx.organisation.timeZone),
    lastHeardAt: row.last_heard_at,
    lastContactAt: row.last_contact_at,
    quarantined: bad
      .filter((b) => b.source_id === row.id && !b.reason.startsWith(CLEANED))
      .reduce((n, b) => n + b.n, 0),
    gaps: [...blindNow(row, now), ...gapsOf(gaps, row.id)],
  }))
}

/** An address may carry a key; whoever cannot change a source has no use for it. */
function masked(settings: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(hide) : hide(value),
    ]),
  )
}

const hide = (value: unknown): unknown => (typeof value === 'string' ? maskedAddress(value) : value)

/** A stretch that lasts is shown like those that are over. */
function blindNow(row: SourceRecord, now: Date): Gap[] {
  const from = blindSince(row, now)
  const reason =
    row.listening && 'reason' in row.listening ? row.listening.reason : 'There is no sign of life from it.'
  return from ? [{ from, to: null, reason }] : []
}

const gapsOf = (gaps: (Gap & { source_id: string })[], source: string): Gap[] =>
  gaps
    .filter((g) => g.source_id === source)
    .slice(0, GAPS_SHOWN)
    .map(({ from, to, reason }) => ({ from, to, reason }))

/** One source with what could not be taken from it, and why. */
export function getSource(ctx: Ctx, input: { id: string }): Promise<Result<SourceDetail>> {
  return allowed(ctx, 'listen.read', async () => {
    const on = ctx.db.read
    const organisation = ctx.organisation.id
    const row = isId(input.id) ? await readSourceRow(on, organisation, input.id) : null
    if (!row) return refuse({ kind: 'not-found', what: 'source' })
    const since = new Date(ctx.clock.now().getTime() - 7 * 86_400_000)
    const [[view], quarantine, reasons, perHour] = await Promise.all([
      viewsOf(ctx, [row]),
      listQuarantine(on, organisation, row.id),
      quarantineCounts(on, organisation),
      heardPerHour(on, organisation, row.id, since),
    ])
    const own = reasons.filter((r) => r.source_id === row.id)
    const quarantineReasons = own
      .filter((r) => !r.reason.startsWith(CLEANED))
      .map(({ reason, n }) => ({ reason, n }))
    const cleaned = own
      .filter((r) => r.reason.startsWith(CLEANED))
      .map(({ reason, n }) => ({ reason: reason.slice(CLEANED.length), n }))
    return ok({ ...view!, quarantine, quarantineReasons, cleaned, perHour })
  })
}

/** What is worth hearing in an area: the body's own site and the outlets that cover it, then the open networks. */
export function suggestSources(ctx: Ctx, input: { area: string }): Promise<Result<SuggestedSource[]>> {
  return allowed(ctx, 'listen.read', async () => {
    const near = outletsNear(input.area).map((outlet, i) => ({
      channel: 'feed' as const,
      name: outlet.name,
      why: i === 0 ? `The body's own site, ${outlet.domain}` : `Covers this area, ${outlet.domain}`,
      settings: { url: outlet.feed ?? outlet.website },
    }))
    const networks: SuggestedSource[] = [
      {
        channel: 'bluesky',
        name: 'Bluesky',
        why: 'Every public post on the network; only what a search asks for is kept',
        settings: {},
      },
    ]
    return ok([...near, ...networks])
  })
}
