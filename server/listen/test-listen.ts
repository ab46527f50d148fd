import { sql } from 'kysely'
import type { Batch, Channel, Channels } from '../channels/channel.ts'
import { createChannels } from '../channels/registry.ts'
import { type Clock, systemClock } from '../platform/clock.ts'
import type { Ctx, Organisation, Role } from '../platform/context.ts'
import type { Database } from '../platform/db/database.ts'
import { newId } from '../platform/ids.ts'
import { createLog } from '../platform/log.ts'
import type { Result } from '../platform/result.ts'
import type { Inbound } from '../record/post.ts'
import * as listen from './index.ts'

/* What the slice's tests stand on: a network that says what a test tells it to, on a real database. */

/** A network of one's own: what is pushed is heard. */
export interface Scripted {
  channel: Channel
  push(batch: Partial<Batch>): void
  /** Batches that nobody has read yet. */
  left(): number
  /** Cursors that `listen` was started with. */
  started: (string | null)[]
}

export function scripted(): Scripted {
  const waiting: Batch[] = []
  const started: (string | null)[] = []
  let wake: () => void = () => {}
  return {
    started,
    left: () => waiting.length,
    push(batch) {
      const posts = batch.posts ?? []
      waiting.push({ posts, changes: [], quarantined: [], heard: posts.length, cursor: null, ...batch })
      wake()
    },
    channel: {
      kind: 'bluesky',
      limits: { characters: 300, counts: 'graphemes', media: 4 },
      readSettings: (settings) => ({ ok: true, settings, name: 'A network' }),
      async *listen(_source, cursor, io) {
        started.push(cursor)
        io.signal.addEventListener('abort', () => wake())
        for (;;) {
          while (waiting.length > 0) yield waiting.shift()!
          if (io.signal.aborted) return
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
      },
    },
  }
}

export interface Bench {
  ctx: Ctx
  hearing: listen.Hearing
  network: Scripted
  source: string
  /** The same organisation through the eyes of another role. */
  as(role: Role, name?: string): Ctx
  close(): Promise<void>
}

export function organisation(kind: Organisation['kind'] = 'live'): Organisation {
  return {
    id: newId(systemClock.now().getTime()),
    name: 'Testshire',
    kind,
    area: null,
    timeZone: 'Europe/London',
  }
}

export function ctxOf(
  db: Database,
  org: Organisation,
  role: Role,
  clock: Clock,
  channels: Channels,
  name = 'Ada Morgan',
): Ctx {
  const unit = newId(systemClock.now().getTime()) as never
  const person = {
    id: newId(systemClock.now().getTime()),
    name,
    rights: [{ role, unit, account: null, path: [unit] }],
    session: null,
  } as Ctx['person']
  return { db, person, organisation: org, clock, channels, log: createLog('silent') }
}

/** An organisation with one scripted source that is being listened to. */
export async function bench(db: Database, clock: Clock = systemClock): Promise<Bench> {
  const network = scripted()
  const real = createChannels()
  const channels: Channels = {
    ...real,
    get: (kind) => (kind === 'bluesky' ? network.channel : real.get(kind)),
    all: () => [network.channel],
  }
  const org = organisation()
  const ctx = ctxOf(db, org, 'administrator', clock, channels)
  const refuseAll = () => Promise.reject(new Error('nothing may leave'))
  const hearing = listen.createHearing({
    db,
    channels,
    clock,
    log: createLog('silent'),
    outside: () => ({ fetch: refuseAll, socket: refuseAll }),
    organisation: async (id) => (id === org.id ? org : null),
    refreshMs: 100,
  })
  await hearing.start()
  const added = await listen.addSource(ctx, { channel: 'bluesky', settings: {} })
  if (!added.ok) throw new Error(JSON.stringify(added.refusal))
  await hearing.refresh()
  const as = (role: Role, name?: string) => ctxOf(db, org, role, clock, channels, name)
  return { ctx, hearing, network, source: added.value.id, as, close: () => hearing.stop() }
}

let made = 0
export function post(text: string, more: Partial<Inbound> = {}): Inbound {
  made++
  return {
    channel: 'bluesky',
    uri: `at://did:plc:tester/app.bsky.feed.post/${made}`,
    url: null,
    author: { id: 'did:plc:tester', handle: 'tester.bsky.social' },
    text,
    contentWarning: null,
    langs: ['en'],
    links: [],
    media: [],
    mentions: [],
    tags: [],
    poll: [],
    inReplyTo: null,
    publishedAt: null,
    ...more,
  }
}

export const about = {
  purpose: 'To know where people need help',
  lawfulBasis: 'public-task',
  retentionDays: 30,
} as const

/** Saves a search and waits until it is listened for. */
export async function search(
  b: Bench,
  query: string,
  more: Partial<listen.SearchInput> = {},
): Promise<listen.SearchView> {
  const saved = await listen.saveSearch(b.ctx, { name: query.slice(0, 100), query, ...about, ...more })
  if (!saved.ok) throw new Error(JSON.stringify(saved.refusal))
  await b.hearing.refresh()
  await b.hearing.refresh()
  return saved.value
}

export async function until<T>(look: () => Promise<T | false | null | undefined>, ms = 8_000): Promise<T> {
  for (const stop = performance.now() + ms; performance.now() < stop; ) {
    const found = await look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('waited in vain')
}

/** Posts of a search, once there are so many. */
export async function posts(b: Bench, id: string, n: number): Promise<listen.PostCard[]> {
  return until(async () => {
    // Somebody else each time: whoever looks again and again at one account is stopped.
    const page = await listen.listPosts(b.as('viewer'), { filter: { search: id as never } })
    if (!page.ok) throw new Error(JSON.stringify(page.refusal))
    return page.value.posts.length === n && page.value.posts.length >= 0
      ? page.value.posts
      : n === 0 && page.value.posts.length === 0
        ? []
        : null
  })
}

/** The refusal of a result, or null. */
export const refusal = (r: { ok: true } | { ok: false; refusal: unknown }) => (r.ok ? null : r.refusal)

/** What came of it; throws when it was refused. */
export function value<T>(r: Result<T>): T {
  if (!r.ok) throw new Error(JSON.stringify(r.refusal))
  return r.value
}

/** The audit rows of one action in the bench's organisation. */
export async function auditedOf(b: Bench, db: Database, action: string) {
  const { rows } = await sql<{ subject: string; detail: Record<string, unknown>; person: string }>`
    select * from audit_row where action = ${action} and organisation_id = ${b.ctx.organisation.id}`.execute(
    db.read,
  )
  return rows
}
