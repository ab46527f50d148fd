import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Database } from '../db/database.ts'
import type { Log } from '../log.ts'
import { type Listener, listenForEvents } from './listener.ts'
import { prunedTo } from './prune-events.ts'
import { eventSpan } from './read-events.ts'
import { type Room, Rooms } from './rooms.ts'
import { Telling, type TellOptions } from './telling.ts'
import { type LiveViewer, Viewer } from './viewer.ts'

export type { LiveViewer } from './viewer.ts'

export interface LiveOptions extends TellOptions {
  db: Database
  log: Log
  /** Calls `then` within 5 s of the session's end, in whichever process; returns how to stop asking. */
  onSessionEnded?: (viewer: LiveViewer, then: () => void) => () => void
  /** Called every minute for every open stream, so that a watched desk does not idle out. */
  onBeat?: (viewer: LiveViewer) => void
  beatMs?: number
}

/**
 * The stream of what happens, as server-sent events. Messages that a screen receives:
 * - `events` with `id: <number>`: a JSON array of `{ number, type, at, data }`, at most four a second;
 * - `state`: `{ "database": "away" | "here", "since": … }`;
 * - `reload`: the cursor is older than what is kept (48 h): load the page's data afresh;
 * - `signed-out`: the session has ended; the stream ends here and a new one is refused with 401.
 * The cursor comes as `Last-Event-ID`, or `?after=` on the first request.
 */
export interface Live {
  serve(request: IncomingMessage, response: ServerResponse, viewer: LiveViewer): Promise<void>
  /** Ends every stream of this session now. */
  endSession(session: string): void
  viewers(): number
  /** Null while the database is there, else since when it is away. */
  awaySince(): Date | null
  close(): Promise<void>
}

const MOST_VIEWERS = 2_000
const MOST_A_SESSION = 8
/** A notification can be lost with its connection; every room is also looked at this often. */
const LOOK_MS = 2_000

export const createLive = (options: LiveOptions): Live => new Streams(options)

/** Every open stream of this process. */
class Streams implements Live {
  readonly #options: LiveOptions
  readonly #rooms: Rooms
  readonly #viewers = new Set<Viewer>()
  readonly #listener: Listener
  readonly #timers: NodeJS.Timeout[]
  #away: Date | null = null
  #closed = false

  constructor(options: LiveOptions) {
    const { db, log } = options
    this.#options = options
    this.#rooms = new Rooms(db, log, new Telling(options))
    this.#listener = listenForEvents(
      db.url,
      log,
      (organisation) => this.#rooms.wake(organisation),
      (here) => this.#noteDatabase(here),
    )
    this.#timers = [
      setInterval(() => this.#rooms.wakeAll(), LOOK_MS),
      setInterval(() => {
        for (const viewer of this.#viewers) viewer.beat()
      }, options.beatMs ?? 15_000),
      setInterval(() => {
        for (const viewer of this.#viewers) options.onBeat?.(viewer.who)
      }, 60_000),
    ]
    for (const timer of this.#timers) timer.unref()
  }

  async serve(request: IncomingMessage, response: ServerResponse, who: LiveViewer): Promise<void> {
    if (this.#closed || this.#viewers.size >= MOST_VIEWERS) {
      response.writeHead(503, { 'retry-after': '5' }).end()
      return
    }
    const { viewer, room, lost } = await this.#join(request, response, who)
    response.write('retry: 1000\n\n')
    viewer.say('state', { database: this.#away ? 'away' : 'here', since: this.#away?.toISOString() })
    if (lost) viewer.say('reload', {})
    try {
      await this.#rooms.backfill(viewer, room)
      void this.#rooms.pump(room)
    } catch {
      viewer.drop('the database is away')
    }
  }

  endSession(session: string): void {
    for (const viewer of this.#viewers) if (viewer.who.session === session) viewer.end('signed-out', {})
  }

  viewers(): number {
    return this.#viewers.size
  }

  awaySince(): Date | null {
    return this.#away
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const timer of this.#timers) clearInterval(timer)
    for (const viewer of this.#viewers) viewer.drop('closing')
    await this.#listener.close()
  }

  #noteDatabase(here: boolean): void {
    if (this.#closed) return
    this.#setAway(!here)
    if (here) this.#rooms.wakeAll()
  }

  #setAway(isAway: boolean): void {
    if (isAway === (this.#away !== null)) return
    const since = this.#away
    this.#away = isAway ? new Date() : null
    this.#options.log.warn(isAway ? 'the database is away' : 'the database is back')
    const state = { database: isAway ? 'away' : 'here', since: (this.#away ?? since)?.toISOString() }
    for (const viewer of this.#viewers) viewer.say('state', state)
  }

  /** A viewer in its room, at the place that it asked for; `lost` when what it missed is not kept any more. */
  async #join(
    request: IncomingMessage,
    response: ServerResponse,
    who: LiveViewer,
  ): Promise<{ viewer: Viewer; room: Room; lost: boolean }> {
    const { db } = this.#options
    const cursor = cursorOf(request)
    const room = await this.#rooms.enter(who.organisation)
    const floor = await prunedTo(db, who.organisation)
    const { newest } = await eventSpan(db, who.organisation)
    // Nobody was watching: nothing has moved the room on.
    if (room.viewers.size === 0) room.cursor = Math.max(room.cursor, newest)
    const lost = cursor !== null && (cursor < floor || cursor > Math.max(newest, floor))
    openStream(response)
    const viewer = this.#seat(room, response, who, cursor === null || lost ? room.cursor : cursor)
    return { viewer, room, lost }
  }

  #seat(room: Room, response: ServerResponse, who: LiveViewer, at: number): Viewer {
    let stopAsking = () => {}
    const viewer = new Viewer(who, response, at, (why) => {
      stopAsking()
      this.#viewers.delete(viewer)
      room.viewers.delete(viewer)
      this.#options.log.debug({ session: who.session, why }, 'a stream ended')
    })
    const mine = [...this.#viewers].filter((other) => other.who.session === who.session)
    if (mine.length >= MOST_A_SESSION) mine[0]?.end('crowded', {})
    this.#viewers.add(viewer)
    room.viewers.add(viewer)
    response.on('close', () => viewer.drop('left'))
    response.on('error', () => viewer.drop('broken'))
    stopAsking = this.#options.onSessionEnded?.(who, () => viewer.end('signed-out', {})) ?? stopAsking
    return viewer
  }
}

function openStream(response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
  })
  response.socket?.setNoDelay(true)
}

function cursorOf(request: IncomingMessage): number | null {
  const header = request.headers['last-event-id']
  const asked = new URL(request.url ?? '/', 'http://localhost').searchParams.get('after')
  const text = typeof header === 'string' && header !== '' ? header : asked
  const number = text === null || text === '' ? Number.NaN : Number(text)
  return Number.isSafeInteger(number) && number >= 0 ? number : null
}
