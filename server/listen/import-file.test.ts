import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import type { ImportMap } from '../channels/channel.ts'
import * as listen from './index.ts'
import { type Bench, bench, post, posts, search, until } from './test-listen.ts'

let t: TestDatabase
let b: Bench
const data = mkdtempSync(path.join(os.tmpdir(), 'folkmoot-test-'))
const folder = path.join(data, 'spool')
const spool = listen.createSpool(folder)
beforeAll(async () => {
  t = await testDatabase()
  b = await bench(t.db)
})
afterAll(async () => {
  await b.close()
  await t.close()
  rmSync(data, { recursive: true, force: true })
})

const open = (text: string) =>
  async function* () {
    yield Buffer.from(text)
  }
const map: ImportMap = {
  format: 'csv',
  header: true,
  text: 'what',
  time: 'when',
  tweetId: null,
  author: 'who',
  link: null,
  lang: null,
}
const good =
  'when,who,what\n2026-01-05T10:00:00Z,ann,flood in the cellar\n2026-01-05T10:05:00Z,bob,my lunch\n2026-01-06T11:00:00Z,cat,"flood, again"\n'

test('what searches ask for is kept under the time that the file gives, and counted there', async () => {
  const s = await search(b, 'flood')
  const done = await listen.importFile(b.ctx, {
    open: open(good),
    map,
    name: 'tweets.csv',
    columns: ['when', 'who', 'what'],
  })
  if (!done.ok) throw new Error(JSON.stringify(done.refusal))
  expect(done.value).toMatchObject({ rows: 3, kept: 2, errors: 0 })
  const cards = await posts(b, s.id, 2)
  expect(cards.map((c) => c.at.toISOString())).toEqual([
    '2026-01-06T11:00:00.000Z',
    '2026-01-05T10:00:00.000Z',
  ])
  const kinds = await listen.getSourceKinds(b.ctx, {
    search: s.id,
    from: new Date('2026-01-05'),
    to: new Date('2026-01-06'),
  })
  expect(kinds.ok && kinds.value.total).toBe(1)
  const again = await listen.importFile(b.ctx, { open: open(good), map, name: 'tweets.csv' })
  expect(again.ok && again.value.kept, 'the same file again adds nothing').toBe(0)
})

test('the map of columns is asked for once and remembered', async () => {
  const look = await listen.inspectImport(b.ctx, { stream: open(good)() })
  expect(look.ok && look.value.remembered).toEqual(map)
})

test('nothing is taken while a row has an error, unless the person takes the good rows', async () => {
  const bad = `${good}not a date,dan,flood at last\n`
  const refused = await listen.importFile(b.ctx, {
    open: open(bad.replaceAll('ann', 'eve')),
    map,
    name: 'bad.csv',
  })
  if (refused.ok) throw new Error('taken')
  expect(refused.refusal).toMatchObject({
    kind: 'conflict',
    rule: 'rows-with-errors',
    detail: { rows: 4, errors: 1, first: [{ row: 5 }] },
  })
  const taken = await listen.importFile(b.ctx, {
    open: open(bad.replaceAll('ann', 'eve')),
    map,
    name: 'bad.csv',
    takeGoodRows: true,
  })
  expect(taken.ok && taken.value).toMatchObject({ rows: 4, errors: 1 })
})

test('a file that comes as a stream is taken in the same way and leaves nothing behind', async () => {
  const stages = new Set<string>()
  const during: string[][] = []
  const input: listen.ImportStreamInput = {
    stream: open(good.replaceAll('ann', 'dilys'))(),
    // As a form says it: after the file.
    asked: async () => {
      during.push(readdirSync(folder, { recursive: true }) as string[])
      return { map, columns: ['when', 'who', 'what'] }
    },
    name: 'stream.csv',
    progress: ({ stage }) => stages.add(stage),
  }
  const done = await listen.importStream(b.ctx, input, spool)
  expect(done.ok && done.value).toMatchObject({ rows: 3, errors: 0 })
  expect([...stages]).toEqual(['checking', 'taking'])
  expect(during[0]).toHaveLength(2)
  expect(readdirSync(folder)).toEqual([])
})

test('what a killed process left of a file is gone at the next start', async () => {
  const left = path.join(folder, 'import-killed')
  mkdirSync(left, { recursive: true })
  writeFileSync(path.join(left, 'posts'), good)
  await listen.createSpool(folder).sweep()
  expect(existsSync(left)).toBe(false)
  expect(readdirSync(data)).toEqual([])
})

const many = (who: string) =>
  `when,who,what\n${Array.from({ length: 5_000 }, (_, i) => `2026-02-01T10:00:00Z,${who}${i},flood number ${i} at the mill`).join('\n')}\n`

const trail = async (name: string) => {
  const { rows } = await sql<{
    action: string
    detail: Record<string, unknown>
    subject: string
  }>`select action, detail, subject from audit_row where organisation_id = ${b.ctx.organisation.id}
    and detail->>'name' = ${name} order by number`.execute(t.db.read)
  return rows
}

test('a file that is called off half-way says so, with what came of it', async () => {
  const off = new AbortController()
  let begun: string[] = []
  const opened = { times: 0 }
  const done = await listen.importFile(b.ctx, {
    open: () => {
      opened.times++
      const isSecond = opened.times === 2
      return (async function* () {
        const lines = many('gwen')
        yield Buffer.from(lines.slice(0, lines.length / 2))
        if (isSecond) {
          // Before the first of its posts can have been written the trail says that it was begun.
          begun = (await trail('called-off.csv')).map((r) => r.action)
          await until(async () => (await kept('gwen')) > 0)
          off.abort()
        }
        yield Buffer.from(lines.slice(lines.length / 2))
      })()
    },
    map,
    name: 'called-off.csv',
    signal: off.signal,
  })
  expect(done).toMatchObject({ ok: false, refusal: { kind: 'conflict', rule: 'import-stopped' } })
  expect(begun).toEqual(['listen.file-import-begun'])
  const [, stopped, ...more] = await trail('called-off.csv')
  expect(more).toEqual([])
  expect(stopped).toMatchObject({ action: 'listen.file-import-stopped' })
  expect(stopped!.detail['kept']).toBe(await kept('gwen'))
  const sources = await listen.listSources(b.ctx)
  const source = sources.ok ? sources.value.find((s) => s.name === 'called-off.csv') : undefined
  expect(source?.says).toMatch(/stopped .* What came before is kept/)
  const { rows } = await sql<{ state: string }>`select data->>'state' as state from platform_event
    where type = 'listen.source-changed' and 'source ' || (data->>'source') = ${stopped!.subject} order by number`.execute(
    t.db.read,
  )
  expect(rows.map((r) => r.state)).toEqual(['import-begun', 'import-stopped'])
})

const kept = async (who: string): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from record_post
    where organisation_id = ${b.ctx.organisation.id} and handle like ${`${who}%`}`.execute(t.db.read)
  return rows[0]!.n
}

test('a file that a fault ends is not called done', async () => {
  let times = 0
  const done = listen.importFile(b.ctx, {
    open: () => {
      const fails = ++times === 2
      return (async function* () {
        yield Buffer.from(good.replaceAll('ann', 'huw'))
        if (fails) throw new Error('the disk is gone')
      })()
    },
    map,
    name: 'fault.csv',
  })
  await expect(done).rejects.toThrow('the disk is gone')
  expect((await trail('fault.csv')).map((r) => r.action)).toEqual([
    'listen.file-import-begun',
    'listen.file-import-stopped',
  ])
})

test('a replayed file is played now, and leaves the same trail', async () => {
  const before = Date.now()
  const done = await listen.replayFile(b.ctx, {
    stream: open(good.replaceAll('ann', 'rhys'))(),
    map,
    name: 'replayed.csv',
    speed: 1_000_000,
  })
  expect(done.ok && done.value).toMatchObject({ heard: 3, kept: 2, errors: 0 })
  expect((await trail('replayed.csv, replayed')).map((r) => r.action)).toEqual([
    'listen.file-replay-begun',
    'listen.file-replayed',
  ])
  const { rows } = await sql<{ at: Date }>`select at from record_post where handle = 'rhys'`.execute(
    t.db.read,
  )
  expect(rows[0]!.at.getTime()).toBeGreaterThanOrEqual(before)
  expect(
    await listen.replayFile(b.as('officer'), { stream: open(good)(), map, name: 'x', speed: 1 }),
  ).toMatchObject({
    ok: false,
    refusal: { kind: 'not-allowed' },
  })
})

test('a file and the stream find copies of each other', async () => {
  const s = await search(b, 'scarecrow')
  const text = 'The scarecrow festival in Lower Hallam moves to the village hall because of the rain'
  await listen.importFile(
    b.ctx,
    { open: open(`when,who,what\n2026-03-01T10:00:00Z,ida,${text}\n`), map, name: 'scarecrow.csv' },
    b.hearing.standing,
  )
  b.network.push({ posts: [post(text)] })
  const leader = await until(async () => {
    const page = await listen.listPosts(b.ctx, { filter: { search: s.id as never } })
    return page.ok && page.value.posts.find((p) => p.copies === 1)
  })
  expect(leader.handle).toBe('ida')
})

test('one file of a person and three of everybody are on their way at once', async () => {
  const release: (() => void)[] = []
  const slow = () =>
    (async function* () {
      yield Buffer.from('when,who,what\n')
      await new Promise<void>((go) => release.push(go))
      yield Buffer.from('2026-01-05T10:00:00Z,ann,lunch\n')
    })()
  const begin = (ctx: Bench['ctx']) =>
    listen.importStream(ctx, { stream: slow(), asked: { map }, name: 'slow' }, spool)
  let wasRead = false
  const isRefused = async (ctx: Bench['ctx']) => {
    const stream = (async function* () {
      wasRead = true
      yield Buffer.from('')
    })()
    const one = await listen.importStream(ctx, { stream, asked: { map }, name: 'one more' }, spool)
    expect(one).toMatchObject({ ok: false, refusal: { kind: 'conflict', rule: 'imports-at-once' } })
    expect(one.ok || ('why' in one.refusal && one.refusal.why)).toMatch(/one for each person, 3 .* try again/)
  }
  const under = [begin(b.ctx)]
  await until(async () => release.length === 1)
  await isRefused(b.ctx)
  // Of whichever organisation: the disk is one.
  under.push(begin(b.as('administrator')), begin(b.as('administrator')))
  await until(async () => release.length === 3)
  await isRefused(b.as('administrator'))
  expect(wasRead).toBe(false)
  for (const go of release) go()
  for (const done of await Promise.all(under)) expect(done.ok).toBe(true)
  const after = await listen.importStream(
    b.ctx,
    { stream: open(good)(), asked: { map }, name: 'after' },
    spool,
  )
  expect(after.ok).toBe(true)
})

test('officers do not bring files in', async () => {
  const refused = await listen.importFile(b.as('officer'), { open: open(good), map, name: 'x.csv' })
  expect(refused).toMatchObject({ ok: false, refusal: { kind: 'not-allowed', rule: 'listen.import' } })
})

test('rows of a file that names no author are nobody’s: looking for them again and again is free', async () => {
  await search(b, 'marmalade')
  const rows = ['kitchen', 'kitchen shelf', 'hall', 'hall chair', 'yard', 'yard wall'].map(
    (where, i) => `2026-01-0${i + 1}T10:00:00Z,marmalade in the ${where}`,
  )
  const done = await listen.importFile(b.ctx, {
    open: open(`when,what\n${rows.join('\n')}\n`),
    map: { ...map, author: null },
    name: 'kitchen.csv',
  })
  expect(done).toMatchObject({ ok: true, value: { kept: 6 } })
  const officer = b.as('officer')
  for (const where of ['kitchen', 'hall', 'yard'])
    expect(await listen.searchArchive(officer, { query: `marmalade ${where}` })).toMatchObject({
      ok: true,
      value: { count: { n: 2 } },
    })
})
