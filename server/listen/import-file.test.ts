import { readdirSync } from 'node:fs'
import os from 'node:os'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import type { ImportMap } from '../channels/channel.ts'
import * as listen from './index.ts'
import { type Bench, bench, posts, search } from './test-listen.ts'

let t: TestDatabase
let b: Bench
beforeAll(async () => {
  t = await testDatabase()
  b = await bench(t.db)
})
afterAll(async () => {
  await b.close()
  await t.close()
})

const open = (text: string) =>
  async function* () {
    yield Buffer.from(text)
  }
const map: ImportMap = {
  format: 'csv',
  header: true,
  text: 'what',
  time: 'when',
  tweetId: null,
  author: 'who',
  link: null,
  lang: null,
}
const good =
  'when,who,what\n2026-01-05T10:00:00Z,ann,flood in the cellar\n2026-01-05T10:05:00Z,bob,my lunch\n2026-01-06T11:00:00Z,cat,"flood, again"\n'

test('what searches ask for is kept under the time that the file gives, and counted there', async () => {
  const s = await search(b, 'flood')
  const done = await listen.importFile(b.ctx, {
    open: open(good),
    map,
    name: 'tweets.csv',
    columns: ['when', 'who', 'what'],
  })
  if (!done.ok) throw new Error(JSON.stringify(done.refusal))
  expect(done.value).toMatchObject({ rows: 3, kept: 2, errors: 0 })
  const cards = await posts(b, s.id, 2)
  expect(cards.map((c) => c.at.toISOString())).toEqual([
    '2026-01-06T11:00:00.000Z',
    '2026-01-05T10:00:00.000Z',
  ])
  const kinds = await listen.getSourceKinds(b.ctx, {
    search: s.id,
    from: new Date('2026-01-05'),
    to: new Date('2026-01-06'),
  })
  expect(kinds.ok && kinds.value.total).toBe(1)
  const again = await listen.importFile(b.ctx, { open: open(good), map, name: 'tweets.csv' })
  expect(again.ok && again.value.kept, 'the same file again adds nothing').toBe(0)
})

test('the map of columns is asked for once and remembered', async () => {
  const look = await listen.inspectImport(b.ctx, { stream: open(good)() })
  expect(look.ok && look.value.remembered).toEqual(map)
})

test('nothing is taken while a row has an error, unless the person takes the good rows', async () => {
  const bad = `${good}not a date,dan,flood at last\n`
  const refused = await listen.importFile(b.ctx, {
    open: open(bad.replaceAll('ann', 'eve')),
    map,
    name: 'bad.csv',
  })
  if (refused.ok) throw new Error('taken')
  expect(refused.refusal).toMatchObject({
    kind: 'conflict',
    rule: 'rows-with-errors',
    detail: { rows: 4, errors: 1, first: [{ row: 5 }] },
  })
  const taken = await listen.importFile(b.ctx, {
    open: open(bad.replaceAll('ann', 'eve')),
    map,
    name: 'bad.csv',
    takeGoodRows: true,
  })
  expect(taken.ok && taken.value).toMatchObject({ rows: 4, errors: 1 })
})

test('a file that comes as a stream is taken in the same way and leaves nothing behind', async () => {
  const before = readdirSync(os.tmpdir()).filter((name) => name.startsWith('folkmoot-import-'))
  const stages = new Set<string>()
  const done = await listen.importStream(b.ctx, {
    stream: open(good.replaceAll('ann', 'dilys'))(),
    map,
    name: 'stream.csv',
    progress: ({ stage }) => stages.add(stage),
  })
  expect(done.ok && done.value).toMatchObject({ rows: 3, errors: 0 })
  expect([...stages]).toEqual(['checking', 'taking'])
  expect(readdirSync(os.tmpdir()).filter((name) => name.startsWith('folkmoot-import-'))).toEqual(before)
})

test('a file that is called off half-way has left its mark in the audit trail', async () => {
  const off = new AbortController()
  const done = listen.importFile(b.ctx, {
    open: open(good.replaceAll('ann', 'gwen')),
    map,
    name: 'called-off.csv',
    progress: ({ stage }) => {
      if (stage === 'taking') off.abort()
    },
    signal: off.signal,
  })
  await done.catch(() => {})
  const { rows } = await sql`select from audit_row where action = 'listen.file-import-begun'
    and detail->>'name' = 'called-off.csv'`.execute(t.db.read)
  expect(rows).toHaveLength(1)
})

test('officers do not bring files in', async () => {
  const refused = await listen.importFile(b.as('officer'), { open: open(good), map, name: 'x.csv' })
  expect(refused).toMatchObject({ ok: false, refusal: { kind: 'not-allowed', rule: 'listen.import' } })
})
