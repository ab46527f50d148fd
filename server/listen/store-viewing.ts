import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Executor, Tx } from '../platform/db/database.ts'

export interface AuthorisationRow {
  id: string
  person_id: string
  person_name: string
  handle: string
  /** Null until the account that bears this name is known. */
  account_key: Buffer | null
  kind: 'authorised' | 'immediate'
  reference: string | null
  role: string | null
  reason: string | null
  given_at: Date
  ends_at: Date
}

/** An account without its name: enough to count by. */
export const accountKey = (channel: string, account: string): Buffer =>
  createHash('sha256').update(`${channel}\n${account}`).digest().subarray(0, 16)

/** The same in SQL, for the post `p`. */
export const KEY_OF_POST = `substring(sha256(convert_to(p.channel || E'\\n' || p.account_id, 'UTF8')) for 16)`

/** Openings of one account by one person since a moment. */
export async function countOpenings(
  on: Executor,
  organisation: string,
  person: string,
  account: Buffer,
  since: Date,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from listen_opening
    where organisation_id = ${organisation} and person_id = ${person} and account_key = ${account} and at > ${since}`.execute(
    on,
  )
  return rows[0]?.n ?? 0
}

/** Whether this person opened this very post just before: coming back to it is one viewing. */
export async function openedSince(
  on: Executor,
  organisation: string,
  person: string,
  account: Buffer,
  post: string,
  since: Date,
): Promise<boolean> {
  const { rows } = await sql`
    select from listen_opening where organisation_id = ${organisation} and person_id = ${person}
      and account_key = ${account} and post_id = ${post} and at > ${since} limit 1`.execute(on)
  return rows.length > 0
}

export async function insertOpening(
  tx: Tx,
  organisation: string,
  person: string,
  account: Buffer,
  post: string,
  at: Date,
): Promise<void> {
  await sql`
    insert into listen_opening (organisation_id, person_id, account_key, post_id, at)
    values (${organisation}, ${person}, ${account}, ${post}, ${at}) on conflict do nothing`.execute(tx)
}

/** Two screens of one person that open at once are counted one after the other. */
export async function lockOpenings(tx: Tx, person: string, account: Buffer): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${person}${account.toString('hex')}`}, 14))`.execute(
    tx,
  )
}

export async function pruneOpenings(tx: Tx, before: Date): Promise<void> {
  await sql`delete from listen_opening where at < ${before}`.execute(tx)
}

export async function insertAuthorisation(
  tx: Tx,
  organisation: string,
  row: AuthorisationRow,
): Promise<void> {
  await sql`
    insert into listen_authorisation (organisation_id, id, person_id, person_name, handle, account_key, kind, reference, role, reason, given_at, ends_at)
    values (${organisation}, ${row.id}, ${row.person_id}, ${row.person_name}, ${row.handle}, ${row.account_key}, ${row.kind},
      ${row.reference}, ${row.role}, ${row.reason}, ${row.given_at}, ${row.ends_at})`.execute(tx)
}

const COLUMNS = sql.raw(
  'id, person_id, person_name, handle, account_key, kind, reference, role, reason, given_at, ends_at',
)

/** The authorisations that this person holds now for these handles (lower case), the longest of each first. */
export async function validAuthorisations(
  on: Executor,
  organisation: string,
  person: string,
  handles: string[],
  now: Date,
): Promise<AuthorisationRow[]> {
  if (handles.length === 0) return []
  const { rows } = await sql<AuthorisationRow>`
    select ${COLUMNS} from listen_authorisation
    where organisation_id = ${organisation} and person_id = ${person} and handle = any(${handles}::text[]) and ends_at > ${now}
    order by ends_at desc`.execute(on)
  return rows
}

/** One authorisation, as far as it says who may follow whom. */
export interface Leave {
  person: string
  handle: string
  /** The account that it is bound to, as hex; null: by name alone, so far. */
  account: string | null
  /** Whether it holds now. */
  valid: boolean
}

/** What everybody in the organisation holds, or held, for these handles (lower case). */
export async function leavesFor(
  on: Executor,
  organisation: string,
  handles: string[],
  now: Date,
): Promise<Leave[]> {
  if (handles.length === 0) return []
  const { rows } = await sql<Leave>`
    select distinct person_id as person, handle, encode(account_key, 'hex') as account, ends_at > ${now} as valid
    from listen_authorisation where organisation_id = ${organisation} and handle = any(${handles}::text[])`.execute(
    on,
  )
  return rows
}

/**
 * Which of these people may have this account followed by its name. Whoever holds an authorisation by the name alone has
 * it bound to this account, the first that is heard under the name, unless another of theirs says which account it is.
 */
export async function followersOf(
  tx: Tx,
  organisation: string,
  people: string[],
  handle: string,
  account: Buffer,
  now: Date,
): Promise<Set<string>> {
  const held = sql`a.organisation_id = ${organisation} and a.person_id = any(${people}::uuid[])
    and a.handle = ${handle} and a.ends_at > ${now}`
  await sql`
    update listen_authorisation a set account_key = ${account} where ${held} and a.account_key is null
      and not exists (select from listen_authorisation other where other.organisation_id = a.organisation_id
        and other.person_id = a.person_id and other.handle = a.handle and other.ends_at > ${now}
        and other.account_key is not null)`.execute(tx)
  const { rows } = await sql<{ person: string }>`
    select distinct a.person_id as person from listen_authorisation a where ${held} and a.account_key = ${account}`.execute(
    tx,
  )
  return new Set(rows.map((row) => row.person))
}

/**
 * The authorisation that this person holds now for one account; the longest. One given by its name alone is bound to
 * the account here: it does not open another one that bears the same name.
 */
export async function authorisationFor(
  tx: Tx,
  organisation: string,
  person: string,
  account: Buffer,
  handle: string,
  now: Date,
): Promise<AuthorisationRow | null> {
  const mine = sql`organisation_id = ${organisation} and person_id = ${person} and ends_at > ${now}`
  await sql`update listen_authorisation set account_key = ${account}
    where ${mine} and handle = ${handle} and account_key is null`.execute(tx)
  const { rows } = await sql<AuthorisationRow>`
    select ${COLUMNS} from listen_authorisation where ${mine} and account_key = ${account}
    order by ends_at desc limit 1`.execute(tx)
  return rows[0] ?? null
}

/** Null where the organisation has not set one. */
export async function readStop(on: Executor, organisation: string): Promise<number | null> {
  const { rows } = await sql<{ n: number }>`
    select viewing_stop as n from listen_setting where organisation_id = ${organisation}`.execute(on)
  return rows[0]?.n ?? null
}

export async function saveStop(tx: Tx, organisation: string, stop: number): Promise<void> {
  await sql`
    insert into listen_setting (organisation_id, viewing_stop) values (${organisation}, ${stop})
    on conflict (organisation_id) do update set viewing_stop = excluded.viewing_stop`.execute(tx)
}

export async function listAuthorisations(on: Executor, organisation: string): Promise<AuthorisationRow[]> {
  const { rows } = await sql<AuthorisationRow>`
    select ${COLUMNS} from listen_authorisation where organisation_id = ${organisation} order by given_at desc limit 500`.execute(
    on,
  )
  return rows
}
