import { sql } from 'kysely'
import type { Executor } from '../platform/db/database.ts'
import { lowestIdAt, POST_COLUMNS, type PostRow } from '../record/index.ts'
import type { RowsFilter } from './views.ts'

/* What the deck reads. */

const columns = sql.raw(POST_COLUMNS.map((c) => `p.${c}`).join(', '))
const idAt = (at: Date | undefined): string | null => (at ? lowestIdAt(at.getTime()) : null)

/** Posts of one search, newest first; leaders of copies only. `before` is the id of the last one of the page before. */
export async function listMatchedPosts(
  on: Executor,
  organisation: string,
  f: RowsFilter,
  before: string | null,
  limit: number,
  /** Copies one by one as well, not only under their leader. */
  each = false,
): Promise<PostRow[]> {
  const from = idAt(f.from)
  const to = idAt(f.to)
  const outlets = f.outlets ? ['media', 'official'] : null
  const { rows } = await sql<PostRow>`
    select ${columns} from listen_match m
    join record_post p on p.organisation_id = m.organisation_id and p.id = m.post_id
    where m.organisation_id = ${organisation} and m.search_id = ${f.search} and (${each}::boolean or not m.copy)
      and (${before}::uuid is null or m.post_id < ${before}::uuid)
      and (${from}::uuid is null or m.post_id >= ${from}::uuid)
      and (${to}::uuid is null or m.post_id < ${to}::uuid)
      and (${f.tone ?? null}::text is null or m.tone = ${f.tone ?? null}::text)
      and (${f.sourceKind ?? null}::text is null or m.source_kind = ${f.sourceKind ?? null}::text)
      and (${f.lang ?? null}::text is null or m.lang = ${f.lang ?? null}::text)
      and (${outlets}::text[] is null or m.source_kind = any(${outlets}::text[]))
      and (not ${f.located ?? false}::boolean or p.places <> '[]'::jsonb)
      and (${f.place ?? null}::text is null or p.places @> jsonb_build_array(jsonb_build_object('id', ${f.place ?? null}::text)))
    order by m.post_id desc limit ${limit}`.execute(on)
  return rows
}

/** Which searches keep each of these posts. */
export async function searchesKeeping(
  on: Executor,
  organisation: string,
  ids: string[],
): Promise<{ post_id: string; search_id: string }[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ post_id: string; search_id: string }>`
    select post_id, search_id from listen_match
    where organisation_id = ${organisation} and post_id = any(${ids}::uuid[])`.execute(on)
  return rows
}

export interface BucketRow {
  /** How many steps before the end: 0 is the last one. */
  back: number
  n: number
  negative: number
  positive: number
}

/** Counts of one search in steps of whole minutes, counted back from `end`. Steps in which nothing was said are left out. */
export async function readBuckets(
  on: Executor,
  organisation: string,
  search: string,
  end: Date,
  stepMinutes: number,
  steps: number,
): Promise<BucketRow[]> {
  const from = new Date(end.getTime() - stepMinutes * steps * 60_000)
  const { rows } = await sql<BucketRow & { epoch: number }>`
    select date_part('epoch', date_bin(${`${stepMinutes} minutes`}::interval, minute, ${end}::timestamptz)) as epoch,
      sum(n)::int as n, sum(negative)::int as negative, sum(positive)::int as positive
    from listen_minute
    where organisation_id = ${organisation} and search_id = ${search} and minute >= ${from} and minute < ${end}
    group by 1`.execute(on)
  return rows.map((row) => ({ ...row, back: stepsBack(row.epoch, end, stepMinutes) }))
}

/**
 * The same of several searches for one stretch of every day, `days` days back: from `before` minutes before the moment of
 * `end` to `after` minutes past it. Reads a sixth of what whole days would.
 */
export async function readSameHours(
  on: Executor,
  organisation: string,
  searches: readonly string[],
  end: Date,
  stepMinutes: number,
  stretch: { days: number; before: number; after: number },
): Promise<Map<string, BucketRow[]>> {
  const { rows } = await sql<BucketRow & { search: string; epoch: number }>`
    select m.search_id as search,
      date_part('epoch', date_bin(${`${stepMinutes} minutes`}::interval, m.minute, ${end}::timestamptz)) as epoch,
      sum(m.n)::int as n, sum(m.negative)::int as negative, sum(m.positive)::int as positive
    from unnest(${searches}::uuid[]) as asked (search)
    cross join generate_series(0, ${stretch.days}::int) as day
    join listen_minute m on m.organisation_id = ${organisation} and m.search_id = asked.search
      and m.minute >= ${end}::timestamptz - make_interval(hours => day * 24, mins => ${stretch.before}::int)
      and m.minute < least(${end}::timestamptz, ${end}::timestamptz - make_interval(hours => day * 24, mins => -${stretch.after}::int))
    group by 1, 2`.execute(on)
  const found = new Map<string, BucketRow[]>(searches.map((search) => [search, []]))
  for (const { search, epoch, ...row } of rows)
    found.get(search)?.push({ ...row, back: stepsBack(epoch, end, stepMinutes) })
  return found
}

/** `epoch` is where a step begins; the step that ends at `end` is 0. */
const stepsBack = (epoch: number, end: Date, stepMinutes: number): number =>
  Math.round((end.getTime() / 1_000 - epoch) / (stepMinutes * 60)) - 1

/** Since when each search has been listened for: since it was made or the first source was heard, whichever is later. */
export async function listeningSince(
  on: Executor,
  organisation: string,
  searches: readonly string[],
): Promise<Map<string, Date>> {
  const { rows } = await sql<{ id: string; since: Date }>`
    select q.id, greatest(q.created_at, heard.first) as since
    from listen_search q, (select min(first) as first from (
      select (select min(minute) from listen_heard h where h.organisation_id = s.organisation_id and h.source_id = s.id) as first
      from listen_source s where s.organisation_id = ${organisation}) f) heard
    where q.organisation_id = ${organisation} and q.id = any(${searches}::uuid[])`.execute(on)
  return new Map(rows.map((row) => [row.id, row.since]))
}

/** Stretches in which some source could not hear, overlapping a range. */
export async function readBlind(
  on: Executor,
  organisation: string,
  from: Date,
  to: Date,
): Promise<{ from: Date; to: Date }[]> {
  const { rows } = await sql<{ from: Date; to: Date }>`
    select from_at as "from", to_at as "to" from listen_gap
    where organisation_id = ${organisation} and to_at > ${from} and from_at < ${to}`.execute(on)
  return rows
}

/** Counts by source kind of one search in a range. */
export async function sumKinds(
  on: Executor,
  organisation: string,
  search: string,
  from: Date,
  to: Date,
): Promise<Record<string, number>> {
  const { rows } = await sql<Record<string, number>>`
    select coalesce(sum(n), 0)::int as total, coalesce(sum(media), 0)::int as media, coalesce(sum(official), 0)::int as official,
      coalesce(sum(charity), 0)::int as charity, coalesce(sum(business), 0)::int as business,
      coalesce(sum(eyewitness), 0)::int as eyewitness, coalesce(sum(negative), 0)::int as negative,
      coalesce(sum(positive), 0)::int as positive
    from listen_minute
    where organisation_id = ${organisation} and search_id = ${search} and minute >= ${from} and minute < ${to}`.execute(
    on,
  )
  return rows[0]!
}

export async function sumLanguages(
  on: Executor,
  organisation: string,
  search: string,
  from: Date,
  to: Date,
): Promise<{ lang: string; n: number }[]> {
  const { rows } = await sql<{ lang: string; n: number }>`
    select lang, sum(n)::int as n from listen_minute_lang
    where organisation_id = ${organisation} and search_id = ${search} and minute >= ${from} and minute < ${to}
    group by lang having sum(n) > 0 order by n desc, lang limit 40`.execute(on)
  return rows
}

export interface PlaceSum {
  id: string
  name: string
  lat: number
  lon: number
  n: number
  negative: number
  positive: number
}

/** Places named in the posts still kept of a search; a post that names one twice counts once. */
export async function sumPlaces(
  on: Executor,
  organisation: string,
  search: string,
  from: Date,
  to: Date,
): Promise<{ total: number; located: number; places: PlaceSum[] }> {
  const inRange = sql`m.organisation_id = ${organisation} and m.search_id = ${search}
    and m.post_id >= ${lowestIdAt(from.getTime())}::uuid and m.post_id < ${lowestIdAt(to.getTime())}::uuid`
  const totals = await sql<{ total: number; located: number }>`
    select count(*)::int as total, count(*) filter (where p.places <> '[]'::jsonb)::int as located
    from listen_match m join record_post p on p.organisation_id = m.organisation_id and p.id = m.post_id
    where ${inRange}`.execute(on)
  const { rows } = await sql<PlaceSum>`
    select x.id, min(x.name) as name, min(x.lat) as lat, min(x.lon) as lon, count(*)::int as n,
      count(*) filter (where x.tone = 'negative')::int as negative, count(*) filter (where x.tone = 'positive')::int as positive
    from (
      select distinct on (m.post_id, place ->> 'id') place ->> 'id' as id, place ->> 'name' as name,
        (place ->> 'lat')::float8 as lat, (place ->> 'lon')::float8 as lon, m.tone
      from listen_match m join record_post p on p.organisation_id = m.organisation_id and p.id = m.post_id,
        jsonb_array_elements(p.places) place
      where ${inRange}) x
    group by x.id order by n desc, name limit 100`.execute(on)
  return { ...totals.rows[0]!, places: rows }
}

/** What outlets and public bodies said in a range, oldest first. */
export async function listOutletPosts(
  on: Executor,
  organisation: string,
  search: string,
  from: Date,
  to: Date,
  limit: number,
): Promise<PostRow[]> {
  const { rows } = await sql<PostRow>`
    select ${columns} from listen_match m
    join record_post p on p.organisation_id = m.organisation_id and p.id = m.post_id
    where m.organisation_id = ${organisation} and m.search_id = ${search} and m.source_kind in ('media', 'official')
      and m.post_id >= ${lowestIdAt(from.getTime())}::uuid and m.post_id < ${lowestIdAt(to.getTime())}::uuid
    order by m.post_id desc limit ${limit}`.execute(on)
  return rows.reverse()
}

export interface SpikeRow {
  id: string
  search_id: string
  started_at: Date
  ended_at: Date | null
  peak: number
  expected: number
  high: number
  basis: string
}

export async function listSpikeRows(
  on: Executor,
  organisation: string,
  search: string | null,
  limit: number,
): Promise<SpikeRow[]> {
  const { rows } = await sql<SpikeRow>`
    select id, search_id, started_at, ended_at, peak, expected, high, basis from listen_spike
    where organisation_id = ${organisation} and (${search}::uuid is null or search_id = ${search}::uuid)
    order by started_at desc limit ${limit}`.execute(on)
  return rows
}

/** Counts of every search in two neighbouring stretches; for "what changed in the last five minutes". */
export async function sumRecent(
  on: Executor,
  organisation: string,
  now: Date,
): Promise<{ search_id: string; now: number; before: number; negative: number; positive: number }[]> {
  const five = new Date(now.getTime() - 5 * 60_000)
  const ten = new Date(now.getTime() - 10 * 60_000)
  const { rows } = await sql<{
    search_id: string
    now: number
    before: number
    negative: number
    positive: number
  }>`
    select search_id, coalesce(sum(n) filter (where minute >= ${five}), 0)::int as now,
      coalesce(sum(n) filter (where minute < ${five}), 0)::int as before,
      coalesce(sum(negative) filter (where minute >= ${five}), 0)::int as negative,
      coalesce(sum(positive) filter (where minute >= ${five}), 0)::int as positive
    from listen_minute where organisation_id = ${organisation} and minute >= ${ten} and minute <= ${now}
    group by search_id`.execute(on)
  return rows
}

/** Outlets heard by a search in the last five minutes that it had not heard in the day before. */
export async function newOutlets(
  on: Executor,
  organisation: string,
  now: Date,
): Promise<{ search_id: string; handle: string }[]> {
  const recent = lowestIdAt(now.getTime() - 5 * 60_000)
  const day = lowestIdAt(now.getTime() - 86_400_000)
  const { rows } = await sql<{ search_id: string; handle: string }>`
    select distinct m.search_id, p.handle from listen_match m
    join record_post p on p.organisation_id = m.organisation_id and p.id = m.post_id
    where m.organisation_id = ${organisation} and m.post_id >= ${recent}::uuid and m.source_kind in ('media', 'official')
      and not exists (
        select from listen_match m2 join record_post p2 on p2.organisation_id = m2.organisation_id and p2.id = m2.post_id
        where m2.organisation_id = m.organisation_id and m2.search_id = m.search_id and m2.post_id < ${recent}::uuid
          and m2.post_id >= ${day}::uuid and p2.handle = p.handle and m2.source_kind in ('media', 'official'))`.execute(
    on,
  )
  return rows
}

export async function readLayout(
  on: Executor,
  organisation: string,
  person: string,
): Promise<unknown[] | null> {
  const { rows } = await sql<{ columns: unknown[] }>`
    select columns from listen_layout where organisation_id = ${organisation} and person_id = ${person}`.execute(
    on,
  )
  return rows[0]?.columns ?? null
}
