import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { fixedClock } from '../platform/clock.ts'
import type { Ctx } from '../platform/context.ts'
import { ROLES } from '../platform/identity/rights.ts'
import type { Result } from '../platform/result.ts'
import * as listen from './index.ts'
import { about, type Bench, bench, ctxOf, organisation, post, posts, search, until } from './test-listen.ts'

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
const audited = async (action: string) =>
  (
    await sql<{
      subject: string
      detail: Record<string, unknown>
      person: string
    }>`select * from audit_row where action = ${action} and organisation_id = ${b.ctx.organisation.id}`.execute(
      t.db.read,
    )
  ).rows
const value = <T>(r: Result<T>): T => {
  if (!r.ok) throw new Error(JSON.stringify(r.refusal))
  return r.value
}
const refusal = (r: { ok: true } | { ok: false; refusal: unknown }) => (r.ok ? null : r.refusal)

describe('a search', () => {
  const input = { name: 'Floods', query: 'flood*', ...about }

  test('needs a name, a purpose, a lawful basis and a retention period, and says which are missing', async () => {
    const r = await listen.saveSearch(b.ctx, {
      name: '',
      query: 'flood',
      purpose: 'short',
      lawfulBasis: 'because' as never,
      retentionDays: 0,
    })
    expect((refusal(r) as { problems: { field: string }[] }).problems.map((p) => p.field).sort()).toEqual([
      'lawfulBasis',
      'name',
      'purpose',
      'retentionDays',
    ])
  })

  test('with a mistake is refused at the character', async () => {
    const r = await listen.saveSearch(b.ctx, { ...input, query: 'flood AND (river' })
    const { problems } = refusal(r) as { problems: { field: string; at: number; length: number }[] }
    expect(problems[0]!.field).toBe('query')
    expect(problems[0]!.at).toBeGreaterThanOrEqual(10)
  })

  test('is made by officers and above, read by viewers, and seen by no other organisation', async () => {
    for (const role of ROLES) {
      const r = await listen.saveSearch(b.as(role), { ...input, name: `By ${role}` })
      expect(r.ok, role).toBe(role !== 'viewer')
    }
    const seen = await listen.listSearches(b.as('viewer'))
    expect(seen.ok && seen.value.length).toBe(3)
    const stranger = ctxOf(t.db, organisation(), 'administrator', clock, b.ctx.channels as never)
    expect((await listen.listSearches(stranger)) as unknown).toEqual({ ok: true, value: [] })
    const id = seen.ok ? seen.value[0]!.id : ''
    for (const attempt of [
      listen.getSearch(stranger, { id }),
      listen.deleteSearch(stranger, { id }),
      listen.pauseSearch(stranger, { id }),
      listen.editSearch(stranger, { id, ...input }),
    ])
      expect(refusal(await attempt)).toEqual({ kind: 'not-found', what: 'search' })
  })

  test('is audited with its purpose when it is made and with the old query when it changes', async () => {
    const made = await search(b, 'tsunami')
    await listen.editSearch(b.ctx, { id: made.id, name: 'Waves', query: 'tsunami OR wave', ...about })
    const rows = await audited('listen.search-saved')
    const mine = rows.filter((r) => r.subject.endsWith(made.id))
    expect(mine).toHaveLength(2)
    expect(mine[1]!.detail).toMatchObject({ query: 'tsunami OR wave', before: { query: 'tsunami' } })
  })

  test('is read by whoever holds a role in any unit, and changed only by a right over the whole', async () => {
    const s = await search(b, 'weir')
    const officer = b.as('officer')
    const [top] = officer.person.rights
    const below = crypto.randomUUID() as NonNullable<typeof top>['unit']
    const rights = [{ ...top!, unit: below, path: [...top!.path, below] }] as typeof officer.person.rights
    const local: Ctx = { ...officer, person: { ...officer.person, rights } }
    expect((await listen.getSearch(local, { id: s.id })).ok).toBe(true)
    expect((await listen.getDeck(local)).ok).toBe(true)
    for (const attempt of [
      listen.pauseSearch(local, { id: s.id }),
      listen.saveSearch(local, input),
      listen.exportArchive(local, { query: 'weir', format: 'csv' }),
    ])
      expect(refusal(await attempt)).toMatchObject({ kind: 'not-allowed' })
    // A role on one account alone is for that account.
    const account = { ...rights[0]!, account: crypto.randomUUID() } as (typeof rights)[number]
    const bound: Ctx = { ...officer, person: { ...officer.person, rights: [account] } }
    expect(refusal(await listen.getDeck(bound))).toMatchObject({ kind: 'not-allowed' })
  })

  test('that is paused hears nothing, and hears again when resumed', async () => {
    const s = await search(b, 'geyser')
    await listen.pauseSearch(b.ctx, { id: s.id })
    await b.hearing.refresh()
    b.network.push({ posts: [post('geyser while paused')] })
    await listen.resumeSearch(b.ctx, { id: s.id })
    await b.hearing.refresh()
    await b.hearing.refresh()
    b.network.push({ posts: [post('geyser again')] })
    expect((await posts(b, s.id, 1))[0]!.text).toBe('geyser again')
  })

  test('that ends takes with it what no other search keeps, with a certificate', async () => {
    const one = await search(b, 'quicksand')
    const two = await search(b, 'both')
    b.network.push({ posts: [post('quicksand alone'), post('quicksand and both')] })
    await posts(b, one.id, 2)
    const ended = await listen.deleteSearch(b.ctx, { id: one.id })
    expect(ended).toEqual({ ok: true, value: { erased: 1 } })
    expect((await posts(b, two.id, 1))[0]!.text).toBe('quicksand and both')
    const certificates = await listen.listCertificates(b.ctx)
    expect(certificates.ok && certificates.value[0]).toMatchObject({
      posts: 1,
      reason: 'The search “quicksand” was ended.',
    })
  })
})

describe('a preview', () => {
  test('shows what is kept on the same lawful basis only, counts for sixty seconds, and then stops', async () => {
    const lawful = await search(b, 'zeppelin', { lawfulBasis: 'law-enforcement' })
    b.network.push({ posts: [post('zeppelin over the town hall')] })
    await posts(b, lawful.id, 1)
    const begun = await listen.startPreview(b.ctx, { query: 'zeppelin', lawfulBasis: 'public-task' })
    if (!begun.ok) throw new Error(JSON.stringify(begun.refusal))
    expect(begun.value.archive).toMatchObject({ matches: 0, examples: [] })
    const same = await listen.startPreview(b.as('officer'), {
      query: 'zeppelin',
      lawfulBasis: 'law-enforcement',
    })
    expect(same.ok && same.value.archive).toMatchObject({ matches: 1, capped: false })
    await listen.pauseSearch(b.ctx, { id: lawful.id })
    await b.hearing.refresh()
    b.network.push({ posts: [post('a zeppelin again'), post('nothing of it')] })
    const read = async () => {
      await b.hearing.refresh()
      const seen = await listen.getPreview(b.ctx, { id: begun.value.id })
      return seen.ok ? seen.value.live : null
    }
    await until(async () => (await read())?.matches === 1)
    clock.advance(30_000)
    expect(await read()).toMatchObject({
      state: 'counting',
      secondsLeft: 30,
      heard: 2,
      matches: 1,
      perHour: 120,
    })
    clock.advance(30_001)
    await read()
    expect(await read()).toMatchObject({ state: 'done', secondsLeft: 0, heard: 2, matches: 1, perHour: 60 })
    b.network.push({ posts: [post('a zeppelin too late')] })
    await until(async () => b.network.left() === 0)
    expect(await read()).toMatchObject({ heard: 2, matches: 1 })
    const { rows } =
      await sql`select from record_post where text like '%zeppelin again%' or text like '%too late%'`.execute(
        t.db.read,
      )
    expect(rows, 'nothing of it is stored').toHaveLength(0)
    clock.set('2026-03-04T12:00:00Z')
  })
})

describe('spikes', () => {
  test('begin, rise and end, and say what they were measured against', async () => {
    const s = await search(b, 'whistle')
    await sql`update listen_search set created_at = ${new Date('2026-03-04T06:00:00Z')} where id = ${s.id}`.execute(
      t.db.read,
    )
    await sql`insert into listen_heard (organisation_id, source_id, minute, heard) values (${b.ctx.organisation.id}, ${b.source}, ${new Date('2026-03-04T06:00:00Z')}, 1) on conflict do nothing`.execute(
      t.db.read,
    )
    const loud = (n: number) =>
      b.network.push({ posts: Array.from({ length: n }, (_, i) => post(`whistle ${n} ${i * 7919} blown`)) })
    const kept = (n: number) =>
      until(
        async () =>
          ((await listen.getSearch(b.ctx, { id: s.id })) as { value: { kept: number } }).value.kept === n,
      )
    const spikes = async () => {
      await listen.sweepSpikes(t.db, clock)
      const found = await listen.listSpikes(b.ctx, { search: s.id })
      return found.ok ? found.value : []
    }
    loud(9)
    await kept(9)
    expect(await spikes(), 'nine are too few, however rare they are').toEqual([])
    loud(3)
    await kept(12)
    expect(await spikes()).toMatchObject([
      { peak: 12, expected: 0, endedAt: null, basis: expect.stringMatching(/two hours before/) },
    ])
    loud(20)
    await kept(32)
    expect(await spikes()).toMatchObject([{ peak: 32, endedAt: null }])
    clock.advance(30 * 60_000)
    expect((await spikes())[0]!.endedAt).not.toBeNull()
    clock.set('2026-03-04T12:00:00Z')
  })
})

describe('looking at one private person', () => {
  const account = { id: 'did:plc:neighbour', handle: 'neighbour.bsky.social' }

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
    // By the name it is for the first account of that name that it opens.
    value(await listen.authoriseViewing(officer, { handle, authorisation }))
    expect((await open(of(other)[2]!)).ok).toBe(true)
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

describe('a label', () => {
  test('put right by a person stays, is counted, moves the counts and is audited', async () => {
    const s = await search(b, 'marmalade')
    const text = 'marmalade on the road again'
    const one = post(text)
    b.network.push({ posts: [one] })
    const [card] = await posts(b, s.id, 1)
    const wrong = card!.tone.value
    const right = wrong === 'negative' ? 'positive' : 'negative'
    const done = await listen.correctLabel(b.as('officer', 'Owen Price'), {
      id: card!.id,
      label: 'tone',
      value: right,
    })
    expect(done).toMatchObject({ ok: true, value: { tone: { value: right, correctedBy: 'Owen Price' } } })
    await listen.correctLabel(b.as('officer', 'Owen Price'), {
      id: card!.id,
      label: 'sourceKind',
      value: 'eyewitness',
    })
    const kinds = await listen.getSourceKinds(b.ctx, { search: s.id })
    expect(kinds.ok && kinds.value.kinds.filter((k) => k.n > 0)).toEqual([
      { key: 'eyewitness', n: 1, share: 1 },
    ])
    const page = await listen.listPosts(b.ctx, { filter: { search: s.id, tone: right } })
    expect(page.ok && page.value.posts).toHaveLength(1)
    const { rows } = await sql<{
      n: number
      negative: number
      positive: number
    }>`select n, negative, positive from listen_minute where search_id = ${s.id}`.execute(t.db.read)
    expect(rows[0]).toMatchObject({ n: 1, [right]: 1 })
    b.network.push({ changes: [{ kind: 'edited', post: { ...one, text: `${text} and again` } }] })
    await until(async () => {
      const [after] = await posts(b, s.id, 1)
      return after!.editedAt && after!.tone.value === right && after!.sourceKind.value === 'eyewitness'
    })
    const after = await listen.listPosts(b.ctx, { filter: { search: s.id, tone: right } })
    expect(after.ok && after.value.posts, 'the number still opens to it').toHaveLength(1)
    const open = await listen.openPost(b.ctx, { id: card!.id })
    expect(open.ok && open.value.corrections.map((c) => [c.label, c.from, c.to, c.by])).toEqual([
      ['tone', wrong, right, 'Owen Price'],
      ['sourceKind', card!.sourceKind.value, 'eyewitness', 'Owen Price'],
    ])
    const counted = await listen.getCorrections(b.as('viewer'))
    expect(counted.ok && counted.value).toContainEqual({
      label: 'tone',
      from: wrong,
      to: right,
      n: 1,
      posts: [{ id: card!.id, at: expect.any(Date) }],
    })
    expect(await audited('listen.label-corrected')).toHaveLength(2)
    expect(
      refusal(await listen.correctLabel(b.as('viewer'), { id: card!.id, label: 'tone', value: 'neutral' })),
    ).toMatchObject({ kind: 'not-allowed' })
    expect(
      refusal(await listen.correctLabel(b.ctx, { id: card!.id, label: 'tone', value: 'furious' })),
    ).toMatchObject({ kind: 'invalid' })
  })
})

describe('labels and counts', () => {
  const counted = async (search: string) =>
    (
      await sql<{ n: number; negative: number; positive: number; media: number }>`
        select sum(n)::int as n, sum(negative)::int as negative, sum(positive)::int as positive, sum(media)::int as media
        from listen_minute where search_id = ${search}`.execute(t.db.read)
    ).rows[0]!

  test('an edit that changes the tone moves the post in the counts', async () => {
    const s = await search(b, 'ferry')
    const one = post('the ferry is wonderful, thank you so much, brilliant crew')
    b.network.push({ posts: [one] })
    expect((await posts(b, s.id, 1))[0]!.tone.value).toBe('positive')
    expect(await counted(s.id)).toMatchObject({ n: 1, positive: 1, negative: 0 })
    const text = 'the ferry is a disgrace, awful, terrible, I hate it'
    b.network.push({ changes: [{ kind: 'edited', post: { ...one, text } }] })
    await until(async () => (await posts(b, s.id, 1))[0]!.tone.value === 'negative')
    expect(await counted(s.id)).toMatchObject({ n: 1, positive: 0, negative: 1 })
  })

  test('every label says why, and a place that a person took away stays away', async () => {
    const s = await search(b, 'viaduct')
    const one = post('Awful queue on the viaduct in Blackburn, worse than Preston')
    b.network.push({ posts: [one] })
    const [card] = await posts(b, s.id, 1)
    expect(card!.tone.because.length).toBeGreaterThan(0)
    expect(card!.sourceKind.because.length).toBeGreaterThan(0)
    expect(card!.lang.because.length).toBeGreaterThan(0)
    expect(card!.places.map((p) => p.name).sort()).toEqual(['Blackburn', 'Preston'])
    for (const place of card!.places) expect(card!.text.slice(place.start, place.end)).toBe(place.name)
    const blackburn = card!.places.find((p) => p.name === 'Blackburn')!.id
    await listen.correctLabel(b.ctx, { id: card!.id, label: 'places', value: [blackburn] })
    b.network.push({ changes: [{ kind: 'edited', post: { ...one, text: `${one.text} today` } }] })
    const after = await until(async () => {
      const [now] = await posts(b, s.id, 1)
      return now!.editedAt ? now : null
    })
    expect(after.places.map((p) => p.name)).toEqual(['Blackburn'])
  })
})

describe('retention', () => {
  test('a post is kept until the last date of its searches, then erased with a certificate', async () => {
    const short = await search(b, 'lantern', { retentionDays: 1 })
    const long = await search(b, 'lighthouse', { retentionDays: 3 })
    b.network.push({ posts: [post('lantern only'), post('lantern and lighthouse')] })
    await posts(b, short.id, 2)
    clock.advance(86_400_000 + 1000)
    expect(await listen.previewRetention(b.ctx)).toMatchObject({
      ok: true,
      value: { posts: 1, bySearch: [{ name: 'lantern', posts: 1 }] },
    })
    expect(await listen.runRetention(t.db, clock)).toBe(1)
    expect((await posts(b, short.id, 1))[0]!.text).toBe('lantern and lighthouse')
    clock.advance(2 * 86_400_000)
    expect(await listen.runRetention(t.db, clock)).toBe(1)
    await posts(b, long.id, 0)
    const certificates = await listen.listCertificates(b.ctx)
    expect(certificates.ok && certificates.value.slice(0, 2)).toMatchObject([
      { posts: 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { posts: 1 },
    ])
    clock.set('2026-03-04T12:00:00Z')
  })

  test('a shorter period for a search shortens what it keeps', async () => {
    const s = await search(b, 'candle', { retentionDays: 100 })
    b.network.push({ posts: [post('candle in the window')] })
    await posts(b, s.id, 1)
    await listen.editSearch(b.ctx, { id: s.id, name: 'candle', query: 'candle', ...about, retentionDays: 2 })
    const [card] = await posts(b, s.id, 1)
    expect(card!.keepUntil).toEqual(new Date('2026-03-06T12:00:00Z'))
  })

  test.each(['edited', 'ended'])(
    'a search whose posts take long is heard as it is once %s, whatever went on',
    async (how) => {
      const s = await search(b, `ferry${how}`, { retentionDays: 100 })
      b.network.push({ posts: [post(`ferry${how} runs`)] })
      const [kept] = await posts(b, s.id, 1)
      let release = () => {}
      const held = new Promise<void>((go) => {
        release = go
      })
      let isHeld = () => {}
      const holding = new Promise<void>((go) => {
        isHeld = go
      })
      const other = t.db.transaction(async (tx) => {
        await sql`select from record_post where id = ${kept!.id} for update`.execute(tx)
        isHeld()
        await held
      })
      await holding
      const query = `ferry${how} OR steamer${how}`
      const change =
        how === 'edited'
          ? listen.editSearch(b.ctx, { id: s.id, name: 'ferry', query, ...about, retentionDays: 2 })
          : listen.deleteSearch(b.ctx, { id: s.id })
      await until(async () => {
        const { rows } = await sql`select from pg_locks where not granted`.execute(t.db.read)
        return rows.length > 0
      })
      // Meanwhile hundreds of searches are paused and resumed.
      await sql`select nextval('listen_revision') from generate_series(1, 600)`.execute(t.db.read)
      const elsewhere = ctxOf(t.db, organisation(), 'administrator', clock, b.ctx.channels as never)
      const later = value(await listen.saveSearch(elsewhere, { name: 'pier', query: `pier${how}`, ...about }))
      const searchesOf = (ctx: Ctx) => b.hearing.standing.of(ctx.organisation.id).searches
      await until(async () => {
        await b.hearing.refresh()
        return searchesOf(elsewhere).has(later.id)
      })
      release()
      await other
      value<unknown>(await change)
      await b.hearing.refresh()
      expect(searchesOf(b.ctx).has(s.id)).toBe(how === 'edited')
      if (how === 'ended') return
      b.network.push({ posts: [post(`The steamer${how} is in`)] })
      await posts(b, s.id, 2)
    },
  )
})

test('a layout is one’s own, is checked, and comes back with the deck', async () => {
  const officer: Ctx = b.as('officer')
  const s = await search(b, 'layout')
  const column = { id: 'a', search: s.id, view: 'posts' as const, width: 5000 }
  expect(await listen.saveLayout(officer, { columns: [column] })).toMatchObject({
    ok: true,
    value: [{ width: 960 }],
  })
  expect(
    refusal(await listen.saveLayout(officer, { columns: [{ ...column, view: 'nonsense' as never }] })),
  ).toMatchObject({ kind: 'invalid' })
  const deck = await listen.getDeck(officer)
  expect(deck.ok && deck.value.columns.map((c) => c.id)).toEqual(['a'])
  const other = await listen.getDeck(b.as('officer'))
  expect(other.ok && other.value.columns.length).toBeGreaterThan(1)
})
