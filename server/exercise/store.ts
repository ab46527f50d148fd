import { sql } from 'kysely'
import type { Executor } from '../platform/db/database.ts'

/** The organisation's exercise sources that are there; reads only. */
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
