import { readFileSync } from 'node:fs'
import path from 'node:path'
import { generateSync } from 'otplib'
import pg from 'pg'
import { createApp } from '../../server/app.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { readConfig } from '../../server/platform/config.ts'
import { runningPostgres } from '../../server/platform/db/embedded.ts'
import { connectionSettings } from '../../server/platform/db/index.ts'
import { createLog } from '../../server/platform/log.ts'
import { openGround } from '../../server/platform/open-ground.ts'
import type { Result } from '../../server/platform/result.ts'
import type { JetstreamFixture } from '../support/jetstream.ts'

const need = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`)
  return result.value
}

/** Fills a data folder with a live organisation that listens to the fixture and keeps every post with a marker. Returns its cookie. */
export async function layDesk(folder: string, jetstream: JetstreamFixture): Promise<string> {
  const config = readConfig({ FOLKMOOT_DATA: folder }, {})
  const log = createLog('silent')
  const ground = await openGround({ config, log, say: () => {}, as: 'alone' })
  const { db } = ground
  const app = await createApp({ config, db, clock: systemClock, log })
  try {
    const deps = { db, clock: systemClock, log, identity: app.identity }
    const { secret } = await app.identity.proposeTotp('admin@council.test')
    const made = need(
      await app.estate.createOrganisation(deps, {
        link: (await app.estate.openSetup(deps))!,
        name: 'Arrel Council',
        area: null,
        person: {
          name: 'Administrator',
          email: 'admin@council.test',
          password: 'heron slate marrow',
          factor: { kind: 'totp', secret, code: generateSync({ secret }) },
        },
        from: { address: '127.0.0.1', agent: 'faults' },
      }),
    )
    const signedIn = (await app.identity.sessionFromCookie(made.token))!
    const ctx = app.ctxFor(signedIn.person, signedIn.organisation)
    need(
      await app.listen.saveSearch(ctx, {
        name: 'Markers',
        query: 'quokkamark',
        purpose: 'To see whether anything is lost or doubled when something breaks.',
        lawfulBasis: 'public-task',
        retentionDays: 28,
      }),
    )
    need(
      await app.listen.addSource(ctx, {
        channel: 'bluesky',
        name: 'Fixture',
        settings: { hosts: [jetstream.url], silenceSeconds: 3_600 },
      }),
    )
    return made.token
  } finally {
    await app.close()
    await ground.close()
  }
}

export const SERVER_ENV = (jetstream: JetstreamFixture) => ({
  FOLKMOOT_ALLOW_PRIVATE: jetstream.place,
  FOLKMOOT_ALLOW_PORTS: String(jetstream.port),
  FOLKMOOT_LOG: 'error',
})

/** Numbers from 0 up to 1, the same ones again for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Says markers at a steady pace, each in other words so that none is a copy of another, until stopped. */
export function sayMarkers(
  jetstream: JetstreamFixture,
  everyMs: number,
  next: () => number,
): { said: string[]; stop(): void } {
  const said: string[] = []
  const words = () => Array.from({ length: 12 }, () => next().toString(36).slice(2, 9)).join(' ')
  const timer = setInterval(() => said.push(jetstream.say(`quokkamark ${said.length} ${words()}`)), everyMs)
  return { said, stop: () => clearInterval(timer) }
}

export interface Kept {
  uris: string[]
  matches: number
  counted: number
  heard: number
}

/** What the record holds of the markers, and what the counts say; null while the database is away. */
export async function readKept(folder: string): Promise<Kept | null> {
  const client = await connect(folder).catch(() => null)
  if (!client) return null
  try {
    const posts = await client.query<{ uri: string }>(
      `select uri from record_post where text like 'quokkamark%'`,
    )
    const { rows } = await client.query<{ matches: number; counted: number; heard: number }>(
      `select (select count(*)::int from listen_match) as matches,
        (select coalesce(sum(n), 0)::int from listen_minute) as counted,
        (select coalesce(sum(heard), 0)::int from listen_heard) as heard`,
    )
    return { uris: posts.rows.map((row) => row.uri), ...rows[0]! }
  } catch {
    return null
  } finally {
    await client.end().catch(() => {})
  }
}

async function connect(folder: string): Promise<pg.Client> {
  const client = new pg.Client(connectionSettings(await runningPostgres(folder)))
  client.on('error', () => {})
  await client.connect()
  return client
}

/** Process id of the embedded PostgreSQL; 0 while there is none. */
export function postmaster(folder: string): number {
  try {
    return Number(readFileSync(path.join(folder, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0])
  } catch {
    return 0
  }
}
