import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Executor, PendingAudit } from '../db/database.ts'
import { canonicalJson } from './canonical.ts'

/** What the hash of a row covers. `at` has microseconds, so that no digit of the stored time is outside the hash. */
export interface ChainedRow {
  organisation: string
  number: number
  at: string
  person: string | null
  action: string
  subject: string
  detail: unknown
  previous: Buffer
}

export const FIRST = Buffer.alloc(32)

/** SHA-256 over canonical JSON of the row, the hash of the one before it included. */
export function hashOf(row: ChainedRow): Buffer {
  const { organisation, number, at, person, action, subject, detail } = row
  const previous = row.previous.toString('hex')
  const covered = { organisation, number, at, person, action, subject, detail, previous }
  return createHash('sha256').update(canonicalJson(covered)).digest()
}

/** Names under which a text or a secret would travel; a row that has one is a bug, and is refused. */
const NEVER = /^(text|body|content|password|token|secret|cookie)$/i
const LONGEST = 4_000

/**
 * `detail` as it will lie in the database: plain JSON, without NUL and lone surrogates (PostgreSQL refuses both).
 * Throws when it carries what an audit row must never carry.
 */
export function fitDetail(detail: Record<string, unknown>): unknown {
  const plain: unknown = JSON.parse(
    JSON.stringify(detail, (key, value: unknown) => {
      if (NEVER.test(key)) throw new Error(`audit detail may not carry "${key}"`)
      if (typeof value === 'string' && value.length > LONGEST)
        throw new Error(`audit detail "${key}" is longer than ${LONGEST} characters`)
      return value
    }),
  )
  return storable(plain)
}

const clean = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd')

function storable(value: unknown): unknown {
  if (typeof value === 'string') return clean(value)
  if (Array.isArray(value)) return value.map(storable)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [clean(key), storable(inner)]))
}

/**
 * Writes pending audit rows at the end of each organisation's chain. Called by the database layer just before COMMIT:
 * the advisory lock it takes is held to the end of the transaction, so rows are numbered in commit order.
 */
export async function flushAudit(tx: Executor, pending: readonly PendingAudit[]): Promise<void> {
  if (pending.length === 0) return
  // Always in the same order, so that two transactions over two organisations cannot wait for each other.
  const organisations = [...new Set(pending.map((p) => p.organisation))].sort()
  for (const organisation of organisations)
    await append(
      tx,
      organisation,
      pending.filter((p) => p.organisation === organisation),
    )
}

async function append(tx: Executor, organisation: string, entries: PendingAudit[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`audit:${organisation}`}, 0))`.execute(tx)
  const found = await sql<{ number: string; hash: Buffer }>`
    select number, hash from audit_head where organisation_id = ${organisation}`.execute(tx)
  let number = Number(found.rows[0]?.number ?? 0)
  let previous = found.rows[0]?.hash ?? FIRST
  const rows = entries.map((entry) => {
    const row: ChainedRow = {
      organisation,
      number: ++number,
      at: microseconds(entry.at),
      person: entry.person,
      action: entry.action,
      subject: clean(entry.subject),
      detail: fitDetail(entry.detail),
      previous,
    }
    const hash = hashOf(row)
    previous = hash
    return { ...row, hash }
  })
  const column = <T>(pick: (row: (typeof rows)[number]) => T) => rows.map(pick)
  await sql`
    insert into audit_row (organisation_id, number, at, person_id, action, subject, detail, previous, hash)
    select ${organisation}::uuid, r.* from unnest(
      ${column((r) => r.number)}::bigint[], ${column((r) => r.at)}::timestamptz[], ${column((r) => r.person)}::uuid[],
      ${column((r) => r.action)}::text[], ${column((r) => r.subject)}::text[],
      ${column((r) => JSON.stringify(r.detail))}::jsonb[],
      ${column((r) => r.previous)}::bytea[], ${column((r) => r.hash)}::bytea[]) r`.execute(tx)
  await sql`
    insert into audit_head (organisation_id, number, hash) values (${organisation}, ${number}, ${previous})
    on conflict (organisation_id) do update set number = excluded.number, hash = excluded.hash`.execute(tx)
}

/** `2026-01-02T03:04:05.678000Z`: as `to_char(… 'US')` gives it back. */
export const microseconds = (at: Date): string => at.toISOString().replace('Z', '000Z')
