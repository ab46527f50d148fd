import { sql } from 'kysely'
import type { Executor } from '../db/database.ts'
import type { EmittedEvent } from './event.ts'

/** The channel on which a commit is told; the payload is `organisation number`. */
export const CHANNEL = 'folkmoot_events'

/**
 * Writes and numbers pending events as the last statements of a transaction. The advisory lock is held from here to the
 * end of the transaction, so within an organisation a lower number is always visible before a higher one: a reader by
 * cursor never skips a slow commit.
 */
export async function flushEvents(tx: Executor, pending: readonly EmittedEvent[]): Promise<void> {
  if (pending.length === 0) return
  // Always in the same order, so that two transactions over two organisations cannot wait for each other.
  const organisations = [...new Set(pending.map((event) => event.organisation))].sort()
  for (const organisation of organisations) {
    const events = pending.filter((event) => event.organisation === organisation)
    await sql`select pg_advisory_xact_lock(hashtextextended(${`events:${organisation}`}, 0))`.execute(tx)
    await sql`
      with written as (
        insert into platform_event (organisation_id, number, type, data)
        select ${organisation}::uuid, nextval('platform_event_number'), e.type, e.data
        from unnest(${events.map((e) => e.type)}::text[], ${events.map((e) => JSON.stringify(e.data))}::jsonb[])
          with ordinality e (type, data, place)
        order by e.place
        returning number
      )
      select pg_notify(${CHANNEL}, ${organisation} || ' ' || max(number)) from written`.execute(tx)
  }
}
