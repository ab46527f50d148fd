import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { readCsv } from '../../tests/support/read-csv.ts'
import { unguardCell } from './csv.ts'
import * as listen from './index.ts'
import { chooseWay, searchNewest } from './store-archive.ts'
import { type Bench, bench, ctxOf, organisation, post, posts, search, until } from './test-listen.ts'

let t: TestDatabase
let b: Bench
let everything: listen.SearchView
beforeAll(async () => {
  t = await testDatabase()
  b = await bench(t.db)
  everything = await search(b, 'channel:bluesky')
  const words = ['river', 'flood', 'road', 'school', 'bridge']
  b.network.push({
    posts: Array.from({ length: 120 }, (_, i) =>
      post(
        `${words[i % 5]} ${words[(i * 3 + 1) % 5]} number${i} ${i % 40 === 0 ? 'tortoise' : ''} unique${i * 7919}`,
        // Somebody else each: whoever searches for one person again and again is stopped.
        { author: { id: `did:plc:resident${i}`, handle: `resident${i}.bsky.social` } },
      ),
    ),
  })
  b.network.push({
    posts: [
      post('=SUM(A1) a formula', { author: { id: 'did:plc:formula', handle: '@cmd' } }),
      post('Bydd Ysgol Mill Lane AR GAU', { langs: ['cy'] }),
      post('a fine day\n=HYPERLINK("http://evil.test")'),
    ],
  })
  await until(async () => {
    const s = await listen.getSearch(b.ctx, { id: everything.id })
    return s.ok && s.value.kept === 123
  })
})
afterAll(async () => {
  await b.close()
  await t.close()
})
const found = async (input: Parameters<typeof listen.searchArchive>[1]) => {
  const r = await listen.searchArchive(b.ctx, input)
  if (!r.ok) throw new Error(JSON.stringify(r.refusal))
  return r.value
}

describe('the archive', () => {
  test('answers newest first, 50 a page, every post once, with an exact count', async () => {
    const seen: string[] = []
    let page = await found({ query: 'river OR flood OR road OR school OR bridge' })
    expect(page.count).toEqual({ n: 120, kind: 'exact', about: null })
    expect(page.posts).toHaveLength(50)
    for (;;) {
      seen.push(...page.posts.map((p) => p.id))
      if (!page.next) break
      page = await found({ query: 'river OR flood OR road OR school OR bridge', after: page.next })
    }
    expect(seen).toHaveLength(120)
    expect(new Set(seen).size).toBe(120)
    expect(seen).toEqual([...seen].sort().reverse())
  })

  test('by either way gives the same posts', async () => {
    const { posts: cards } = await found({ query: 'tortoise AND river' })
    const asked = {
      organisation: b.ctx.organisation.id,
      tree: { kind: 'words', items: [{ word: 'tortoise', prefix: false, offset: 0 }] },
      from: null,
      to: null,
      before: null,
      basis: null,
    } as const
    const { rows: walk } = await searchNewest(t.db, asked as never, 50, 5_000, {
      matches: 1_000_000,
      fetched: 1_000_000,
      total: 1_000_000,
    })
    const { rows: words, counted } = await searchNewest(t.db, asked as never, 50, 5_000, {
      matches: 1,
      fetched: 1,
      total: 1_000_000,
    })
    expect(walk.map((r) => r.id)).toEqual(words.map((r) => r.id))
    expect(walk).toHaveLength(3)
    expect(counted).toBe(3)
    expect(cards.length).toBeGreaterThan(0)
  })

  test('walks for common words and asks the index for rare ones', () => {
    expect(chooseWay({ matches: 500_000, fetched: 500_000, total: 5_000_000 }, true, 51)).toBe('walk')
    expect(chooseWay({ matches: 40, fetched: 40, total: 5_000_000 }, true, 51)).toBe('words')
    expect(chooseWay({ matches: 40, fetched: 40, total: 5_000_000 }, false, 51)).toBe('any')
    // A filter leaves few, but the index would have to fetch every post with the word before it could look.
    expect(chooseWay({ matches: 10_000, fetched: 60_000, total: 5_000_000 }, true, 51)).toBe('walk')
  })

  test('best first puts the posts that say it most in front', async () => {
    b.network.push({
      posts: [
        post('weasel weasel weasel'),
        post('one weasel among many other words that say something else'),
      ],
    })
    await until(async () => (await found({ query: 'weasel' })).posts.length === 2)
    const best = await found({ query: 'weasel', order: 'best' })
    expect(best.posts[0]!.text).toBe('weasel weasel weasel')
  })

  test('keeps to a range of dates', async () => {
    expect((await found({ query: 'river', to: new Date(Date.now() - 3_600_000) })).posts).toHaveLength(0)
    expect(
      (await found({ query: 'river', from: new Date(Date.now() - 3_600_000) })).posts.length,
    ).toBeGreaterThan(0)
  })

  test('points at a mistake, is audited, and shows nothing to another organisation', async () => {
    const bad = await listen.searchArchive(b.ctx, { query: 'river AND (' })
    expect(bad).toMatchObject({ ok: false, refusal: { kind: 'invalid', problems: [{ field: 'query' }] } })
    const { rows } = await sql`select from audit_row where action = 'listen.archive-searched'`.execute(
      t.db.read,
    )
    expect(rows.length).toBeGreaterThan(3)
    const stranger = ctxOf(t.db, organisation(), 'administrator', b.ctx.clock, b.ctx.channels as never)
    expect(await listen.searchArchive(stranger, { query: 'river' })).toMatchObject({
      ok: true,
      value: { posts: [] },
    })
  })

  test('is audited on every page: a made-up cursor would show the first one unseen', async () => {
    const rows = async () =>
      (await sql`select from audit_row where action = 'listen.archive-searched'`.execute(t.db.read)).rows
        .length
    const before = await rows()
    expect(
      (await found({ query: 'river', after: 'ffffffff-ffff-7fff-bfff-ffffffffffff' })).posts,
    ).not.toHaveLength(0)
    await found({ query: 'river', order: 'best', after: '0' })
    expect(await rows()).toBe(before + 2)
  })

  test('finds by label and language what the stream matched by them', async () => {
    const welsh = await found({ query: 'lang:cy' })
    expect(welsh.posts.map((p) => p.text)).toContain('Bydd Ysgol Mill Lane AR GAU')
  })
})

describe('an export', () => {
  const read = async (format: 'csv' | 'json', query = 'channel:bluesky') => {
    const r = await listen.exportArchive(b.ctx, { query, format })
    if (!r.ok) throw new Error(JSON.stringify(r.refusal))
    let text = ''
    for await (const chunk of r.value.chunks) text += chunk
    return text
  }
  test('as JSON holds every post found', async () => {
    const all = JSON.parse(await read('json')) as { text: string }[]
    expect(all.length).toBe(125)
  })
  test('as CSV runs nothing in a spreadsheet, and gives back what was said', async () => {
    const [head, ...rows] = readCsv(await read('csv'))
    const all = JSON.parse(await read('json')) as { text: string; author: { handle: string } }[]
    const column = (name: string) => rows.map((row) => row[head!.indexOf(name)]!)
    expect(column('text').map(unguardCell)).toEqual(all.map((one) => one.text))
    expect(column('author').map(unguardCell)).toEqual(all.map((one) => one.author.handle))
    expect(column('text')).toContain("'=SUM(A1) a formula")
    expect(column('text')).toContain('a fine day\n=HYPERLINK("http://evil.test")')
    expect(column('author')).toContain("'@cmd")
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^[\s\p{Cc}\p{Cf}]*[=+\-@]/u)
  })
  test('needs the right to take posts out, and is audited', async () => {
    expect(await listen.exportArchive(b.as('viewer'), { query: 'river', format: 'csv' })).toMatchObject({
      ok: false,
      refusal: { kind: 'not-allowed' },
    })
    const { rows } = await sql`select from audit_row where action = 'listen.archive-exported'`.execute(
      t.db.read,
    )
    expect(rows.length).toBeGreaterThan(0)
  })
})

test('every number opens to its rows', async () => {
  const temperature = await listen.getTemperature(b.ctx, { search: everything.id })
  if (!temperature.ok) throw new Error('refused')
  const hour = temperature.value.windows[2]!
  for (const tone of ['negative', 'neutral', 'positive'] as const) {
    let n = 0
    let before: string | undefined
    do {
      const page = await listen.listPosts(b.ctx, {
        filter: { search: everything.id, tone, from: hour.from, to: hour.to },
        ...(before ? { before } : {}),
      })
      if (!page.ok) throw new Error('refused')
      n += page.value.posts.length + page.value.posts.reduce((sum, p) => sum + p.copies, 0)
      before = page.value.next ?? undefined
    } while (before)
    expect(n, tone).toBe(hour[tone])
  }
  expect((await posts(b, everything.id, 50)).length).toBe(50)
})
