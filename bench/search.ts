/**
 * The archive: rare, common and boolean searches over five million posts (100,000 with --quick), through the same command
 * as the page; temperature over 30 days; size on disk. Peer in the same run: plain `to_tsvector` SQL over the same texts.
 */

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { toDocument, toVector } from '../engines/query/index.ts'
import { createChannels } from '../server/channels/registry.ts'
import * as listen from '../server/listen/index.ts'
import { systemClock } from '../server/platform/clock.ts'
import type { Ctx } from '../server/platform/context.ts'
import { newId, type OrganisationId } from '../server/platform/ids.ts'
import { createLog } from '../server/platform/log.ts'
import { postIdAt, uriKey } from '../server/record/index.ts'
import { benchGround, percentile, quick, round, say, seeded, tell, wordPool } from './ground-material.ts'

const N = Number(
  process.argv.find((a) => a.startsWith('--posts='))?.slice(8) ?? (quick ? 100_000 : 5_000_000),
)
const ROUNDS = quick ? 2 : 3
const DAY = 86_400_000
const COLUMNS =
  'organisation_id, id, source_id, channel, uri, uri_key, account_id, handle, text, links, heard_at, at, published_at, lang, lang_label, tone, tone_label, source_kind, source_label, words, keep_until'

const ground = await benchGround('search', [
  'shared_buffers=1GB',
  'maintenance_work_mem=1GB',
  'max_wal_size=8GB',
  'effective_cache_size=6GB',
  'random_page_cost=1.1',
])
const { db } = ground
const random = seeded(11)
const pool = wordPool()
let organisation = newId<OrganisationId>(Date.now())
const source = newId(Date.now())
const unit = newId(Date.now()) as never
const now = Date.now()
const copyText = (text: string) =>
  text.replace(/[\\\t\n\r]/g, (c) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[c]!)
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!

/** Document frequencies in the first posts; what queries are chosen by. */
const frequency = new Map<string, number>()
const SAMPLED = Math.min(N, 200_000)

function post(i: number): { copy: string; text: string } {
  const at = now - 365 * DAY + Math.floor(((i + random()) / N) * 365 * DAY)
  const length = 6 + Math.floor(random() * 20)
  const words: string[] = []
  for (let w = 0; w < length; w++) words.push(pick(pool.words))
  const text = words.join(' ').toWellFormed().replaceAll('\0', '')
  const handle = `person${Math.floor(random() * 200_000)}.example`
  const link = random() < 0.2
  const facts = {
    text,
    contentWarning: null,
    altTexts: [],
    poll: [],
    handle,
    accountId: handle,
    mentions: [],
    tags: [],
    links: [],
    channel: 'import',
    media: false,
    link,
  }
  const vector = toVector(
    toDocument(facts, () => ({ lang: 'en', tone: 'neutral', sourceKind: 'public', places: [] })),
  )
  if (i < SAMPLED)
    for (const m of vector.matchAll(/'([a-z]{3,})':/g)) frequency.set(m[1]!, (frequency.get(m[1]!) ?? 0) + 1)
  const stamp = new Date(at).toISOString()
  const uri = `https://posts.example/${i}`
  const links = link
    ? JSON.stringify([{ url: `https://outlet${i % 300}.example/${i}`, domain: `outlet${i % 300}.example` }])
    : '[]'
  const label = '{"p":0.8,"because":["words"]}'
  const row = [
    organisation,
    postIdAt(at, i & 0xfff),
    source,
    'import',
    uri,
    `\\x${uriKey(uri)}`,
    handle,
    handle,
    text,
    links,
    stamp,
    stamp,
    stamp,
    random() < 0.9 ? 'en' : pick(['cy', 'pl', 'ur', 'es']),
    label,
    pick(['negative', 'neutral', 'neutral', 'positive']),
    label,
    pick(['public', 'public', 'public', 'media', 'eyewitness', 'official']),
    label,
    vector,
    new Date(now + 90 * DAY).toISOString(),
  ]
  return {
    copy: `${row.map(copyText).join('\t')}\n`,
    text: `${postIdAt(at, i & 0xfff)}\t${stamp}\t${copyText(text)}\n`,
  }
}

/** With --folder=, a second run finds the posts of the first. */
async function isLoaded(): Promise<boolean> {
  const { rows } = await sql<{
    organisation: OrganisationId | null
  }>`select (select organisation_id from record_post limit 1) as organisation`.execute(db.read)
  const found = rows[0]?.organisation
  if (!found) return false
  organisation = found
  ctx.organisation.id = found
  for (let i = 0; i < SAMPLED; i++) post(i)
  return true
}

async function load(): Promise<void> {
  const dropped = await sql<{
    indexdef: string
    indexname: string
  }>`select indexdef, indexname from pg_indexes where tablename = 'record_post' and indexname <> 'record_post_pkey'`.execute(
    db.read,
  )
  for (const { indexname } of dropped.rows) await sql`drop index ${sql.ref(indexname)}`.execute(db.read)
  await sql`create table bench_plain (id uuid primary key, at timestamptz not null, text text not null)`.execute(
    db.read,
  )
  const clients = [
    new pg.Client({ connectionString: db.url }),
    new pg.Client({ connectionString: db.url }),
  ] as const
  for (const client of clients) await client.connect()
  for (let from = 0; from < N; from += 250_000) {
    const plain: string[] = []
    const rows = function* () {
      for (let i = from; i < Math.min(N, from + 250_000); i++) {
        const made = post(i)
        plain.push(made.text)
        yield made.copy
      }
    }
    await pipeline(
      Readable.from(rows()),
      clients[0].query(copyFrom(`copy record_post (${COLUMNS}) from stdin`)),
    )
    await pipeline(Readable.from(plain), clients[1].query(copyFrom('copy bench_plain from stdin')))
    tell(`${Math.min(N, from + 250_000).toLocaleString('en-GB')} posts`)
  }
  for (const client of clients) await client.end()
  for (const { indexdef, indexname } of dropped.rows) {
    await sql.raw(indexdef).execute(db.read)
    tell(indexname)
  }
  await sql`create index bench_plain_words on bench_plain using gin (to_tsvector('simple', text))`.execute(
    db.read,
  )
  await sql`vacuum analyze record_post`.execute(db.read)
  await sql`vacuum analyze bench_plain`.execute(db.read)
}

function queries(): Record<string, { ours: string; plain: string }[]> {
  const scale = N / SAMPLED
  const band = (low: number, high: number) => {
    const words = [...frequency]
      .filter(([, n]) => n * scale >= low * N && n * scale <= high * N)
      .map(([w]) => w)
    return () => pick(words)
  }
  const rare = band(2 / SAMPLED, 0.00008)
  const middle = band(0.0002, 0.004)
  const common = band(0.01, 1)
  const many = <T>(make: () => T) => Array.from({ length: quick ? 12 : 25 }, make)
  const one = (word: string) => ({ ours: word, plain: word })
  return {
    rare: many(() => one(rare())),
    middle: many(() => one(middle())),
    common: many(() => one(common())),
    boolean: many(() => {
      const [a, b, c] = [middle(), middle(), common()]
      return pick([
        { ours: `(${a} OR ${b}) AND ${c}`, plain: `(${a} | ${b}) & ${c}` },
        { ours: `${c} AND ${a} -${b}`, plain: `${c} & ${a} & !${b}` },
        { ours: `${c} -${a}`, plain: `${c} & !${a}` },
        { ours: `${a} NEAR/5 ${c}`, plain: `(${a} <2> ${c}) | (${c} <2> ${a})` },
        { ours: `"${c} ${a}"`, plain: `${c} <-> ${a}` },
        { ours: `${a.slice(0, 4)}* AND ${c}`, plain: `${a.slice(0, 4)}:* & ${c}` },
      ])
    }),
    filtered: many(() => {
      const a = middle()
      return pick([
        { ours: `${a} AND tone:negative`, plain: a },
        { ours: `${common()} AND source:media`, plain: a },
        { ours: `${a} AND lang:cy`, plain: a },
        { ours: `${a} AND has:link`, plain: a },
      ])
    }),
  }
}

const ctx: Ctx = {
  db,
  clock: systemClock,
  channels: createChannels(),
  log: createLog('error'),
  organisation: { id: organisation, name: 'Bench', kind: 'live', area: null, timeZone: 'Europe/London' },
  person: {
    id: newId(Date.now()),
    name: 'Bench',
    rights: [{ role: 'administrator', unit, account: null, path: [unit] }],
    session: null,
  },
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

const failed: string[] = []
async function ours(query: string): Promise<void> {
  const found = await listen.searchArchive(ctx, { query })
  if (!found.ok) failed.push(`${query}: ${JSON.stringify(found.refusal)}`)
}
async function plain(query: string): Promise<void> {
  await sql`set statement_timeout = 20000`.execute(db.read)
  await sql`select id, at, text from bench_plain where to_tsvector('simple', text) @@ to_tsquery('simple', ${query}) order by at desc limit 50`
    .execute(db.read)
    .catch(() => failed.push(`plain ${query}`))
}

try {
  const loading = performance.now()
  const wasLoaded = await isLoaded()
  if (!wasLoaded) await load()
  if (process.argv.includes('--load-only')) process.exit(await ground.close().then(() => 0))
  const seconds = (performance.now() - loading) / 1000
  tell(`loaded in ${Math.round(seconds)} s`)
  const figures: Record<string, unknown> = { posts: N, words_from: pool.from }
  const peers: Record<string, unknown> = {}
  const ratio: Record<string, unknown> = {}
  for (const [kind, list] of Object.entries(queries())) {
    const mine: number[] = []
    const theirs: number[] = []
    for (let r = 0; r < ROUNDS; r++)
      for (const q of list) {
        const took = await time(() => ours(q.ours))
        if (took > 200) tell(`${kind} ${round(took)} ms: ${q.ours}`)
        mine.push(took)
        if (r < 2) theirs.push(await time(() => plain(q.plain)))
      }
    figures[`${kind}_p50_ms`] = round(percentile(mine, 50))
    figures[`${kind}_p95_ms`] = round(percentile(mine, 95))
    peers[`${kind}_p95_ms`] = round(percentile(theirs, 95))
    ratio[kind] = round(percentile(theirs, 95) / percentile(mine, 95), 2)
  }
  const search = await listen.saveSearch(ctx, {
    name: 'Bench',
    query: 'flood',
    purpose: 'To measure how long a temperature takes',
    lawfulBasis: 'public-task',
    retentionDays: 30,
  })
  if (!search.ok) throw new Error('no search')
  await sql`insert into listen_minute (organisation_id, search_id, minute, n, negative, positive)
    select ${organisation}, ${search.value.id}, m, 3, 1, 1 from generate_series(date_trunc('minute', now()) - interval '60 days', now(), interval '1 minute') m`.execute(
    db.read,
  )
  await sql`update listen_search set created_at = now() - interval '90 days'`.execute(db.read)
  await sql`vacuum analyze listen_minute`.execute(db.read)
  const warmth: number[] = []
  for (let i = 0; i < 30; i++)
    warmth.push(await time(() => listen.getTemperature(ctx, { search: search.value.id, days: 30 })))
  figures['temperature_30_days_p95_ms'] = round(percentile(warmth, 95))
  const size = await sql<{
    n: number
    plain: number
  }>`select pg_total_relation_size('record_post')::float8 as n, pg_total_relation_size('bench_plain')::float8 as plain`.execute(
    db.read,
  )
  figures['mb_per_million'] = Math.round(((size.rows[0]!.n / N) * 1e6) / 1e6)
  peers['mb_per_million'] = Math.round(((size.rows[0]!.plain / N) * 1e6) / 1e6)
  if (!wasLoaded) figures['load_rows_per_s'] = Math.round(N / seconds)
  if (failed.length > 0) figures['failed'] = failed.slice(0, 5)
  say({ bench: 'search', figures, peers, ratio })
} finally {
  await ground.close()
}
