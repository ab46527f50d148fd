import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../platform/clock.ts'
import { createLog } from '../platform/log.ts'
import type { Outside } from '../platform/safe-fetch.ts'
import type { Batch, Channel, Heard, Listening, SourceRow } from './channel.ts'

/** A network, or what stands in for one, that a channel can be listened to on. */
export interface Place {
  settings: Record<string, unknown>
  outside: Outside
  /** What will be said by itself, in order; for a channel that plays a script. Otherwise `say` is used. */
  script?: string[]
  say?(text: string): Promise<void> | void
  /** Says something that cannot be a post, next to what can. */
  garble?(): Promise<void> | void
  /** The network cannot be reached, and then it can. */
  lose?(): Promise<void> | void
  regain?(): Promise<void> | void
  close(): Promise<void>
}

export interface Bench {
  channel: Channel
  good: Record<string, unknown>[]
  /** Settings and the form field that is to blame. */
  bad: [Record<string, unknown>, string][]
  /** Absent for a channel that only reads files. */
  place?: () => Promise<Place>
}

const within = async (ms: number, what: string, so: () => boolean): Promise<void> => {
  const end = performance.now() + ms
  while (!so()) {
    if (performance.now() > end) throw new Error(`${what}: not within ${ms} ms`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Listens in the background and keeps what came. */
export class Ear {
  readonly batches: Batch[] = []
  readonly #stop = new AbortController()
  readonly #done: Promise<void>
  failure: unknown = null

  constructor(channel: Channel, place: Place, cursor: string | null = null, settings = place.settings) {
    const read = channel.readSettings(settings)
    const source: SourceRow = {
      id: 'source-1',
      organisation: 'organisation-1',
      channel: channel.kind,
      name: 'x',
      settings: read.ok ? read.settings : settings,
    }
    const io = { clock: systemClock, log: createLog('silent'), signal: this.#stop.signal, ...place.outside }
    this.#done = (async () => {
      for await (const batch of channel.listen!(source, cursor, io)) this.batches.push(batch)
    })().catch((error) => {
      this.failure = error
    })
  }

  get posts(): Heard[] {
    return this.batches.flatMap((b) => b.posts)
  }

  get texts(): string[] {
    return this.posts.map((p) => p.text)
  }

  get states(): Listening[] {
    return this.batches.flatMap((b) => b.listening ?? [])
  }

  get reasons(): string[] {
    return this.batches.flatMap((b) => b.quarantined.map((q) => q.reason))
  }

  get cursors(): (string | null)[] {
    return this.batches.map((b) => b.cursor)
  }

  hears(text: string, ms = 30_000): Promise<void> {
    return within(ms, `to hear "${text}"`, () => this.texts.includes(text))
  }

  until(what: string, so: (ear: Ear) => boolean, ms = 30_000): Promise<void> {
    return within(ms, what, () => so(this))
  }

  /** Tells it to end; throws when it goes on. */
  async stop(): Promise<void> {
    this.#stop.abort()
    const { promise: tired, reject } = Promise.withResolvers<never>()
    const guard = setTimeout(() => reject(new Error('it was told to end and goes on')), 30_000)
    await Promise.race([this.#done, tired]).finally(() => clearTimeout(guard))
  }
}

/** What every post must be, whatever the network. */
function expectWhole(post: Heard, kind: Channel['kind']): void {
  expect(post.channel).toBe(kind)
  expect(post.uri).toMatch(/^\S.*$/s)
  expect(post.author.id).not.toBe('')
  expect(post.author.handle).not.toMatch(/^@|^$/)
  for (const text of [post.text, post.author.handle, ...post.tags, ...post.media.map((m) => m.alt ?? '')]) {
    expect(text.isWellFormed()).toBe(true)
    expect(text).not.toContain('\0')
  }
  expect(post.text.length).toBeLessThanOrEqual(100_000)
  for (const link of post.links) expect(link.domain).toMatch(/^[^\s/]+$/)
  for (const name of [...post.mentions, ...post.tags]) expect(name).not.toMatch(/^[@#]/)
  expect(post.publishedAt === null || !Number.isNaN(post.publishedAt.getTime())).toBe(true)
}

/** The suite that every channel passes. */
export function describeChannel(bench: Bench): void {
  const { channel } = bench
  describe(`the ${channel.kind} channel`, () => {
    describe('settings', () => {
      test.each(bench.good)('%j are read, named, and read the same again', (settings) => {
        const read = channel.readSettings(settings)
        expect(read).toMatchObject({ ok: true, name: expect.stringMatching(/\S/) })
        if (read.ok) expect(channel.readSettings(read.settings)).toEqual(read)
      })
      test.each(bench.bad)('%j are refused with words at %s', (settings, field) => {
        const read = channel.readSettings(settings)
        expect(read).toMatchObject({ ok: false, problems: [{ field, message: expect.stringMatching(/\S/) }] })
      })
      test('nothing that a form can send makes it throw', () => {
        const junk = [
          null,
          undefined,
          5,
          [],
          'x',
          '\0',
          { __proto__: null },
          { length: 1e9 },
          '𝕏'.repeat(5_000),
        ]
        const fields = [
          ...new Set([...bench.good, ...bench.bad.map(([s]) => s)].flatMap((s) => Object.keys(s))),
        ]
        for (const value of junk) {
          expect(() => channel.readSettings(value as never)).not.toThrow()
          for (const field of fields) {
            const read = channel.readSettings({ ...bench.good[0], [field]: value })
            if (!read.ok) expect(read.problems.every((p) => p.message !== '')).toBe(true)
          }
        }
      })
    })

    test('only a network whose stream has numbers for names is told which handles matter', () => {
      expect(channel.know !== undefined).toBe(channel.kind === 'bluesky')
    })

    const { place: makePlace } = bench
    if (!makePlace) return
    describe('listening', () => {
      let place: Place
      let ear: Ear | null = null
      const listen = (cursor: string | null = null, settings?: Record<string, unknown>) => {
        ear = new Ear(channel, place, cursor, settings)
        return ear
      }
      beforeEach(async () => {
        place = await makePlace()
      })
      afterEach(async () => {
        await ear?.stop()
        await place.close()
        expect(ear?.failure ?? null).toBeNull()
      })
      const say = async (...texts: string[]) => {
        for (const text of texts) await place.say!(text)
      }

      test('it says that it listens, and brings posts whole, in order, counted', async () => {
        const texts = place.script ?? ['first words', 'second words', 'third words']
        const heard = listen()
        if (place.say) {
          await heard.until('it listens', (e) => e.states.length > 0)
          await say(...texts)
        }
        await heard.hears(texts.at(-1)!)
        expect(heard.states.some((s) => s.state === 'listening')).toBe(true)
        expect(heard.texts.filter((t, n, all) => texts.includes(t) && all.indexOf(t) === n)).toEqual(texts)
        for (const post of heard.posts) expectWhole(post, channel.kind)
        expect(heard.batches.reduce((sum, b) => sum + b.heard, 0)).toBe(
          new Set(heard.posts.map((p) => p.uri)).size,
        )
      })

      test('taken up from any cursor nothing is lost; what comes twice has the same name', async () => {
        const texts = place.script ?? Array.from({ length: 6 }, (_, n) => `words number ${n}`)
        const first = listen()
        if (place.say) {
          await first.until('it listens', (e) => e.states.length > 0)
          for (const text of texts) {
            await say(text)
            await first.hears(text)
          }
        } else await first.hears(texts.at(-1)!)
        await first.stop()
        const names = new Map(first.posts.map((p) => [p.text, p.uri]))
        for (let n = 0; n < first.batches.length; n++) {
          // No cursor yet means that nothing has been heard yet: a live network then begins with now.
          if (first.batches[n]!.cursor === null) continue
          const before = first.batches.slice(0, n + 1).flatMap((b) => b.posts.map((p) => p.text))
          const again = listen(first.batches[n]!.cursor)
          await again.until(`all after batch ${n}`, (e) =>
            texts.every((t) => before.includes(t) || e.texts.includes(t)),
          )
          for (const post of again.posts)
            if (names.has(post.text)) expect(post.uri).toBe(names.get(post.text))
          await again.stop()
        }
      })

      test('it ends when told to', async () => {
        const heard = listen()
        await heard.until('it has begun', (e) => e.batches.length > 0)
        await heard.stop()
        expect(heard.failure).toBeNull()
      })

      test('a cursor that is nonsense does no harm', async () => {
        for (const cursor of [
          '',
          'x',
          '{',
          '[]',
          'null',
          '{"id":5,"run":-1,"seen":7}',
          '-1',
          '9'.repeat(400),
        ]) {
          const heard = listen(cursor)
          await heard.until(`it has begun with ${cursor.slice(0, 20)}`, (e) => e.batches.length > 0)
          await heard.stop()
          expect(heard.failure).toBeNull()
        }
      })

      test('settings that no longer hold are a state to read, not a crash', async () => {
        const heard = listen(null, bench.bad[0]![0])
        await heard.until('it says so', (e) => e.states.some((s) => s.state === 'refused'))
        await heard.stop()
      })

      test('what cannot be a post is quarantined with a reason, and its neighbours arrive', async (t) => {
        if (!place.garble) return t.skip()
        const heard = listen()
        await heard.until('it listens', (e) => e.states.length > 0)
        await say('the neighbour before')
        await heard.hears('the neighbour before')
        await place.garble()
        await say('the neighbour after')
        await heard.hears('the neighbour after')
        await heard.until('something is quarantined', (e) => e.reasons.length > 0)
        for (const batch of heard.batches) {
          for (const { reason, sample } of batch.quarantined) {
            expect(reason).toMatch(/\S/)
            expect(sample.length).toBeLessThanOrEqual(500)
            expect(sample).not.toMatch(/[\u0000-\u001f\u202e]/)
          }
        }
      })

      test('a network that cannot be reached is said, waited for, and caught up with', {
        timeout: 60_000,
      }, async (t) => {
        if (!place.lose || !place.regain) return t.skip()
        const heard = listen()
        await heard.until('it listens', (e) => e.states.length > 0)
        await say('said before')
        await heard.hears('said before')
        const count = heard.states.length
        await place.lose()
        await heard.until(
          'it says so',
          (e) => e.states.slice(count).some((s) => s.state === 'waiting' && s.reason !== ''),
          30_000,
        )
        await place.regain()
        await say('said after')
        await heard.hears('said after', 40_000)
        expect(heard.states.at(-1)!.state).not.toBe('waiting')
      })
    })
  })
}
