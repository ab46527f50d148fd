import pg from 'pg'
import { expect, test } from 'vitest'
import { testDatabase } from '../../tests/support/database.ts'
import { agreement } from './agreement.ts'

test('a search means the same to the matcher, to the plain evaluator and to SQL, on 1,000,000 pairs', async () => {
  const made = await testDatabase()
  const client = new pg.Client({ connectionString: made.url })
  await client.connect()
  try {
    const found = await agreement(
      1_000_000,
      1_000_003,
      async (text, values) => (await client.query(text, values)).rows,
    )
    expect(found.pairs).toBeGreaterThanOrEqual(1_000_000)
    expect(found.matched / found.pairs).toBeGreaterThan(0.03)
  } finally {
    await client.end()
    await made.close()
  }
}, 900_000)
