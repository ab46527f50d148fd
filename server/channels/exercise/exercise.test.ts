import { readdirSync, readFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Clock, fixedClock, systemClock } from '../../platform/clock.ts'
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
      problems: [
        'posts: p9 is there twice',
        'posts.p4: nobody is called nobody',
        'posts.p7: replyTo names p14, which comes later',
      ],
    })
    expect(readScenario({ format: 'other' }).ok).toBe(false)
    expect(readScenario(null).ok).toBe(false)
  })
})

describe('playing', () => {
  let stop: AbortController
  beforeEach(() => {
    stop = new AbortController()
  })
  const io = (clock: Clock): ListenIo => ({
    clock,
    log: createLog('silent'),
    signal: stop.signal,
    ...NOWHERE,
  })
  const source = (settings: Record<string, unknown>) => ({
    id: 'src',
    organisation: 'org',
    channel: 'exercise' as const,
    name: 'x',
    settings: { scenario: 'sound-check', ...settings },
  })

  /** Plays until the batches say enough. */
  async function hear(
    room: ReturnType<typeof createExercise>,
    settings: Record<string, unknown>,
    cursor: string | null,
    enough: (heard: Batch[]) => boolean,
    clock: Clock = systemClock,
  ) {
    const heard: Batch[] = []
    for await (const batch of room.channel.listen!(source(settings), cursor, io(clock))) {
      heard.push(batch)
      if (enough(heard)) break
    }
    return heard
  }
  const posts = (batches: Batch[]) => batches.flatMap((b) => b.posts)
  const names = (batches: Batch[]) => posts(batches).map((p) => p.uri.split('/').at(-1))
  const byTheClock = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8', 'p9', 'p10', 'p11', 'p14']

  test('posts come in the order of their moments, at the chosen speed, with times on the wall', async () => {
    const began = Date.now()
    const heard = await hear(createExercise(), { speed: 200 }, null, (b) => names(b).includes('p14'))
    expect(names(heard).slice(0, 12)).toEqual(byTheClock)
    const times = posts(heard).map((p) => (p.publishedAt!.getTime() - began) / 1_000)
    // p14 is due at 230 s; at two hundred times the pace that is 1.15 s on the wall.
    expect(times[11]).toBeGreaterThan(1.1)
    expect(times[11]).toBeLessThan(1.6)
    expect([...times].sort((a, b) => a - b)).toEqual(times)
    expect(posts(heard)[6]).toMatchObject({
      inReplyTo: 'exercise://src/1/p6',
      mentions: ['littleweircouncil'],
      author: { handle: 'tomo_milllane' },
    })
    expect(posts(heard)[4]!.links).toEqual([
      {
        url: 'https://weirpost.example/mill-lane-burst',
        domain: 'weirpost.example',
        title: 'Burst main on Mill Lane',
      },
    ])
  })

  test('stopped at any batch and taken up from its cursor, nothing is lost and names stay the same', async () => {
    for (let cut = 1; cut < 9; cut++) {
      const first = await hear(createExercise(), { speed: 600 }, null, (b) => b.length >= cut)
      const rest = await hear(createExercise(), { speed: 600 }, first.at(-1)!.cursor, (b) =>
        names([...first, ...b]).includes('p15'),
      )
      expect([...new Set(names([...first, ...rest]))].sort()).toEqual([...byTheClock, 'p15'].sort())
    }
  })

  test('a pause stands still, resuming goes on, seeking begins a new run with fresh names', async () => {
    const room = createExercise()
    const controls = room.rehearsal('src')
    let paused = 0
    const heard = await hear(room, { speed: 100 }, null, (b) => {
      if (paused === 0 && names(b).includes('p5')) {
        controls.pause()
        paused = controls.state()!.at
        setTimeout(() => {
          expect(controls.state()).toMatchObject({ at: paused, running: false, paused: 'by-hand' })
          controls.seek(20)
          controls.resume()
        }, 300)
      }
      return posts(b).some((p) => p.uri === 'exercise://src/2/p4')
    })
    const second = posts(heard)
      .map((p) => p.uri)
      .filter((uri) => uri.startsWith('exercise://src/2/'))
    expect(second.slice(0, 2)).toEqual(['exercise://src/2/p3', 'exercise://src/2/p4'])
    expect(paused).toBeGreaterThanOrEqual(60)
    expect(controls.state()).toBeNull()
  })

  test('what a person does fires what waits for it, once; a time fires by itself', async () => {
    const room = createExercise()
    const controls = room.rehearsal('src')
    const fired: string[][] = []
    const heard = await hear(room, { speed: 300 }, null, (b) => {
      if (fired.length === 0 && names(b).includes('p7')) {
        fired.push(
          controls.did('publish.draft-sent'),
          controls.did('publish.draft-sent'),
          controls.did('nothing-waits'),
        )
        expect(controls.fire('no-such')).toBe(false)
      }
      return names(b).includes('p15') && names(b).includes('p13')
    })
    expect(fired).toEqual([['answered'], [], []])
    const order = names(heard)
    expect(order.indexOf('p12')).toBeGreaterThan(order.indexOf('p7'))
    expect(order.indexOf('p13')).toBeGreaterThan(order.indexOf('p12'))
    expect(order.filter((n) => n === 'p12')).toHaveLength(1)
    // Fired at 240, due five seconds later.
    expect(order.indexOf('p15')).toBeGreaterThan(order.indexOf('p14'))
  })

  test('when the facilitator drops the clock pauses, and goes on when they are back', async () => {
    const room = createExercise()
    const controls = room.rehearsal('src')
    const clock = fixedClock(start)
    const gone: number[] = []
    const ticking = setInterval(() => clock.advance(2_000), 10)
    const heard = await hear(
      room,
      { speed: 1 },
      null,
      (b) => {
        if (b.length === 1) controls.attended()
        const state = controls.state()!
        if (state.paused === 'facilitator-gone' && gone.length === 0) {
          gone.push(state.at)
          setTimeout(() => {
            gone.push(controls.state()!.at)
            controls.attended()
          }, 300)
        }
        return gone.length === 2 && controls.state()!.running
      },
      clock,
    )
    clearInterval(ticking)
    expect(gone[1]).toBe(gone[0])
    expect(heard.length).toBeGreaterThan(1)
  })

  test('a demonstration begins again with fresh names, and what already happened comes at once', async () => {
    const began = Date.now()
    const heard = await hear(createExercise(), { speed: 400, loop: true, startAt: 100 }, null, (b) =>
      posts(b).some((p) => p.uri === 'exercise://src/2/p2'),
    )
    const first = heard.find((b) => b.posts.length > 0)!
    expect(names([first]).slice(0, 7)).toEqual(['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7'])
    // The moment before it began is dated back at the pace of life.
    expect((began - first.posts[0]!.publishedAt!.getTime()) / 1_000).toBeGreaterThan(99)
  })

  test('the clock of the machine may leap without the scenario leaping', async () => {
    const room = createExercise()
    const clock = fixedClock(start)
    const seen: number[] = []
    await hear(
      room,
      { speed: 1 },
      null,
      (b) => {
        if (b.length === 1) clock.advance(86_400_000)
        if (b.length === 2) clock.advance(-3_600_000)
        seen.push(room.rehearsal('src').state()!.at)
        setTimeout(() => room.rehearsal('src').speed(1), 20)
        return b.length >= 3
      },
      clock,
    )
    expect(Math.max(...seen)).toBeLessThan(60)
  })

  test('settings name the scenario, or say that there is none', () => {
    const { channel } = createExercise()
    expect(channel.readSettings({ scenario: 'sound-check', speed: 20 })).toMatchObject({
      ok: true,
      name: 'Sound check: five minutes on Mill Lane',
    })
    expect(channel.readSettings({ scenario: 'x' })).toEqual({
      ok: false,
      problems: [
        {
          field: 'scenario',
          code: 'exercise-unknown',
          values: ['x'],
          message: 'There is no exercise called x.',
        },
      ],
    })
    expect(channel.readSettings({}).ok).toBe(false)
    expect(loadScenarios().size).toBeGreaterThanOrEqual(2)
  })
})
