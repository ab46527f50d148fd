import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { fixedClock } from '../platform/clock.ts'
import * as listen from './index.ts'
import { auditedOf, type Bench, bench, post, posts, refusal, search, until, value } from './test-listen.ts'

/* The stop for looking at one private person again and again. */

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
  const account = { id: 'did:plc:neighbour', handle: 'neighbour.bsky.social' }

  test('opening posts of one account stops at the third time in 28 days, and goes on with a reason', async () => {
    const s = await search(b, 'hedge')
    b.network.push({
      posts: [1, 2, 3, 4].map((i) =>
        post(`hedge number ${i} is a different thing altogether ${i * 7}`, {
          author: { id: 'did:plc:hedger', handle: 'hedger.bsky.social' },
        }),
      ),
    })
    const cards = await posts(b, s.id, 4)
    const officer = b.as('officer', 'Owen Price')
    const open = (i: number) => listen.openPost(officer, { id: cards[i]!.id })
    expect((await open(0)).ok).toBe(true)
    expect((await open(0)).ok, 'the same post again is one viewing').toBe(true)
    clock.advance(3 * 3_600_000)
    expect(await open(1)).toMatchObject({ ok: true, value: { viewing: { opened: 2, stopAt: 3 } } })
    clock.advance(3 * 3_600_000)
    expect(refusal(await open(2))).toMatchObject({
      kind: 'needs',
      rule: 'viewing-stop',
      detail: { handle: expect.any(String), opened: expect.stringMatching(/^\d+$/), days: '28' },
    })
    expect(
      (await listen.openPost(b.as('officer'), { id: cards[2]!.id })).ok,
      'somebody else has not looked',
    ).toBe(true)
    expect(
      refusal(
        await listen.authoriseViewing(officer, {
          handle: 'hedger.bsky.social',
          authorisation: { kind: 'immediate', reason: 'short' },
        }),
      ),
    ).toMatchObject({ kind: 'invalid' })
    const given = await listen.authoriseViewing(officer, {
      handle: 'hedger.bsky.social',
      authorisation: { kind: 'immediate', reason: 'Says they are on the roof and the water is rising' },
    })
    expect(given.ok).toBe(true)
    expect(await open(2)).toMatchObject({ ok: true, value: { viewing: { opened: 3 } } })
    expect(await audited('listen.account-viewed')).toHaveLength(1)
    clock.advance(25 * 3_600_000)
    expect(refusal(await open(3)), 'an immediate reason holds for a day').toMatchObject({
      rule: 'viewing-stop',
    })
    clock.advance(29 * 86_400_000)
    expect((await open(3)).ok, 'after 28 days it starts anew').toBe(true)
    clock.set('2026-03-04T12:00:00Z')
  })

  test('rows, cards and copies of one account count, and coming back to a list is one viewing', async () => {
    const author = { id: 'did:plc:gardener', handle: 'gardener.bsky.social' }
    const s = await search(b, 'trellis')
    b.network.push({
      posts: ['oak', 'ash', 'elm'].map((tree, i) => post(`trellis ${tree} ${i * 31} leans`, { author })),
    })
    const cards = await posts(b, s.id, 3)
    const officer = b.as('officer')
    const rows = () => listen.listPosts(officer, { filter: { search: s.id } })
    expect((await rows()).ok).toBe(true)
    expect((await rows()).ok, 'the same list again').toBe(true)
    const ids = cards.map((c) => c.id)
    clock.advance(3 * 3_600_000)
    expect((await listen.getCards(officer, { ids: [ids[0]!] })).ok).toBe(true)
    const stop = { kind: 'needs', rule: 'viewing-stop', detail: { handle: author.handle } }
    clock.advance(3 * 3_600_000)
    expect(refusal(await rows())).toMatchObject(stop)
    expect(refusal(await listen.getCards(officer, { ids: [ids[1]!] }))).toMatchObject(stop)
    expect(refusal(await listen.openPost(officer, { id: ids[1]! }))).toMatchObject(stop)
    clock.set('2026-03-04T12:00:00Z')
  })

  test('what an open deck fetches by itself is no look at anybody', async () => {
    const author = { id: 'did:plc:thatcher', handle: 'thatcher.bsky.social' }
    const s = await search(b, 'rafters')
    b.network.push({
      posts: ['oak', 'ash', 'elm'].map((tree, i) => post(`rafters of ${tree} ${i * 31} creak`, { author })),
    })
    const ids = (await posts(b, s.id, 3)).map((c) => c.id)
    clock.advance(3 * 3_600_000)
    const officer = b.as('officer', 'Nobody Near')
    for (const id of ids) {
      const cards = await listen.getCards(officer, { ids: [id], search: s.id, column: true })
      expect(cards.ok && cards.value).toHaveLength(1)
      expect((await listen.listPosts(officer, { filter: { search: s.id }, column: true })).ok).toBe(true)
    }
    const { rows } = await sql`select from listen_opening where person_id = ${officer.person.id}`.execute(
      t.db.read,
    )
    expect(rows).toHaveLength(0)
    const elsewhere = await search(b, 'gutters')
    expect(
      await listen.getCards(officer, { ids, search: elsewhere.id, column: true }),
      'posts that the search did not ask for are not its own',
    ).toMatchObject({ ok: true, value: [] })
    clock.set('2026-03-04T12:00:00Z')
  })

  test('posts of others beside them hide nobody: by id, in the archive, and in an export', async () => {
    const author = { id: 'did:plc:lodger', handle: 'lodger.bsky.social' }
    const s = await search(b, 'gable')
    b.network.push({
      posts: [
        ...['oak', 'ash', 'elm', 'fir', 'yew', 'box'].map((tree, i) =>
          post(`gable ${tree} ${i * 31} leans`, { author }),
        ),
        post('gable of somebody else, painted green', {
          author: { id: 'did:plc:m', handle: 'm.bsky.social' },
        }),
      ],
    })
    const cards = await posts(b, s.id, 7)
    const [other, ...mine] = cards.map((c) => c.id)
    const stop = { kind: 'needs', rule: 'viewing-stop', detail: { handle: author.handle } }
    const later = () => clock.advance(3 * 3_600_000)
    const officer = b.as('approver')
    const ask = async (...ids: string[]) =>
      value(await listen.getCards(officer, { ids: [other!, ...ids] })).map((c) => c.id)
    later()
    expect(await ask(mine[0]!, mine[1]!)).toHaveLength(3)
    expect(await ask(mine[0]!, mine[1]!), 'the same again').toHaveLength(3)
    expect(await ask(mine[2]!), 'one of theirs among others is no look').toHaveLength(2)
    expect(await ask(mine[2]!, mine[3]!)).toHaveLength(3)
    expect(await ask(mine[4]!, mine[5]!), 'the third look').toEqual([other])
    expect(refusal(await listen.getCards(officer, { ids: mine }))).toMatchObject(stop)
    expect(refusal(await listen.searchArchive(officer, { query: 'gable' }))).toMatchObject(stop)
    expect(refusal(await listen.exportArchive(officer, { query: 'gable', format: 'csv' }))).toMatchObject(
      stop,
    )
    const fresh = b.as('approver')
    expect((await listen.searchArchive(fresh, { query: 'gable' })).ok).toBe(true)
    expect((await listen.searchArchive(fresh, { query: 'gable oak OR gable ash' })).ok).toBe(true)
    expect(refusal(await listen.searchArchive(fresh, { query: 'gable elm OR gable fir' }))).toMatchObject(
      stop,
    )
    clock.set('2026-03-04T12:00:00Z')
  })

  test('copies of one account count, those of many do not', async () => {
    const author = { id: 'did:plc:echo', handle: 'echo.bsky.social' }
    const s = await search(b, 'weathervane')
    const text = 'weathervane on the church roof turned round and fell into the market this morning'
    b.network.push({ posts: [post(text), post(`${text}!`, { author }), post(`${text}.`, { author })] })
    const [leader] = await until(async () => {
      const page = await listen.listPosts(b.as('viewer'), { filter: { search: s.id } })
      return page.ok && page.value.posts[0]?.copies === 2 && page.value.posts
    })
    const officer = b.as('officer')
    for (const hours of [0, 3]) {
      clock.advance(hours * 3_600_000)
      expect((await listen.listCopies(officer, { id: leader!.id })).ok).toBe(true)
    }
    clock.advance(3 * 3_600_000)
    expect(refusal(await listen.listCopies(officer, { id: leader!.id }))).toMatchObject({
      rule: 'viewing-stop',
    })
    clock.set('2026-03-04T12:00:00Z')
  })

  test('the number is the organisation’s own, set by whoever runs it, and audited', async () => {
    expect(refusal(await listen.setViewingStop(b.as('approver'), { stopAt: 5 }))).toMatchObject({
      kind: 'not-allowed',
    })
    for (const stopAt of [1, 21, 2.5, Number.NaN])
      expect(refusal(await listen.setViewingStop(b.ctx, { stopAt })), String(stopAt)).toMatchObject({
        kind: 'invalid',
      })
    expect(await listen.setViewingStop(b.ctx, { stopAt: 2 })).toMatchObject({ ok: true })
    expect(await audited('listen.viewing-stop-set')).toMatchObject([{ detail: { before: 3, stopAt: 2 } }])
    const s = await search(b, 'porch')
    const author = { id: 'did:plc:sitter', handle: 'sitter.bsky.social' }
    b.network.push({ posts: [post('porch one oak', { author }), post('porch two elm by night', { author })] })
    const cards = await posts(b, s.id, 2)
    const officer = b.as('officer')
    expect(await listen.openPost(officer, { id: cards[0]!.id })).toMatchObject({
      value: { viewing: { opened: 1, stopAt: 2 } },
    })
    expect(refusal(await listen.openPost(officer, { id: cards[1]!.id }))).toMatchObject({
      rule: 'viewing-stop',
    })
    await listen.setViewingStop(b.ctx, { stopAt: 3 })
    expect((await listen.openPost(officer, { id: cards[1]!.id })).ok).toBe(true)
  })

  test('an authorisation is for one account: another one of the same name stops again', async () => {
    const s = await search(b, 'bollard')
    const handle = 'robin.bsky.social'
    const mine = { id: 'did:plc:robin-one', handle }
    const other = { id: 'did:plc:robin-two', handle }
    b.network.push({
      posts: ['oak', 'ash', 'elm'].flatMap((tree, i) => [
        post(`bollard ${tree} ${i * 31} by the gate`, { author: mine }),
        post(`the ${tree} has ${i * 57} a bollard hung up in it`, { author: other }),
      ]),
    })
    await posts(b, s.id, 6)
    const { rows } = await sql<{ id: string; author: string }>`
      select id, account_id as author from record_post where text like '%bollard%' order by id`.execute(
      t.db.read,
    )
    const of = (author: { id: string }) => rows.filter((r) => r.author === author.id).map((r) => r.id)
    const officer = b.as('officer')
    const open = (id: string) => listen.openPost(officer, { id })
    for (const author of [mine, other])
      for (const id of of(author).slice(0, 2)) expect((await open(id)).ok).toBe(true)
    const authorisation = {
      kind: 'immediate',
      reason: 'Says they are on the roof and the water rises',
    } as const
    const given = await listen.authoriseViewing(officer, { post: of(mine)[2]!, authorisation })
    expect(given).toMatchObject({ ok: true, value: { handle } })
    expect((await open(of(mine)[2]!)).ok).toBe(true)
    expect(refusal(await open(of(other)[2]!))).toMatchObject({ rule: 'viewing-stop' })
    // By the name it is for the account that this person has had one for; by a post it is for that of the post.
    value(await listen.authoriseViewing(officer, { handle, authorisation }))
    expect(refusal(await open(of(other)[2]!))).toMatchObject({ rule: 'viewing-stop' })
    value(await listen.authoriseViewing(officer, { post: of(other)[2]!, authorisation }))
    expect((await open(of(other)[2]!)).ok).toBe(true)
    // Whoever has had none: for the first account of that name that it opens.
    const second = b.as('officer')
    value(await listen.authoriseViewing(second, { handle, authorisation }))
    for (const id of of(other)) expect((await listen.openPost(second, { id })).ok).toBe(true)
    const looks = of(mine).map((id) => listen.openPost(second, { id }))
    expect((await Promise.all(looks)).filter((r) => r.ok)).toHaveLength(2)
  })

  test('ten openings at once cannot slip past the stop', async () => {
    const s = await search(b, 'ladder')
    b.network.push({
      posts: Array.from({ length: 10 }, (_, i) =>
        post(
          `ladder ${['oak', 'ash', 'elm', 'fir', 'yew', 'pine', 'teak', 'lime', 'plum', 'pear'][i]} ${i * 31} leans`,
          { author: account },
        ),
      ),
    })
    const cards = await posts(b, s.id, 10)
    const officer = b.as('officer')
    const all = await Promise.all(cards.map((c) => listen.openPost(officer, { id: c.id })))
    expect(all.filter((r) => r.ok)).toHaveLength(2)
  })
})
