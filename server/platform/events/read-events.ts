import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { StoredEvent } from './event.ts'

/**
 * Events of one organisation after a number, oldest first, at most `limit`; of one type where that is given. The last
 * one's number is the next cursor.
 */
export async function readEvents(
  db: Pick<Database, 'read'>,
  organisation: string,
  after: number,
  limit: number,
  type: string | null = null,
): Promise<StoredEvent[]> {
  const { rows } = await sql<StoredEvent>`
    select organisation_id as organisation, number, at, type, data from platform_event
    where organisation_id = ${organisation} and number > ${after} and (${type}::text is null or type = ${type})
    order by number limit ${limit}`.execute(db.read)
  return rows
}

/** The newest number of an organisation (0 when there is none) and the oldest still kept (null when there is none). */
export async function eventSpan(
  db: Pick<Database, 'read'>,
  organisation: string,
): Promise<{ newest: number; oldest: number | null }> {
  const { rows } = await sql<{ newest: number | null; oldest: number | null }>`
    select max(number) as newest, min(number) as oldest from platform_event
    where organisation_id = ${organisation}`.execute(db.read)
  return { newest: rows[0]?.newest ?? 0, oldest: rows[0]?.oldest ?? null }
}
