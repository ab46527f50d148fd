/**
 * Hearing: a fixture Jetstream → matched against 1,000 standing searches → committed → delivered on `/live`. Full speed,
 * post-to-screen at 2,000 events/s, and a burst of ten times that. Peer in the same run: a bare `ws` and `JSON.parse`
 * loop that stores nothing.
 */
import { spawn } from 'node:child_process'
import { createServer, get } from 'node:http'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { createChannels } from '../server/channels/registry.ts'
import * as listen from '../server/listen/index.ts'
import { systemClock } from '../server/platform/clock.ts'
import type { Ctx, Organisation } from '../server/platform/context.ts'
import { createLive } from '../server/platform/events/index.ts'
import { keepHeapSmall } from '../server/platform/heap.ts'
import { newId, type OrganisationId } from '../server/platform/ids.ts'
import { createLog } from '../server/platform/log.ts'
import { createSafeFetch } from '../server/platform/safe-fetch.ts'
import { benchGround, cpuSeconds, percentile, quick, round, say, tell } from './ground-material.ts'
import { Fixture } from './hear-fixture-process.ts'

const SEARCHES = 1_000
const FULL = quick ? 60_000 : 400_000
/** A listener runs for weeks: what is measured is one that has been compiled. */
const WARMING = 50_000
const PACED_SECONDS = quick ? 5 : 30
const BURST_SECONDS = quick ? 0 : 60

/** The peer, in a process of its own: what it needs of memory is not ours. */
async function bare(): Promise<number> {
  const peer = spawn(process.execPath, [path.join(import.meta.dirname, 'hear-peer.ts'), String(FULL)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: peer.stdout }))
    return (JSON.parse(line) as { perSecond: number }).perSecond
  throw new Error('the peer said nothing')
}

// As when Folkmoot starts.
keepHeapSmall()
const ground = await benchGround('hear', ['shared_buffers=256MB', 'max_wal_size=2GB'])
const { db } = ground
const log = createLog('error')
const fixture = new Fixture()
try {
  await fixture.ready()
  const outside = createSafeFetch({ allowPrivate: [`127.0.0.1:${fixture.port}`], ports: [fixture.port] })
  const channels = createChannels({ bluesky: { api: `http://127.0.0.1:${fixture.port}` } })
  const unit = newId(Date.now()) as never
  const organisation: Organisation = {
    id: newId<OrganisationId>(Date.now()),
    name: 'Bench',
    kind: 'live',
    area: null,
    timeZone: 'Europe/London',
  }
  const person = {
    id: newId(Date.now()),
    name: 'Bench',
    rights: [{ role: 'administrator', unit, account: null, path: [unit] }],
    session: null,
  } as Ctx['person']
  const ctx: Ctx = { db, person, organisation, clock: systemClock, channels, log }

  // The fixture has the words: this process holds what Folkmoot holds, so that its memory can be told.
  const { words, from } = await fixture.words(4 * SEARCHES)
  const word = () => words.pop()!
  for (let i = 0; i < SEARCHES; i++) {
    const saved = await listen.saveSearch(ctx, {
      name: `Search ${i}`,
      query: `(${word()} AND ${word()} AND "${word()} ${word()}") OR marker${i}`,
      purpose: 'To measure how fast hearing is',
      lawfulBasis: 'public-task',
      retentionDays: 30,
    })
    if (!saved.ok) throw new Error(JSON.stringify(saved.refusal))
  }
  const hearing = listen.createHearing({
    db,
    channels,
    clock: systemClock,
    log,
    outside: () => outside,
    organisation: async () => organisation,
  })
  await hearing.start()
  const source = await listen.addSource(ctx, {
    channel: 'bluesky',
    settings: { hosts: [`ws://127.0.0.1:${fixture.port}`] },
  })
  if (!source.ok) throw new Error(JSON.stringify(source.refusal))
  await hearing.refresh()
  await sleep(1_500)

  // A screen: follows /live, fetches the cards that an event names, and notes how old they are.
  const live = createLive({ db, log })
  const ages: number[] = []
  let watching = false
  const screen = createServer(
    (request, response) =>
      void live.serve(request, response, {
        organisation: organisation.id,
        person: person.id,
        session: newId(Date.now()),
      }),
  )
  await new Promise<void>((resolve) => screen.listen(0, '127.0.0.1', resolve))
  const screenAt = screen.address() as { port: number }
  get({ port: screenAt.port, host: '127.0.0.1', path: '/live?after=0' }, (response) => {
    let buffer = ''
    response.setEncoding('utf8').on('data', (chunk: string) => {
      buffer += chunk
      for (let end = buffer.indexOf('\n\n'); end >= 0; end = buffer.indexOf('\n\n')) {
        void show(buffer.slice(0, end))
        buffer = buffer.slice(end + 2)
      }
    })
  })
  async function show(message: string): Promise<void> {
    const data = /^data: (.*)$/m.exec(message)?.[1]
    if (!watching || !data || !message.includes('listen.posts-matched')) return
    const events = JSON.parse(data) as { type: string; data: { matches: { posts: string[] }[] } }[]
    const ids = [
      ...new Set(
        events
          .filter((e) => e.type === 'listen.posts-matched')
          .flatMap((e) => e.data.matches.flatMap((m) => m.posts)),
      ),
    ]
    const cards = await listen.getCards(ctx, { ids: ids.slice(0, 100) })
    const seen = Date.now()
    if (cards.ok)
      for (const card of cards.value) ages.push(seen - Number(/ at(\d{13})/.exec(card.text)?.[1] ?? seen))
  }

  const heard = async () =>
    Number(
      (
        await sql<{ n: number }>`select coalesce(sum(heard), 0)::float8 as n from listen_heard`.execute(
          db.read,
        )
      ).rows[0]!.n,
    )
  const lost = async (made: number) => {
    const { rows } = await sql<{
      n: number
      distinct: number
    }>`select count(*)::int as n, count(distinct substring(text from 'seeded(\\d+)'))::int as distinct from record_post where text like '%seeded%'`.execute(
      db.read,
    )
    return { lost: Math.ceil(made / 100) - rows[0]!.distinct, doubled: rows[0]!.n - rows[0]!.distinct }
  }
  async function caughtUp(target: number): Promise<number> {
    const begun = performance.now()
    while ((await heard()) < target) {
      if (performance.now() - begun > 180_000) throw new Error(`only ${await heard()} of ${target} heard`)
      await sleep(50)
    }
    return (performance.now() - begun) / 1_000
  }
  let rss = 0
  const measure = setInterval(() => {
    rss = Math.max(rss, process.memoryUsage.rss())
  }, 200)

  const figures: Record<string, unknown> = { searches: SEARCHES, words_from: from }
  const rates: number[] = []
  const peers: number[] = []
  const cost: { app: number; postgres: number }[] = []
  let made = 0
  made = (await fixture.send(WARMING, null)).made
  await caughtUp(made)
  for (let turn = 0; turn < (quick ? 1 : 3); turn++) {
    const begun = performance.now()
    const cpu = [cpuSeconds(process.pid), cpuSeconds(ground.postgres, true)] as const
    made = (await fixture.send(FULL, null)).made
    await caughtUp(made)
    rates.push(FULL / ((performance.now() - begun) / 1_000))
    cost.push({
      app: ((cpuSeconds(process.pid) - cpu[0]) * 1e6) / FULL,
      postgres: ((cpuSeconds(ground.postgres, true) - cpu[1]) * 1e6) / FULL,
    })
    peers.push(await bare())
    tell(`turn ${turn}: ${Math.round(rates.at(-1)!)}/s, bare ${Math.round(peers.at(-1)!)}/s`)
  }
  figures['events_per_s'] = Math.round(percentile(rates, 50))
  figures['events_per_s_best'] = Math.round(Math.max(...rates))
  const spent = (of: 'app' | 'postgres') =>
    percentile(
      cost.map((c) => c[of]),
      50,
    )
  figures['app_cpu_us_per_event'] = round(spent('app'))
  figures['postgres_cpu_us_per_event'] = round(spent('postgres'))
  await sleep(1_000)
  watching = true
  made = (await fixture.send(2_000 * PACED_SECONDS, 2_000)).made
  await caughtUp(made)
  await sleep(1_500)
  watching = false
  figures['post_to_screen_p50_ms'] = Math.round(percentile(ages, 50))
  figures['post_to_screen_p95_ms'] = Math.round(percentile(ages, 95))
  figures['posts_timed'] = ages.length
  if (BURST_SECONDS > 0) {
    const burst = await fixture.send(20_000 * BURST_SECONDS, 20_000)
    made = burst.made
    figures['burst_sent_per_s'] = Math.round(burst.sent / burst.seconds)
    figures['burst_caught_up_s'] = round(await caughtUp(made))
  }
  Object.assign(figures, await lost(made))
  figures['rss_mb'] = Math.round(rss / 1_048_576)
  clearInterval(measure)
  await hearing.stop()
  await live.close()
  screen.closeAllConnections()
  screen.close()
  await outside.close()
  const peer = Math.round(percentile(peers, 50))
  say({
    bench: 'hear',
    figures,
    peers: { bare_ws_json_per_s: peer },
    ratio: { bare_ws_json: round(percentile(rates, 50) / peer, 2) },
  })
} finally {
  fixture.child.kill()
  await ground.close()
}
