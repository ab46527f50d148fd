import { sql } from 'kysely'
import type { Database, Executor } from '../db/database.ts'
import { type ChainedRow, FIRST, hashOf } from './chain.ts'

export type Verdict =
  | { ok: true; rows: number; head: string | null }
  /** `number` is the first row that is not as it was written; `words` say so to a person. */
  | { ok: false; rows: number; number: number; fault: 'altered' | 'missing' | 'moved'; words: string }

type StoredRow = ChainedRow & { hash: Buffer }

const PAGE = 2_000

/**
 * Walks an organisation's chain from its first row and names the first that was altered, taken out or moved.
 * @param database a database, or anything to read from
 * @param seen told how many rows have been read, now and then
 */
export async function verifyAudit(
  database: Database | Executor,
  organisation: string,
  seen: (rows: number) => void = () => {},
): Promise<Verdict> {
  const on = 'read' in database ? database.read : database
  let last: StoredRow | null = null
  for (;;) {
    const page: StoredRow[] = await readFrom(on, organisation, last?.number ?? 0)
    for (const row of page) {
      const fault = await faultOf(on, row, last)
      if (fault) return { ok: false, rows: last?.number ?? 0, ...fault }
      last = row
    }
    seen(last?.number ?? 0)
    if (page.length < PAGE) break
  }
  return checkHead(on, organisation, last)
}

type Fault = Pick<Extract<Verdict, { ok: false }>, 'number' | 'fault' | 'words'>

async function faultOf(on: Executor, row: StoredRow, last: StoredRow | null): Promise<Fault | null> {
  const expected = (last?.number ?? 0) + 1
  const own = hashOf(row).equals(row.hash)
  const linked = row.previous.equals(last?.hash ?? FIRST)
  if (row.number !== expected)
    return {
      number: expected,
      fault: 'missing',
      words: `Row ${expected} is missing: after ${expected - 1} comes ${row.number}.`,
    }
  if (own && linked) return null
  // A row that is true to its own hash and points elsewhere bears witness against the one before it.
  if (own && last)
    return {
      number: last.number,
      fault: 'altered',
      words: `Row ${last.number} was rewritten: row ${row.number} remembers another.`,
    }
  const from = await placeBefore(on, row)
  if (from !== null)
    return {
      number: row.number,
      fault: 'moved',
      words: `Row ${row.number} was written as row ${from} and moved.`,
    }
  return {
    number: row.number,
    fault: 'altered',
    words: `Row ${row.number} (${row.action}) is not as it was written.`,
  }
}

/** The number under which this row was written, when another row's memory of it shows that. */
async function placeBefore(on: Executor, row: StoredRow): Promise<number | null> {
  const found = await sql<{ number: string }>`
    select number from audit_row where organisation_id = ${row.organisation} and previous = ${row.hash}`.execute(
    on,
  )
  for (const { number } of found.rows) {
    const before = Number(number) - 1
    for (const candidate of [before, before - 1, before + 1])
      if (candidate !== row.number && hashOf({ ...row, number: candidate }).equals(row.hash)) return candidate
  }
  return null
}

async function checkHead(on: Executor, organisation: string, last: StoredRow | null): Promise<Verdict> {
  const found = await sql<{ number: string; hash: Buffer }>`
    select number, hash from audit_head where organisation_id = ${organisation}`.execute(on)
  const head = found.rows[0]
  const rows = last?.number ?? 0
  const headNumber = Number(head?.number ?? 0)
  if (headNumber > rows)
    return {
      ok: false,
      rows,
      number: rows + 1,
      fault: 'missing',
      words: `Rows ${rows + 1} to ${headNumber} are missing from the end.`,
    }
  if (last && (headNumber !== rows || !head!.hash.equals(last.hash)))
    return {
      ok: false,
      rows: rows - 1,
      number: rows,
      fault: 'altered',
      words: `Row ${rows}, the last, is not the one the chain ended with.`,
    }
  return { ok: true, rows, head: last ? last.hash.toString('hex') : null }
}

async function readFrom(on: Executor, organisation: string, after: number): Promise<StoredRow[]> {
  const found = await sql<{
    number: string
    at: string
    person: string | null
    action: string
    subject: string
    detail: unknown
    previous: Buffer
    hash: Buffer
  }>`
    select number, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, person_id as person,
      action, subject, detail, previous, hash
    from audit_row where organisation_id = ${organisation} and number > ${after} order by number limit ${PAGE}`.execute(
    on,
  )
  return found.rows.map((row) => ({ organisation, ...row, number: Number(row.number) }))
}

/** Where every chain ends now: for a log line every few minutes, so that a copy of the heads lies outside the database. */
export async function auditHeads(
  db: Database,
): Promise<{ organisation: string; number: number; hash: string }[]> {
  const found = await sql<{ organisation: string; number: string; hash: Buffer }>`
    select organisation_id as organisation, number, hash from audit_head order by organisation_id`.execute(
    db.read,
  )
  return found.rows.map((row) => ({ ...row, number: Number(row.number), hash: row.hash.toString('hex') }))
}
