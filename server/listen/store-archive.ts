import { CompiledQuery, sql } from 'kysely'
import { type Query, toSql } from '../../engines/query/index.ts'
import type { Database, Tx } from '../platform/db/database.ts'
import { lowestIdAt, POST_COLUMNS, type PostRow } from '../record/index.ts'
import { withoutNames } from './hold-following.ts'
import { KEY_OF_POST } from './store-viewing.ts'
import type { Bound } from './viewing.ts'

/* The archive: the same tree as the stream's matcher, as SQL over the record. */

export interface Asked {
  organisation: string
  tree: Query
  from: Date | null
  to: Date | null
  /** Only posts with a lower id: the last one of the page before. */
  before: string | null
  /** Only posts kept under one of these lawful bases; null for all. */
  basis: string | null
  /** Searches that whoever asks is not shown: what they alone keep is left out. */
  hidden?: string[]
  /** Under these names only these accounts are found, unless something else in the search asks for a post. */
  bound?: readonly Bound[]
}

interface Where {
  text: string
  values: unknown[]
  /** Whether an index on words can answer it. */
  hasWords: boolean
}

const columns = POST_COLUMNS.map((c) => `p.${c}`).join(', ')
/** What PostgreSQL answers when a statement ran out of its time. */
const OUT_OF_TIME = '57014'
export const isOutOfTime = (error: unknown): boolean => (error as { code?: string }).code === OUT_OF_TIME

function where(asked: Asked): Where {
  const values: unknown[] = [asked.organisation]
  const parts = ['p.organisation_id = $1']
  const add = (text: (n: number) => string, value: unknown) => {
    values.push(value)
    parts.push(text(values.length))
  }
  if (asked.before) add((n) => `p.id < $${n}::uuid`, asked.before)
  if (asked.from) add((n) => `p.id >= $${n}::uuid`, lowestIdAt(asked.from.getTime()))
  if (asked.to) add((n) => `p.id < $${n}::uuid`, lowestIdAt(asked.to.getTime()))
  if (asked.basis)
    add(
      (
        n,
      ) => `exists (select from listen_match m join listen_search s on s.organisation_id = m.organisation_id and s.id = m.search_id
        where m.organisation_id = p.organisation_id and m.post_id = p.id and s.lawful_basis = $${n})`,
      asked.basis,
    )
  if (asked.hidden?.length)
    add(
      (n) => `(exists (select from listen_match m
        where m.organisation_id = p.organisation_id and m.post_id = p.id and m.search_id <> all($${n}::uuid[]))
        or not exists (select from listen_match m where m.organisation_id = p.organisation_id and m.post_id = p.id))`,
      asked.hidden,
    )
  const condition = toSql(asked.tree, 'p', values.length + 1)
  values.push(...condition.values)
  parts.push(`(${condition.text})`)
  for (const { handle, accounts } of asked.bound ?? []) {
    values.push(handle, accounts)
    const n = values.length
    const otherwise = toSql(withoutNames(asked.tree, new Set([handle])), 'p', n + 1)
    values.push(...otherwise.values)
    parts.push(
      `(p.channel = 'import' or lower(p.handle collate "C") <> $${n - 1} or ${KEY_OF_POST} = any($${n}::bytea[]) or (${otherwise.text}))`,
    )
  }
  const hasWords =
    asked.tree.kind === 'or' ? !condition.text.includes(' or ') : /^\(?p\.words @@/.test(condition.text)
  return { text: parts.join(' and '), values, hasWords }
}

/** The planner's guesses; no post is read for them. */
export interface Guess {
  matches: number
  /** Posts that the index on words would have to fetch, before any filter is looked at. */
  fetched: number
  total: number
}

export async function estimate(db: Database, asked: Asked): Promise<Guess> {
  const words = wordsOf(asked.tree)
  // One after the other: planning a long search takes its time, and whoever asks holds one connection for it.
  const matches = await planRows(db, where(asked))
  const fetched = words ? await planRows(db, where({ ...asked, tree: words })) : null
  const total = await sql<{
    n: number
  }>`select greatest(reltuples, 1)::float8 as n from pg_class where oid = 'record_post'::regclass`.execute(
    db.read,
  )
  return { matches, fetched: fetched ?? matches, total: total.rows[0]!.n }
}

/** Planning takes time too, when a search is as long as it may be. */
const PLAN_MS = 2_000

async function planRows(db: Database, w: Where): Promise<number> {
  const explain = `explain (format json) select 1 from record_post p where ${w.text}`
  const [plan] = await run<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    db,
    'any',
    PLAN_MS,
    explain,
    w.values,
  )
  return plan!['QUERY PLAN'][0].Plan['Plan Rows']
}

/** The parts of a search that are only about words; null when there is no filter beside them. */
function wordsOf(tree: Query): Query | null {
  if (tree.kind !== 'and') return null
  const parts = tree.parts.filter((part) => /^p\.words @@ \$\d+::tsquery$/.test(toSql(part, 'p').text))
  if (parts.length === 0 || parts.length === tree.parts.length) return null
  return parts.length === 1 ? parts[0]! : { kind: 'and', parts }
}

type Way = 'walk' | 'words' | 'any'

/** What the planner is told to leave alone, so that it takes the way that was chosen. */
const FORBIDDEN: Record<Way, string[]> = {
  walk: ['enable_bitmapscan', 'enable_seqscan', 'enable_sort'],
  words: ['enable_indexscan', 'enable_indexonlyscan', 'enable_seqscan'],
  any: [],
}

async function run<Row>(
  db: Database,
  way: Way,
  timeoutMs: number,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  return db.transaction(async (tx: Tx) => {
    // Compiling a plan to machine code (jit) costs more than these queries do. All settings in one round trip.
    const settings = [`set_config('statement_timeout', '${Math.round(timeoutMs)}', true)`]
    // Posts that an index found lie scattered: the disk is asked for many at once.
    if (way === 'words') settings.push(`set_config('effective_io_concurrency', '200', true)`)
    for (const name of ['jit', ...FORBIDDEN[way]]) settings.push(`set_config('${name}', 'off', true)`)
    await tx.executeQuery(CompiledQuery.raw(`select ${settings.join(', ')}`))
    return (await tx.executeQuery<Row>(CompiledQuery.raw(text, values))).rows
  })
}

/** A walk is given up for the index on words when it takes longer than the index would on a cold disk. */
const FETCH_MS = 0.25
const walkMs = (guess: Guess): number => Math.max(60, Math.min(2_500, guess.fetched * FETCH_MS))
/**
 * What looking at one post on a walk costs, in terms of fetching one that the index found: posts that were heard together
 * lie together and the newest are in memory, while what an index finds lies anywhere (5 million posts: 1.5 µs against
 * 5 µs in memory, 300 µs from a busy disk).
 */
const WALK_COST = 0.06

/** Which way is the shorter one: fetch all that match, or walk from the newest until a page is full. */
export function chooseWay(guess: Guess, hasWords: boolean, page: number): Way {
  if (!hasWords) return 'any'
  const walked = (page / Math.max(guess.matches, 1)) * guess.total * WALK_COST
  return walked < guess.fetched ? 'walk' : 'words'
}

export interface Newest {
  rows: PostRow[]
  /** How many match in all, where finding the rows has counted them; null otherwise. */
  counted: number | null
}

/** The newest posts that match, at most `limit`. Throws PostgreSQL's 57014 past `timeoutMs`. */
export async function searchNewest(
  db: Database,
  asked: Asked,
  limit: number,
  timeoutMs: number,
  guess: Guess,
): Promise<Newest> {
  const w = where(asked)
  const newest = `select ${columns} from record_post p where ${w.text} order by p.organisation_id desc, p.id desc limit ${limit}`
  const way = chooseWay(guess, w.hasWords, limit)
  if (way === 'any') return { rows: await run(db, 'any', timeoutMs, newest, w.values), counted: null }
  if (way === 'walk') {
    try {
      const rows = await run<PostRow>(db, 'walk', Math.min(walkMs(guess), timeoutMs), newest, w.values)
      return { rows, counted: null }
    } catch (error) {
      // The words are common but not of late: the walk found too few of them.
      if (!isOutOfTime(error)) throw error
    }
  }
  // All that match are fetched anyway: their number costs nothing.
  const rows = await run<PostRow & { n: number }>(
    db,
    'words',
    timeoutMs,
    `with hit as materialized (select p.id, count(*) over ()::int as n from record_post p where ${w.text} order by p.id desc limit ${limit})
    select ${columns}, hit.n from hit join record_post p on p.organisation_id = $1 and p.id = hit.id order by p.id desc`,
    w.values,
  )
  return { rows, counted: rows[0]?.n ?? 0 }
}

/** Will `searchNewest` count by the way? */
export const countsByTheWay = (asked: Asked, guess: Guess, limit: number): boolean =>
  chooseWay(guess, where(asked).hasWords, limit) === 'words'

/** Posts among which the best are looked for: the newest so many. */
export const RANKED = 2_000

/** The best of the newest 2,000 that match, by how near together and how often the words stand. */
export async function searchBest(
  db: Database,
  asked: Asked,
  offset: number,
  limit: number,
  timeoutMs: number,
): Promise<PostRow[]> {
  const w = where(asked)
  const ranked = rankedBy(asked.tree, w.values.length + 1)
  const order = ranked ? `ts_rank_cd(p.words, ${ranked.text}, 1) desc, p.id desc` : 'p.id desc'
  const text = `with hit as materialized (select p.id from record_post p where ${w.text} order by p.organisation_id desc, p.id desc limit ${RANKED})
    select ${columns} from hit join record_post p on p.organisation_id = $1 and p.id = hit.id
    order by ${order} offset ${Math.floor(offset)} limit ${limit}`
  return run(db, w.hasWords ? 'words' : 'any', timeoutMs, text, [...w.values, ...(ranked?.values ?? [])])
}

/** The part of a tree that is about words, without what must not be there. */
function rankedBy(tree: Query, first: number): { text: string; values: unknown[] } | null {
  const wanted = withoutNot(tree)
  if (!wanted) return null
  const condition = toSql(wanted, 'p', first)
  const found = /^\(?p\.words @@ (\$\d+)::tsquery/.exec(condition.text)
  if (!found) return null
  return { text: `$${first}::tsquery`, values: [condition.values[Number(found[1]!.slice(1)) - first]] }
}

function withoutNot(tree: Query): Query | null {
  if (tree.kind === 'not') return null
  if (tree.kind !== 'and' && tree.kind !== 'or')
    return tree.kind === 'words' || tree.kind === 'near' ? tree : null
  const parts = tree.parts.flatMap((p) => withoutNot(p) ?? [])
  return parts.length === 0 ? null : parts.length === 1 ? parts[0]! : { kind: tree.kind, parts }
}

export const COUNT_CAP = 10_000

/** How many match, exactly up to the cap; null when counting takes longer than it may. */
export async function countMatches(
  db: Database,
  asked: Asked,
  timeoutMs: number,
  cap = COUNT_CAP,
): Promise<number | null> {
  const w = where(asked)
  try {
    const rows = await run<{ n: number }>(
      db,
      'any',
      timeoutMs,
      `select count(*)::int as n from (select 1 from record_post p where ${w.text} limit ${cap + 1}) x`,
      w.values,
    )
    return rows[0]!.n
  } catch (error) {
    if (isOutOfTime(error)) return null
    throw error
  }
}
