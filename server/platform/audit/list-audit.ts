import { sql } from 'kysely'
import type { Executor } from '../db/database.ts'

export interface AuditRow {
  number: number
  at: Date
  person: string | null
  action: string
  subject: string
  detail: Record<string, unknown>
}

export interface AuditFilter {
  person?: string
  /** `estate.person-disabled`, or the beginning of one: `estate.` */
  action?: string
  subject?: string
  from?: Date
  to?: Date
  /** For the next page: the lowest number already shown. */
  before?: number
  limit?: number
}

/** The audit trail, newest first, at most 500 rows. Rights are checked by the caller (`estate.listAudit`). */
export async function readAudit(
  on: Executor,
  organisation: string,
  filter: AuditFilter = {},
): Promise<AuditRow[]> {
  const { person = null, action = null, subject = null, from = null, to = null, before = null } = filter
  const limit = Math.min(Math.max(filter.limit ?? 50, 1), 500)
  const found = await sql<Omit<AuditRow, 'number'> & { number: string }>`
    select number, at, person_id as person, action, subject, detail from audit_row
    where organisation_id = ${organisation}
      and (${before}::bigint is null or number < ${before})
      and (${person}::uuid is null or person_id = ${person})
      and (${action}::text is null or starts_with(action, ${action}))
      and (${subject}::text is null or subject = ${subject})
      and (${from}::timestamptz is null or at >= ${from})
      and (${to}::timestamptz is null or at < ${to})
    order by number desc limit ${limit}`.execute(on)
  return found.rows.map((row) => ({ ...row, number: Number(row.number) }))
}
