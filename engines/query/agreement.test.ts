import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { agreement } from './agreement.long.ts'

let made: TestDatabase
let client: pg.Client
beforeAll(async () => {
  made = await testDatabase()
  client = new pg.Client({ connectionString: made.url })
  await client.connect()
})
afterAll(async () => {
  await client?.end()
  await made?.close()
})

describe('a search', () => {
  test('means the same to the matcher, to the plain evaluator and to SQL, on 100,000 pairs', async () => {
    const found = await agreement(
      100_000,
      20260717,
      async (text, values) => (await client.query(text, values)).rows,
    )
    expect(found.pairs).toBeGreaterThanOrEqual(100_000)
    expect(found.matched / found.pairs).toBeGreaterThan(0.03)
    const kinds = [
      'word',
      'phrase',
      'prefix',
      '#',
      '@',
      'near',
      'and',
      'or',
      'not',
      'from',
      'to',
      'domain',
      'url',
      'lang',
    ]
    for (const kind of [...kinds, 'source', 'tone', 'channel', 'has', 'place', 'within'])
      expect(found.kinds.get(kind) ?? 0, kind).toBeGreaterThan(20)
  }, 120_000)
})
