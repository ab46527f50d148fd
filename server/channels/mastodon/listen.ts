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
  refused,
  sampleOf,
  waiting,
} from '../channel.ts'
import { Api, ApiRefusal } from './api.ts'
import { type Cursor, isAfter, readCursor, Statuses } from './memory.ts'
import { type MastodonSettings, streamOf, timelineOf } from './settings.ts'
import { readFrame, readStatus } from './translate.ts'

/** Pages read back to what was heard last: 800 statuses. What is older is a gap. */
const mostPages = 20
/** How long a server that would not stream is polled before it is asked to stream again. */
const askAgainMs = 15 * 60_000
const silenceMs = 90_000
/** Questions after missing statuses in one look. */
const mostAsked = 5

/** Listens to one timeline: streaming where the server does, looking again and again where it does not. */
export async function* listenToTimeline(
  settings: MastodonSettings,
  cursor: string | null,
  io: ListenIo,
): AsyncGenerator<Batch> {
  const token = settings.token ? ((await io.secret?.(settings.token)) ?? null) : null
  if (settings.token && token === null) {
    yield quiet(cursor, refused('token-gone'))
  }
  yield* new Timeline(settings, cursor, token, io).listen()
}

class Timeline {
  readonly #settings: MastodonSettings
  readonly #io: ListenIo
  readonly #api: Api
  readonly #known = new Statuses()
  #cursor: Cursor
  #failures = 0
  /** Missing from the last page, with what the server said of each: there (false), or nothing (null). */
  #missed = new Map<string, false | null>()
  #looked = false
  /** No attempt to stream before this moment (Unix ms). */
  #streamFrom = 0

  constructor(settings: MastodonSettings, cursor: string | null, token: string | null, io: ListenIo) {
    this.#settings = settings
    this.#io = io
    this.#api = new Api(settings.server, token, io)
    this.#cursor = readCursor(cursor)
    if (!settings.stream) this.#streamFrom = Number.POSITIVE_INFINITY
  }

  get #now(): number {
    return this.#io.clock.now().getTime()
  }

  async *listen(): AsyncGenerator<Batch> {
    while (!this.#io.signal.aborted) {
      // The socket is opened first and the timeline read then, so that nothing falls between the two.
      const stream = this.#now >= this.#streamFrom ? await this.#open() : null
      let wait: number
      try {
        const { batches, restMs } = await this.#look()
        this.#failures = 0
        yield* batches
        wait = Math.max(restMs, this.#settings.everySeconds * 1_000)
        if (stream) {
          yield* this.#follow(stream)
          wait = 1_000
        }
      } catch (error) {
        if (this.#io.signal.aborted) return
        this.#failures++
        const until = error instanceof ApiRefusal ? error.untilMs : null
        wait = Math.max(until ?? 0, backoff(this.#failures + 2, 600_000))
        yield quiet(this.#written(), this.#state(error, wait))
      } finally {
        stream?.close()
      }
      await pause(wait, this.#io.signal)
    }
  }

  async #open(): Promise<FrameStream | null> {
    const host = (await this.#api.streaming()) ?? this.#settings.server.replace(/^http/, 'ws')
    try {
      return await this.#io.socket(`${host}/api/v1/streaming?${streamOf(this.#settings)}`, {
        headers: this.#api.headers,
        maxFrameBytes: 16 * 1024 * 1024,
      })
    } catch (error) {
      this.#io.log.info(
        { host, reason: (error as Error).message },
        'mastodon: no streaming, looking at intervals',
      )
      this.#streamFrom = this.#now + askAgainMs
      return null
    }
  }

  async *#follow(stream: FrameStream): AsyncGenerator<Batch> {
    const close = () => stream.close()
    this.#io.signal.addEventListener('abort', close, { once: true })
    let last = performance.now()
    try {
      for await (const frames of inBatches(stream, {
        most: 500,
        withinMs: 100,
        size: (s) => s.length,
        mostBytes: 4_000_000,
        idleMs: 1_000,
      })) {
        if (this.#io.signal.aborted) return
        if (frames.length > 0) {
          last = performance.now()
          const batch = this.#heed(frames)
          if (batch) yield batch
        } else if (performance.now() - last > silenceMs) return
      }
    } catch (error) {
      this.#io.log.warn({ reason: (error as Error).message }, 'mastodon: stream lost')
    } finally {
      this.#io.signal.removeEventListener('abort', close)
    }
  }

  #heed(frames: string[]): Batch | null {
    const batch = quiet(null)
    for (const frame of frames) {
      const read = readFrame(frame)
      if (read.kind === 'bad')
        batch.quarantined.push({ reason: read.reason, sample: sampleOf(frame.slice(0, 600)) })
      else if (read.kind === 'deleted') this.#delete(read.id, batch)
      else if (read.kind === 'status' || read.kind === 'edited') this.#take(read.status, batch)
    }
    batch.cursor = this.#written()
    return batch.posts.length + batch.changes.length + batch.quarantined.length > 0 ? batch : null
  }

  #delete(id: string, batch: Batch): void {
    const uri = this.#known.uriOf(id)
    if (!uri) return
    batch.changes.push({ kind: 'deleted', uri })
    this.#known.forget(uri)
  }

  /** A status seen: new, edited since, or known already. */
  #take(raw: unknown, batch: Batch): void {
    const read = readStatus(raw, this.#settings.server, (id) => this.#known.uriOf(id))
    if (read.kind === 'bad') {
      batch.quarantined.push({ reason: read.reason, sample: sampleOf(raw) })
      return
    }
    if (this.#cursor.id === null || isAfter(read.id, this.#cursor.id)) this.#cursor.id = read.id
    this.#cursor.at = this.#now
    if (read.kind === 'private') return
    const version = this.#known.versionOf(read.post.uri)
    if (version === undefined) {
      batch.posts.push(read.post)
      batch.heard++
    } else if (read.version !== version) batch.changes.push({ kind: 'edited', post: read.post })
    this.#known.remember(read.id, read.post.uri, read.version)
  }

  /** Reads the timeline back to what was heard last and gives it in the order in which it was said. */
  async #look(): Promise<{ batches: Batch[]; restMs: number }> {
    const since = this.#cursor.id
    const first = await this.#api.page(timelineOf(this.#settings))
    const pages = [first.items]
    let last = first
    let reached = since === null || reaches(first.items, since)
    while (
      !reached &&
      last.older &&
      last.items.length > 0 &&
      pages.length < mostPages &&
      !this.#io.signal.aborted
    ) {
      await pause(last.restMs, this.#io.signal)
      last = await this.#api.page(last.older)
      pages.push(last.items)
      reached = reaches(last.items, since!)
    }
    const newestFirst = pages.flat()
    const heardBefore = this.#cursor.at
    const batch = quiet(null, { state: 'listening' })
    // What is not after the cursor may still be new (servers date remote statuses back), so it is given once more;
    // it is not counted again.
    for (const status of newestFirst.toReversed()) {
      const again = since !== null && !this.#looked && !isAfter(idOf(status), since)
      const before = batch.heard
      this.#take(status, batch)
      if (again) batch.heard = before
    }
    this.#looked = true
    await this.#findDeleted(first.items, batch)
    this.#cursor.at = this.#now
    batch.cursor = this.#written()
    // A server that gives no older page has no more to give: quiet servers look the same, so only a full first page counts.
    if (!reached && heardBefore !== null && newestFirst.length >= 40) {
      const oldest = batch.posts[0]?.publishedAt ?? new Date(this.#now)
      if (oldest.getTime() > heardBefore)
        batch.gap = {
          from: new Date(heardBefore),
          to: oldest,
          reason: 'More was said than the server gives back',
        }
    }
    return { batches: [batch], restMs: last.restMs }
  }

  /**
   * A status that should stand on the page and does not was deleted, or hidden: the server is asked. Where it answers
   * strangers nothing, a status that is missing twice in a row is no longer public, which is what we may hear.
   */
  async #findDeleted(page: unknown[], batch: Batch): Promise<void> {
    const ids = page.map(idOf).filter((id) => id !== '')
    if (ids.length === 0) return
    const shown = new Set(ids)
    const low = ids.reduce((a, b) => (isAfter(a, b) ? b : a))
    const missing = this.#known.after(low).filter((id) => !shown.has(id))
    const before = this.#missed
    this.#missed = new Map()
    for (const id of missing.slice(-mostAsked)) {
      const gone = before.get(id) ?? (await this.#api.isGone(id))
      if (gone === true || (gone === null && before.has(id))) this.#delete(id, batch)
      else this.#missed.set(id, gone)
    }
  }

  #state(error: unknown, wait: number): Listening {
    const until = inMs(this.#io.clock, wait)
    if (!(error instanceof ApiRefusal)) return cannotReach(error, until)
    const host = new URL(this.#settings.server).host
    switch (error.status) {
      case 401:
      case 403:
      case 422:
        return refused('needs-account', [host, error.status])
      case 404:
        return refused('no-timeline', [host])
      case 429:
        return waiting(until, because('host-less-often', host))
      default:
        return waiting(until, because('host', host), error.why)
    }
  }

  #written(): string {
    return JSON.stringify(this.#cursor)
  }
}

const idOf = (status: unknown): string => {
  const id = (status as { id?: unknown } | null)?.id
  return typeof id === 'string' ? id : ''
}

const reaches = (items: unknown[], since: string): boolean =>
  items.some((s) => idOf(s) !== '' && !isAfter(idOf(s), since))
