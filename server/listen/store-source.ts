import { sql } from 'kysely'
import type { Listening } from '../channels/channel.ts'
import type { Executor, Tx } from '../platform/db/database.ts'
import type { SourceNames } from './known-accounts.ts'

export interface SourceRecord {
  organisation_id: string
  id: string
  channel: string
  name: string
  settings: Record<string, unknown>
  cursor: string | null
  paused_at: Date | null
  listening: Listening | null
  listening_at: Date | null
  names: SourceNames | null
  last_contact_at: Date | null
  last_heard_at: Date | null
  created_at: Date
  removed_at: Date | null
  revision: string
}

const COLUMNS =
  sql.raw(`organisation_id, id, channel, name, settings, cursor, paused_at, listening, listening_at, names,
  last_contact_at, last_heard_at, created_at, removed_at, revision`)

export async function listSourceRows(on: Executor, organisation: string): Promise<SourceRecord[]> {
  const { rows } = await sql<SourceRecord>`
    select ${COLUMNS} from listen_source
    where organisation_id = ${organisation} and removed_at is null order by created_at, id`.execute(on)
  return rows
}

export async function readSourceRow(
  on: Executor,
  organisation: string,
  id: string,
): Promise<SourceRecord | null> {
  const { rows } = await sql<SourceRecord>`
    select ${COLUMNS} from listen_source
    where organisation_id = ${organisation} and id = ${id} and removed_at is null`.execute(on)
  return rows[0] ?? null
}

/** Names of all sources, removed ones too: posts outlive the source they came from. */
export async function sourceNames(on: Executor, organisation: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from listen_source where organisation_id = ${organisation}`.execute(on)
  return new Map(rows.map((r) => [r.id, r.name]))
}

export async function insertSource(
  tx: Tx,
  s: {
    organisation: string
    id: string
    channel: string
    name: string
    settings: Record<string, unknown>
    /** Sealed. */
    secret?: string | null
    at: Date
  },
): Promise<void> {
  await sql`
    insert into listen_source (organisation_id, id, channel, name, settings, secret, created_at)
    values (${s.organisation}, ${s.id}, ${s.channel}, ${s.name}, ${JSON.stringify(s.settings)}::jsonb, ${s.secret ?? null}, ${s.at})`.execute(
    tx,
  )
}

/** The sealed token of a source; null when it has none. */
export async function readSourceSecret(
  on: Executor,
  organisation: string,
  id: string,
): Promise<string | null> {
  const { rows } = await sql<{ secret: string | null }>`
    select secret from listen_source where organisation_id = ${organisation} and id = ${id}`.execute(on)
  return rows[0]?.secret ?? null
}

/** New settings may mean another place to read: the cursor goes when `forget` is set. */
export async function updateSource(
  tx: Tx,
  organisation: string,
  id: string,
  name: string,
  settings: Record<string, unknown>,
  forget: boolean,
  /** Sealed; without one what is there stays, null takes it away. */
  secret?: string | null,
): Promise<void> {
  await sql`
    update listen_source set name = ${name}, settings = ${JSON.stringify(settings)}::jsonb,
      secret = case when ${secret === undefined} then secret else ${secret ?? null}::text end, cursor = case when ${forget} then null else cursor end, listening = null,
      revision = nextval('listen_revision')
    where organisation_id = ${organisation} and id = ${id}`.execute(tx)
}

/** Null when no search names anybody. */
export async function setSourceNames(
  tx: Tx,
  organisation: string,
  id: string,
  names: SourceNames | null,
): Promise<void> {
  await sql`
    update listen_source set names = ${names === null ? null : JSON.stringify(names)}::jsonb
    where organisation_id = ${organisation} and id = ${id}`.execute(tx)
}

export async function setSourcePaused(
  tx: Tx,
  organisation: string,
  id: string,
  at: Date | null,
): Promise<void> {
  await sql`
    update listen_source set paused_at = ${at}, listening = null, revision = nextval('listen_revision')
    where organisation_id = ${organisation} and id = ${id}`.execute(tx)
}

/** The name stays for the posts and gaps that came from it; settings and cursor go. */
export async function markSourceRemoved(tx: Tx, organisation: string, id: string, at: Date): Promise<void> {
  await sql`
    update listen_source set removed_at = ${at}, settings = '{}', secret = null, cursor = null, revision = nextval('listen_revision')
    where organisation_id = ${organisation} and id = ${id}`.execute(tx)
  await sql`delete from listen_quarantine where organisation_id = ${organisation} and source_id = ${id}`.execute(
    tx,
  )
}

/** What could not be read was kept for nobody's purpose but ours, to mend it; the counts of reasons stay. */
export async function forgetSamples(tx: Tx, before: Date): Promise<void> {
  await sql`delete from listen_quarantine where at < ${before}`.execute(tx)
}

/** Sources of every organisation that changed after a revision; 0 gives all that are to be heard. */
export async function sourcesSince(on: Executor, revision: number): Promise<SourceRecord[]> {
  const { rows } = await sql<SourceRecord>`
    select ${COLUMNS} from listen_source
    where revision > ${revision} and (${revision} > 0 or (paused_at is null and removed_at is null))`.execute(
    on,
  )
  return rows
}

export interface HeardSums {
  source_id: string
  last_hour: number
  /** Mean an hour over the 14 days before the last hour, over hours in which anything was heard. */
  usual: number | null
  hours: number
}

export async function heardSums(
  on: Executor,
  organisation: string,
  now: Date,
): Promise<Map<string, HeardSums>> {
  const { rows } = await sql<HeardSums>`
    with hourly as (
      select source_id, date_trunc('hour', minute) as hour, sum(heard)::float8 as heard from listen_heard
      where organisation_id = ${organisation} and minute > ${new Date(now.getTime() - 14 * 86_400_000)}
        and minute <= ${new Date(now.getTime() - 3_600_000)}
      group by 1, 2)
    select s.id as source_id,
      (select coalesce(sum(heard), 0)::int from listen_heard h where h.organisation_id = ${organisation}
        and h.source_id = s.id and h.minute > ${new Date(now.getTime() - 3_600_000)}) as last_hour,
      (select avg(heard) from hourly where hourly.source_id = s.id) as usual,
      (select count(*)::int from hourly where hourly.source_id = s.id) as hours
    from listen_source s where s.organisation_id = ${organisation} and s.removed_at is null`.execute(on)
  return new Map(rows.map((r) => [r.source_id, r]))
}

export async function heardTotals(
  on: Executor,
  organisation: string,
  since: Date,
): Promise<{ heard: number; kept: number }> {
  const { rows } = await sql<{ heard: number; kept: number }>`
    select coalesce(sum(heard), 0)::float8 as heard, coalesce(sum(kept), 0)::float8 as kept from listen_heard
    where organisation_id = ${organisation} and minute >= ${since}`.execute(on)
  return rows[0] ?? { heard: 0, kept: 0 }
}

export async function heardPerHour(
  on: Executor,
  organisation: string,
  source: string,
  since: Date,
): Promise<{ from: Date; heard: number; kept: number }[]> {
  const { rows } = await sql<{ from: Date; heard: number; kept: number }>`
    select date_trunc('hour', minute) as "from", sum(heard)::int as heard, sum(kept)::int as kept from listen_heard
    where organisation_id = ${organisation} and source_id = ${source} and minute >= ${since} group by 1 order by 1`.execute(
    on,
  )
  return rows
}

export async function listGaps(
  on: Executor,
  organisation: string,
  since: Date | null,
): Promise<{ source_id: string; from: Date; to: Date; reason: string }[]> {
  const { rows } = await sql<{ source_id: string; from: Date; to: Date; reason: string }>`
    select source_id, from_at as "from", to_at as "to", reason from listen_gap
    where organisation_id = ${organisation} and (${since}::timestamptz is null or to_at >= ${since}::timestamptz)
    order by from_at desc limit 500`.execute(on)
  return rows
}

export async function quarantineCounts(
  on: Executor,
  organisation: string,
): Promise<{ source_id: string; reason: string; n: number }[]> {
  const { rows } = await sql<{ source_id: string; reason: string; n: number }>`
    select source_id, reason, n::int as n from listen_quarantine_reason
    where organisation_id = ${organisation} order by n desc, reason`.execute(on)
  return rows
}

export async function listQuarantine(
  on: Executor,
  organisation: string,
  source: string,
): Promise<{ at: Date; reason: string; sample: string }[]> {
  const { rows } = await sql<{ at: Date; reason: string; sample: string }>`
    select at, reason, sample from listen_quarantine
    where organisation_id = ${organisation} and source_id = ${source} order by id desc limit 100`.execute(on)
  return rows
}

/** Files that were taken in, newest first; their settings hold the map of columns that a person confirmed. */
export async function findImports(on: Executor, organisation: string): Promise<SourceRecord[]> {
  const { rows } = await sql<SourceRecord>`
    select ${COLUMNS} from listen_source
    where organisation_id = ${organisation} and channel = 'import' and removed_at is null
    order by created_at desc limit 200`.execute(on)
  return rows
}

/** Sources that play a scenario, newest first; for the facilitator's slice. */
export async function exerciseSources(
  on: Executor,
  organisation: string,
): Promise<{ id: string; scenario: string }[]> {
  const { rows } = await sql<{ id: string; scenario: string }>`
    select id, settings ->> 'scenario' as scenario from listen_source
    where organisation_id = ${organisation} and channel = 'exercise' and removed_at is null order by created_at desc`.execute(
    on,
  )
  return rows
}
