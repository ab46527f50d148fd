import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { fixedClock } from '../platform/clock.ts'
import * as listen from './index.ts'
import { type Bench, bench, post, posts, search, until } from './test-listen.ts'

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

const count = async (table: string): Promise<number> => {
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from ${sql.table(table)} where organisation_id = ${b.ctx.organisation.id}`.execute(
    t.db.read,
  )
  return rows[0]!.n
}
const minutes = async (id: string): Promise<number> => {
  const { rows } = await sql<{
    n: number
  }>`select coalesce(sum(n), 0)::int as n from listen_minute where search_id = ${id}`.execute(t.db.read)
  return rows[0]!.n
}
const settled = async () => {
  // A marker pushed last is written last.
  const marker = post('settled marker')
  b.network.push({ posts: [marker] })
  await until(async () => {
    const { rows } = await sql`select from record_post where uri = ${marker.uri}`.execute(t.db.read)
    return rows.length > 0
  })
}
beforeEach(async () => {
  if ((await count('listen_search')) === 0) await search(b, 'settled marker')
})

describe('what is heard', () => {
  test('only what a search asks for is kept; the rest is a number', async () => {
    const flood = await search(b, 'sandbags')
    b.network.push({
      posts: [post('sandbags at Quay Side'), post('my cat asleep'), post('SANDBAGS!')],
      heard: 3,
    })
    await posts(b, flood.id, 2)
    await settled()
    const { rows } = await sql<{
      heard: number
      kept: number
    }>`select sum(heard)::int as heard, sum(kept)::int as kept from listen_heard where source_id = ${b.source}`.execute(
      t.db.read,
    )
    expect(rows[0]).toEqual({ heard: 4, kept: 3 })
    const cats = await sql`select from record_post where text like '%cat%'`.execute(t.db.read)
    expect(cats.rows).toHaveLength(0)
  })

  test('a post that comes twice is kept, matched and counted once', async () => {
    const s = await search(b, 'torrent')
    const again = post('a torrent in Mill Lane')
    b.network.push({ posts: [again] })
    b.network.push({ posts: [again, again] })
    await settled()
    b.network.push({ posts: [again] })
    await settled()
    expect(await posts(b, s.id, 1)).toHaveLength(1)
    expect(await minutes(s.id)).toBe(1)
  })

  test('a known post is added to a search that asks for it later, when the network repeats it', async () => {
    const known = post('levee breach reported')
    const first = await search(b, 'levee')
    b.network.push({ posts: [known] })
    await posts(b, first.id, 1)
    const second = await search(b, 'breach', { retentionDays: 400 })
    b.network.push({ posts: [known] })
    const [card] = await posts(b, second.id, 1)
    expect(card!.searches.map((s) => s.id).sort()).toEqual([first.id, second.id].sort())
    expect(card!.keepUntil.getTime()).toBeGreaterThan(Date.now() + 390 * 86_400_000)
  })

  test('the cursor is saved in the transaction of the rows, and listening goes on from it', async () => {
    b.network.push({ posts: [], cursor: 'place-7' })
    await settled()
    await listen.pauseSource(b.ctx, { id: b.source })
    await b.hearing.refresh()
    await listen.resumeSource(b.ctx, { id: b.source })
    await until(async () => b.network.started.length > 1)
    expect(b.network.started.at(-1)).toBe('place-7')
  })
})

describe('what authors do to their posts', () => {
  test('a deleted post is erased; the counts stay', async () => {
    const s = await search(b, 'landslip')
    const gone = post('landslip on the A4190')
    b.network.push({ posts: [gone] })
    await posts(b, s.id, 1)
    b.network.push({ changes: [{ kind: 'deleted', uri: gone.uri, author: gone.author.id }] })
    await posts(b, s.id, 0)
    expect(await minutes(s.id)).toBe(1)
  })

  test('nobody can delete or edit the post of another author', async () => {
    const s = await search(b, 'culvert')
    const mine = post('culvert blocked')
    b.network.push({ posts: [mine] })
    await posts(b, s.id, 1)
    b.network.push({
      changes: [
        { kind: 'deleted', uri: mine.uri, author: 'did:plc:somebody-else' },
        {
          kind: 'edited',
          post: { ...mine, text: 'culvert fine', author: { id: 'did:plc:somebody-else', handle: 'x' } },
        },
      ],
    })
    await settled()
    expect((await posts(b, s.id, 1))[0]!.text).toBe('culvert blocked')
  })

  test('an edit rewrites the words, keeps what was there before, and matches again', async () => {
    const before = await search(b, 'weir')
    const after = await search(b, 'boathouse')
    const edited = post('weir overtopped')
    b.network.push({ posts: [edited] })
    await posts(b, before.id, 1)
    b.network.push({ changes: [{ kind: 'edited', post: { ...edited, text: 'boathouse overtopped' } }] })
    const [card] = await posts(b, after.id, 1)
    expect(card!.text).toBe('boathouse overtopped')
    expect(card!.editedAt).not.toBeNull()
    expect(await posts(b, before.id, 0)).toEqual([])
    const open = await listen.openPost(b.ctx, { id: card!.id })
    expect(open.ok && open.value.edits.map((e) => e.before)).toEqual(['weir overtopped'])
  })

  test('an edit after which no search asks for the post takes it away', async () => {
    const s = await search(b, 'sluice')
    const edited = post('sluice stuck')
    b.network.push({ posts: [edited] })
    await posts(b, s.id, 1)
    b.network.push({ changes: [{ kind: 'edited', post: { ...edited, text: 'never mind' } }] })
    await posts(b, s.id, 0)
    const { rows } = await sql`select from record_post where uri = ${edited.uri}`.execute(t.db.read)
    expect(rows).toHaveLength(0)
  })

  test('everything by an author who left is erased', async () => {
    const s = await search(b, 'spillway')
    const author = { id: 'did:plc:leaver', handle: 'leaver.bsky.social' }
    b.network.push({
      posts: [post('spillway one', { author }), post('spillway two', { author }), post('spillway three')],
    })
    await posts(b, s.id, 3)
    b.network.push({ changes: [{ kind: 'author-gone', author: author.id }] })
    expect((await posts(b, s.id, 1))[0]!.text).toBe('spillway three')
  })

  test('screens are told of each post of a large erasure', async () => {
    const s = await search(b, 'culvert')
    const author = { id: 'did:plc:prolific', handle: 'prolific.bsky.social' }
    b.network.push({
      posts: Array.from({ length: 620 }, (_, n) =>
        post(`culvert ${n} ${'abcdefgh'[n % 8]!.repeat(3 + (n % 11))} ${n * 7919}`, { author }),
      ),
    })
    await until(async () => {
      const found = await listen.getSearch(b.ctx, { id: s.id })
      return found.ok && found.value.kept === 620
    }, 60_000)
    b.network.push({ changes: [{ kind: 'author-gone', author: author.id }] })
    await posts(b, s.id, 0)
    const { rows } = await sql<{ posts: string[]; n: number }>`
      select data -> 'posts' as posts, (data ->> 'n')::int as n from platform_event
      where type = 'listen.posts-erased' and data -> 'searches' ? ${s.id}`.execute(t.db.read)
    expect(new Set(rows.flatMap((row) => row.posts)).size).toBe(620)
    expect(rows.reduce((sum, row) => sum + row.n, 0)).toBe(620)
  })
})

describe('bad input', () => {
  test('NUL, lone surrogates and enormous texts are cleaned with a remark, and cost no neighbour', async () => {
    const s = await search(b, 'mudslide')
    b.network.push({
      posts: [
        post('mudslide good one'),
        post(`mudslide ${'x '.repeat(80_000)}`),
        post('mudslide nul \0 and \ud800 lone', { author: { id: 'did:plc:\0bad', handle: 'b\0d' } }),
        post('mudslide endless address', { uri: `at://${'x'.repeat(3000)}` }),
        post('mudslide future', { publishedAt: new Date('2090-01-01T00:00:00Z') }),
        post('mudslide nineteen seventy', { publishedAt: new Date(0) }),
      ],
    })
    const cards = await posts(b, s.id, 5)
    expect(cards.find((c) => c.text.includes('future'))!.remarks.join()).toMatch(/dated in the future/)
    expect(cards.find((c) => c.text.includes('future'))!.publishedAt!.getTime()).toBeLessThanOrEqual(
      Date.now(),
    )
    expect(cards.find((c) => c.text.includes('seventy'))!.remarks.join()).toMatch(/1970/)
    expect(cards.find((c) => c.text.length > 50_000)!.text.length).toBe(100_000)
    const source = await listen.getSource(b.ctx, { id: b.source })
    if (!source.ok) throw new Error('refused')
    expect(source.value.quarantined).toBe(1)
    expect(source.value.quarantine[0]!.reason).toMatch(/address is longer/)
  })

  test('quarantined frames are listed with their reason, newest first, and their number stays true past the cap', async () => {
    const rows = Array.from({ length: 600 }, (_, i) => ({ reason: 'not JSON', sample: `{broken ${i}` }))
    b.network.push({ quarantined: rows })
    await settled()
    const source = await listen.getSource(b.ctx, { id: b.source })
    if (!source.ok) throw new Error('refused')
    expect(source.value.quarantineReasons.find((r) => r.reason === 'not JSON')!.n).toBe(600)
    expect(await count('listen_quarantine')).toBeLessThanOrEqual(500)
    expect(source.value.quarantine[0]!.sample).toMatch(/broken/)
    await listen.runHousekeeping(t.db, fixedClock(new Date(b.ctx.clock.now().getTime() + 8 * 86_400_000)))
    expect(await count('listen_quarantine')).toBe(0)
    const later = await listen.getSource(b.ctx, { id: b.source })
    expect(later.ok && later.value.quarantineReasons.find((r) => r.reason === 'not JSON')!.n).toBe(600)
  })

  test('a gap is written down and stays', async () => {
    const from = new Date(Date.now() - 3_600_000)
    b.network.push({ gap: { from, to: new Date(), reason: 'The network keeps 24 hours only.' } })
    await settled()
    const sources = await listen.listSources(b.ctx)
    expect(sources.ok && sources.value[0]!.gaps).toHaveLength(1)
    const coverage = await listen.getCoverage(b.ctx)
    expect(coverage.ok && coverage.value.gaps[0]!.reason).toMatch(/24 hours/)
  })
})

test('place: meets a place by its other names, in the stream and in the archive', async () => {
  const s = await search(b, 'place:Abertawe')
  b.network.push({
    posts: [post('Llifogydd yn Abertawe heno'), post('Rain over Swansea'), post('Rain over Cardiff')],
  })
  const cards = await posts(b, s.id, 2)
  expect(cards.map((c) => c.text).sort()).toEqual(['Llifogydd yn Abertawe heno', 'Rain over Swansea'])
  const found = await listen.searchArchive(b.ctx, { query: 'place:Abertawe' })
  expect(found.ok && found.value.posts).toHaveLength(2)
})

test('near-identical posts collapse under the first one, and the count opens', async () => {
  const s = await search(b, 'evacuate')
  const text = 'Everyone in Lower Weir Road must evacuate now says West March Police'
  b.network.push({ posts: [post(text)] })
  await posts(b, s.id, 1)
  b.network.push({ posts: [post(text), post(`RT ${text}`), post('We evacuate the cats')] })
  const cards = await until(async () => {
    const page = await listen.listPosts(b.as('viewer'), { filter: { search: s.id } })
    return page.ok && page.value.posts.some((p) => p.copies >= 2) && page.value.posts.length === 2
      ? page.value.posts
      : null
  })
  const leader = cards.find((c) => c.copies > 0)!
  const copies = await listen.listCopies(b.as('viewer'), { id: leader.id })
  expect(copies.ok && copies.value.map((c) => c.copyOf)).toEqual([leader.id, leader.id])
  expect(await minutes(s.id)).toBe(4)
})

describe('copies of a post that is erased', () => {
  const text = 'The footbridge at Weavers Green is closed until further notice says the county council'
  const shown = (id: string, n: number, copies: number) =>
    until(async () => {
      const page = await listen.listPosts(b.as('viewer'), { filter: { search: id as never } })
      if (!page.ok) throw new Error(JSON.stringify(page.refusal))
      const [first] = page.value.posts
      return page.value.posts.length === n && first?.copies === copies ? first : null
    })

  test('stand under its heir: those that were there, and those that are heard afterwards', async () => {
    const s = await search(b, 'footbridge')
    const leader = post(text)
    b.network.push({ posts: [leader] })
    const first = await shown(s.id, 1, 0)
    b.network.push({ posts: [post(text), post(text)] })
    await shown(s.id, 1, 2)
    b.network.push({ changes: [{ kind: 'deleted', uri: leader.uri, author: leader.author.id }] })
    const heir = await shown(s.id, 1, 1)
    expect(heir.id).not.toBe(first.id)
    expect(heir.copyOf).toBeNull()
    // At once, before anybody looks what was erased; and once more after that look.
    b.network.push({ posts: [post(text)] })
    await shown(s.id, 1, 2)
    await b.hearing.refresh()
    b.network.push({ posts: [post(`RT ${text}`)] })
    expect((await shown(s.id, 1, 3)).id).toBe(heir.id)
    const copies = await listen.listCopies(b.as('viewer'), { id: heir.id })
    expect(copies.ok && copies.value.map((c) => c.copyOf)).toEqual([heir.id, heir.id, heir.id])
  })

  test('begin a group of their own when nothing of it was left', async () => {
    const alone = 'The lido at Penrhos Bay opens again on Saturday with new changing rooms for everyone'
    const s = await search(b, 'lido')
    const leader = post(alone)
    b.network.push({ posts: [leader] })
    await shown(s.id, 1, 0)
    b.network.push({ changes: [{ kind: 'deleted', uri: leader.uri, author: leader.author.id }] })
    await posts(b, s.id, 0)
    b.network.push({ posts: [post(alone), post(alone)] })
    const first = await shown(s.id, 1, 1)
    b.network.push({ posts: [post(alone)] })
    expect((await shown(s.id, 1, 2)).id).toBe(first.id)
    await b.hearing.refresh()
    b.network.push({ posts: [post(alone)] })
    expect((await shown(s.id, 1, 3)).id).toBe(first.id)
  })
})

test('a preview counts the stream for a minute and stores nothing of it', async () => {
  const begun = await listen.startPreview(b.ctx, { query: 'hovercraft', lawfulBasis: 'public-task' })
  if (!begun.ok) throw new Error(JSON.stringify(begun.refusal))
  await b.hearing.refresh()
  b.network.push({ posts: [post('my hovercraft is full of eels'), post('nothing')] })
  await settled()
  const seen = await until(async () => {
    await b.hearing.refresh()
    const p = await listen.getPreview(b.ctx, { id: begun.value.id })
    return p.ok && p.value.live.matches === 1 ? p.value : null
  })
  expect(seen.live.state).toBe('counting')
  expect(seen.live.heard).toBe(3)
  expect(seen.says).toMatch(/None of them was stored/)
  const { rows } = await sql`select from record_post where text like '%hovercraft%'`.execute(t.db.read)
  expect(rows).toHaveLength(0)
})
