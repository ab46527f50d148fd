import { sql } from 'kysely'
import type { Executor, Tx } from '../platform/db/database.ts'
import { isId } from '../platform/ids.ts'

export interface SearchRow {
  id: string
  name: string
  query: string
  purpose: string
  owner_id: string
  owner_name: string
  lawful_basis: string
  retention_days: number
  paused_at: Date | null
  paused_because: string | null
  expires_at: Date | null
  created_at: Date
  /** By whose authorisations it follows whom it names. */
  followed_by: string
  kept: number
  last_match_at: Date | null
}

export interface SearchFields {
  name: string
  query: string
  purpose: string
  ownerId: string
  ownerName: string
  lawfulBasis: string
  retentionDays: number
  expiresAt: Date | null
}

const WITH_COUNTS =
  sql.raw(`s.id, s.name, s.query, s.purpose, s.owner_id, s.owner_name, s.lawful_basis, s.retention_days,
  s.paused_at, s.paused_because, s.expires_at, s.created_at, coalesce(s.followed_by, s.created_by) as followed_by,
  (select count(*)::int from (select from listen_match m where m.organisation_id = s.organisation_id and m.search_id = s.id limit 100000) k) as kept,
  (select p.at from listen_match m join record_post p on p.organisation_id = m.organisation_id and p.id = m.post_id
   where m.organisation_id = s.organisation_id and m.search_id = s.id order by m.post_id desc limit 1) as last_match_at`)

export async function listSearchRows(on: Executor, organisation: string): Promise<SearchRow[]> {
  const { rows } = await sql<SearchRow>`
    select ${WITH_COUNTS} from listen_search s
    where s.organisation_id = ${organisation} and s.deleted_at is null order by s.created_at, s.id`.execute(
    on,
  )
  return rows
}

export async function readSearchRow(
  on: Executor,
  organisation: string,
  id: string,
): Promise<SearchRow | null> {
  const { rows } = await sql<SearchRow>`
    select ${WITH_COUNTS} from listen_search s
    where s.organisation_id = ${organisation} and s.id = ${id} and s.deleted_at is null`.execute(on)
  return rows[0] ?? null
}

/** A search by its query, who answers for it, and by whose authorisation it follows whom it names. */
export interface NamedSearch {
  id: string
  query: string
  owner: string
  by: string
}

const NAMED = sql.raw('id, query, owner_id as owner, coalesce(followed_by, created_by) as by')

/** With their names; for cards and columns. */
export async function searchNames(
  on: Executor,
  organisation: string,
): Promise<(NamedSearch & { name: string })[]> {
  const { rows } = await sql<NamedSearch & { name: string }>`
    select ${NAMED}, name from listen_search where organisation_id = ${organisation} and deleted_at is null`.execute(
    on,
  )
  return rows
}

/** The same, with those that ended since a moment: what was told of them may still be read. */
export async function namesSince(on: Executor, organisation: string, ended: Date): Promise<NamedSearch[]> {
  const { rows } = await sql<NamedSearch>`
    select ${NAMED} from listen_search
    where organisation_id = ${organisation} and (deleted_at is null or deleted_at > ${ended})`.execute(on)
  return rows
}

export async function insertSearch(
  tx: Tx,
  organisation: string,
  id: string,
  f: SearchFields,
  by: string,
  at: Date,
): Promise<void> {
  await sql`
    insert into listen_search (organisation_id, id, name, query, purpose, owner_id, owner_name, lawful_basis,
      retention_days, expires_at, created_at, created_by, followed_by)
    values (${organisation}, ${id}, ${f.name}, ${f.query}, ${f.purpose}, ${f.ownerId}, ${f.ownerName}, ${f.lawfulBasis},
      ${f.retentionDays}, ${f.expiresAt}, ${at}, ${by}, ${by})`.execute(tx)
}

/** How many searches stand and how long they are together; nobody else adds one until the transaction ends. */
export async function holdSearches(tx: Tx, organisation: string): Promise<{ n: number; characters: number }> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`searches:${organisation}`}, 15))`.execute(tx)
  const { rows } = await sql<{ n: number; characters: number }>`
    select count(*)::int as n, coalesce(sum(length(query)), 0)::int as characters from listen_search
    where organisation_id = ${organisation} and deleted_at is null`.execute(tx)
  return rows[0]!
}

/** Changes all but the revision: `announceSearch` at the end of the transaction. `by`: whose authorisations were asked. */
export async function updateSearch(
  tx: Tx,
  organisation: string,
  id: string,
  f: SearchFields,
  by: string,
): Promise<void> {
  await sql`
    update listen_search set name = ${f.name}, query = ${f.query}, purpose = ${f.purpose}, owner_id = ${f.ownerId},
      owner_name = ${f.ownerName}, lawful_basis = ${f.lawfulBasis}, retention_days = ${f.retentionDays},
      expires_at = ${f.expiresAt}, followed_by = ${by}
    where organisation_id = ${organisation} and id = ${id}`.execute(tx)
}

/**
 * Has whoever listens take the search in as it is now. Last in a transaction: they look back by so many revisions only
 * (`standing.ts`), and one that is given out before long work may be older than that when it is seen.
 */
export async function announceSearch(tx: Tx, organisation: string, id: string): Promise<void> {
  await sql`
    update listen_search set revision = nextval('listen_revision')
    where organisation_id = ${organisation} and id = ${id}`.execute(tx)
}

export async function setSearchPaused(
  tx: Tx,
  organisation: string,
  id: string,
  at: Date | null,
  because: string | null,
): Promise<void> {
  await sql`
    update listen_search set paused_at = ${at}, paused_because = ${because}, revision = nextval('listen_revision')
    where organisation_id = ${organisation} and id = ${id}`.execute(tx)
}

/** Has it listen again, by the authorisations of whoever resumes it, until the first of them runs out. */
export async function resumeSearchRow(
  tx: Tx,
  organisation: string,
  id: string,
  by: string,
  expiresAt: Date | null,
): Promise<void> {
  await sql`
    update listen_search set paused_at = null, paused_because = null, followed_by = ${by}, expires_at = ${expiresAt},
      revision = nextval('listen_revision')
    where organisation_id = ${organisation} and id = ${id}`.execute(tx)
}

/**
 * The row stays, so that what was kept under it can be explained; its matches go. Gives back the posts it kept.
 * `announceSearch` at the end of the transaction.
 */
export async function markSearchDeleted(
  tx: Tx,
  organisation: string,
  id: string,
  at: Date,
): Promise<string[]> {
  await sql`
    update listen_search set deleted_at = ${at}
    where organisation_id = ${organisation} and id = ${id}`.execute(tx)
  const { rows } = await sql<{ post_id: string }>`
    delete from listen_match where organisation_id = ${organisation} and search_id = ${id} returning post_id`.execute(
    tx,
  )
  return rows.map((r) => r.post_id)
}

/**
 * Until when each of these posts may be kept, by the searches that still want it; null when none does.
 * Paused searches go on holding what they hold.
 */
export async function keepDates(
  on: Executor,
  organisation: string,
  posts: string[] | { search: string },
): Promise<{ id: string; until: Date | null }[]> {
  const which = Array.isArray(posts)
    ? sql`p.id = any(${posts}::uuid[])`
    : sql`p.id in (select post_id from listen_match where organisation_id = ${organisation} and search_id = ${posts.search})`
  const { rows } = await sql<{ id: string; until: Date | null }>`
    select p.id, max(p.heard_at + make_interval(days => s.retention_days)) as until
    from record_post p
    left join listen_match m on m.organisation_id = p.organisation_id and m.post_id = p.id
    left join listen_search s on s.organisation_id = m.organisation_id and s.id = m.search_id and s.deleted_at is null
    where p.organisation_id = ${organisation} and ${which}
    group by p.id`.execute(on)
  return rows
}

export interface StandingRow {
  organisation_id: string
  id: string
  query: string
  retention_days: number
  expires_at: Date | null
  /** By whose authorisation it follows whom it names. */
  followed_by: string
  /** Paused or deleted: to be forgotten. */
  off: boolean
  revision: string
}

/** Searches of every organisation that changed after a revision; 0 gives all that listen. */
export async function standingSince(on: Executor, revision: number): Promise<StandingRow[]> {
  const { rows } = await sql<StandingRow>`
    select organisation_id, id, query, retention_days, expires_at, coalesce(followed_by, created_by) as followed_by, (paused_at is not null or deleted_at is not null) as off, revision
    from listen_search where revision > ${revision}
      and (${revision} > 0 or (paused_at is null and deleted_at is null))`.execute(on)
  return rows
}

/** Searches whose authorisation ran out. */
export async function findRunOut(
  on: Executor,
  now: Date,
): Promise<{ organisation: string; id: string; name: string }[]> {
  const { rows } = await sql<{ organisation: string; id: string; name: string }>`
    select organisation_id as organisation, id, name from listen_search
    where expires_at <= ${now} and paused_at is null and deleted_at is null`.execute(on)
  return rows
}

export interface PreviewRow {
  organisation_id: string
  id: string
  person_id: string
  query: string
  lawful_basis: string
  started_at: Date | null
  heard: number
  matches: number
  done: boolean
  created_at: Date
}

/** Ends a person's open preview for a new one; false when `most` others of the organisation are open. */
export async function insertPreview(
  tx: Tx,
  organisation: string,
  row: Pick<PreviewRow, 'id' | 'person_id' | 'query' | 'lawful_basis' | 'created_at'>,
  most: number,
): Promise<boolean> {
  const hourAgo = new Date(row.created_at.getTime() - 3_600_000)
  await sql`select pg_advisory_xact_lock(hashtextextended(${`previews:${organisation}`}, 16))`.execute(tx)
  await sql`
    delete from listen_preview where organisation_id = ${organisation}
      and (created_at < ${hourAgo} or (person_id = ${row.person_id} and not done))`.execute(tx)
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from listen_preview where organisation_id = ${organisation} and not done`.execute(
    tx,
  )
  if (rows[0]!.n >= most) return false
  await sql`
    insert into listen_preview (organisation_id, id, person_id, query, lawful_basis, created_at)
    values (${organisation}, ${row.id}, ${row.person_id}, ${row.query}, ${row.lawful_basis}, ${row.created_at})`.execute(
    tx,
  )
  return true
}

const PREVIEW = sql.raw(
  'organisation_id, id, person_id, query, lawful_basis, started_at, heard::int as heard, matches::int as matches, done, created_at',
)

export async function readPreview(
  on: Executor,
  organisation: string,
  person: string,
  id: string,
): Promise<PreviewRow | null> {
  const { rows } = await sql<PreviewRow>`
    select ${PREVIEW} from listen_preview
    where organisation_id = ${organisation} and id = ${id} and person_id = ${person}`.execute(on)
  return rows[0] ?? null
}

/** Previews of every organisation that are still to be counted. */
export async function openPreviews(on: Executor): Promise<PreviewRow[]> {
  const { rows } = await sql<PreviewRow>`select ${PREVIEW} from listen_preview where not done`.execute(on)
  return rows
}

type Counted = Pick<PreviewRow, 'organisation_id' | 'id' | 'started_at' | 'heard' | 'matches' | 'done'>

/** Writes what previews have counted so far, all of them at once. */
export async function savePreviews(on: Executor, counted: readonly Counted[]): Promise<void> {
  if (counted.length === 0) return
  const all = <K extends keyof Counted>(key: K) => counted.map((one) => one[key])
  await sql`
    update listen_preview p set started_at = v.started_at, heard = v.heard, matches = v.matches, done = v.done
    from unnest(${all('organisation_id')}::uuid[], ${all('id')}::uuid[], ${all('started_at')}::timestamptz[],
      ${all('heard')}::bigint[], ${all('matches')}::bigint[], ${all('done')}::boolean[])
      as v (organisation_id, id, started_at, heard, matches, done)
    where p.organisation_id = v.organisation_id and p.id = v.id`.execute(on)
}

/** The name of a person of this organisation who is not disabled; null for anybody else. */
export async function readPersonName(
  on: Executor,
  organisation: string,
  id: string,
): Promise<{ id: string; name: string } | null> {
  if (!isId(id)) return null
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from estate_person
    where organisation_id = ${organisation} and id = ${id} and disabled_at is null`.execute(on)
  return rows[0] ?? null
}

/** Every organisation that keeps or listens for anything. */
export async function organisationsHeard(on: Executor): Promise<string[]> {
  const { rows } = await sql<{
    organisation_id: string
  }>`select distinct organisation_id from listen_search`.execute(on)
  return rows.map((r) => r.organisation_id)
}

/** Posts past their date by the search that kept them. */
export async function countExpiredBySearch(
  on: Executor,
  organisation: string,
  now: Date,
): Promise<{ search_id: string; name: string; posts: number }[]> {
  const { rows } = await sql<{ search_id: string; name: string; posts: number }>`
    select m.search_id, s.name, count(*)::int as posts
    from record_post p
    join listen_match m on m.organisation_id = p.organisation_id and m.post_id = p.id
    join listen_search s on s.organisation_id = m.organisation_id and s.id = m.search_id
    where p.organisation_id = ${organisation} and p.keep_until <= ${now} group by 1, 2 order by 3 desc, 2`.execute(
    on,
  )
  return rows
}

/** Searches that a person answers for, as work that somebody must take over when that person leaves. */
export async function searchesOwnedBy(
  on: Executor,
  organisation: string,
  person: string,
): Promise<{ kind: string; id: string; title: string }[]> {
  const { rows } = await sql<{ id: string; title: string }>`
    select id, name as title from listen_search
    where organisation_id = ${organisation} and owner_id = ${person} and deleted_at is null order by name`.execute(
    on,
  )
  return rows.map((row) => ({ kind: 'search', ...row }))
}
