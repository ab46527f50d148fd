import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { startMastodon } from '../../tests/support/mastodon.ts'
import { createChannels } from '../channels/registry.ts'
import { systemClock } from '../platform/clock.ts'
import { createLog } from '../platform/log.ts'
import { createSafeFetch } from '../platform/safe-fetch.ts'
import { createSecrets } from '../platform/secrets.ts'
import * as listen from './index.ts'
import { type Bench, bench, ctxOf, organisation, post, posts, search, until } from './test-listen.ts'

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

const detail = async (id = b.source) => {
  const source = await listen.getSource(b.ctx, { id })
  if (!source.ok) throw new Error(JSON.stringify(source.refusal))
  return source.value
}

test('a key in the address of a feed is shown only to those who can change it', async () => {
  const url = 'https://desk:word@feed.invalid/rss?token=topsecret'
  const drawn = '9f86d081884c7d659a2feaa0c55ad015'
  const settings = {
    url,
    hosts: ['https://one.invalid/?key=topsecret', `https://two.invalid/${drawn}/rss`],
    every: 5,
  }
  await sql`update listen_source set settings = ${JSON.stringify(settings)} where id = ${b.source}`.execute(
    t.db.read,
  )
  for (const role of ['viewer', 'officer'] as const) {
    const seen = await listen.listSources(b.as(role))
    expect(JSON.stringify(seen), role).not.toMatch(/topsecret|word|9f86d0/)
    expect(seen.ok && seen.value[0]!.settings).toEqual({
      url: 'https://feed.invalid/rss?…',
      hosts: ['https://one.invalid/?…', 'https://two.invalid/…/rss'],
      every: 5,
    })
    expect(JSON.stringify(await listen.getSource(b.as(role), { id: b.source }))).not.toMatch(/topsecret/)
  }
  for (const role of ['approver', 'administrator'] as const) {
    const seen = await listen.listSources(b.as(role))
    expect(seen.ok && seen.value[0]!.settings['url'], role).toBe(url)
  }
  await sql`update listen_source set settings = '{}' where id = ${b.source}`.execute(t.db.read)
})

describe('what a person reads of a source', () => {
  test('while nothing can be heard it is blind since a moment that stays, and sees again without a scar', async () => {
    const says = (state: object) => b.network.push({ listening: state as never })
    says({ state: 'listening' })
    says({ state: 'waiting', reason: 'The server closed the connection', until: null })
    const first = await until(async () => {
      const seen = await detail()
      return seen.state === 'waiting' && seen
    })
    expect(first.says).toMatch(/^Waiting: The server closed the connection\. Blind since today \d\d:\d\d\./)
    expect(first.gaps[0]).toMatchObject({ to: null, reason: 'The server closed the connection' })
    const since = first.gaps[0]!.from
    // Stored before there were codes: its own words, marked as such.
    expect(first.said.slice(0, 2)).toMatchObject([
      { code: 'waiting' },
      { code: null, says: 'The server closed the connection.' },
    ])
    const why = [{ code: 'no-server', values: ['weir.example'], says: 'The server is still away' }]
    says({ state: 'waiting', reason: 'The server is still away', why, until: null })
    const second = await until(async () => {
      const seen = await detail()
      return seen.says.includes('still away') && seen
    })
    expect(second.gaps[0]!.from).toEqual(since)
    expect(second.said[1]).toEqual({ ...why[0], says: 'The server is still away.' })
    expect(second.said.map((one) => one.says).join(' ')).toBe(second.says)
    says({ state: 'listening' })
    const third = await until(async () => {
      const seen = await detail()
      return seen.state === 'listening' && seen
    })
    expect(third.gaps).toEqual([])
  })

  test('what the network no longer has is a gap for ever, when the source is gone too', async () => {
    const from = new Date('2026-11-20T10:00:00Z')
    const to = new Date('2026-11-20T11:00:00Z')
    b.network.push({ gap: { from, to, reason: 'The network no longer has it' } })
    await until(async () => (await detail()).gaps.length === 1)
    expect((await detail()).gaps).toEqual([{ from, to, reason: 'The network no longer has it' }])
    const coverage = await listen.getCoverage(b.ctx)
    expect(coverage.ok && coverage.value.gaps[0]).toMatchObject({ from, to })
  })

  test('what was cleaned is counted by its kind, beside what could not be taken', async () => {
    const s = await search(b, 'weirwater')
    b.network.push({
      posts: [
        post('weirwater one', { publishedAt: new Date('2090-01-01') }),
        post('weirwater two', { publishedAt: new Date('2091-02-02') }),
      ],
      quarantined: [{ reason: 'An event that is not JSON', sample: '{' }],
    })
    await posts(b, s.id, 2)
    const seen = await until(async () => {
      const one = await detail()
      return one.cleaned.length > 0 && one
    })
    expect(seen.cleaned).toEqual([{ reason: 'dated in the future; shown under the time it was heard', n: 2 }])
    expect(seen.quarantineReasons).toEqual([{ reason: 'An event that is not JSON', n: 1 }])
    expect(seen.quarantine).toHaveLength(1)
    expect(seen.quarantined).toBe(1)
  })
})

test('an access token is sealed, sent to its server only, never shown, and gone with its source', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'folkmoot-token-'))
  const there = await startMastodon({ streaming: false })
  const outside = createSafeFetch({ ports: [there.port], allowPrivate: [there.place] })
  const org = organisation()
  const secrets = createSecrets(path.join(folder, 'key'))
  const channels = createChannels({ secrets })
  const ctx = ctxOf(t.db, org, 'administrator', systemClock, channels)
  const hearing = listen.createHearing({
    db: t.db,
    channels,
    clock: systemClock,
    log: createLog('silent'),
    outside: () => outside,
    organisation: async (id) => (id === org.id ? org : null),
  })
  try {
    const settings = { server: there.url, kind: 'list', list: '7' }
    expect(await listen.addSource(ctx, { channel: 'mastodon', settings })).toMatchObject({
      ok: false,
      refusal: { problems: [{ field: 'token' }] },
    })
    const added = await listen.addSource(ctx, { channel: 'mastodon', settings, token: ' weir-token-1 ' })
    if (!added.ok) throw new Error(JSON.stringify(added.refusal))
    const { id } = added.value
    expect(
      await listen.addSource(ctx, { channel: 'mastodon', settings, token: 'weir-token-1' }),
    ).toMatchObject({
      refusal: { rule: 'source-known', detail: { name: added.value.name } },
    })
    expect(JSON.stringify(added.value)).not.toContain('weir-token')
    const stored = await sql<{ row: string }>`
      select listen_source::text as row from listen_source where id = ${id}`.execute(t.db.read)
    expect(stored.rows[0]!.row).not.toContain('weir-token')
    await hearing.start()
    await until(async () => there.tokens.has('Bearer weir-token-1'))
    const edited = await listen.editSource(ctx, { id, settings: added.value.settings, token: 'weir-token-2' })
    expect(edited.ok).toBe(true)
    await hearing.refresh()
    await until(async () => there.tokens.has('Bearer weir-token-2'))
    // Saved again without one, the one that is there stays.
    await listen.editSource(ctx, { id, settings: added.value.settings, token: '' })
    const kept = await sql<{ secret: string | null }>`
      select secret from listen_source where id = ${id}`.execute(t.db.read)
    expect(
      secrets.open(kept.rows[0]!.secret!, {
        organisation: org.id,
        table: 'listen_source',
        row: id,
        column: 'secret',
      }),
    ).toBe('weir-token-2')
    // Another server is never shown it: for that one a token must be typed.
    const elsewhere = { ...added.value.settings, server: 'https://elsewhere.example' }
    expect(await listen.editSource(ctx, { id, settings: elsewhere, token: '' })).toMatchObject({
      ok: false,
      refusal: { problems: [{ field: 'token' }] },
    })
    const local = await listen.editSource(ctx, { id, settings: { ...elsewhere, kind: 'local' }, token: '' })
    expect(local.ok && local.value.settings['token']).toBeUndefined()
    const left = await sql<{ secret: string | null }>`
      select secret from listen_source where id = ${id}`.execute(t.db.read)
    expect(left.rows[0]!.secret).toBeNull()
    await listen.removeSource(ctx, { id })
    const gone = await sql<{ secret: string | null }>`
      select secret from listen_source where id = ${id}`.execute(t.db.read)
    expect(gone.rows[0]!.secret).toBeNull()
    expect(readFileSync(path.join(folder, 'key'), 'utf8')).not.toContain('weir-token')
  } finally {
    await hearing.stop()
    await outside.close()
    await there.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
