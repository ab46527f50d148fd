import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../tests/support/database.ts'
import type { OrganisationId, PersonId, SessionId } from '../ids.ts'
import { createLog } from '../log.ts'
import { emit } from './event.ts'
import { createLive, type Live, type LiveOptions } from './live.ts'
import { pruneEvents } from './prune-events.ts'

let t: TestDatabase
let live: Live
let server: http.Server
let organisation: OrganisationId
let n = 0

beforeAll(async () => {
  t = await testDatabase()
})
afterAll(() => t.close())
afterEach(async () => {
  await live.close()
  server.closeAllConnections()
  server.close()
})

const log = createLog('silent')

/** A server whose every request is a stream; `?session=` says whose. */
async function start(options: Partial<LiveOptions> = {}): Promise<void> {
  organisation = `00000000-0000-7000-8000-${String(++n).padStart(12, '0')}` as OrganisationId
  live = createLive({ db: t.db, log, ...options })
  server = http.createServer((request, response) => {
    const asked = new URL(request.url!, 'http://localhost').searchParams
    void live.serve(request, response, {
      organisation: (asked.get('organisation') ?? organisation) as OrganisationId,
      person: (asked.get('person') ?? 'p') as PersonId,
      session: (asked.get('session') ?? 's') as SessionId,
    })
  })
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go))
}

interface Message {
  id?: string
  event: string
  data: unknown
}

interface Watched {
  messages: Message[]
  numbers(): number[]
  i(): unknown[]
  ended: Promise<void>
  over: boolean
  response: http.IncomingMessage
  until(what: (w: Watched) => boolean): Promise<void>
  stop(): void
}

async function watch(query = '', headers: Record<string, string> = {}): Promise<Watched> {
  const request = http.get({
    port: (server.address() as AddressInfo).port,
    host: '127.0.0.1',
    path: `/live${query}`,
    headers,
  })
  const response = await new Promise<http.IncomingMessage>((go, no) => {
    request.on('response', go)
    request.on('error', no)
  })
  const messages: Message[] = []
  let rest = ''
  response.setEncoding('utf8')
  response.on('data', (text: string) => {
    rest += text
    const parts = rest.split('\n\n')
    rest = parts.pop()!
    for (const part of parts) {
      const fields = Object.fromEntries(
        part
          .split('\n')
          .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
      )
      if (fields['event'])
        messages.push({
          id: fields['id'],
          event: fields['event'],
          data: JSON.parse(fields['data'] ?? 'null'),
        })
    }
  })
  const events = () =>
    messages
      .filter((m) => m.event === 'events')
      .flatMap((m) => m.data as { number: number; data: Record<string, unknown> }[])
  const watched: Watched = {
    messages,
    response,
    over: false,
    numbers: () => events().map((e) => e.number),
    i: () => events().map((e) => e.data['i']),
    ended: new Promise((go) => {
      response.on('close', () => {
        watched.over = true
        go()
      })
      response.on('error', () => {})
    }),
    async until(what) {
      for (const stop = Date.now() + 30_000; Date.now() < stop; await sleep(10)) if (what(watched)) return
      throw new Error(`waited in vain; got ${JSON.stringify(messages).slice(0, 2000)}`)
    },
    stop: () => request.destroy(),
  }
  return watched
}

const tell = (i: number, extra: Record<string, unknown> = {}) =>
  t.db.transaction(async (tx) => emit(tx, { organisation, type: 'thing.counted', data: { i, ...extra } }))

describe('the live stream', () => {
  test('tells a watching screen what is committed, and nothing of another organisation', async () => {
    await start()
    const mine = await watch()
    const other = await watch('?organisation=00000000-0000-7000-8000-0000000000ff&session=o')
    await tell(1)
    await mine.until((w) => w.i().length === 1)
    await sleep(100)
    expect(mine.i()).toEqual([1])
    expect(other.i()).toEqual([])
    expect(mine.response.headers['content-type']).toContain('text/event-stream')
  })

  test('gives a screen that comes back with its cursor exactly what it missed, while more arrives', async () => {
    await start()
    const first = await watch()
    for (let i = 0; i < 20; i++) await tell(i)
    await first.until((w) => w.i().length === 20)
    const cursor = first.messages.findLast((m) => m.id)!.id!
    first.stop()
    let writing = true
    let next = 20
    const writer = (async () => {
      while (writing) await tell(next++)
    })()
    await sleep(150)
    const again = await watch('', { 'Last-Event-ID': cursor })
    const asked = await watch(`?after=${cursor}&session=q`)
    await sleep(300)
    writing = false
    await writer
    for (const w of [again, asked]) {
      await w.until((x) => x.i().length >= next - 20)
      expect(w.i()).toEqual(Array.from({ length: next - 20 }, (_, k) => 20 + k))
    }
  })

  test('writes at most four messages a second to a screen, however much happens', async () => {
    await start()
    const w = await watch()
    const begun = performance.now()
    let count = 0
    while (performance.now() - begun < 1_500) await tell(count++)
    await w.until((x) => x.i().length === count)
    const took = (performance.now() - begun) / 1000
    const frames = w.messages.filter((m) => m.event === 'events').length
    expect(count).toBeGreaterThan(frames)
    expect(frames).toBeLessThanOrEqual(Math.ceil(took * 4) + 1)
  })

  test('hydrates once for all viewers, tells nobody of what hydrates to null, and asks what each may hear', async () => {
    let made = 0
    await start({
      hydrate: {
        'thing.counted': (event) => {
          made++
          return event.data['i'] === 1 ? null : { i: event.data['i'], big: true }
        },
      },
      sieve: async () => (person, event) =>
        person === 'deaf' ? null : person === 'half' ? { i: event.data['i'] } : event.data,
    })
    const a = await watch()
    const b = await watch('?session=b')
    const deaf = await watch('?session=deaf&person=deaf')
    const half = await watch('?session=half&person=half')
    await tell(1)
    await tell(2)
    await Promise.all([a, b, half].map((w) => w.until((x) => x.i().length === 1)))
    expect(a.i()).toEqual([2])
    expect(deaf.i()).toEqual([])
    expect(made).toBe(2)
  })

  test('drops a reader whose buffer passes 256 kB, and it can come back for the rest', async () => {
    await start()
    const slow = await watch('?session=slow')
    slow.response.pause()
    const quick = await watch('?session=quick')
    const total = 400
    const filler = 'x'.repeat(40_000)
    for (let i = 0; i < total; i++) {
      await tell(i, { filler })
      if (i % 4 === 0) await quick.until((w) => w.i().length > i - 8)
    }
    await quick.until((w) => w.i().length === total)
    expect(live.viewers()).toBe(1)
    slow.response.resume()
    await slow.ended
    expect(slow.i().length).toBeLessThan(total)
    const cursor = slow.messages.findLast((m) => m.id)?.id ?? '0'
    const again = await watch(`?session=slow`, { 'Last-Event-ID': cursor })
    await again.until((w) => w.i().at(-1) === total - 1)
    expect(
      [...slow.i(), ...again.i()].filter(
        (x, k, all) => k > 0 && (x as number) !== (all[k - 1] as number) + 1,
      ),
    ).toEqual([])
  })

  test('ends every stream of a session when the session ends, and no other', async () => {
    let ended = () => {}
    await start({
      onSessionEnded: (viewer, then) => {
        if (viewer.session === 'two') ended = then
        return () => {}
      },
    })
    const one = await watch('?session=one')
    const two = await watch('?session=two')
    const three = await watch('?session=three')
    live.endSession('one')
    ended()
    await one.ended
    await two.ended
    expect(one.messages.at(-1)?.event).toBe('signed-out')
    expect(two.messages.at(-1)?.event).toBe('signed-out')
    await tell(5)
    await three.until((w) => w.i().length === 1)
    expect(live.viewers()).toBe(1)
  })

  test('asks a screen whose cursor is older than what is kept to load afresh', async () => {
    await start()
    await tell(1)
    await sql`update platform_event set at = now() - interval '49 hours' where organisation_id = ${organisation}`.execute(
      t.db.read,
    )
    await tell(2)
    expect(await pruneEvents(t.db, new Date())).toBe(1)
    const old = await watch('?after=0')
    await old.until((w) => w.messages.some((m) => m.event === 'reload'))
    const ahead = await watch('?after=999999999&session=b')
    await ahead.until((w) => w.messages.some((m) => m.event === 'reload'))
  })

  test('says so when the database goes away, and catches up when it is back', async () => {
    await start()
    const w = await watch()
    await tell(1)
    await w.until((x) => x.i().length === 1)
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where pid <> pg_backend_pid() and datname = current_database() and query ilike 'listen%'`.execute(
      t.db.read,
    )
    await tell(2)
    await w.until((x) => x.i().length === 2)
    const states = w.messages
      .filter((m) => m.event === 'state')
      .map((m) => (m.data as { database: string }).database)
    expect(states).toEqual(['here', 'away', 'here'])
  })

  test('keeps a quiet stream open with a heartbeat', async () => {
    await start({ beatMs: 50 })
    const w = await watch()
    let beats = 0
    w.response.on('data', (text: string) => {
      if (text.includes(': beat')) beats++
    })
    await sleep(400)
    expect(beats).toBeGreaterThan(2)
    expect(w.over).toBe(false)
  })
})
