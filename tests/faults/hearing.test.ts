import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type JetstreamFixture, startJetstream } from '../support/jetstream.ts'
import { endPostgres, freshFolder, type RunningServer, startServer, until } from '../support/server.ts'
import { layDesk, postmaster, readKept, SERVER_ENV, sayMarkers, seeded } from './desk.ts'

/** How often the app and PostgreSQL are killed; and what the pauses between follow from, so that a run can be had again. */
const KILLS = Number(process.env['FOLKMOOT_KILLS'] ?? 20)
const POSTGRES_KILLS = Math.min(3, KILLS)
const SEED = Number(process.env['FOLKMOOT_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

let folder: string
let remove: () => Promise<void>
let jetstream: JetstreamFixture
let server: RunningServer | null = null
let next: () => number

beforeEach(async () => {
  next = seeded(SEED)
  ;({ folder, remove } = await freshFolder())
  jetstream = await startJetstream()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(`FOLKMOOT_SEED=${SEED}\n${server?.said()}`)
  await server?.stop('SIGTERM')
  server = null
  await endPostgres(folder)
  await jetstream.close()
  await remove()
})

/**
 * Prints what became of the markers, then holds it: every one once, in the record, among the matches, and in the counts
 * that screens add up.
 */
async function expectAll(check: string, said: string[], figures: Record<string, unknown>): Promise<void> {
  const enough = async () => ((await readKept(folder))?.uris.length ?? 0) >= said.length
  await until(enough, 120_000, 500).catch(() => {})
  await sleep(1_500)
  const kept = (await readKept(folder))!
  const uris = new Set(kept.uris)
  const measured = {
    lost: said.filter((uri) => !uris.has(uri)).length,
    doubled: kept.uris.length - uris.size,
    matches: kept.matches,
    counted: kept.counted,
    heard: kept.heard,
  }
  console.log(JSON.stringify({ check, seed: SEED, ...figures, markers: said.length, ...measured }))
  expect(measured).toEqual({
    lost: 0,
    doubled: 0,
    matches: said.length,
    counted: said.length,
    heard: said.length,
  })
}

async function firstHeard(): Promise<void> {
  await until(() => jetstream.readers() === 1, 30_000)
  await until(async () => ((await readKept(folder))?.uris.length ?? 0) > 0, 30_000)
}

describe('while posts are heard', () => {
  test(`kill -9 of the app, ${KILLS} times: no marker is lost or doubled`, async () => {
    await layDesk(folder, jetstream)
    server = await startServer(folder, SERVER_ENV(jetstream))
    await until(() => jetstream.readers() === 1, 30_000)
    const markers = sayMarkers(jetstream, 10, next)
    await firstHeard()
    const starts: number[] = []
    for (let i = 0; i < KILLS; i++) {
      await sleep(100 + next() * 1_500)
      await server.stop('SIGKILL')
      server = await startServer(folder, SERVER_ENV(jetstream))
      starts.push(server.tookMs)
    }
    await sleep(1_000)
    markers.stop()
    starts.sort((a, b) => a - b)
    await expectAll('F1', markers.said, {
      kills: KILLS,
      start_ms_median: Math.round(starts[starts.length >> 1]!),
      start_ms_worst: Math.round(starts.at(-1)!),
    })
  })

  test(`kill -9 of PostgreSQL, ${POSTGRES_KILLS} times: the app stays up, says so, and nothing is lost or doubled`, async () => {
    const cookie = await layDesk(folder, jetstream)
    server = await startServer(folder, SERVER_ENV(jetstream))
    await until(() => jetstream.readers() === 1, 30_000)
    const markers = sayMarkers(jetstream, 10, next)
    await firstHeard()
    const stream = await fetch(`${server.origin}/live`, { headers: { cookie: `folkmoot=${cookie}` } })
    expect(stream.status).toBe(200)
    let streamed = ''
    const reading = (async () => {
      for await (const part of stream.body!.pipeThrough(new TextDecoderStream())) streamed += part
    })().catch(() => {})
    for (let i = 0; i < POSTGRES_KILLS; i++) {
      await sleep(1_000 + next() * 1_000)
      const before = postmaster(folder)
      process.kill(before, 'SIGKILL')
      await until(() => postmaster(folder) > 0 && postmaster(folder) !== before, 30_000)
      await until(async () => (await fetch(`${server!.origin}/health`)).status === 200, 30_000)
    }
    await sleep(1_000)
    markers.stop()
    expect(server.child.exitCode).toBe(null)
    await expectAll('F2', markers.said, { kills: POSTGRES_KILLS })
    expect(streamed.match(/"database":"away"/g)?.length).toBeGreaterThanOrEqual(POSTGRES_KILLS)
    expect(streamed).toContain('listen.posts-matched')
    await server.stop()
    server = null
    await reading
  })

  test('a full disk: refused and said, and nothing is lost once there is room again', async ({ skip }) => {
    const disk = path.join(path.dirname(folder), 'small')
    mkdirSync(disk)
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400m,mode=0755', 'tmpfs', disk], { stdio: 'pipe' })
    } catch {
      skip('a small disk cannot be mounted here')
    }
    try {
      folder = path.join(disk, 'data')
      await layDesk(folder, jetstream)
      server = await startServer(folder, SERVER_ENV(jetstream))
      await until(() => jetstream.readers() === 1, 30_000)
      const markers = sayMarkers(jetstream, 2, next)
      await firstHeard()
      const filler = path.join(disk, 'filler')
      try {
        for (;;) writeFileSync(filler, Buffer.alloc(1_000_000), { flag: 'a' })
      } catch {
        // Full.
      }
      await until(async () => (await fetch(`${server!.origin}/health`)).status !== 200, 120_000, 200)
      await sleep(3_000)
      expect(server.child.exitCode).toBe(null)
      rmSync(filler)
      await until(async () => (await fetch(`${server!.origin}/health`)).status === 200, 60_000, 200)
      markers.stop()
      await expectAll('F3', markers.said, { disk_mb: 400 })
    } finally {
      await server?.stop('SIGTERM')
      server = null
      execFileSync('umount', ['-l', disk])
    }
  })
})
