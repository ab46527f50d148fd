import { sql } from 'kysely'
import type { Executor, Tx } from '../platform/db/database.ts'
import type { SpikeFound } from './temperature.ts'

export interface OpenSpike {
  organisation: string
  search: string
  id: string
  /** When it was last seen to go on. */
  lastAt: Date
}

export async function openSpikes(on: Executor): Promise<OpenSpike[]> {
  const { rows } = await sql<OpenSpike>`
    select organisation_id as organisation, search_id as search, id, last_at as "lastAt" from listen_spike where ended_at is null`.execute(
    on,
  )
  return rows
}

/** Searches with at least so many posts since a moment, everywhere. */
export async function searchesBusySince(
  on: Executor,
  since: Date,
  fewest: number,
): Promise<{ organisation: string; search: string }[]> {
  const { rows } = await sql<{ organisation: string; search: string }>`
    select s.organisation_id as organisation, s.id as search from listen_search s
    where s.deleted_at is null and s.paused_at is null and (
      select coalesce(sum(n), 0) from listen_minute m
      where m.organisation_id = s.organisation_id and m.search_id = s.id and m.minute >= ${since}) >= ${fewest}`.execute(
    on,
  )
  return rows
}

export async function insertSpike(
  tx: Tx,
  organisation: string,
  search: string,
  id: string,
  at: Date,
  found: SpikeFound,
): Promise<void> {
  await sql`
    insert into listen_spike (organisation_id, search_id, id, started_at, last_at, peak, expected, high, basis)
    values (${organisation}, ${search}, ${id}, ${at}, ${at}, ${found.n}, ${found.expected}, ${found.high}, ${found.basis})
    on conflict do nothing`.execute(tx)
}

export async function raiseSpike(
  tx: Tx,
  organisation: string,
  search: string,
  id: string,
  n: number,
  at: Date,
): Promise<void> {
  await sql`
    update listen_spike set peak = greatest(peak, ${n}), last_at = ${at}
    where organisation_id = ${organisation} and search_id = ${search} and id = ${id}`.execute(tx)
}

export async function endSpike(
  tx: Tx,
  organisation: string,
  search: string,
  id: string,
  at: Date,
): Promise<void> {
  await sql`
    update listen_spike set ended_at = ${at}
    where organisation_id = ${organisation} and search_id = ${search} and id = ${id}`.execute(tx)
}
