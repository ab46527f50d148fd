import type { Change } from '../../record/post.ts'
import {
  type Batch,
  backoff,
  because,
  cannotReach,
  type FrameStream,
  inBatches,
  inMs,
  type ListenIo,
  type Listening,
  pause,
  quiet,
  sampleOf,
} from '../channel.ts'
import type { Profiles } from './profiles.ts'
import type { BlueskySettings } from './settings.ts'
import { readFrame } from './translate.ts'

/** Events may overtake each other, and servers' clocks differ: what was heard in the last five seconds is asked for again. */
const rewindUs = 5_000_000
const liveWithinMs = 10_000

/**
 * Listens to a Jetstream server until the signal aborts; falls back on the next host when one fails or falls silent.
 * The cursor is the largest `time_us` heard, as a decimal string.
 */
export async function* listenToJetstream(
  settings: BlueskySettings,
  cursor: string | null,
  profiles: Profiles,
  io: ListenIo,
): AsyncGenerator<Batch> {
  let heardTo = cursor !== null && /^\d{1,16}$/.test(cursor) ? Number(cursor) : null
  let failures = 0
  for (let turn = 0; !io.signal.aborted; turn++) {
    const host = settings.hosts[turn % settings.hosts.length]!
    let stream: FrameStream | null = null
    let failure: unknown = because('server-closed')
    const close = () => stream?.close()
    io.signal.addEventListener('abort', close, { once: true })
    try {
      stream = await io.socket(address(host, heardTo), { maxFrameBytes: 16 * 1024 * 1024 })
      if (io.signal.aborted) return
      const connection = new Connection(heardTo, settings, io)
      yield quiet(cursorOf(heardTo), connection.opening())
      let last = performance.now()
      for await (const frames of inBatches(stream, batching)) {
        if (io.signal.aborted) return
        if (frames.length === 0) {
          if (performance.now() - last < settings.silenceSeconds * 1_000) continue
          failure = because('nothing-came', settings.silenceSeconds)
          break
        }
        last = performance.now()
        failures = 0
        for (const batch of connection.take(frames, profiles)) {
          heardTo = Math.max(heardTo ?? 0, Number(batch.cursor ?? 0)) || null
          yield batch
        }
      }
    } catch (error) {
      failure = error
    } finally {
      io.signal.removeEventListener('abort', close)
      stream?.close()
    }
    if (io.signal.aborted) return
    failures++
    // While there are other hosts to try, the next one is asked at once.
    const wait = failures < settings.hosts.length ? 200 : backoff(failures - settings.hosts.length + 1)
    const state = cannotReach(failure, inMs(io.clock, wait))
    io.log.warn({ host, reason: state.reason, wait }, 'bluesky: connection lost')
    yield quiet(cursorOf(heardTo), state)
    await pause(wait, io.signal)
  }
}

const batching = {
  most: 1_000,
  withinMs: 25,
  size: (s: string) => s.length,
  mostBytes: 4_000_000,
  idleMs: 1_000,
}

const cursorOf = (heardTo: number | null): string | null => (heardTo === null ? null : String(heardTo))

function address(host: string, heardTo: number | null): string {
  const url = new URL(`${host}/subscribe`)
  url.searchParams.append('wantedCollections', 'app.bsky.feed.post')
  if (heardTo !== null) url.searchParams.set('cursor', String(Math.max(0, heardTo - rewindUs)))
  return url.href
}

/** What one connection has heard so far. */
class Connection {
  /** Where this connection takes over; events up to here were counted before. */
  readonly #from: number | null
  readonly #settings: BlueskySettings
  readonly #io: ListenIo
  #heardTo: number | null
  #first = true
  #live = false

  constructor(from: number | null, settings: BlueskySettings, io: ListenIo) {
    this.#from = from
    this.#heardTo = from
    this.#settings = settings
    this.#io = io
  }

  opening(): Listening {
    const behind = this.#from === null ? 0 : this.#io.clock.now().getTime() - this.#from / 1_000
    this.#live = behind < liveWithinMs
    return this.#live ? { state: 'listening' } : { state: 'catching-up', from: new Date(this.#from! / 1_000) }
  }

  /**
   * Frames as batches. A change closes its batch before a later post of the same name, because readers apply a
   * batch's posts first and then its changes.
   */
  *take(frames: string[], profiles: Profiles): Generator<Batch> {
    let batch = quiet(cursorOf(this.#heardTo))
    let changed = new Set<string>()
    const now = this.#io.clock.now().getTime()
    for (const frame of frames) {
      const heeded = readFrame(frame)
      if (heeded.kind === 'post' && changed.size > 0 && changed.has(heeded.post.uri)) {
        batch.cursor = cursorOf(this.#heardTo)
        yield batch
        batch = quiet(cursorOf(this.#heardTo))
        changed = new Set()
      }
      if (heeded.time !== null) this.#advance(heeded.time, batch, now)
      switch (heeded.kind) {
        case 'post':
          if (this.#from === null || heeded.time > this.#from) batch.heard++
          profiles.name(heeded.post)
          batch.posts.push(heeded.post)
          break
        case 'change':
          if (heeded.change.kind === 'edited') profiles.name(heeded.change.post)
          changed.add(nameOf(heeded.change))
          batch.changes.push(heeded.change)
          break
        case 'identity':
          profiles.doubt(heeded.did, heeded.claims)
          break
        case 'bad':
          batch.quarantined.push({ reason: heeded.reason, sample: sampleOf(frame.slice(0, 600)) })
          break
      }
    }
    batch.cursor = cursorOf(this.#heardTo)
    if (!this.#live && this.#heardTo !== null && now - this.#heardTo / 1_000 < liveWithinMs) {
      this.#live = true
      batch.listening = { state: 'listening' }
    }
    yield batch
  }

  #advance(time: number, batch: Batch, now: number): void {
    // A server whose clock runs ahead must not move the cursor into the future, where nothing would be heard again.
    const sane = Math.min(time, (now + 60_000) * 1_000)
    if (this.#first) {
      this.#first = false
      const oldest = now - this.#settings.keepsHours * 3_600_000
      if (this.#from !== null && this.#from / 1_000 < oldest && sane > this.#from) {
        batch.gap = {
          from: new Date(this.#from / 1_000),
          to: new Date(sane / 1_000),
          reason: `Folkmoot was away for longer than the ${this.#settings.keepsHours} hours that the network keeps`,
        }
      }
    }
    this.#heardTo = Math.max(this.#heardTo ?? 0, sane)
  }
}

const nameOf = (change: Change): string =>
  change.kind === 'edited' ? change.post.uri : change.kind === 'deleted' ? change.uri : change.author
