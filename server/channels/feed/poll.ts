import { maskedAddress } from '../../platform/masked-address.ts'
import {
  aborted,
  type Batch,
  because,
  cannotReach,
  type ListenIo,
  type Listening,
  pause,
  quiet,
  refused,
  type SafeResponse,
  sampleOf,
  type Why,
  waiting,
} from '../channel.ts'
import { decode } from './charset.ts'
import { findFeed } from './discover.ts'
import { askedMinutes, nextMinutes, retryAfterMs } from './interval.ts'
import { type Kept, readKept, sift } from './memory.ts'
import { readFeed } from './read-feed.ts'
import type { FeedSettings } from './settings.ts'
import { toPosts } from './translate.ts'

/** Room for an item of ten megabytes and its neighbours; what is larger is no feed. */
const mostBytes = 16 * 1024 * 1024
const hour = 3_600_000
/** After this many refusals in a row a person is asked; the feed is still tried, every six hours. */
const patience = 5

/** Looks at one feed again and again, until the signal aborts. */
export async function* pollFeed(
  settings: FeedSettings,
  cursor: string | null,
  io: ListenIo,
): AsyncGenerator<Batch> {
  const poll = new Poll(settings, readKept(cursor), io)
  yield quiet(cursor, { state: 'listening' })
  while (!io.signal.aborted) {
    await pause(poll.waitMs(), io.signal)
    if (io.signal.aborted) return
    for await (const batch of poll.look()) {
      if (io.signal.aborted) return
      yield batch
    }
    if (poll.over) await aborted(io.signal)
  }
}

class Poll {
  readonly #settings: FeedSettings
  readonly #io: ListenIo
  #kept: Kept
  #failures = 0
  /** The publisher said that the feed is gone for good. */
  over = false

  constructor(settings: FeedSettings, kept: Kept, io: ListenIo) {
    this.#settings = settings
    this.#kept = kept
    this.#io = io
  }

  get #now(): number {
    return this.#io.clock.now().getTime()
  }

  waitMs(): number {
    // A clock that was put back must not silence a feed for longer than its longest interval.
    return Math.min(Math.max(0, this.#kept.next - this.#now), 24 * hour)
  }

  async *look(): AsyncGenerator<Batch> {
    const url = this.#kept.found ?? this.#settings.url
    let answer: SafeResponse
    try {
      answer = await this.#io.fetch(url, {
        headers: this.#headers(),
        maxBytes: mostBytes,
        timeoutMs: 20_000,
        signal: this.#io.signal,
      })
    } catch (error) {
      if (this.#io.signal.aborted) return
      this.#failures++
      const wait = this.#patience(2 * hour)
      this.#kept.next = this.#now + wait
      yield quiet(this.#cursor(), cannotReach(error, new Date(this.#kept.next)))
      return
    }
    if (answer.status === 200) yield* this.#read(answer, url)
    else if (answer.status === 304) yield this.#nothingNew(answer)
    else yield this.#refusal(answer)
  }

  #headers(): Record<string, string> {
    const headers: Record<string, string> = {
      accept:
        'application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/html;q=0.5, */*;q=0.1',
    }
    if (this.#kept.etag) headers['if-none-match'] = this.#kept.etag
    if (this.#kept.modified) headers['if-modified-since'] = this.#kept.modified
    return headers
  }

  async *#read(answer: SafeResponse, url: string): AsyncGenerator<Batch> {
    const contentType = answer.headers.get('content-type')
    const read = await readFeed(answer.bytes, contentType, answer.url)
    if (!read.ok) {
      if (read.html && this.#kept.found === null) {
        const found = await findFeed(
          { bytes: answer.bytes, contentType, url: answer.url },
          this.#io.fetch,
          this.#io.signal,
        )
        if (found) {
          this.#kept = { ...this.#kept, found: found.url, etag: null, modified: null, next: 0 }
          yield quiet(this.#cursor(), { state: 'listening' })
          return
        }
      }
      // A page moved its feed: next time it is looked for again.
      this.#kept = { ...this.#kept, found: null, etag: null, modified: null }
      const state = this.#later(read.why)
      yield {
        ...quiet(this.#cursor(), state),
        quarantined: [
          {
            reason: read.why.says,
            sample: sampleOf(decode(answer.bytes.subarray(0, 2_000), contentType).text),
          },
        ],
      }
      return
    }
    this.#failures = 0
    const posts = await toPosts(read.feed, url)
    const { fresh, changed, known, seen } = sift(this.#kept.seen, posts)
    const before = this.#kept
    const asked = askedMinutes(answer.headers, read.feed)
    const minutes = nextMinutes(before.minutes, fresh.length > 0, asked, this.#settings)
    this.#kept = {
      ...before,
      etag: answer.headers.get('etag')?.slice(0, 500) ?? null,
      modified: answer.headers.get('last-modified')?.slice(0, 100) ?? null,
      seen,
      minutes,
      heardAt: this.#now,
      next: this.#now + minutes * 60_000 * (0.95 + Math.random() * 0.1),
    }
    const batch: Batch = {
      posts: fresh,
      changes: changed.map((post) => ({ kind: 'edited', post })),
      quarantined: read.feed.remarks.map((reason) => ({
        reason,
        sample: maskedAddress(answer.url).slice(0, 500),
      })),
      heard: fresh.length,
      cursor: this.#cursor(),
      listening: { state: 'listening' },
    }
    const gap = rolledOver(before, posts, known)
    if (gap) batch.gap = gap
    yield batch
  }

  #nothingNew(answer: SafeResponse): Batch {
    this.#failures = 0
    const minutes = nextMinutes(this.#kept.minutes, false, askedMinutes(answer.headers, null), this.#settings)
    this.#kept = {
      ...this.#kept,
      minutes,
      heardAt: this.#now,
      next: this.#now + minutes * 60_000 * (0.95 + Math.random() * 0.1),
    }
    return quiet(this.#cursor(), { state: 'listening' })
  }

  #refusal(answer: SafeResponse): Batch {
    const after = retryAfterMs(answer.headers, this.#now)
    const { status } = answer
    if (status === 410) {
      this.over = true
      return quiet(this.#cursor(), refused('gone'))
    }
    if (status === 401 || status === 403 || status === 402 || status === 451) {
      this.#failures++
      this.#kept.next = this.#now + (after ?? (this.#failures < patience ? hour : 6 * hour))
      return quiet(this.#cursor(), refused('publisher-refuses', [status]))
    }
    // A stale validator must not be what the server stumbles over.
    this.#kept = { ...this.#kept, etag: null, modified: null }
    const why =
      status === 429
        ? because('less-often')
        : status === 404
          ? because('nothing-there')
          : because('answered', status)
    const state = this.#later(why, after)
    if (status === 404 && this.#failures >= patience) {
      return quiet(this.#cursor(), refused('nothing-there'))
    }
    return quiet(this.#cursor(), state)
  }

  #later(why: Why, after: number | null = null): Listening {
    this.#failures++
    const wait = Math.max(after ?? 0, this.#patience(6 * hour))
    this.#kept.next = this.#now + wait
    return waiting(new Date(this.#kept.next), why)
  }

  /** From the shortest interval upwards, doubling with each failure. */
  #patience(most: number): number {
    return Math.min(most, this.#settings.least * 60_000 * 2 ** Math.min(this.#failures - 1, 20))
  }

  #cursor(): string {
    return JSON.stringify(this.#kept)
  }
}

/** All of it is new although we had seen some: what came between has fallen off the end of the feed. */
function rolledOver(before: Kept, posts: { publishedAt: Date | null }[], known: number): Batch['gap'] {
  if (before.seen === '' || before.heardAt === null || known > 0 || posts.length < 5) return undefined
  const oldest = posts
    .map((p) => p.publishedAt?.getTime() ?? Number.POSITIVE_INFINITY)
    .reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  if (!Number.isFinite(oldest) || oldest <= before.heardAt) return undefined
  return {
    from: new Date(before.heardAt),
    to: new Date(oldest),
    reason: 'The feed moved on by more items than it holds',
  }
}
