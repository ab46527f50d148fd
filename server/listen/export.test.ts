import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { readCsv } from '../../tests/support/read-csv.ts'
import { fixedClock } from '../platform/clock.ts'
import * as listen from './index.ts'
import { type Bench, bench, post, search, until } from './test-listen.ts'

/* A long export comes in pieces of 2,000 posts, and each piece is a look at whoever wrote most of it. */

let t: TestDatabase
let b: Bench
const MOST = 4_050
beforeAll(async () => {
  t = await testDatabase()
  b = await bench(t.db, fixedClock('2026-03-04T12:00:00Z'))
  const s = await search(b, 'signal')
  const author = { id: 'did:plc:lampman', handle: 'lampman.bsky.social' }
  for (let from = 0; from < MOST; from += 450)
    b.network.push({
      posts: Array.from({ length: 450 }, (_, i) => post(`signal ${(from + i) * 7919}`, { author })),
    })
  await until(async () => {
    const now = await listen.getSearch(b.ctx, { id: s.id })
    return now.ok && now.value.kept === MOST
  }, 60_000)
}, 90_000)
afterAll(async () => {
  await b.close()
  await t.close()
})

async function exported(format: 'csv' | 'json') {
  const ctx = b.as('approver', 'Ann Hill')
  const r = await listen.exportArchive(ctx, { query: 'signal', format })
  if (!r.ok) throw new Error(JSON.stringify(r.refusal))
  let text = ''
  for await (const chunk of r.value.chunks) text += chunk
  const { rows } = await sql<{ detail: unknown }>`
    select detail from audit_row where action = 'listen.export-stopped' and person_id = ${ctx.person.id}`.execute(
    t.db.read,
  )
  return { text, audited: rows }
}

test('an export that goes on about one person ends at the stop, says so in its last row, and is audited', async () => {
  const { text, audited } = await exported('csv')
  const rows = readCsv(text).slice(1)
  expect(rows).toHaveLength(4_001)
  expect(rows.at(-1)![0]).toMatch(/^This file stops here, after 4,000 posts: more were found\. .*lampman/)
  expect(rows.at(-1)!.slice(1).join('')).toBe('')
  expect(audited).toEqual([{ detail: { posts: 4_000, because: 'viewing-stop' } }])
})

test('as JSON it is still a whole list', async () => {
  const { text, audited } = await exported('json')
  const list = JSON.parse(text) as { stopped?: string; text?: string }[]
  expect(list).toHaveLength(4_001)
  expect(list.at(-1)).toEqual({ stopped: expect.stringMatching(/^This file stops here/) })
  expect(audited).toHaveLength(1)
})

test('with an authorisation it goes on to the end', async () => {
  const ctx = b.as('approver')
  const given = await listen.authoriseViewing(ctx, {
    handle: 'lampman.bsky.social',
    authorisation: { kind: 'immediate', reason: 'Says they are on the roof and the water rises' },
  })
  expect(given.ok).toBe(true)
  const r = await listen.exportArchive(ctx, { query: 'signal', format: 'csv' })
  if (!r.ok) throw new Error(JSON.stringify(r.refusal))
  let text = ''
  for await (const chunk of r.value.chunks) text += chunk
  expect(readCsv(text)).toHaveLength(MOST + 1)
})
