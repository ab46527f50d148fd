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

/**
 * The account of the latest authorisation of the same person for the same name as `a` that is bound, run out or not; null
 * when none is. One that renews it by the name alone is for that account, and not for whoever took the name since.
 */
const LATEST_BOND = sql.raw(`(
  select b.account_key from listen_authorisation b where b.organisation_id = a.organisation_id
    and b.person_id = a.person_id and b.handle = a.handle and b.account_key is not null
  order by b.given_at desc, b.id desc limit 1)`)

/** One authorisation, as far as it says who may follow whom. */
export interface Leave {
  person: string
  handle: string
  /** The account that it is for, as hex; null: by name alone, so far. */
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
    select distinct a.person_id as person, a.handle, a.ends_at > ${now} as valid,
      encode(coalesce(a.account_key, ${LATEST_BOND}), 'hex') as account
    from listen_authorisation a where a.organisation_id = ${organisation} and a.handle = any(${handles}::text[])`.execute(
    on,
  )
  return rows
}

/**
 * Which of these people may have this account followed by its name. Whoever holds an authorisation by the name alone has
 * it bound to this account, the first that is heard under the name, unless one of theirs said which account it is
 * (`LATEST_BOND`).
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
      and coalesce(${LATEST_BOND}, ${account}) = ${account}`.execute(tx)
  const { rows } = await sql<{ person: string }>`
    select distinct a.person_id as person from listen_authorisation a where ${held} and a.account_key = ${account}`.execute(
    tx,
  )
  return new Set(rows.map((row) => row.person))
}

/**
 * Binds what this person holds for these names alone, before what is kept is searched by them: to the account that they
 * had it for before, else to that of the first post kept under the name. A file knows names only and binds nothing.
 */
export async function bindToKept(
  tx: Tx,
  organisation: string,
  person: string,
  handles: string[],
  now: Date,
): Promise<void> {
  // The index is on lower(handle), whose letters are the database's language's; names are compared in A to Z only.
  const firstKept = sql`(
    select ${sql.raw(KEY_OF_POST)} from record_post p where p.organisation_id = a.organisation_id
      and lower(p.handle) = lower(a.handle) and lower(p.handle collate "C") = a.handle and p.channel <> 'import'
    order by p.id limit 1)`
  await sql`
    update listen_authorisation u set account_key = found.account from (
      select a.id, coalesce(${LATEST_BOND}, ${firstKept}) as account from listen_authorisation a
      where a.organisation_id = ${organisation} and a.person_id = ${person} and a.handle = any(${handles}::text[])
        and a.ends_at > ${now} and a.account_key is null) found
    where u.organisation_id = ${organisation} and u.id = found.id and u.account_key is null
      and found.account is not null`.execute(tx)
}

/**
 * The authorisation that this person holds now for one account; the longest. One given by its name alone is bound to
 * the account here, unless it renews one for another (`LATEST_BOND`): it does not open another that bears the same name.
 */
export async function authorisationFor(
  tx: Tx,
  organisation: string,
  person: string,
  account: Buffer,
  handle: string,
  now: Date,
): Promise<AuthorisationRow | null> {
  const mine = sql`a.organisation_id = ${organisation} and a.person_id = ${person} and a.ends_at > ${now}`
  await sql`update listen_authorisation a set account_key = ${account}
    where ${mine} and a.handle = ${handle} and a.account_key is null
      and coalesce(${LATEST_BOND}, ${account}) = ${account}`.execute(tx)
  const { rows } = await sql<AuthorisationRow>`
    select ${COLUMNS} from listen_authorisation a where ${mine} and account_key = ${account}
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
