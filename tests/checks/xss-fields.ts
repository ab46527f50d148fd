import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from '../../server/platform/db/database.ts'
import { postIdAt } from '../../server/record/index.ts'
import { MARKER } from './commands.ts'
import type { World } from './serve.ts'
import { ADDRESSES } from './xss-payloads.ts'

/**
 * Text that is read by code, or that no page shows: codes, hashes, cursors, queries, the JSON of settings. Every other
 * column that can hold words is filled; a new one that is in neither list and has no row fails the check.
 */
const NOT_SHOWN = new Set(
  `estate_organisation.kind estate_organisation.area estate_organisation.time_zone
  estate_person.state estate_right.role estate_right.standing identity_login.email identity_login.password_hash
  identity_passkey.id
  identity_passkey.transports identity_ticket.purpose identity_ticket.challenge identity_totp.secret media_file.hash
  media_file.kind media_file.original_hash media_hold.hash media_hold.holder platform_event.type platform_event.data
  platform_migration.name platform_migration.sha256 record_post.channel record_post.lang record_post.tone
  record_post.source_kind record_certificate.sha256 listen_search.query listen_search.lawful_basis
  listen_source.channel listen_source.cursor listen_match.tone listen_match.source_kind listen_match.lang
  listen_minute_lang.lang listen_preview.query listen_preview.lawful_basis listen_layout.columns
  listen_authorisation.kind listen_correction.label`.split(/\s+/),
)
const ADDRESS = new Set(['record_post.url', 'record_post.uri', 'record_post.in_reply_to'])

/** Columns of JSON, by what they look like inside. */
const SHAPES: Record<string, (text: string, n: number) => unknown> = {
  'record_post.links': (text, n) => [{ url: ADDRESSES[n % ADDRESSES.length], domain: text, title: text }],
  'record_post.media': (text, n) => [{ kind: 'image', url: ADDRESSES[n % ADDRESSES.length], alt: text }],
  'record_post.places': (text) => [{ id: text, name: text, lat: 53.7, lon: -2.5, start: 0, end: 3 }],
  'record_post.lang_label': (text) => ({ p: 0.5, because: [text], by: text }),
  'record_post.tone_label': (text) => ({ p: 0.5, because: [text], by: text }),
  'record_post.source_label': (text) => ({ p: 0.5, because: [text], by: text }),
  'listen_source.settings': (text) => ({ url: `https://x.test/${text}`, name: text, server: text }),
  'listen_source.listening': (text) => ({ state: 'refused', reason: text, todo: text }),
  'listen_source.names': (text) => ({
    at: '2026-01-01T00:00:00.000Z',
    asked: 3,
    left: 2,
    reason: text,
    why: { code: text, values: [text], says: text },
  }),
  'audit_row.detail': (text) => ({ [text]: text, name: text }),
}

interface Column {
  table: string
  column: string
  type: 'text' | 'ARRAY' | 'jsonb'
}

const columnsOf = async (db: Database): Promise<Column[]> =>
  (
    await sql<Column>`
    select c.table_name as table, c.column_name as column, c.data_type as type from information_schema.columns c
    join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
    and (c.data_type in ('text', 'jsonb') or (c.data_type = 'ARRAY' and c.udt_name = '_text')) order by 1, 2`.execute(
      db.read,
    )
  ).rows

/** Rows in every table that a page shows, about one post for each payload. Returns the search that keeps them. */
export async function layRows(
  world: World,
  payloads: readonly string[],
): Promise<{ search: string; source: string; post: string }> {
  const { app } = world.serving
  const { db } = app
  const org = world.organisation.id
  const me = world.people.administrator.id
  const ctx = await world.ctx(world.people.administrator)
  const ids: string[] = []
  for (let n = 0; n < 4; n++) {
    const made = await app.listen.saveSearch(ctx, {
      name: `Search ${n}`, query: `${MARKER}${n || ''}`, purpose: 'To see what a page makes of it.',
      lawfulBasis: 'public-task', retentionDays: 28,
    }) // biome-ignore format: a form
    if (made.ok) ids.push(made.value.id)
  }
  const added = await app.listen.addSource(ctx, {
    channel: 'feed',
    name: 'Feed',
    settings: { url: 'https://feed.invalid/rss' },
  })
  if (ids.length < 4 || !added.ok) throw new Error('nothing to look at could be made')
  const search = ids[0]!
  const source = added.value.id
  const kinds = ['media', 'official', 'charity', 'business', 'eyewitness', 'public']
  const posts: string[] = []
  for (const [n, text] of payloads.entries()) {
    const id = postIdAt(Date.now() - n * 1_000, 0)
    posts.push(id)
    await sql`insert into record_post (organisation_id, id, source_id, channel, uri, uri_key, account_id, handle, text, heard_at,
        published_at, at, lang, tone, source_kind, words, keep_until, copy_of, copies, edited_at, remarks)
      values (${org}, ${id}, ${source}, 'feed', ${`x:${n}`}, decode(md5(${id}), 'hex'), 'a', 'h', ${text}, now(), now(),
        now() - ${n} * interval '1 second', 'en', ${['negative', 'neutral', 'positive'][n % 3]!}, ${kinds[n % 6]!},
        ${`'${MARKER}':1`}::tsvector, now() + interval '20 days', ${n % 10 === 9 ? posts[0]! : null}, ${n === 0 ? 5 : 0},
        now(), '{}')`.execute(db.read) // biome-ignore format: a row
    await sql`insert into listen_match values (${org}, ${search}, ${id}, ${['negative', 'neutral', 'positive'][n % 3]!}, ${kinds[n % 6]!}, 'en', false)`.execute(
      db.read,
    )
    await sql`insert into record_edit values (${org}, ${id}, now(), 'before')`.execute(db.read)
    await sql`insert into listen_correction values (${org}, ${randomUUID()}, ${id}, 'tone', 'a', 'b', ${me}, 'n', now())`.execute(
      db.read,
    )
  }
  for (let n = 0; n < 20; n++) {
    const at = sql`now() - ${n + 1} * interval '1 hour'`
    await sql`insert into listen_gap values (${org}, ${source}, ${at}, ${at} + interval '9 minutes', 'r')`.execute(
      db.read,
    )
    await sql`insert into listen_quarantine values (${org}, ${source}, ${randomUUID()}, ${at}, 'r', 's')`.execute(
      db.read,
    )
    await sql`insert into listen_quarantine_reason values (${org}, ${source}, ${`r${n}`}, 1)`.execute(db.read)
    await sql`insert into listen_spike values (${org}, ${search}, ${randomUUID()}, ${at}, ${at}, ${at}, 50, 3, 9, 'b')`.execute(
      db.read,
    )
    await sql`insert into listen_authorisation values (${org}, ${randomUUID()}, ${me}, 'p', ${`h${n}`}, 'authorised', 'r', 'r', 'r', ${at}, now() + interval '1 day')`.execute(
      db.read,
    )
    await sql`insert into record_certificate values (${org}, ${randomUUID()}, ${at}, 'r', 3, ${'0'.repeat(64)})`.execute(
      db.read,
    )
    await sql`insert into identity_passkey values (${org}, ${`k${n}`}, ${me}, '\\x00', 0, '{}', 'n', now(), null)`.execute(
      db.read,
    )
    await sql`insert into estate_unit values (${org}, ${randomUUID()}, ${world.root}, ${`u${n}`}, now())`.execute(
      db.read,
    )
  }
  return { search, source, post: posts[0]! }
}

/** The longest text that a column's check lets in. */
async function limitsOf(db: Database): Promise<Map<string, number>> {
  const { rows } = await sql<{ table: string; says: string }>`
    select conrelid::regclass::text as table, pg_get_constraintdef(oid) as says from pg_constraint
    where contype = 'c' and connamespace = 'public'::regnamespace`.execute(db.read)
  const limits = new Map<string, number>()
  for (const { table, says } of rows)
    for (const [, column, most] of says.matchAll(/length\((\w+)\) <= (\d+)/g))
      limits.set(`${table}.${column}`, Number(most))
  return limits
}

/** Puts a payload that fits into every field that a page may show. Returns what was filled and what nothing fills. */
export async function fillFields(
  world: World,
  payloads: readonly string[],
): Promise<{ filled: string[]; problems: string[] }> {
  const { db } = world.serving.app
  const limits = await limitsOf(db)
  const filled: string[] = []
  const problems: string[] = []
  await sql`alter table audit_row disable trigger audit_row_is_kept`.execute(db.read)
  for (const { table, column, type } of await columnsOf(db)) {
    const name = `${table}.${column}`
    if (NOT_SHOWN.has(name)) continue
    const shape = SHAPES[name]
    if (type === 'jsonb' && !shape) {
      problems.push(`nobody said what ${name} looks like`)
      continue
    }
    const fitting = (ADDRESS.has(name) ? ADDRESSES : payloads).filter(
      (text) => text.length <= (limits.get(name) ?? 100_000),
    )
    const values = fitting.map((text, n) => (shape ? JSON.stringify(shape(text, n)) : text))
    const plain = name === 'estate_person.email' ? sql`lower(v.value)` : sql`v.value`
    const value = { text: plain, jsonb: sql`v.value::jsonb`, ARRAY: sql`array[v.value]` }[type]
    const newest = table === 'record_post' ? sql`order by at desc` : sql``
    const done = await sql`
      update ${sql.table(table)} t set ${sql.ref(column)} = ${value}
      from (select ctid as id, row_number() over (${newest}) as n from ${sql.table(table)}) r
      join unnest(${values}::text[]) with ordinality v(value, n) on v.n = 1 + (r.n - 1) % ${values.length}
      where t.ctid = r.id`
      .execute(db.read)
      .then(
        (result) => Number(result.numAffectedRows ?? 0),
        (error: Error) => {
          problems.push(`${name}: ${error.message}`)
          return -1
        },
      )
    if (done === 0) problems.push(`nothing fills ${name}`)
    if (done > 0) filled.push(name)
  }
  await sql`alter table audit_row enable trigger audit_row_is_kept`.execute(db.read)
  return { filled, problems }
}
