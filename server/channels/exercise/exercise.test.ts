import { readdirSync, readFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import { fixedClock } from '../../platform/clock.ts'
import { createLog } from '../../platform/log.ts'
import { NOWHERE } from '../../platform/safe-fetch.ts'
import type { Batch, ListenIo } from '../channel.ts'
import { createExercise, loadScenarios } from './index.ts'
import { readScenario } from './scenario.ts'

const folder = new URL('./scenarios/', import.meta.url)
const start = '2026-03-02T08:00:00Z'

describe('scenario files', () => {
  test.each(readdirSync(folder))('%s is whole and plays to its end', async (file) => {
    const read = readScenario(JSON.parse(readFileSync(new URL(file, folder), 'utf8')))
    expect(read.ok ? [] : read.problems).toEqual([])
    if (!read.ok) return
    const clocked = read.scenario.posts.filter((p) => !p.trigger)
    expect(clocked.at(-1)!.at).toBeLessThanOrEqual(read.scenario.clock.length)
  })

  test('a mistake is named with its place', () => {
    const file = JSON.parse(readFileSync(new URL('sound-check.json', folder), 'utf8'))
    file.posts[3].by = 'nobody'
    file.posts[6].replyTo = 'p14'
    file.posts[7].id = 'p9'
    const read = readScenario(file)
    expect(read).toEqual({
      ok: false,
      problems: ['posts: p9 is there twice', 'posts.p4: nobody is called nobody', 'posts.p7: replyTo names p14, which comes later'],
    })
    expect(readScenario({ format: 'other' }).ok).toBe(false)
    expect(readScenario(null).ok).toBe(false)
  })
})

describe('playing', () => {
  let clock: ReturnType<typeof fixedClock>
  let stop: AbortController
  beforeEach(() => {
    clock = fixedClock(start)
    stop = new AbortController()
  })
  const io = (): ListenIo => ({ clock, log: createLog('silent'), signal: stop.signal, ...NOWHERE })
  const source = (settings: Record<string, unknown> = {}) => ({
    id: 'src',
    organisation: 'org',
    channel: 'exercise' as const,
    name: 'x',
    settings: { scenario: 'sound-check', ...settings },
  })

  /** Plays until `until` batches say enough; the clock goes on by `step` ms each time nothing new came. */
  async function hear(room: ReturnType<typeof createExercise>, settings: object, cursor: string | null, step: number, enough: (heard: Batch[]) => boolean) {
    const heard: Batch[] = []
    const ticking = setInterval(() => clock.advance(step), 5)
    try {
      for await (const batch of room.channel.listen!(source(settings as Record<string, unknown>), cursor, io())) {
        heard.push(batch)
        if (enough(heard)) break
      }
    } finally {
      clearInterval(ticking)
    }
    return heard
  }
  const posts = (batches: Batch[]) => batches.flatMap((b) => b.posts)
  const names = (batches: Batch[]) => posts(batches).map((p) => p.uri.split('/').at(-1))

  test('posts come in the order of their moments, at the chosen speed, with times on the wall', async () => {
    const heard = await hear(createExercise(), { speed: 20 }, null, 50, (b) => posts(b).length >= 12)
    expect(names(heard)).toEqual(['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8', 'p9', 'p10', 'p11', 'p14'])
    const times = posts(heard).map((p) => (p.publishedAt!.getTime() - Date.parse(start)) / 1_000)
    // p14 is due at 230 s; at twenty times the pace that is 11.5 s on the wall.
    expect(times.at(-1)).toBeCloseTo(11.5, 1)
    expect([...times].sort((a, b) => a - b)).toEqual(times)
    expect(posts(heard)[6]).toMatchObject({ inReplyTo: 'exercise://src/1/p6', mentions: ['littleweircouncil'], author: { handle: 'tomo_milllane' } })
    expect(posts(heard)[4]!.links).toEqual([{ url: 'https://weirpost.example/mill-lane-burst', domain: 'weirpost.example', title: 'Burst main on Mill Lane' }])
  })

  test('stopped at any batch and taken up from its cursor, nothing is lost and names stay the same', async () => {
    const whole = names(await hear(createExercise(), { speed: 60 }, null, 40, (b) => posts(b).length >= 12))
    for (let cut = 2; cut < 9; cut++) {
      stop = new AbortController()
      clock = fixedClock(start)
      const first = await hear(createExercise(), { speed: 60 }, null, 40, (b) => b.length >= cut && posts(b).length > 0)
      const rest = await hear(createExercise(), { speed: 60 }, first.at(-1)!.cursor, 40, (b) => names([...first, ...b]).includes('p14'))
      expect([...new Set(names([...first, ...rest]))].sort()).toEqual([...whole].sort())
    }
  })

  test('a pause stands still, resuming goes on, seeking begins a new run with fresh names', async () => {
    const room = createExercise()
    const controls = room.rehearsal('src')
    let paused = 0
    const heard = await hear(room, { speed: 60 }, null, 40, (b) => {
      const last = names(b).at(-1)
      if (last === 'p5' && paused === 0) {
        controls.pause()
        paused = controls.state()!.at
        clock.advance(20_000)
        setTimeout(() => {
          expect(controls.state()).toMatchObject({ at: paused, running: false, paused: 'by-hand' })
          controls.seek(80)
          controls.resume()
        }, 100)
      }
      return posts(b).some((p) => p.uri === 'exercise://src/2/p8')
    })
    const uris = posts(heard).map((p) => p.uri.replace('exercise://src/', ''))
    expect(paused).toBeGreaterThan(59)
    expect(uris.indexOf('2/p6')).toBe(uris.indexOf('1/p5') + 1)
    expect(controls.state()).toMatchObject({ run: 2 })
  })

  test('what a person does fires what waits for it, once; a time fires by itself', async () => {
    const room = createExercise()
    const controls = room.rehearsal('src')
    const fired: string[][] = []
    const heard = await hear(room, { speed: 60 }, null, 40, (b) => {
      if (names(b).at(-1) === 'p7' && fired.length === 0) {
        fired.push(controls.did('publish.draft-sent'), controls.did('publish.draft-sent'), controls.did('nothing-waits'))
        expect(controls.fire('no-such')).toBe(false)
      }
      return names(b).includes('p15')
    })
    expect(fired).toEqual([['answered'], [], []])
    const order = names(heard)
    expect(order.indexOf('p12')).toBeGreaterThan(order.indexOf('p7'))
    expect(order.indexOf('p12')).toBeLessThan(order.indexOf('p8'))
    expect(order.filter((n) => n === 'p12')).toHaveLength(1)
    expect(order.at(-1)).toBe('p15')
  })

  test('when the facilitator drops the clock pauses, and goes on when they are back', async () => {
    const room = createExercise()
    const controls = room.rehearsal('src')
    let gone = false
    const heard = await hear(room, { speed: 5 }, null, 100, (b) => {
      if (b.length === 2) controls.attended()
      if (controls.state()?.paused === 'facilitator-gone' && !gone) {
        gone = true
        controls.attended()
        expect(controls.state()!.running).toBe(true)
      }
      return gone && names(b).includes('p10')
    })
    expect(gone).toBe(true)
    expect(names(heard)).toContain('p10')
  })

  test('a demonstration begins again with fresh names, and what already happened comes at once', async () => {
    const heard = await hear(createExercise(), { speed: 100, loop: true, startAt: 100 }, null, 40, (b) => posts(b).some((p) => p.uri === 'exercise://src/2/p2'))
    const first = heard.find((b) => b.posts.length > 0)!
    expect(names([first])).toEqual(['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7'])
    // The moment before it began is dated back at the pace of life.
    expect((Date.parse(start) - first.posts[0]!.publishedAt!.getTime()) / 1_000).toBeCloseTo(100, 0)
  })

  test('the clock of the machine may leap without the scenario leaping', async () => {
    const room = createExercise()
    let leapt = false
    await hear(room, { speed: 1 }, null, 100, (b) => {
      if (!leapt && b.length >= 1) {
        leapt = true
        clock.advance(3_600_000)
      }
      return b.length >= 3
    })
    expect(room.rehearsal('src').state()?.at ?? 0).toBeLessThan(60)
  })

  test('settings name the scenario, or say that there is none', () => {
    const { channel } = createExercise()
    expect(channel.readSettings({ scenario: 'sound-check', speed: 20 })).toMatchObject({ ok: true, name: 'Sound check: five minutes on Mill Lane' })
    expect(channel.readSettings({ scenario: 'x' })).toEqual({ ok: false, problems: [{ field: 'scenario', message: 'There is no exercise called x' }] })
    expect(channel.readSettings({}).ok).toBe(false)
    expect(loadScenarios().size).toBeGreaterThanOrEqual(2)
  })
})
