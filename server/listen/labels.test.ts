import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { fixedClock } from '../platform/clock.ts'
import * as listen from './index.ts'
import { auditedOf, type Bench, bench, post, posts, refusal, search, until } from './test-listen.ts'

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
