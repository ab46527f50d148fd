import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Executor, Tx } from '../platform/db/database.ts'
import { newId, type PostId } from '../platform/ids.ts'
import type { Labelled } from './post.ts'
import { uriKey } from './post-id.ts'
import {
  type KeptPost,
  labelColumn,
  type NewPost,
  POST_COLUMNS,
  type PostRow,
  toJsonRow,
  toPost,
} from './row.ts'

const columns = sql.raw(POST_COLUMNS.map((c) => `p.${c}`).join(', '))

/** Types of the columns in `toJsonRow`; the order is that of the insert. */
const RECORD = `id uuid, source_id uuid, channel text, uri text, uri_key bytea, url text, account_id text, handle text,
  display_name text, text text, content_warning text, links jsonb, media jsonb, mentions text[], tags text[],
  poll text[], in_reply_to text, published_at timestamptz, heard_at timestamptz, at timestamptz, lang text,
  lang_label jsonb, tone text, tone_label jsonb, source_kind text, source_label jsonb, places jsonb, words tsvector,
  copy_of uuid, keep_until timestamptz, remarks text[]`
const recordColumns = sql.raw(
  RECORD.split(',')
    .map((c) => c.trim().split(' ')[0])
    .join(', '),
)
const recordTypes = sql.raw(RECORD)

export interface TakenIn {
  /** Ids that are new to the record. */
  inserted: Set<string>
  /** Every URI given, with the id that the record knows it by. */
  idOf: Map<string, PostId>
  /** Leaders that new posts name and the record does not have (any more). */
  missingLeaders: Set<string>
}

/** Inserts posts unless their URI is known, and counts copies on their leaders. URIs must differ within one call. */
export async function takeIn(tx: Tx, organisation: string, posts: NewPost[]): Promise<TakenIn> {
  const idOf = new Map<string, PostId>()
  const inserted = new Set<string>()
  if (posts.length === 0) return { inserted, idOf, missingLeaders: new Set() }
  const keys = new Map<string, NewPost>()
  const rows = posts.map((p) => {
    const key = uriKey(p.uri)
    keys.set(key, p)
    return { ...toJsonRow(p), uri_key: `\\x${key}` }
  })
  const done = await sql<{ id: string; copy_of: string | null }>`
    insert into record_post (organisation_id, ${recordColumns})
    select ${organisation}::uuid, ${recordColumns} from json_to_recordset(${JSON.stringify(rows)}::json) as r(${recordTypes})
    on conflict (organisation_id, uri_key) do nothing
    returning id, copy_of`.execute(tx)
  for (const row of done.rows) inserted.add(row.id)
  const missing: string[] = []
  for (const [key, post] of keys) {
    if (inserted.has(post.id)) idOf.set(post.uri, post.id)
    else missing.push(key)
  }
  if (missing.length > 0) {
    const known = await sql<{ id: string; key: string }>`
      select id, encode(uri_key, 'hex') as key from record_post
      where organisation_id = ${organisation} and uri_key in (select decode(k, 'hex') from unnest(${missing}::text[]) k)`.execute(
      tx,
    )
    for (const row of known.rows) idOf.set(keys.get(row.key)!.uri, row.id as PostId)
  }
  const leaders = done.rows.flatMap((r) => (r.copy_of === null ? [] : [r.copy_of]))
  const missingLeaders = new Set(leaders)
  for (const id of await countCopies(tx, organisation, leaders)) missingLeaders.delete(id)
  return { inserted, idOf, missingLeaders }
}

/** Gives back the leaders that are there. An erasure that is under way is waited for: what it takes is not there. */
async function countCopies(tx: Tx, organisation: string, leaders: string[]): Promise<string[]> {
  if (leaders.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    update record_post p set copies = copies + c.n
    from (select l as id, count(*)::int as n from unnest(${leaders}::uuid[]) l group by l order by l) c
    where p.organisation_id = ${organisation} and p.id = c.id returning p.id`.execute(tx)
  return rows.map((r) => r.id)
}

/** Puts posts under other leaders, or under none, and counts them there. A leader that is gone leaves them on their own. */
export async function setLeaders(
  tx: Tx,
  organisation: string,
  posts: { id: string; leader: string | null }[],
): Promise<void> {
  const leaders = posts.flatMap((p) => (p.leader === null ? [] : [p.leader]))
  const there = new Set(await countCopies(tx, organisation, leaders))
  const rows = posts.map(({ id, leader }) => ({ id, leader: leader && there.has(leader) ? leader : null }))
  await sql`
    update record_post p set copy_of = r.leader
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(id uuid, leader uuid)
    where p.organisation_id = ${organisation} and p.id = r.id`.execute(tx)
}

/** Posts by id, in no particular order. */
export async function readPosts(
  on: Executor,
  organisation: string,
  ids: readonly string[],
): Promise<KeptPost[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<PostRow>`
    select ${columns} from record_post p
    where p.organisation_id = ${organisation} and p.id = any(${ids}::uuid[])`.execute(on)
  return rows.map(toPost)
}

export async function lockPost(tx: Tx, organisation: string, id: string): Promise<KeptPost | null> {
  const { rows } = await sql<PostRow>`
    select ${columns} from record_post p where p.organisation_id = ${organisation} and p.id = ${id} for update`.execute(
    tx,
  )
  return rows[0] ? toPost(rows[0]) : null
}

/** What the record keeps under these URIs. */
export async function findByUri(on: Executor, organisation: string, uris: string[]): Promise<KeptPost[]> {
  if (uris.length === 0) return []
  const { rows } = await sql<PostRow>`
    select ${columns} from record_post p
    where p.organisation_id = ${organisation}
      and p.uri_key in (select decode(k, 'hex') from unnest(${uris.map(uriKey)}::text[]) k)`.execute(on)
  return rows.map(toPost)
}

/** Ids of everything kept by these accounts of one channel. */
export async function findByAccount(
  on: Executor,
  organisation: string,
  channel: string,
  accounts: string[],
): Promise<string[]> {
  if (accounts.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    select id from record_post
    where organisation_id = ${organisation} and channel = ${channel} and account_id = any(${accounts}::text[])`.execute(
    on,
  )
  return rows.map((r) => r.id)
}

/** Leaders and copies of the group that this post belongs to, oldest first. */
export async function readCopies(
  on: Executor,
  organisation: string,
  id: string,
  limit: number,
): Promise<KeptPost[]> {
  const { rows } = await sql<PostRow>`
    select ${columns} from record_post p
    where p.organisation_id = ${organisation} and p.copy_of = ${id} order by p.id limit ${limit}`.execute(on)
  return rows.map(toPost)
}

/** Rewrites a post. `at` is when its author edited it: what it said before is kept beside it. Null: only we learnt more. */
export async function rewritePost(
  tx: Tx,
  organisation: string,
  id: string,
  post: NewPost,
  at: Date | null,
): Promise<void> {
  const row = JSON.stringify([{ ...toJsonRow(post), uri_key: `\\x${uriKey(post.uri)}` }])
  if (at !== null)
    await sql`
    insert into record_edit (organisation_id, post_id, at, before)
    select organisation_id, id, ${at}, text from record_post where organisation_id = ${organisation} and id = ${id}
    on conflict do nothing`.execute(tx)
  await sql`
    update record_post p set text = r.text, content_warning = r.content_warning, links = r.links, media = r.media,
      mentions = r.mentions, tags = r.tags, poll = r.poll, handle = r.handle, display_name = r.display_name,
      lang = case when p.lang_label ? 'by' then p.lang else r.lang end,
      lang_label = case when p.lang_label ? 'by' then p.lang_label else r.lang_label end,
      tone = case when p.tone_label ? 'by' then p.tone else r.tone end,
      tone_label = case when p.tone_label ? 'by' then p.tone_label else r.tone_label end,
      source_kind = case when p.source_label ? 'by' then p.source_kind else r.source_kind end,
      source_label = case when p.source_label ? 'by' then p.source_label else r.source_label end,
      places = r.places, words = r.words, edited_at = coalesce(${at}::timestamptz, p.edited_at), remarks = r.remarks
    from json_to_recordset(${row}::json) as r(${recordTypes})
    where p.organisation_id = ${organisation} and p.id = ${id}`.execute(tx)
}

export async function readEdits(
  on: Executor,
  organisation: string,
  ids: readonly string[],
): Promise<{ post: string; at: Date; before: string }[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ post: string; at: Date; before: string }>`
    select post_id as post, at, before from record_edit
    where organisation_id = ${organisation} and post_id = any(${ids}::uuid[]) order by at`.execute(on)
  return rows
}

const LABEL_COLUMNS = { lang: 'lang', tone: 'tone', sourceKind: 'source_kind' } as const

/** Puts a person's word in a label's place. */
export async function setLabel(
  tx: Tx,
  organisation: string,
  id: string,
  label: keyof typeof LABEL_COLUMNS,
  to: Labelled<string>,
): Promise<void> {
  const column = sql.ref(LABEL_COLUMNS[label])
  const beside = sql.ref(label === 'sourceKind' ? 'source_label' : `${label}_label`)
  await sql`update record_post set ${column} = ${to.value}, ${beside} = ${JSON.stringify(labelColumn(to))}::jsonb
    where organisation_id = ${organisation} and id = ${id}`.execute(tx)
}

export async function setPlaces(tx: Tx, organisation: string, id: string, places: unknown[]): Promise<void> {
  await sql`update record_post set places = ${JSON.stringify(places)}::jsonb
    where organisation_id = ${organisation} and id = ${id}`.execute(tx)
}

/** Sets the date until which each post may be kept. Only the slice that holds the purposes knows it. */
export async function setKeepUntil(
  tx: Tx,
  organisation: string,
  dates: { id: string; until: Date }[],
): Promise<void> {
  if (dates.length === 0) return
  await sql`
    update record_post p set keep_until = d.until
    from unnest(${dates.map((d) => d.id)}::uuid[], ${dates.map((d) => d.until)}::timestamptz[]) as d(id, until)
    where p.organisation_id = ${organisation} and p.id = d.id and p.keep_until <> d.until`.execute(tx)
}

/** Moves dates on, never back: one more purpose wants to keep these posts. */
export async function extendKeepUntil(
  tx: Tx,
  organisation: string,
  dates: { id: string; until: Date }[],
): Promise<void> {
  if (dates.length === 0) return
  await sql`
    update record_post p set keep_until = d.until
    from unnest(${dates.map((d) => d.id)}::uuid[], ${dates.map((d) => d.until)}::timestamptz[]) as d(id, until)
    where p.organisation_id = ${organisation} and p.id = d.id and p.keep_until < d.until`.execute(tx)
}

export interface ErasedPosts {
  /** What was there, for the certificate and for screens. */
  ids: string[]
  /** Erased leaders that had copies, each with the copy that leads the others now. */
  heirs: { leader: string; heir: string }[]
}

/** Erases posts for good; the next copy of an erased leader takes its place. Counts that slices made of them stay. */
export async function erasePosts(tx: Tx, organisation: string, ids: string[]): Promise<ErasedPosts> {
  if (ids.length === 0) return { ids: [], heirs: [] }
  // Whoever is about to put a copy under one of these is waited for, and that copy is seen below.
  await sql`select from record_post where organisation_id = ${organisation} and id = any(${ids}::uuid[])
    order by id for update`.execute(tx)
  const { rows: moved } = await sql<{ leader: string; heir: string; is_heir: boolean }>`
    with heirs as (
      select p.copy_of as leader, min(p.id::text)::uuid as heir, count(*)::int - 1 as rest from record_post p
      where p.organisation_id = ${organisation} and p.copy_of = any(${ids}::uuid[]) and p.id <> all(${ids}::uuid[])
      group by p.copy_of)
    update record_post p set copy_of = case when p.id = h.heir then null else h.heir end,
      copies = case when p.id = h.heir then h.rest else p.copies end
    from heirs h where p.organisation_id = ${organisation} and p.copy_of = h.leader and p.id <> all(${ids}::uuid[])
    returning h.leader, h.heir, p.id = h.heir as is_heir`.execute(tx)
  const { rows } = await sql<{ id: string; copy_of: string | null }>`
    delete from record_post where organisation_id = ${organisation} and id = any(${ids}::uuid[]) returning id, copy_of`.execute(
    tx,
  )
  const leaders = rows.flatMap((r) => (r.copy_of === null ? [] : [r.copy_of]))
  if (leaders.length > 0)
    await sql`
      update record_post p set copies = greatest(0, copies - c.n)
      from (select l as id, count(*)::int as n from unnest(${leaders}::uuid[]) l group by l order by l) c
      where p.organisation_id = ${organisation} and p.id = c.id`.execute(tx)
  return {
    ids: rows.map((r) => r.id),
    heirs: moved.flatMap(({ leader, heir, is_heir }) => (is_heir ? [{ leader, heir }] : [])),
  }
}

/** Ids of posts whose date has passed, oldest first. */
export async function findExpired(
  on: Executor,
  organisation: string,
  now: Date,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from record_post where organisation_id = ${organisation} and keep_until <= ${now}
    order by keep_until limit ${limit}`.execute(on)
  return rows.map((r) => r.id)
}

export async function countExpired(
  on: Executor,
  organisation: string,
  now: Date,
): Promise<{ posts: number; oldest: Date | null }> {
  const { rows } = await sql<{ posts: number; oldest: Date | null }>`
    select count(*)::int as posts, min(at) as oldest from record_post
    where organisation_id = ${organisation} and keep_until <= ${now}`.execute(on)
  return rows[0] ?? { posts: 0, oldest: null }
}

export interface CertificateRow {
  id: string
  at: Date
  reason: string
  posts: number
  sha256: string
}

/** Proof that posts were erased: their number and a hash over their sorted ids, never what they said. */
export async function writeCertificate(
  tx: Tx,
  organisation: string,
  at: Date,
  reason: string,
  ids: string[],
): Promise<CertificateRow> {
  const sha256 = createHash('sha256')
    .update([...ids].sort().join('\n'))
    .digest('hex')
  const row = { id: newId(at.getTime()), at, reason, posts: ids.length, sha256 }
  await sql`
    insert into record_certificate (organisation_id, id, at, reason, posts, sha256)
    values (${organisation}, ${row.id}, ${at}, ${reason}, ${row.posts}, ${sha256})`.execute(tx)
  return row
}

export async function listCertificates(
  on: Executor,
  organisation: string,
  limit: number,
): Promise<CertificateRow[]> {
  const { rows } = await sql<CertificateRow>`
    select id, at, reason, posts, sha256 from record_certificate
    where organisation_id = ${organisation} order by id desc limit ${limit}`.execute(on)
  return rows
}

/** Ids of an organisation's newest posts with their text; what the search for copies starts from. */
export async function newestTexts(
  on: Executor,
  organisation: string,
  limit: number,
): Promise<{ id: PostId; text: string }[]> {
  const { rows } = await sql<{ id: PostId; text: string }>`
    select id, text from record_post where organisation_id = ${organisation} and copy_of is null
    order by id desc limit ${limit}`.execute(on)
  return rows.reverse()
}
