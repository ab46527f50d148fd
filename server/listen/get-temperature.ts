import type { Ctx } from '../platform/context.ts'
import type { Executor } from '../platform/db/database.ts'
import { isId, type SearchId } from '../platform/ids.ts'
import { invalid, ok, type Result, refuse } from '../platform/result.ts'
import { isHidden } from './followed.ts'
import { archiveGate, within } from './gate.ts'
import { said } from './messages.ts'
import { allowed } from './policy.ts'
import { readSearchRow } from './store-search.ts'
import { listeningSince, readBlind, readBuckets, readSameHours } from './store-view.ts'
import {
  type Counted,
  type Known,
  overlaps,
  SAME_HOURS,
  STEP_MINUTES,
  STEPS_TO_READ,
  spread,
  takeTemperature,
} from './temperature.ts'
import type { SeriesPoint, Temperature } from './views.ts'

const DAY_MS = 86_400_000
const MOST_DAYS = 90

/** Volume and tone now against the same hours of earlier days. With `days`, the series goes back so far, by the hour. */
export function getTemperature(
  ctx: Ctx,
  input: { search: string; days?: number },
): Promise<Result<Temperature>> {
  return allowed(ctx, 'listen.read', async () => {
    const on = ctx.db.read
    const row = isId(input.search) ? await readSearchRow(on, ctx.organisation.id, input.search) : null
    if (!row || (await isHidden(ctx, row.id))) return refuse({ kind: 'not-found', what: 'search' })
    if (input.days !== undefined && Number.isNaN(input.days)) return invalid('days', said('days-none'))
    const search = row.id as SearchId
    const now = ctx.clock.now()
    const days = input.days === undefined ? null : Math.max(1, Math.min(MOST_DAYS, Math.floor(input.days)))
    const lately = async () => (await readTemperatures(on, ctx.organisation.id, [search], now)).get(search)!
    if (days === null) return ok(await lately())
    return within(ctx, [archiveGate], async () => {
      const temperature = await lately()
      const series = await longSeries(on, ctx.organisation.id, row.id, endOf(now), days)
      return ok({ ...temperature, series })
    })
  })
}

/** The end of the minute that is running. */
const endOf = (now: Date): Date => new Date(Math.floor(now.getTime() / 60_000) * 60_000 + 60_000)

/** The temperatures of several searches, read together. */
export async function readTemperatures(
  on: Executor,
  organisation: string,
  searches: readonly SearchId[],
  now: Date,
): Promise<Map<SearchId, Temperature>> {
  const all = await readCounted(on, organisation, searches, now)
  return new Map([...all].map(([search, { counted, known }]) => [search, takeTemperature(counted, known)]))
}

/** Everything that the temperature or a spike of each of these searches is worked out from. */
export async function readCounted(
  on: Executor,
  organisation: string,
  searches: readonly SearchId[],
  now: Date,
): Promise<Map<SearchId, { counted: Counted; known: Known }>> {
  if (searches.length === 0) return new Map()
  const end = endOf(now)
  const from = new Date(end.getTime() - STEPS_TO_READ * STEP_MINUTES * 60_000)
  const [rows, since, blind] = await Promise.all([
    readSameHours(on, organisation, searches, end, STEP_MINUTES, SAME_HOURS),
    listeningSince(on, organisation, searches),
    readBlind(on, organisation, from, end),
  ])
  return new Map(
    searches.map((search) => [
      search,
      {
        counted: spread(rows.get(search) ?? []),
        known: { search, now, end, since: since.get(search) ?? null, blind },
      },
    ]),
  )
}

/** By the hour; the band is that of the same hour on the days before, where five of them are known. */
async function longSeries(
  on: Executor,
  organisation: string,
  search: string,
  end: Date,
  days: number,
): Promise<SeriesPoint[]> {
  const hours = days * 24
  const read = hours + 28 * 24
  const [rows, blind, sinces] = await Promise.all([
    readBuckets(on, organisation, search, end, 60, read),
    readBlind(on, organisation, new Date(end.getTime() - hours * 3_600_000), end),
    listeningSince(on, organisation, [search]),
  ])
  const since = sinces.get(search)
  const counted = spread(rows, read)
  const points: SeriesPoint[] = []
  for (let back = hours - 1; back >= 0; back--) {
    const from = new Date(end.getTime() - (back + 1) * 3_600_000)
    const earlier: number[] = []
    for (let day = 1; day <= 28; day++) {
      const at = back + day * 24
      if (at < read && since && from.getTime() - day * DAY_MS >= since.getTime()) earlier.push(counted.n[at]!)
    }
    earlier.sort((a, b) => a - b)
    const enough = earlier.length >= 5
    const n = counted.n[back]!
    points.push({
      from,
      minutes: 60,
      n,
      negative: counted.negative[back]!,
      neutral: Math.max(0, n - counted.negative[back]! - counted.positive[back]!),
      positive: counted.positive[back]!,
      low: enough ? earlier[Math.floor((earlier.length - 1) * 0.1)]! : null,
      high: enough ? earlier[Math.ceil((earlier.length - 1) * 0.9)]! : null,
      blind: overlaps(blind, from, 60),
    })
  }
  return points
}
