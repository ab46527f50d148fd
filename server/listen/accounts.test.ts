import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { fixedClock } from '../platform/clock.ts'
import type { Ctx } from '../platform/context.ts'
import type { Result } from '../platform/result.ts'
import * as listen from './index.ts'
import { about, type Bench, bench, post, posts, search, until } from './test-listen.ts'

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
const value = <T>(r: Result<T>): T => {
  if (!r.ok) throw new Error(JSON.stringify(r.refusal))
  return r.value
}
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
