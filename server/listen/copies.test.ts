import { afterAll, beforeAll, expect, test } from 'vitest'
import { tokenise } from '../../engines/text/index.ts'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { newId } from '../platform/ids.ts'
import { createCopies } from './copies.ts'
import { groundOf } from './ground.ts'
import { finishPost, matchPosts } from './hear.ts'
import * as listen from './index.ts'
import { type Bench, bench, post, search } from './test-listen.ts'
import { writeBatch } from './write-batch.ts'

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

test('copies that were read before their leader was erased, and written after, lead those that follow', async () => {
  const s = await search(b, 'bandstand')
  const text = 'The bandstand in Corporation Park opens again on Sunday with a concert for everybody'
  const organisation = b.ctx.organisation.id
  const ground = groundOf(null)
  // As the listener's, but nobody else's: what happens between reading and writing is for this test to say.
  const org = { ...b.hearing.standing.of(organisation), copies: createCopies() }
  const gone = newId(b.ctx.clock.now().getTime())
  org.copies.index.add(gone, tokenise(text))
  const read = (n: number) => {
    const [candidate] = matchPosts(org, [post(`${text} ${n}`)], ground, b.ctx.clock.now())
    const done = finishPost(org, candidate!, { source: b.source, ground, catchingUpFrom: null }, n)
    if (!done?.ok) throw new Error('it was not asked for')
    return done.wanted
  }
  const wanted = [read(1), read(2)]
  expect(wanted.map((w) => w.post.copyOf)).toEqual([gone, gone])
  org.copies.index.remove(gone)
  await t.db.transaction((tx) =>
    writeBatch(
      tx,
      {
        organisation,
        source: b.source,
        channel: 'bluesky',
        at: b.ctx.clock.now(),
        wanted,
        changes: [],
        completed: [],
        quarantined: [],
        heard: new Map(),
        cursor: null,
        listening: null,
        gaps: [],
      },
      org.copies,
      async () => null,
    ),
  )
  const first = wanted[0]!.post.id
  expect(read(3).post.copyOf).toBe(first)
  const page = await listen.listPosts(b.ctx, { filter: { search: s.id } })
  expect(page.ok && page.value.posts.map((p) => [p.id, p.copies])).toEqual([[first, 1]])
})
