/**
 * T16: searches made to be dear. Our own worst cases stand while the longest posts are heard, and 5,000 generated ones
 * (500 with --quick) are read, previewed and asked of the archive; the event loop is watched throughout. What cannot be
 * read is sent to the page too, which must answer 400 and point at the character. Control: the same kind of wish as an
 * ordinary regular expression on the same kind of post.
 */
import { setImmediate } from 'node:timers/promises'
import { parseQuery } from '../../engines/query/index.ts'
import type { Ctx } from '../../server/platform/context.ts'
import { ask } from './ask.ts'
import { type Loop, watchLoop } from './loop.ts'
import { check, quick } from './report.ts'
import { DEAR_POSTS, dearest, generate, seeded } from './searches.ts'
import { value, type World, withFolkmoot } from './serve.ts'

const GENERATED = quick ? 500 : 5_000
/** Asked of the archive and of the page: each costs the database or the page's own rendering. */
const ASKED = quick ? 150 : 1_500
const SENT = quick ? 60 : 400
const LOOP_MS = 50

const purpose = 'To see what the dearest search costs.'
const about = { purpose, lawfulBasis: 'public-task', retentionDays: 1 } as const

const fileOf = (texts: readonly string[]): Buffer =>
  Buffer.from(texts.map((text) => JSON.stringify({ text, author: 'someone' })).join('\n'))

/** Posts from a file, heard like any others. */
async function hear(world: World, ctx: Ctx, file: Buffer, name: string): Promise<void> {
  // In pieces, as a form sends a file.
  async function* open() {
    for (let at = 0; at < file.length; at += 65_536) {
      await setImmediate()
      yield file.subarray(at, at + 65_536)
    }
  }
  const map = {
    format: 'jsonl',
    text: 'text',
    time: null,
    tweetId: null,
    author: 'author',
    link: null,
    lang: null,
  } as const
  value(await world.serving.app.listen.importFile(ctx, { open, map, name, takeGoodRows: true }))
}

/** The gazetteer and the models are read once, when something is first heard; that is not what a search costs. */
async function warmUp(world: World, ctx: Ctx): Promise<void> {
  const { listen } = world.serving.app
  const first = value(await listen.saveSearch(ctx, { name: 'First', query: 'water', ...about }))
  await hear(
    world,
    ctx,
    fileOf(['Water over the road in Blackburn', 'Dŵr ar y ffordd', 'water '.repeat(3_000)]),
    'first.jsonl',
  )
  for (const order of ['newest', 'best'] as const)
    value(await listen.searchArchive(ctx, { query: 'water road NEAR/3 over', order }))
  value(await listen.deleteSearch(ctx, { id: first.id }))
}

/** The worst cases stand, and the longest posts come. */
async function standing(world: World, ctx: Ctx): Promise<{ loop: Loop; searches: number }> {
  const { listen } = world.serving.app
  let searches = 0
  for (const query of dearest()) {
    const saved = await listen.saveSearch(ctx, { name: `Dear ${searches}`, query, ...about })
    if (!saved.ok) process.stderr.write(`refused: ${query.slice(0, 80)}: ${JSON.stringify(saved.refusal)}\n`)
    else searches++
  }
  const random = seeded(16)
  const words = Array.from({ length: 400 }, () => generate(random).replace(/[^\p{L} ]/gu, ' '))
  const [longest, ordinary] = [fileOf(DEAR_POSTS), fileOf(words)]
  const loop = await watchLoop(async () => {
    await hear(world, ctx, longest, 'longest.jsonl')
    await hear(world, ctx, ordinary, 'ordinary.jsonl')
  })
  return { loop, searches }
}

interface Asked {
  refused: number
  withoutPosition: number
  failed: string[]
  slowestMs: number
  previewed: number
}

/** Reads every search; asks the archive, and counts on the stream, with some of them. */
async function askAll(world: World, ctx: Ctx, queries: string[]): Promise<Asked> {
  const { listen } = world.serving.app
  const done: Asked = { refused: 0, withoutPosition: 0, failed: [], slowestMs: 0, previewed: 0 }
  for (const [i, query] of queries.entries()) {
    try {
      const read = value(await listen.checkQuery(ctx, { query }))
      if (!read.ok) {
        done.refused++
        const inside = read.problems.every(
          (p) => p.at !== undefined && p.at >= 0 && p.at + (p.length ?? 0) <= query.length,
        )
        if (read.problems.length === 0 || !inside) done.withoutPosition++
      }
      if (i % Math.ceil(queries.length / ASKED) !== 0) continue
      const begun = performance.now()
      await listen.searchArchive(ctx, { query, order: i % 2 === 0 ? 'newest' : 'best' })
      done.slowestMs = Math.max(done.slowestMs, Math.round(performance.now() - begun))
      if (i % 25 === 0 && (await listen.startPreview(ctx, { query, lawfulBasis: 'public-task' })).ok)
        done.previewed++
    } catch (error) {
      done.failed.push(`${query.slice(0, 100)}: ${error}`)
    }
  }
  return done
}

/** What cannot be read, sent to the pages: 400 and where, never 5xx. */
async function sendBroken(world: World, queries: string[]): Promise<{ sent: number; wrong: string[] }> {
  const headers = { cookie: `folkmoot=${world.people.officer.token}` }
  const wrong: string[] = []
  let sent = 0
  for (const query of queries) {
    if (parseQuery(query).ok || !query.isWellFormed() || query.trim() === '') continue
    if (++sent > SENT) break
    const q = encodeURIComponent(query)
    const page = await ask(`${world.origin}/listen/search?q=${q}`, { headers })
    if (page.status !== 400 || !/id="q-point"/.test(page.body))
      wrong.push(`page ${page.status}: ${query.slice(0, 80)}`)
    const file = await ask(`${world.origin}/listen/search/export?format=csv&q=${q}`, { headers })
    if (file.status !== 400) wrong.push(`export ${file.status}: ${query.slice(0, 80)}`)
    const form = await ask(`${world.origin}/listen/searches/preview`, {
      method: 'POST',
      headers: { ...headers, origin: world.origin, 'content-type': 'application/x-www-form-urlencoded' },
      body: `query=${q}&lawfulBasis=public-task`,
    })
    const at = /"at":(\d+)/.exec(form.body)?.[1]
    if (form.status !== 400 || at === undefined || Number(at) > query.length)
      wrong.push(`preview ${form.status}: ${query.slice(0, 80)}`)
  }
  return { sent: Math.min(sent, SENT), wrong }
}

/** A wish with stars as a regular expression that goes back and tries again. */
async function careless(): Promise<Loop> {
  const wish = new RegExp(`${'a.*'.repeat(5)}b$`)
  return watchLoop(async () => {
    wish.test('a'.repeat(54))
  })
}

await check('T16', () =>
  withFolkmoot(async (world) => {
    const ctx = await world.ctx(world.people.administrator)
    await warmUp(world, ctx)
    const { loop: hearing, searches } = await standing(world, ctx)
    const random = seeded(20260717)
    const queries = Array.from({ length: GENERATED }, () => generate(random))
    let asked!: Asked
    const asking = await watchLoop(async () => {
      asked = await askAll(world, ctx, queries)
    })
    const broken = await sendBroken(world, queries)
    const control = await careless()
    for (const line of [...asked.failed, ...broken.wrong].slice(0, 20)) process.stderr.write(`${line}\n`)
    const stretch = Math.max(hearing.stretch_ms_max, asking.stretch_ms_max)
    return {
      pass:
        stretch < LOOP_MS &&
        asked.failed.length === 0 &&
        asked.withoutPosition === 0 &&
        broken.wrong.length === 0 &&
        asked.slowestMs < 7_000,
      standing: searches,
      generated: queries.length,
      refused_with_position: asked.refused - asked.withoutPosition,
      refused_without: asked.withoutPosition,
      failed: asked.failed.length,
      sent_to_pages: broken.sent,
      not_400_with_position: broken.wrong.length,
      slowest_search_ms: asked.slowestMs,
      previews: asked.previewed,
      loop_while_hearing: hearing,
      loop_while_asking: asking,
      control_stretch_ms: control.stretch_ms_max,
      control_failed: control.stretch_ms_max > LOOP_MS,
    }
  }),
)
