import { sql } from 'kysely'
import type { Database } from '../db/database.ts'

const KEPT_HOURS = 48

/** Forgets events older than 48 hours, everywhere, and notes how far. Returns how many went. */
export async function pruneEvents(db: Database, now: Date): Promise<number> {
  const before = new Date(now.getTime() - KEPT_HOURS * 3_600_000)
  return db.transaction(async (tx) => {
    const { rows } = await sql<{ gone: number }>`
      with gone as (delete from platform_event where at < ${before} returning organisation_id, number),
      floor as (
        insert into platform_event_floor (organisation_id, number)
        select organisation_id, max(number) from gone group by organisation_id
        on conflict (organisation_id) do update set number = excluded.number
      )
      select count(*) as gone from gone`.execute(tx)
    return rows[0]?.gone ?? 0
  })
}

/** A reader whose cursor is below this number has missed something for good. 0 when nothing was ever pruned. */
export async function prunedTo(db: Pick<Database, 'read'>, organisation: string): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    select number from platform_event_floor where organisation_id = ${organisation}`.execute(db.read)
  return rows[0]?.number ?? 0
}
