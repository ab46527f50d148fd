import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { emptyDatabase, type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { fixedClock } from '../platform/clock.ts'
import type { Ctx } from '../platform/context.ts'
import { MIGRATIONS, migrate } from '../platform/db/migrate.ts'
import * as listen from './index.ts'
import { about, type Bench, bench, post, posts, search, until, value } from './test-listen.ts'

/* An authorisation is for an account: whoever takes its name is somebody else. */

let t: TestDatabase
let b: Bench
const clock = fixedClock('2026-03-04T12:00:00Z')
beforeAll(async () => {
  t = await testDatabase()
  b = await bench(t.db, clock)
})
afterAll(async () => {
  await b.close()
  await t.close()
})
const authorisation = { kind: 'immediate', reason: 'Says they are on the roof and the water rises' } as const

/** Two accounts that bore one name, one after the other. */
const pair = (name: string) => {
  const handle = `${name}.bsky.social`
  return {
    handle,
    first: { id: `did:plc:${name}-one`, handle },
    second: { id: `did:plc:${name}-two`, handle },
  }
}
async function follow(owner: Ctx, query: string) {
  const saved = value(await listen.saveSearch(owner, { name: query.slice(0, 100), query, ...about }))
  await b.hearing.refresh()
  await b.hearing.refresh()
  return saved
}
const textsOf = async (ctx: Ctx, id: string) => {
  const page = value(await listen.listPosts(ctx, { filter: { search: id as never } }))
  return page.posts.map((p) => p.text).sort()
}
const stored = async (part: string) =>
  (
    await sql<{ id: string; text: string }>`
      select id, text from record_post where text like ${`%${part}%`} order by text`.execute(t.db.read)
  ).rows

test('a search goes on with the account that was heard first, and not with another that takes the name', async () => {
  const { handle, first, second } = pair('wren')
  const owner = b.as('officer', 'Owen Price')
  value(await listen.authoriseViewing(owner, { handle, authorisation }))
  const s = await follow(owner, `from:${handle}`)
  b.network.push({ posts: [post('wren sings in the oak', { author: first })] })
  await until(async () => (await stored('wren ')).length === 1)
  const marker = await search(b, 'marker-wren')
  b.network.push({
    posts: [
      post('wren out of a file', { author: { id: 'row 7', handle }, channel: 'import' }),
      post('wren taken by a stranger', { author: second }),
      post('wren sings again, in the elm', { author: first }),
      post('marker-wren'),
    ],
  })
  await posts(b, marker.id, 1)
  expect(await textsOf(owner, s.id)).toEqual([
    'wren out of a file',
    'wren sings again, in the elm',
    'wren sings in the oak',
  ])
  expect((await stored('wren taken')).length, 'nothing is kept of the stranger').toBe(0)
})

test('an account that is known from a post is followed from the first word on, and a stranger for other words only', async () => {
  const { handle, first, second } = pair('finch')
  const owner = b.as('officer', 'Owen Price')
  const heard = await search(b, 'finch')
  b.network.push({ posts: [post('finch of the first account', { author: first })] })
  const [card] = await posts(b, heard.id, 1)
  value(await listen.authoriseViewing(owner, { post: card!.id, authorisation }))
  const s = await follow(owner, `from:${handle} OR thistle`)
  b.network.push({
    posts: [
      post('finch of somebody else at noon', { author: second }),
      post('thistle of somebody else, in flower', { author: second }),
      post('nothing of the kind', { author: first }),
    ],
  })
  await until(async () => (await textsOf(owner, s.id)).length === 2)
  expect(await textsOf(owner, s.id)).toEqual(['nothing of the kind', 'thistle of somebody else, in flower'])
  expect((await stored('finch of')).length, 'kept for the search that asks for the word').toBe(2)
})

test('an edit does not bring a stranger of the same name under the search', async () => {
  const { handle, first, second } = pair('siskin')
  const owner = b.as('officer', 'Owen Price')
  const word = await search(b, 'siskin')
  b.network.push({ posts: [post('siskin one', { author: first })] })
  const [card] = await posts(b, word.id, 1)
  value(await listen.authoriseViewing(owner, { post: card!.id, authorisation }))
  const theirs = post('siskin two, of another', { author: { ...second, handle: 'before.bsky.social' } })
  b.network.push({ posts: [theirs] })
  await posts(b, word.id, 2)
  const s = await follow(owner, `from:${handle}`)
  b.network.push({
    changes: [{ kind: 'edited', post: { ...theirs, author: second, text: 'siskin two, edited' } }],
    posts: [post('siskin three', { author: first })],
  })
  await until(async () => (await stored('siskin two, edited')).length === 1)
  await until(async () => (await textsOf(owner, s.id)).length > 0)
  expect(await textsOf(owner, s.id)).toEqual(['siskin three'])
})

test('the archive, an export and a preview find the account, not the name', async () => {
  const { handle, first, second } = pair('linnet')
  const owner = b.as('approver', 'Owen Price')
  const word = await search(b, 'linnet OR plover')
  b.network.push({
    posts: [
      post('linnet of the first', { author: first }),
      post('linnet of the second', { author: second }),
      post('plover of the second', { author: second }),
    ],
  })
  const cards = await posts(b, word.id, 3)
  const id = cards.find((c) => c.text === 'linnet of the first')!.id
  value(await listen.authoriseViewing(owner, { post: id, authorisation }))
  const query = `from:${handle}`
  const found = async (q: string) =>
    value(await listen.searchArchive(owner, { query: q }))
      .posts.map((p) => p.text)
      .sort()
  expect(await found(query)).toEqual(['linnet of the first'])
  expect(await found(`${query} OR plover`)).toEqual(['linnet of the first', 'plover of the second'])
  expect(value(await listen.searchArchive(owner, { query })).count).toMatchObject({ n: 1 })
  let text = ''
  const file = value(await listen.exportArchive(owner, { query, format: 'csv' }))
  for await (const chunk of file.chunks) text += chunk
  expect(text).toContain('of the first')
  expect(text).not.toContain('of the second')
  const preview = value(await listen.startPreview(owner, { query, lawfulBasis: 'public-task' }))
  expect(preview.archive.examples.map((p) => p.text)).toEqual(['linnet of the first'])
})

test('who is authorised for the other account of the same name is not shown the search', async () => {
  const { handle, first, second } = pair('dunlin')
  const word = await search(b, 'dunlin')
  b.network.push({
    posts: [post('dunlin one', { author: first }), post('dunlin of another', { author: second })],
  })
  const cards = await posts(b, word.id, 2)
  const by = (text: string) => cards.find((c) => c.text === text)!.id
  const [owner, other, third] = [b.as('officer'), b.as('officer'), b.as('officer')]
  value(await listen.authoriseViewing(owner, { post: by('dunlin one'), authorisation }))
  value(await listen.authoriseViewing(other, { post: by('dunlin of another'), authorisation }))
  value(await listen.authoriseViewing(third, { post: by('dunlin one'), authorisation }))
  const s = await follow(owner, `from:${handle}`)
  expect((await listen.getSearch(third, { id: s.id })).ok).toBe(true)
  expect((await listen.getSearch(other, { id: s.id })).ok).toBe(false)
})

test('a search that ran out listens again, on a new authorisation, until that runs out', async () => {
  const { handle } = pair('pipit')
  const owner = b.as('officer')
  value(await listen.authoriseViewing(owner, { handle, authorisation }))
  const s = await follow(owner, `from:${handle}`)
  clock.advance(25 * 3_600_000)
  await listen.runHousekeeping(t.db, clock)
  value(await listen.authoriseViewing(owner, { handle, authorisation }))
  const again = value(await listen.resumeSearch(owner, { id: s.id }))
  expect(again.expiresAt).toEqual(new Date(clock.now().getTime() + 24 * 3_600_000))
  await listen.runHousekeeping(t.db, clock)
  expect(value(await listen.getSearch(owner, { id: s.id })).state).toBe('listening')
  clock.set('2026-03-04T12:00:00Z')
})

/** Posts under this name, in the order in which they were heard, with the ids under which a search of words keeps them. */
async function heardUnder(word: string, authors: { id: string; handle: string }[]) {
  const s = await search(b, word)
  for (const [i, author] of authors.entries()) {
    b.network.push({ posts: [post(`${word} ${i + 1}`, { author })] })
    await posts(b, s.id, i + 1)
    clock.advance(1_000)
  }
  const cards = await posts(b, s.id, authors.length)
  return authors.map((_, i) => cards.find((c) => c.text === `${word} ${i + 1}`)!.id)
}
const byPost = async (ctx: Ctx, id: string) =>
  value(await listen.authoriseViewing(ctx, { post: id, authorisation }))
const byName = async (ctx: Ctx, handle: string) =>
  value(await listen.authoriseViewing(ctx, { handle, authorisation }))
const sees = async (ctx: Ctx, id: string) => (await listen.getSearch(ctx, { id })).ok

test('a search that heard two accounts of one name is shown to whoever is authorised for both', async () => {
  const { handle, first, second } = pair('plume')
  const [one, two] = await heardUnder('plume', [first, second])
  const [owner, latter, both] = [b.as('officer'), b.as('officer'), b.as('officer')]
  for (const id of [one!, two!]) {
    await byPost(owner, id)
    await byPost(both, id)
  }
  await byPost(latter, two!)
  const s = await follow(owner, `from:${handle}`)
  expect(await sees(latter, s.id), 'the other account stands in it too').toBe(false)
  expect(await sees(both, s.id)).toBe(true)
})

test('who is authorised by the name alone sees searches of it while they are all of one account', async () => {
  const { handle, first, second } = pair('shrike')
  const [one, two] = await heardUnder('shrike', [first, second])
  const [owner, other, third] = [b.as('officer'), b.as('officer'), b.as('officer')]
  await byName(third, handle)
  await byPost(owner, one!)
  const s = await follow(owner, `from:${handle}`)
  expect(await sees(third, s.id)).toBe(true)
  await byPost(other, two!)
  const o = await follow(other, `from:${handle}`)
  expect([await sees(third, s.id), await sees(third, o.id)]).toEqual([false, false])
})

test('an authorisation that is renewed by the name is for the account that it was for, not for who took the name', async () => {
  const { handle, first, second } = pair('tern')
  const owner = b.as('officer')
  await byName(owner, handle)
  const s = await follow(owner, `from:${handle}`)
  b.network.push({ posts: [post('tern one', { author: first })] })
  await until(async () => (await stored('tern one')).length === 1)
  clock.advance(25 * 3_600_000)
  await listen.runHousekeeping(t.db, clock)
  await byName(owner, handle)
  value(await listen.resumeSearch(owner, { id: s.id }))
  await b.hearing.refresh()
  await b.hearing.refresh()
  b.network.push({ posts: [post('tern of a stranger', { author: second })] })
  b.network.push({ posts: [post('tern two', { author: first })] })
  await until(async () => (await textsOf(owner, s.id)).length > 1)
  expect(await textsOf(owner, s.id)).toEqual(['tern one', 'tern two'])
  expect((await stored('tern of')).length).toBe(0)
  clock.set('2026-03-04T12:00:00Z')
})

test('who renews an authorisation by the name is shown no search of whoever took it since', async () => {
  const { handle, first, second } = pair('crake')
  const [one, two] = await heardUnder('crake', [first, second])
  const [owner, other] = [b.as('officer'), b.as('officer')]
  await byPost(other, one!)
  clock.advance(25 * 3_600_000)
  await byName(other, handle)
  await byPost(owner, two!)
  const s = await follow(owner, `from:${handle}`)
  expect(await sees(other, s.id)).toBe(false)
  expect((await listen.openPost(other, { id: two! })).ok, 'one look is free').toBe(true)
  expect(await sees(other, s.id), 'and a look binds nothing').toBe(false)
  clock.set('2026-03-04T12:00:00Z')
})

test('by the name alone the archive and a preview find the first account of that name', async () => {
  const { handle, first, second } = pair('avocet')
  const owner = b.as('approver')
  await byName(owner, handle)
  const query = `from:${handle}`
  const found = async () => value(await listen.searchArchive(owner, { query })).posts.map((p) => p.text)
  expect(await found()).toEqual([])
  await heardUnder('avocet', [first, second])
  const preview = value(await listen.startPreview(owner, { query, lawfulBasis: 'public-task' }))
  expect(preview.archive.examples.map((p) => p.text)).toEqual(['avocet 1'])
  expect(await found()).toEqual(['avocet 1'])
  const s = await follow(owner, query)
  b.network.push({ posts: [post('avocet of the second', { author: second })] })
  b.network.push({ posts: [post('avocet of the first', { author: first })] })
  await until(async () => (await textsOf(owner, s.id)).length > 0)
  expect(await textsOf(owner, s.id), 'and the search is for the same account').toEqual([
    'avocet of the first',
  ])
  clock.set('2026-03-04T12:00:00Z')
})

test('capital letters beyond A to Z in a handle open no other account', async () => {
  const handle = 'ÉLAN-Godwit.example'
  const [one] = await heardUnder('godwit', [
    { id: 'did:plc:godwit-one', handle },
    { id: 'did:plc:godwit-two', handle },
  ])
  const owner = b.as('approver')
  await byPost(owner, one!)
  const found = value(await listen.searchArchive(owner, { query: `from:${handle}` }))
  expect(found.posts.map((p) => p.text)).toEqual(['godwit 1'])
  clock.set('2026-03-04T12:00:00Z')
})

test('a search goes on by the authorisation that it was heard by when somebody else changes its purpose', async () => {
  const { handle, first } = pair('smew')
  const [one] = await heardUnder('smew', [first])
  const [owner, editor] = [b.as('officer'), b.as('officer')]
  await byPost(owner, one!)
  const query = `from:${handle}`
  const s = await follow(owner, query)
  clock.advance(3_600_000)
  await byPost(editor, one!)
  const edit = async (more: object) =>
    value(await listen.editSearch(editor, { ...about, id: s.id, name: 'Smew', query, ...more }))
  const followedBy = async () =>
    (
      await sql<{ by: string }>`select followed_by as by from listen_search where id = ${s.id}`.execute(
        t.db.read,
      )
    ).rows[0]!.by
  const edited = await edit({ purpose: 'To know whether they are safe now' })
  expect(await followedBy()).toBe(owner.person.id)
  expect(edited.expiresAt, 'until that runs out').toEqual(s.expiresAt)
  await edit({ query: `flood OR ${query}` })
  expect(await followedBy(), 'the same people').toBe(owner.person.id)
  await byName(editor, 'smew-also.example')
  await edit({ query: `${query} OR from:smew-also.example` })
  expect(await followedBy(), 'others too').toBe(editor.person.id)
  clock.set('2026-03-04T12:00:00Z')
})

test('a search whose authorisation ran out keeps what it has and gets nothing by an edit', async () => {
  const { handle, first } = pair('knot')
  const word = await search(b, 'knot')
  const theirs = post('knot one', { author: { ...first, handle: 'before.bsky.social' } })
  const own = post('knot two', { author: first })
  b.network.push({ posts: [theirs] })
  const [card] = await posts(b, word.id, 1)
  const owner = b.as('officer')
  b.network.push({ posts: [post('knot three', { author: first })] })
  const cards = await posts(b, word.id, 2)
  await byPost(owner, cards.find((c) => c.id !== card!.id)!.id)
  const s = await follow(owner, `from:${handle}`)
  b.network.push({ posts: [own] })
  await until(async () => (await textsOf(owner, s.id)).length === 1)
  clock.advance(25 * 3_600_000)
  b.network.push({
    changes: [
      { kind: 'edited', post: { ...own, text: 'knot two, edited' } },
      { kind: 'edited', post: { ...theirs, author: first, text: 'knot one, edited' } },
    ],
  })
  await until(async () => (await stored('knot one, edited')).length === 1)
  expect(await textsOf(owner, s.id)).toEqual(['knot two, edited'])
  clock.set('2026-03-04T12:00:00Z')
})

test('searches from before go on by the authorisation of whoever saved or resumed them last', async () => {
  const old = await emptyDatabase()
  try {
    await migrate(old.db, MIGRATIONS, (name) => name < '0018')
    const [org, maker, editor] = [1, 2, 3].map((n) => `00000000-0000-7000-8000-00000000000${n}`)
    const ids = [4, 5].map((n) => `00000000-0000-7000-8000-00000000000${n}`)
    for (const id of ids)
      await sql`
        insert into listen_search (organisation_id, id, name, query, purpose, owner_id, owner_name, lawful_basis,
          retention_days, created_at, created_by)
        values (${org}, ${id}, 'Old', 'from:old.example', ${about.purpose}, ${maker}, 'M', 'public-task', 30, now(), ${maker})`.execute(
        old.db.read,
      )
    const did = [
      [maker, 'listen.search-saved'],
      [editor, 'listen.search-resumed'],
      [maker, 'listen.search-paused'],
    ] as const
    for (const [i, [person, action]] of did.entries())
      await sql`
        insert into audit_row (organisation_id, number, at, person_id, action, subject, detail, previous, hash)
        values (${org}, ${i + 1}, now(), ${person}, ${action}, ${`search ${ids[0]}`}, '{}', '', '')`.execute(
        old.db.read,
      )
    await migrate(old.db)
    const { rows } = await sql<{ by: string | null }>`
      select followed_by as by from listen_search order by id`.execute(old.db.read)
    expect(rows.map((row) => row.by)).toEqual([editor, null])
  } finally {
    await old.close()
  }
})
