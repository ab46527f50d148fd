import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { Phrase, Query } from '../engines/query/index.ts'
import { toSql } from '../engines/query/index.ts'
import { TokenBuffer } from '../engines/text/tokenise-buffer.ts'
import { startPostgres } from '../server/platform/db/embedded.ts'
import { createLog } from '../server/platform/log.ts'
import { Count, type Tally } from './match-engine.ts'
import { type BenchPost, type BenchQuery, benchScan, documentOf, fold, isWord } from './match-material.ts'

export interface Peer {
  /** Looks for matches in these posts; what it takes is the peer's time. Answers a count of them, made afterwards. */
  run(posts: BenchPost[]): Promise<() => Tally>
  close(): Promise<void>
}

/** Counts pairs of post and query, in the order of posts. */
function counted(found: readonly (readonly [post: number, query: number])[]): Tally {
  const byPost = Map.groupBy(found, ([post]) => post)
  const count = new Count()
  for (const [post, pairs] of byPost)
    count.add(
      post,
      pairs.map(([, query]) => query),
    )
  return count.tally
}

// ---- JavaScript regular expressions: one predicate a query, as a small program would write it

type Test = (text: string, post: BenchPost) => boolean

const W = (() => {
  let set = ''
  for (let c = 0, from = -1; c <= 65536; c++) {
    const word = c < 65536 && (isWord(c) || c === 0xe000)
    if (word && from < 0) from = c
    if (word || from < 0) continue
    const hex = (n: number) => `\\u${n.toString(16).padStart(4, '0')}`
    set += `${hex(from)}-${hex(c - 1)}`
    from = -1
  }
  return set
})()

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
/** Addresses become one word of private letters, so that nothing in them is taken for a word. */
const hidden = (host: string) =>
  [...host].map((ch) => String.fromCharCode(0xe000 + ch.charCodeAt(0))).join('')

function source(word: string): string {
  if (word[0] === '^') return `(?<![${W}])\ue000${hidden(word.slice(1))}(?![${W}])`
  return word[0] === '#' || word[0] === '@'
    ? `${escaped(word)}(?![${W}])`
    : `(?<![${W}])${escaped(word)}(?![${W}])`
}

function phraseSource(items: Phrase): string {
  if (items[0]!.prefix) return `(?<![${W}])${escaped(items[0]!.word)}`
  return items.map((item) => source(item.word)).join(`[^${W}]+`)
}

function compileTest(tree: Query): Test {
  switch (tree.kind) {
    case 'and': {
      const parts = tree.parts.map(compileTest)
      return (text, post) => parts.every((part) => part(text, post))
    }
    case 'or': {
      const plain = tree.parts.every((part) => part.kind === 'words')
      if (plain) {
        const all = new RegExp(
          tree.parts.map((part) => (part.kind === 'words' ? phraseSource(part.items) : '')).join('|'),
        )
        return (text) => all.test(text)
      }
      const parts = tree.parts.map(compileTest)
      return (text, post) => parts.some((part) => part(text, post))
    }
    case 'not': {
      const part = compileTest(tree.part)
      return (text, post) => !part(text, post)
    }
    case 'words': {
      const one = new RegExp(phraseSource(tree.items))
      return (text) => one.test(text)
    }
    case 'near': {
      const [a, b] = [source(tree.left[0]![0]!.word), source(tree.right[0]![0]!.word)]
      const gap = `[^${W}]+(?:[${W}]+[^${W}]+){0,${tree.distance - 1}}`
      const either = new RegExp(`${a}${gap}${b}|${b}${gap}${a}`)
      return (text) => either.test(text)
    }
    case 'filter':
      if (tree.field === 'lang') return (_, post) => post.labels.lang === tree.value
      return tree.field === 'channel'
        ? (_, post) => post.facts.channel === tree.value
        : (_, post) => post.facts.handle === tree.value
    default:
      throw new Error(`not in the bench: ${tree.kind}`)
  }
}

export function regexpPeer(queries: BenchQuery[]): Peer {
  const tests = queries.map((query) => compileTest(query.tree))
  return {
    async run(posts) {
      const found: [number, number][] = []
      for (const post of posts) {
        const text = forRegexp(post.text)
        for (let q = 0; q < tests.length; q++)
          if (tests[q]!(text, post)) found.push([post.id, queries[q]!.id])
      }
      return () => counted(found)
    },
    async close() {},
  }
}

function forRegexp(text: string): string {
  let folded = ''
  for (let i = 0; i < text.length; i++) folded += String.fromCharCode(fold(text.charCodeAt(i)))
  // The scheme is told by its own small letters, and an address may begin in the middle of a word.
  return folded.replace(/https?:\/\/([^\s/?#:]*)\S*/g, (all, host: string, at: number) =>
    /^https?:/.test(text.slice(at, at + 6)) && !(at > 0 && isWord(text.charCodeAt(at - 1)))
      ? ` \ue000${hidden(host)} `
      : all,
  )
}

// ---- PostgreSQL: every post a tsvector, every query a tsquery, prepared beforehand

export async function tsqueryPeer(queries: BenchQuery[], posts: BenchPost[]): Promise<Peer> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'folkmoot-bench-'))
  const server = await startPostgres(folder, {
    log: createLog('silent'),
    flush: false,
    supervise: false,
    settings: ['fsync=off', 'max_parallel_workers_per_gather=0'],
  })
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  await client.query(
    'create temporary table asked (id int, query tsquery); create temporary table said (id int, words tsvector)',
  )
  await client.query('insert into asked select * from unnest($1::int[], $2::text[]::tsquery[])', [
    queries.map((query) => query.id),
    queries.map((query) => toSql(withWords(query.tree)).values[0]),
  ])
  await client.query('insert into said select * from unnest($1::int[], $2::text[]::tsvector[])', [
    posts.map((post) => post.id),
    posts.map(vector),
  ])
  await client.query('analyze asked; analyze said')
  return {
    async run(some) {
      const { rows } = await client.query<[number, number]>({
        text: 'select said.id, asked.id from said join asked on said.words @@ asked.query where said.id = any($1)',
        values: [some.map((post) => post.id)],
        rowMode: 'array',
      })
      return () => counted(rows)
    },
    async close() {
      await client.end()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Filters as words of the vector. */
function withWords(tree: Query): Query {
  if (tree.kind === 'and' || tree.kind === 'or') return { ...tree, parts: tree.parts.map(withWords) }
  if (tree.kind === 'not') return { kind: 'not', part: withWords(tree.part) }
  if (tree.kind !== 'filter') return tree
  return { kind: 'words', items: [{ word: `§${tree.field}=${tree.value}`, prefix: false, offset: 0 }] }
}

const buffer = new TokenBuffer()

function vector(post: BenchPost): string {
  benchScan(documentOf(post), buffer)
  const words = new Map<string, number[]>()
  for (let i = 0; i < buffer.count; i++)
    words.set(buffer.word(i), [...(words.get(buffer.word(i)) ?? []), buffer.position[i]!])
  for (const fact of [
    `§lang=${post.labels.lang}`,
    `§channel=${post.facts.channel}`,
    `§from=${post.facts.handle}`,
  ])
    words.set(fact, [16_000])
  return [...words]
    .map(([word, at]) => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}':${at.join(',')}`)
    .join(' ')
}
