import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { newId } from '../platform/ids.ts'
import * as listen from './index.ts'
import { about, type Bench, bench, post, posts, search } from './test-listen.ts'

/* Whatever a page sends, a command answers with a value: a thrown error would be a 5xx. */

let t: TestDatabase
let b: Bench
let known: { search: string; post: string; source: string }
beforeAll(async () => {
  t = await testDatabase()
  b = await bench(t.db)
  const s = await search(b, 'beacon')
  b.network.push({ posts: [post('beacon lit at Arrelbridge?')] })
  const [card] = await posts(b, s.id, 1)
  known = { search: s.id, post: card!.id, source: b.source }
})
afterAll(async () => {
  await b.close()
  await t.close()
})

const NASTY = [
  '', ' ', '\0', 'a\0b', '\ud800', 'x\udfffy', '\u202e', '\ufeff', "'; drop table record_post; --", '%', '\\', '{}', '[]', 'null', '-1', '1e999',
  'undefined', '../../etc/passwd', '<script>alert(1)</script>', '\u{1F3F4}\u{E0067}', 'x'.repeat(100_000), '('.repeat(1_999), '"'.repeat(501),
  '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '0189\u00a0', newId(0),
] // biome-ignore format: a list

/** Phrases of one word, of two, and so on. */
const steps = (letter: string, length = 13) =>
  Array.from(
    { length },
    (_, n) => `"${Array.from({ length: n + 1 }, (__, i) => letter + i).join(' ')}"`,
  ).join(' OR ')

/** Searches that people and attackers type. */
const QUERIES = [
  ...NASTY, 'flood\0', '"flood \0 river"', 'from:a\0b', 'url:\0', 'place:"\0"', 'domain:a\0.b', 'flood\ud800', 'from:\ud800', 'url:x\udfff', 'place:"\ud800"',
  'lang:\0', '#\0tag', '@\0', 'within:5km:"\0"', 'within:5km:99,999', 'within:0km', 'within:1e3km', 'NEAR/99999999999', 'a NEAR/0 b', '(((', ')))', 'OR OR', 'NOT',
  '- - -', "a'b\"", "url:'", 'url:%', "from:o'neil", 'from:\\', 'place:"\\"', '\\', "''", 'a:*', '<->', 'a & b | !c', ':*', '*', '**', 'a*b*', `${'a OR '.repeat(199)}a`,
  `${'a* OR '.repeat(199)}a*`, `(${'aa* OR '.repeat(60)}b) NEAR/30 (${'cc* OR '.repeat(60)}d)`, `${'-'.repeat(500)}a`, `${'NOT '.repeat(33)}a`, `${'-('.repeat(32)}a${')'.repeat(32)} b`,
  `"${'a '.repeat(199)}"`, `${'url:x '.repeat(199)}`, `${'within:5km:53,-2 '.repeat(110)}`, `from:${'x'.repeat(1_990)}`,
  `(${steps('a')}) NEAR/30 (${steps('b')})`, `(${steps('a', 7)}) NEAR/30 (${steps('b', 7)})`, `(${steps('a', 7)}) NEAR/9 (${steps('b', 7)})`,
] // biome-ignore format: a list

type Try = [name: string, run: (value: string) => Promise<{ ok: boolean }>]
const odd = (value: string) => value as never

const BY_QUERY: Try[] = [
  ['checkQuery', (query) => listen.checkQuery(b.ctx, { query })],
  ['saveSearch', (query) => listen.saveSearch(b.ctx, { name: 'x', query, ...about })],
  ['editSearch', (query) => listen.editSearch(b.ctx, { id: known.search, name: 'x', query, ...about })],
  ['startPreview', (query) => listen.startPreview(b.ctx, { query, lawfulBasis: 'public-task' })],
  ['searchArchive', (query) => listen.searchArchive(b.ctx, { query })],
  ['searchArchive best', (query) => listen.searchArchive(b.ctx, { query, order: 'best' })],
  ['exportArchive', (query) => exported({ query, format: 'csv' })],
]

const BY_FIELD: Try[] = [
  ['saveSearch name', (name) => listen.saveSearch(b.ctx, { query: 'a', ...about, name })],
  ['saveSearch purpose', (purpose) => listen.saveSearch(b.ctx, { name: 'a', query: 'a', ...about, purpose })],
  ['saveSearch owner', (owner) => listen.saveSearch(b.ctx, { name: 'a', query: 'a', ...about, owner })],
  ['saveSearch basis', (v) => listen.saveSearch(b.ctx, { name: 'a', query: 'a', ...about, lawfulBasis: odd(v) })],
  ['saveSearch days', (v) => listen.saveSearch(b.ctx, { name: 'a', query: 'a', ...about, retentionDays: odd(v) })],
  ['editSearch id', (id) => listen.editSearch(b.ctx, { id, name: 'a', query: 'a', ...about })],
  ['pauseSearch', (id) => listen.pauseSearch(b.ctx, { id })],
  ['resumeSearch', (id) => listen.resumeSearch(b.ctx, { id })],
  ['deleteSearch', (id) => listen.deleteSearch(b.ctx, { id })],
  ['getSearch', (id) => listen.getSearch(b.ctx, { id })],
  ['startPreview basis', (v) => listen.startPreview(b.ctx, { query: 'a', lawfulBasis: odd(v) })],
  ['getPreview', (id) => listen.getPreview(b.ctx, { id })],
  ['getColumn', (id) => listen.getColumn(b.ctx, { search: id })],
  ['getCards', (id) => listen.getCards(b.ctx, { ids: [id, known.post], search: id })],
  ['listPosts search', (id) => listen.listPosts(b.ctx, { filter: { search: odd(id) } })],
  ['listPosts before', (before) => listen.listPosts(b.ctx, { filter: { search: odd(known.search) }, before })],
  ['listPosts tone', (v) => listen.listPosts(b.ctx, { filter: { search: odd(known.search), tone: odd(v) } })],
  ['listPosts kind', (v) => listen.listPosts(b.ctx, { filter: { search: odd(known.search), sourceKind: odd(v) } })],
  ['listPosts lang', (lang) => listen.listPosts(b.ctx, { filter: { search: odd(known.search), lang } })],
  ['listPosts place', (place) => listen.listPosts(b.ctx, { filter: { search: odd(known.search), place } })],
  ['listPosts dates', (v) => listen.listPosts(b.ctx, { filter: { search: odd(known.search), from: new Date(v), to: new Date(8.64e15) } })],
  ['listCopies', (id) => listen.listCopies(b.ctx, { id })],
  ['getTemperature', (id) => listen.getTemperature(b.ctx, { search: id })],
  ['getTemperature days', (v) => listen.getTemperature(b.ctx, { search: known.search, days: Number(v) })],
  ['getOutlets', (id) => listen.getOutlets(b.ctx, { search: id })],
  ['getOutlets dates', (v) => listen.getOutlets(b.ctx, { search: known.search, from: new Date(v), to: new Date(v) })],
  ['getSourceKinds', (id) => listen.getSourceKinds(b.ctx, { search: id })],
  ['getSourceKinds dates', (v) => listen.getSourceKinds(b.ctx, { search: known.search, from: new Date(v), to: new Date(-8.64e15) })],
  ['getLanguages', (id) => listen.getLanguages(b.ctx, { search: id })],
  ['getPlaces', (id) => listen.getPlaces(b.ctx, { search: id })],
  ['getSides', (id) => listen.getSides(b.ctx, { search: id })],
  ['listSpikes', (id) => listen.listSpikes(b.ctx, { search: id })],
  ['openPost', (id) => listen.openPost(b.ctx, { id })],
  ['correctLabel id', (id) => listen.correctLabel(b.ctx, { id, label: 'tone', value: 'negative' })],
  ['correctLabel label', (v) => listen.correctLabel(b.ctx, { id: known.post, label: odd(v), value: 'en' })],
  ['correctLabel tone', (value) => listen.correctLabel(b.ctx, { id: known.post, label: 'tone', value })],
  ['correctLabel lang', (value) => listen.correctLabel(b.ctx, { id: known.post, label: 'lang', value })],
  ['correctLabel places', (value) => listen.correctLabel(b.ctx, { id: known.post, label: 'places', value: [value] })],
  ['authorise handle', (handle) => listen.authoriseViewing(b.ctx, { handle, authorisation: { kind: 'immediate', reason: 'A threat to life was reported.' } })],
  ['authorise reason', (reason) => listen.authoriseViewing(b.ctx, { handle: 'a', authorisation: { kind: 'immediate', reason } })],
  ['authorise kind', (kind) => listen.authoriseViewing(b.ctx, { handle: 'a', authorisation: { kind } as never })],
  ['authorise reference', (reference) => listen.authoriseViewing(b.ctx, { handle: 'a', authorisation: { kind: 'authorised', reference, role: reference, expiresAt: new Date(reference) } })],
  ['getSource', (id) => listen.getSource(b.ctx, { id })],
  ['pauseSource', (id) => listen.pauseSource(b.ctx, { id })],
  ['removeSource', (id) => listen.removeSource(b.ctx, { id })],
  ['editSource', (id) => listen.editSource(b.ctx, { id, settings: {}, name: 'x' })],
  ['addSource channel', (v) => listen.addSource(b.ctx, { channel: odd(v), settings: {} })],
  ['addSource feed', (url) => listen.addSource(b.ctx, { channel: 'feed', settings: { url }, name: url })],
  ['suggestSources', (area) => listen.suggestSources(b.ctx, { area })],
  ['searchArchive after', (after) => listen.searchArchive(b.ctx, { query: 'beacon', after })],
  ['searchArchive best after', (after) => listen.searchArchive(b.ctx, { query: 'beacon', order: 'best', after })],
  ['searchArchive dates', (v) => listen.searchArchive(b.ctx, { query: 'beacon', from: new Date(v), to: new Date(8.64e15) })],
  ['searchArchive old', (v) => listen.searchArchive(b.ctx, { query: `beacon ${v.length}`, from: new Date(-8.64e15), to: new Date(0) })],
  ['exportArchive format', (v) => exported({ query: 'beacon', format: odd(v) })],
  ['saveLayout', (v) => listen.saveLayout(b.ctx, { columns: [{ id: v, search: odd(known.search), view: 'posts', width: Number(v) }] })],
  ['saveLayout view', (v) => listen.saveLayout(b.ctx, { columns: [{ id: 'a', search: odd(v), view: odd(v), width: 1 }] })],
] // biome-ignore format: a table

async function exported(input: Parameters<typeof listen.exportArchive>[1]): Promise<{ ok: boolean }> {
  const done = await listen.exportArchive(b.ctx, input)
  if (done.ok) for await (const chunk of done.value.chunks) expect(chunk.length).toBeGreaterThan(0)
  return done
}

async function failures(tries: Try[], values: string[]): Promise<string[]> {
  const failed: string[] = []
  for (const [name, run] of tries)
    for (const value of values)
      await run(value).catch((error: Error) =>
        failed.push(`${name} ${JSON.stringify(value).slice(0, 60)}: ${error.message.slice(0, 120)}`),
      )
  return failed // biome-ignore format: one line
}

test('no search that anybody can type is an error of ours', async () => {
  expect(await failures(BY_QUERY, QUERIES)).toEqual([])
}, 180_000)

test('no value of any field is an error of ours', async () => {
  expect(await failures(BY_FIELD, NASTY)).toEqual([])
}, 180_000)
