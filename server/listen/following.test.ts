import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { fixedClock } from '../platform/clock.ts'
import type { Ctx } from '../platform/context.ts'
import * as listen from './index.ts'
import {
  about,
  auditedOf,
  type Bench,
  bench,
  ctxOf,
  organisation,
  post,
  posts,
  refusal,
  search,
  until,
  value,
} from './test-listen.ts'

/* Following a private person by name. */

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
const audited = (action: string) => auditedOf(b, t.db, action)

describe('looking at one private person', () => {
  test('a from: search of a private person needs an authorisation, and pauses when that runs out', async () => {
    const input = { name: 'Neighbour', query: 'from:neighbour.bsky.social', ...about }
    expect(refusal(await listen.saveSearch(b.ctx, input))).toMatchObject({
      kind: 'needs',
      rule: 'private-person',
      detail: { handles: expect.stringMatching(/^@/) },
    })
    expect(refusal(await listen.searchArchive(b.ctx, { query: input.query }))).toMatchObject({
      kind: 'needs',
    })
    expect(
      refusal(await listen.startPreview(b.ctx, { query: input.query, lawfulBasis: 'public-task' })),
    ).toMatchObject({ kind: 'needs' })
    const expiresAt = new Date('2026-03-10T12:00:00Z')
    const given = await listen.authoriseViewing(b.ctx, {
      handle: '@Neighbour.bsky.social',
      authorisation: { kind: 'authorised', reference: 'RIPA 12/26', role: 'Superintendent', expiresAt },
    })
    expect(given.ok).toBe(true)
    const saved = await listen.saveSearch(b.ctx, input)
    if (!saved.ok) throw new Error(JSON.stringify(saved.refusal))
    expect(saved.value.expiresAt).toEqual(expiresAt)
    expect(refusal(await listen.saveSearch(b.as('officer'), input)), 'somebody else').toMatchObject({
      kind: 'needs',
    })
    clock.set('2026-03-10T12:00:01Z')
    await listen.runHousekeeping(t.db, clock)
    const after = await listen.getSearch(b.ctx, { id: saved.value.id })
    expect(after.ok && after.value).toMatchObject({
      state: 'paused',
      pausedBecause: expect.stringMatching(/run out/),
    })
    expect(refusal(await listen.resumeSearch(b.ctx, { id: saved.value.id }))).toMatchObject({ kind: 'needs' })
    expect(await audited('listen.viewing-authorised')).toHaveLength(1)
    clock.set('2026-03-04T12:00:00Z')
  })

  test('a private person is followed by a whole handle only, whatever was authorised', async () => {
    const officer = b.as('officer')
    const authorisation = {
      kind: 'immediate',
      reason: 'Says they are on the roof and the water rises',
    } as const
    for (const handle of ['robin', 'robin.example', 'robin@social.example', 'did:plc:robin'])
      value(await listen.authoriseViewing(officer, { handle, authorisation }))
    const query = 'flood from:robin'
    const whole = { kind: 'invalid', problems: [{ field: 'query', at: 11, length: 5 }] }
    expect(refusal(await listen.saveSearch(officer, { name: 'R', query, ...about }))).toMatchObject(whole)
    expect(refusal(await listen.searchArchive(officer, { query }))).toMatchObject(whole)
    expect(refusal(await listen.startPreview(officer, { query, lawfulBasis: 'public-task' }))).toMatchObject(
      whole,
    )
    expect(value(await listen.checkQuery(officer, { query }))).toMatchObject({
      ok: false,
      problems: whole.problems,
    })
    for (const handle of ['robin.example', '@robin@social.example', 'did:plc:robin'])
      expect((await listen.searchArchive(officer, { query: `from:${handle}` })).ok, handle).toBe(true)
    const exercise = ctxOf(t.db, organisation('exercise'), 'officer', clock, b.ctx.channels as never)
    expect(refusal(await listen.searchArchive(exercise, { query }))).toMatchObject({ kind: 'needs' })
  })

  test('a from: search of an outlet or a public body is free', async () => {
    for (const query of [
      'from:bbc.co.uk',
      'from:manchester.gov.uk',
      'NOT from:neighbour2.bsky.social AND flood',
    ])
      expect(
        (await listen.checkQuery(b.ctx, { query })).ok && (await listen.checkQuery(b.ctx, { query })),
        query,
      ).toMatchObject({ value: { needsAuthorisation: [] } })
  })

  test('the feed of a private person is an account like any other; that of an outlet or a body is free', async () => {
    const s = await search(b, 'allotment')
    const said = (id: string, handle: string) =>
      post(`allotment of ${handle}`, { channel: 'feed', author: { id, handle } })
    b.network.push({
      posts: [
        said('https://mastodon.example/@ann', 'ann@mastodon.example'),
        said('https://mastodon.example/@gmpolice', 'gmpolice'),
        said('https://manchester.gov.uk/@news', 'news@manchester.gov.uk'),
        said('https://weirpost.example/', 'weirpost.example'),
      ],
    })
    const cards = await posts(b, s.id, 4)
    const free = Object.fromEntries(
      await Promise.all(
        cards.map(async (card) => {
          const opened = value(await listen.openPost(b.as('officer'), { id: card.id }))
          return [card.handle, opened.viewing.free]
        }),
      ),
    )
    expect(free).toEqual({
      'ann@mastodon.example': false,
      gmpolice: true,
      'news@manchester.gov.uk': true,
      'weirpost.example': true,
    })
  })

  test('what one person’s authorisation follows is not shown to another who has none', async () => {
    const owner = b.as('officer', 'Owen Price')
    const other = b.as('approver')
    const handle = 'follower.bsky.social'
    const author = { id: 'did:plc:follower', handle }
    const authorisation = {
      kind: 'immediate',
      reason: 'Says they are on the roof and the water rises',
    } as const
    value(await listen.authoriseViewing(owner, { handle, authorisation }))
    const s = value(await listen.saveSearch(owner, { name: 'F', query: `from:${handle}`, ...about }))
    const both = await search(b, 'haystack')
    await b.hearing.refresh()
    b.network.push({ posts: [post('sundial at noon', { author }), post('haystack at noon', { author })] })
    const rows = await until(async () => {
      const page = await listen.listPosts(owner, { filter: { search: s.id } })
      return page.ok && page.value.posts.length === 2 && page.value.posts
    })
    const [hidden, open] = ['sundial', 'haystack'].map(
      (word) => rows.find((r) => r.text.startsWith(word))!.id,
    )
    const search_ = { search: s.id }
    const seen = async (ctx: Ctx) => ({
      listed: value(await listen.listSearches(ctx)).some(({ id }) => id === s.id),
      deck: value(await listen.getDeck(ctx)).searches.some(({ id }) => id === s.id),
      changes: value(await listen.getChanges(ctx)).some((one) => one.search === s.id),
      search: (await listen.getSearch(ctx, { id: s.id })).ok,
      rows: (await listen.listPosts(ctx, { filter: search_ })).ok,
      column: (await listen.getColumn(ctx, search_)).ok,
      temperature: (await listen.getTemperature(ctx, search_)).ok,
      outlets: (await listen.getOutlets(ctx, search_)).ok,
      kinds: (await listen.getSourceKinds(ctx, search_)).ok,
      card: value(await listen.getCards(ctx, { ids: [hidden!] })).length === 1,
      post: (await listen.openPost(ctx, { id: hidden! })).ok,
      archive: value(await listen.searchArchive(ctx, { query: 'sundial' })).posts.length === 1,
      edit: (await listen.editSearch(ctx, { id: s.id, name: 'Mine', query: 'anything', ...about })).ok,
    })
    const none = Object.fromEntries(Object.keys(await seen(other)).map((key) => [key, false]))
    expect(await seen(other)).toEqual(none)
    expect(await seen(b.as('administrator'))).toEqual(none)
    // What another search keeps too is there for everybody, without a word of the hidden one.
    const [card] = value(await listen.getCards(other, { ids: [open!] }))
    expect(card!.searches).toEqual([{ id: both.id, name: both.name }])
    const { edit: _, ...owners } = await seen(owner)
    expect(owners).toEqual(Object.fromEntries(Object.keys(owners).map((key) => [key, true])))
    const third = b.as('officer')
    value(await listen.authoriseViewing(third, { handle, authorisation }))
    expect((await listen.getSearch(third, { id: s.id })).ok).toBe(true)
  })
})
