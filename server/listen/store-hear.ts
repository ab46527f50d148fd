import { sql } from 'kysely'
import type { Executor, Tx } from '../platform/db/database.ts'
import { newId } from '../platform/ids.ts'

/* What one batch writes. Every statement sorts its rows by key, so that two sources never wait for each other in a ring. */

export interface NewMatch {
  search: string
  post: string
  tone: string
  kind: string
  lang: string
  copyOf: string | null
  /** The minute it is counted under. */
  at: Date
}

/** Inserts matches that are new; leaders go before their copies. Gives back what was new. */
export async function insertMatches(tx: Tx, organisation: string, matches: NewMatch[]): Promise<NewMatch[]> {
  if (matches.length === 0) return []
  const byKey = new Map(matches.map((m) => [`${m.search} ${m.post}`, m]))
  const fresh: NewMatch[] = []
  for (const rows of [matches.filter((m) => m.copyOf === null), matches.filter((m) => m.copyOf !== null)]) {
    if (rows.length === 0) continue
    const done = await sql<{ search_id: string; post_id: string }>`
      insert into listen_match (organisation_id, search_id, post_id, tone, source_kind, lang, copy)
      select ${organisation}::uuid, r.search, r.post, r.tone, r.kind, r.lang,
        r."copyOf" is not null and exists (
          select from listen_match l
          where l.organisation_id = ${organisation}::uuid and l.search_id = r.search and l.post_id = r."copyOf")
      from json_to_recordset(${JSON.stringify(rows)}::json)
        as r(search uuid, post uuid, tone text, kind text, lang text, "copyOf" uuid)
      order by r.search, r.post
      on conflict do nothing returning search_id, post_id`.execute(tx)
    for (const row of done.rows) fresh.push(byKey.get(`${row.search_id} ${row.post_id}`)!)
  }
  return fresh
}

export interface MinuteCount {
  search: string
  minute: Date
  n: number
  negative: number
  positive: number
  media: number
  official: number
  charity: number
  business: number
  eyewitness: number
}

const minuteOf = (at: Date): Date => new Date(Math.floor(at.getTime() / 60_000) * 60_000)

/** Adds matches up into one row for each search and minute, sorted. `sign` -1 takes them out again. */
export function sumMinutes(
  matches: NewMatch[],
  sign: 1 | -1 = 1,
): { counts: MinuteCount[]; langs: { search: string; minute: Date; lang: string; n: number }[] } {
  const counts = new Map<string, MinuteCount>()
  const langs = new Map<string, { search: string; minute: Date; lang: string; n: number }>()
  for (const m of matches) {
    const minute = minuteOf(m.at)
    const key = `${m.search} ${minute.toISOString()}`
    let c = counts.get(key)
    if (!c) {
      c = {
        search: m.search,
        minute,
        n: 0,
        negative: 0,
        positive: 0,
        media: 0,
        official: 0,
        charity: 0,
        business: 0,
        eyewitness: 0,
      }
      counts.set(key, c)
    }
    c.n += sign
    if (m.tone === 'negative' || m.tone === 'positive') c[m.tone] += sign
    if (m.kind !== 'public') c[m.kind as 'media'] += sign
    const langKey = `${key} ${m.lang}`
    const l = langs.get(langKey)
    if (l) l.n += sign
    else langs.set(langKey, { search: m.search, minute, lang: m.lang, n: sign })
  }
  const sorted = <T>(map: Map<string, T>) =>
    [...map.entries()].sort((a, b) => (a[0] < b[0] ? -1 : 1)).map((e) => e[1])
  return { counts: sorted(counts), langs: sorted(langs) }
}

/** Adds (or takes away) counts for each search and minute. */
export async function bumpMinutes(
  tx: Tx,
  organisation: string,
  matches: NewMatch[],
  sign: 1 | -1 = 1,
): Promise<void> {
  if (matches.length === 0) return
  const { counts, langs } = sumMinutes(matches, sign)
  await sql`
    insert into listen_minute as t
      (organisation_id, search_id, minute, n, negative, positive, media, official, charity, business, eyewitness)
    select ${organisation}::uuid, r.search, r.minute, r.n, r.negative, r.positive, r.media, r.official, r.charity, r.business, r.eyewitness
    from json_to_recordset(${JSON.stringify(counts)}::json) as r(search uuid, minute timestamptz, n int, negative int,
      positive int, media int, official int, charity int, business int, eyewitness int)
    on conflict (organisation_id, search_id, minute) do update set n = t.n + excluded.n,
      negative = t.negative + excluded.negative, positive = t.positive + excluded.positive,
      media = t.media + excluded.media, official = t.official + excluded.official,
      charity = t.charity + excluded.charity, business = t.business + excluded.business,
      eyewitness = t.eyewitness + excluded.eyewitness`.execute(tx)
  await sql`
    insert into listen_minute_lang as t (organisation_id, search_id, minute, lang, n)
    select ${organisation}::uuid, r.search, r.minute, r.lang, r.n
    from json_to_recordset(${JSON.stringify(langs)}::json) as r(search uuid, minute timestamptz, lang text, n int)
    on conflict (organisation_id, search_id, minute, lang) do update set n = t.n + excluded.n`.execute(tx)
}

/** Per-minute counts of what was heard, kept or not. */
export async function bumpHeard(
  tx: Tx,
  organisation: string,
  source: string,
  minutes: { minute: Date; heard: number; kept: number }[],
): Promise<void> {
  if (minutes.length === 0) return
  await sql`
    insert into listen_heard as t (organisation_id, source_id, minute, heard, kept)
    select ${organisation}::uuid, ${source}::uuid, r.minute, r.heard, r.kept
    from json_to_recordset(${JSON.stringify(minutes)}::json) as r(minute timestamptz, heard int, kept int)
    on conflict (organisation_id, source_id, minute) do update set heard = t.heard + excluded.heard, kept = t.kept + excluded.kept`.execute(
    tx,
  )
}

/** Newest rows kept a source; the counts by reason stay complete. */
const QUARANTINE_KEPT = 500

/** Begins the reasons for which something was cleaned and kept; their posts are in the record, so no sample is. */
export const CLEANED = 'cleaned: '

export async function quarantine(
  tx: Tx,
  organisation: string,
  source: string,
  at: Date,
  rows: { reason: string; sample: string }[],
): Promise<void> {
  if (rows.length === 0) return
  const safe = rows.map((r) => ({
    id: newId(at.getTime()),
    reason: storable(r.reason, 300),
    sample: storable(r.sample, 500),
  }))
  await sql`
    insert into listen_quarantine_reason as t (organisation_id, source_id, reason, n)
    select ${organisation}::uuid, ${source}::uuid, r.reason, count(*)
    from json_to_recordset(${JSON.stringify(safe)}::json) as r(reason text) group by r.reason order by r.reason
    on conflict (organisation_id, source_id, reason) do update set n = t.n + excluded.n`.execute(tx)
  await sql`
    insert into listen_quarantine (organisation_id, source_id, id, at, reason, sample)
    select ${organisation}::uuid, ${source}::uuid, r.id, ${at}, r.reason, r.sample
    from json_to_recordset(${JSON.stringify(safe.filter((r) => !r.reason.startsWith(CLEANED)).slice(-QUARANTINE_KEPT))}::json) as r(id uuid, reason text, sample text)`.execute(
    tx,
  )
  await sql`
    delete from listen_quarantine where organisation_id = ${organisation} and source_id = ${source}
      and id < (select id from listen_quarantine where organisation_id = ${organisation} and source_id = ${source}
                order by id desc offset ${QUARANTINE_KEPT - 1} limit 1)`.execute(tx)
}

const storable = (text: string, max: number): string =>
  text.slice(0, max).toWellFormed().replaceAll('\0', '\ufffd')

export interface SourceProgress {
  cursor: string | null
  listening: unknown
  contactAt: Date
  heardAt: Date | null
}

/**
 * Saves where a source is, in the transaction that saves its rows. A cursor or state of null leaves what is there;
 * `listening_at` is since when it has been in the state that it is in.
 */
export async function saveProgress(
  tx: Tx,
  organisation: string,
  source: string,
  p: SourceProgress,
): Promise<void> {
  const listening = p.listening === null ? null : JSON.stringify(p.listening)
  await sql`
    update listen_source set cursor = coalesce(${p.cursor}::text, cursor),
      listening = coalesce(${listening}::jsonb, listening),
      listening_at = case when ${listening}::jsonb is null then listening_at
        when listening ->> 'state' is not distinct from ${listening}::jsonb ->> 'state' then coalesce(listening_at, ${p.contactAt}::timestamptz)
        else ${p.contactAt}::timestamptz end,
      last_contact_at = ${p.contactAt}::timestamptz, last_heard_at = coalesce(${p.heardAt}::timestamptz, last_heard_at)
    where organisation_id = ${organisation} and id = ${source}`.execute(tx)
}

/** A gap is written down once and stays. */
export async function insertGap(
  tx: Tx,
  organisation: string,
  source: string,
  gap: { from: Date; to: Date; reason: string },
): Promise<void> {
  await sql`
    insert into listen_gap (organisation_id, source_id, from_at, to_at, reason)
    values (${organisation}, ${source}, ${gap.from}, ${gap.to}, ${storable(gap.reason, 500)})
    on conflict (organisation_id, source_id, from_at) do update set to_at = greatest(listen_gap.to_at, excluded.to_at)`.execute(
    tx,
  )
}

/** After an heir took its leader's place: which matches of its group are copies of one that the same search keeps. */
export async function recountCopies(tx: Tx, organisation: string, heirs: string[]): Promise<void> {
  if (heirs.length === 0) return
  await sql`
    update listen_match m set copy = p.copy_of is not null and exists (
      select from listen_match l
      where l.organisation_id = ${organisation} and l.search_id = m.search_id and l.post_id = p.copy_of)
    from record_post p
    where p.organisation_id = ${organisation} and (p.id = any(${heirs}::uuid[]) or p.copy_of = any(${heirs}::uuid[]))
      and m.organisation_id = ${organisation} and m.post_id = p.id`.execute(tx)
}

/** Matches of these posts, to take away or compare. */
export async function matchesOf(
  tx: Executor,
  organisation: string,
  posts: string[],
): Promise<{ search: string; post: string }[]> {
  if (posts.length === 0) return []
  const { rows } = await sql<{ search: string; post: string }>`
    select search_id as search, post_id as post from listen_match
    where organisation_id = ${organisation} and post_id = any(${posts}::uuid[])`.execute(tx)
  return rows
}

/** An edited post may no longer be what a search asked for. */
export async function deleteMatches(
  tx: Tx,
  organisation: string,
  post: string,
  searches: string[],
): Promise<void> {
  if (searches.length === 0) return
  await sql`delete from listen_match where organisation_id = ${organisation} and post_id = ${post}
    and search_id = any(${searches}::uuid[])`.execute(tx)
}

/** Labels of a post as its matches repeat them. */
export async function relabelMatches(
  tx: Tx,
  organisation: string,
  post: string,
  labels: { tone: string; kind: string; lang: string },
): Promise<void> {
  await sql`update listen_match set tone = ${labels.tone}, source_kind = ${labels.kind}, lang = ${labels.lang}
    where organisation_id = ${organisation} and post_id = ${post}`.execute(tx)
}
