import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { agreement } from './agreement.ts'
import { Matcher, matches, parseQuery, toDocument, toSql, toVector } from './index.ts'

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
    const has = ['has:link', 'has:media', 'has:question']
    for (const kind of [...kinds, ...has, 'source', 'tone', 'channel', 'place', 'within'])
      expect(found.kinds.get(kind) ?? 0, kind).toBeGreaterThan(10)
    expect(found.atWordCap).toBeGreaterThan(500)
    expect(found.atOccurrenceCap).toBeGreaterThan(500)
    expect(found.leftFirst).toBeGreaterThan(20)
    expect(found.rightFirst).toBeGreaterThan(20)
  }, 120_000)

  test.each([
    ['flood river', `${'flood '.repeat(199)}flood river`, true],
    ['"flood river"', `${'flood '.repeat(199)}flood river`, true],
    ['"flood river"', `${'flood '.repeat(200)}flood river`, false],
    ['flood NEAR/2 river', `${'flood '.repeat(260)}river`, false],
    ['last', `${numbered(3_999)} last`, true],
    ['last', `${numbered(4_000)} last`, false],
    [`${'x'.repeat(63)}*`, 'x'.repeat(100), true],
    ['x'.repeat(90), 'x'.repeat(100), true],
    ['\u0926'.repeat(100), `${numbered(3_990, '\u0926'.repeat(60))} ${'\u0926'.repeat(64)}`, true],
  ])('sees the same at the caps: %s', async (search, text, expected) => {
    const read = parseQuery(search)
    if (!read.ok) throw new Error(read.problems[0]!.message)
    const facts = {
      contentWarning: null,
      altTexts: [],
      poll: [],
      handle: 'a',
      accountId: 'b',
      mentions: [],
      tags: [],
      links: [],
    }
    const document = toDocument({ ...facts, text, channel: 'feed', media: false, link: false }, () => {
      throw new Error('no labels are needed')
    })
    const matcher = new Matcher()
    matcher.set('it', read.tree)
    const sql = toSql(read.tree, 'p', 2)
    const { rows } = await client.query(`select ${sql.text} as held from (select $1::tsvector as words) p`, [
      toVector(document),
      ...sql.values,
    ])
    expect([matches(read.tree, document), matcher.match(document).length === 1, rows[0].held]).toEqual([
      expected,
      expected,
      expected,
    ])
  })
})

function numbered(count: number, before = 'w'): string {
  return Array.from({ length: count }, (_, i) => `${before}${i}`).join(' ')
}
