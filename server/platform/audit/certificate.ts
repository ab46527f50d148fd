import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Executor, Tx } from '../db/database.ts'
import { newId } from '../ids.ts'
import { audit } from './audit.ts'

/** What was erased for good, and why: counts and a hash over the ids, nothing of what it said. */
export interface Certificate {
  id: string
  at: Date
  what: string
  reason: string
  counts: Record<string, number>
  /** SHA-256, hex, over the erased ids sorted and joined by line feeds: whoever knows the ids can check it. */
  idsHash: string
  person: string | null
}

/** Writes the certificate of an erasure, in the transaction that erases, and an audit row that names it. */
export async function certify(
  tx: Tx,
  erased: {
    organisation: string
    at: Date
    what: string
    reason: string
    counts: Record<string, number>
    ids: readonly string[]
    person: string | null
  },
): Promise<Certificate> {
  const id = newId(erased.at.getTime())
  const idsHash = hashIds(erased.ids)
  await sql`
    insert into audit_certificate (organisation_id, id, at, what, reason, counts, ids_hash, person_id)
    values (${erased.organisation}, ${id}, ${erased.at}, ${erased.what}, ${erased.reason},
      ${JSON.stringify(erased.counts)}::jsonb, ${Buffer.from(idsHash, 'hex')}, ${erased.person})`.execute(tx)
  audit(tx, {
    organisation: erased.organisation,
    person: erased.person,
    action: 'retention.erased',
    subject: `certificate:${id}`,
    detail: { what: erased.what, reason: erased.reason, counts: erased.counts, idsHash },
    at: erased.at,
  })
  const { what, reason, counts, person, at } = erased
  return { id, at, what, reason, counts, idsHash, person }
}

export function hashIds(ids: readonly string[]): string {
  return createHash('sha256')
    .update([...ids].sort().join('\n'))
    .digest('hex')
}

/** Certificates, newest first. */
export async function listCertificates(
  on: Executor,
  organisation: string,
  limit = 100,
): Promise<Certificate[]> {
  const found = await sql<Omit<Certificate, 'idsHash'> & { idsHash: Buffer }>`
    select id, at, what, reason, counts, ids_hash as "idsHash", person_id as person from audit_certificate
    where organisation_id = ${organisation} order by id desc limit ${Math.min(limit, 1_000)}`.execute(on)
  return found.rows.map((row) => ({ ...row, idsHash: row.idsHash.toString('hex') }))
}
