import { sql } from 'kysely'
import type { Executor, Tx } from '../platform/db/database.ts'
import type { DeckColumn } from './views.ts'

export async function saveLayoutRow(
  tx: Tx,
  organisation: string,
  person: string,
  columns: DeckColumn[],
  at: Date,
): Promise<void> {
  await sql`
    insert into listen_layout (organisation_id, person_id, columns, saved_at)
    values (${organisation}, ${person}, ${JSON.stringify(columns)}::jsonb, ${at})
    on conflict (organisation_id, person_id) do update set columns = excluded.columns, saved_at = excluded.saved_at`.execute(
    tx,
  )
}

export interface CorrectionRow {
  post_id: string
  label: string
  from_value: string
  to_value: string
  person_name: string
  at: Date
}

export async function insertCorrection(
  tx: Tx,
  organisation: string,
  id: string,
  person: string,
  c: CorrectionRow,
): Promise<void> {
  await sql`
    insert into listen_correction (organisation_id, id, post_id, label, from_value, to_value, person_id, person_name, at)
    values (${organisation}, ${id}, ${c.post_id}, ${c.label}, ${c.from_value}, ${c.to_value}, ${person}, ${c.person_name}, ${c.at})`.execute(
    tx,
  )
}

export async function correctionsOf(
  on: Executor,
  organisation: string,
  post: string,
): Promise<CorrectionRow[]> {
  const { rows } = await sql<CorrectionRow>`
    select post_id, label, from_value, to_value, person_name, at from listen_correction
    where organisation_id = ${organisation} and post_id = ${post} order by at, id`.execute(on)
  return rows
}

/** Corrections alike, with the latest twenty posts that are still kept. Places are counted together: each post has its own. */
export async function countCorrections(
  on: Executor,
  organisation: string,
): Promise<
  (Pick<CorrectionRow, 'label' | 'from_value' | 'to_value'> & {
    n: number
    posts: { id: string; at: Date }[]
  })[]
> {
  const { rows } = await sql<{
    label: string
    from_value: string
    to_value: string
    n: number
    posts: [string, string][] | null
  }>`
    select c.label, v.from_value, v.to_value, count(*)::int as n,
      (array_agg(json_build_array(p.id, c.at) order by c.at desc) filter (where p.id is not null))[1:20] as posts
    from listen_correction c
    cross join lateral (select case c.label when 'places' then '' else c.from_value end as from_value,
      case c.label when 'places' then '' else c.to_value end as to_value) v
    left join record_post p on p.organisation_id = c.organisation_id and p.id = c.post_id
    where c.organisation_id = ${organisation}
    group by 1, 2, 3 order by n desc, 1, 2, 3 limit 200`.execute(on)
  return rows.map(({ posts, ...row }) => ({
    ...row,
    posts: (posts ?? []).map(([id, at]) => ({ id, at: new Date(at) })),
  }))
}

/** Names of places that people said a post does not mean. */
export async function rejectedPlaces(
  on: Executor,
  organisation: string,
  post: string,
): Promise<ReadonlySet<string>> {
  const names = new Set<string>()
  for (const { label, from_value, to_value } of await correctionsOf(on, organisation, post)) {
    if (label !== 'places') continue
    const right = new Set(to_value.split(', '))
    for (const name of from_value.split(', ')) if (!right.has(name)) names.add(name)
  }
  return names
}
