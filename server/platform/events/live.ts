import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Database } from '../db/database.ts'
import type { Log } from '../log.ts'
import type { StoredEvent } from './event.ts'
import { listenForEvents } from './listener.ts'
import { prunedTo } from './prune-events.ts'
import { eventSpan, readEvents } from './read-events.ts'
import { BUFFER_LIMIT, type LiveViewer, Viewer } from './viewer.ts'

export type { LiveViewer } from './viewer.ts'

export interface LiveOptions {
  db: Database
  log: Log
  /**
   * Turns a stored event into the `data` that viewers receive, by event type; done once for all viewers of the
   * organisation. Null: nobody is told. A type without one is told as it was stored.
   */
  hydrate?: Record<string, (event: StoredEvent) => Promise<unknown> | unknown>
  /**
   * What each viewer is told of a batch of one organisation's events: the event's own `data` when all of it, less when
   * only a part, null for nothing. Asked before a batch is given; when it throws, nobody is told yet. Default: all of it.
   */
  sieve?: (
    organisation: string,
    events: readonly StoredEvent[],
  ) => Promise<(person: string, event: StoredEvent) => unknown>
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
const BATCH = 500
const CACHE = 2_000
/** A notification can be lost with its connection; every room is also looked at this often. */
const LOOK_MS = 2_000

interface Room {
  organisation: string
  /** The number of the last event that the live viewers of this room were given. */
  cursor: number
  viewers: Set<Viewer>
  pumping: boolean
  again: boolean
}

interface Told {
  event: StoredEvent
  /** JSON as it goes onto the wire; null when nobody is told. */
  json: string | null
}

export function createLive(options: LiveOptions): Live {
  const { db, log } = options
  const rooms = new Map<string, Promise<Room>>()
  const viewers = new Set<Viewer>()
  const cache = new Map<number, Promise<Told>>()
  let away: Date | null = null
  let closed = false

  const told = (event: StoredEvent): Promise<Told> => {
    const known = cache.get(event.number)
    if (known) return known
    const made = hydrate(event)
    cache.set(event.number, made)
    if (cache.size > CACHE) cache.delete(cache.keys().next().value!)
    return made
  }
  const hydrate = async (event: StoredEvent): Promise<Told> => {
    const how = options.hydrate?.[event.type]
    try {
      const data = how ? await how(event) : event.data
      return { event, json: data === null ? null : wire(event, data) }
    } catch (error) {
      cache.delete(event.number)
      throw error
    }
  }
  type Give = (viewer: Viewer, one: Told) => void
  const giver = async (organisation: string, events: StoredEvent[]): Promise<Give> => {
    const sieved = events.length > 0 ? await options.sieve?.(organisation, events) : undefined
    return (viewer, { event, json }) => {
      const data = sieved ? sieved(viewer.who.person, event) : event.data
      const whole = json === null || data === event.data
      viewer.tell(event.number, whole ? json : data === null ? null : wire(event, data))
    }
  }

  const setAway = (isAway: boolean) => {
    if (isAway === (away !== null)) return
    const since = away
    away = isAway ? new Date() : null
    log.warn(isAway ? 'the database is away' : 'the database is back')
    for (const viewer of viewers)
      viewer.say('state', { database: isAway ? 'away' : 'here', since: (away ?? since)?.toISOString() })
  }

  /** Gives a room's live viewers everything that is new. One at a time a room; asked again meanwhile, it runs again. */
  const pump = async (room: Room): Promise<void> => {
    if (room.viewers.size === 0) return
    if (room.pumping) {
      room.again = true
      return
    }
    room.pumping = true
    try {
      do {
        room.again = false
        for (;;) {
          const events = await readEvents(db, room.organisation, room.cursor, BATCH)
          const batch = await Promise.all(events.map(told))
          const give = await giver(room.organisation, events)
          let bytes = 0
          for (const one of batch) {
            room.cursor = Math.max(room.cursor, one.event.number)
            for (const viewer of room.viewers) if (viewer.live) give(viewer, one)
            bytes += one.json?.length ?? 0
            if (bytes < BUFFER_LIMIT / 8) continue
            // A burst is handed to the sockets in pieces, so that only who really does not read is found too slow.
            bytes = 0
            for (const viewer of room.viewers) if (viewer.live && viewer.full) viewer.flush()
            await new Promise((go) => setImmediate(go))
          }
          if (events.length < BATCH) break
        }
      } while (room.again)
    } catch (error) {
      log.debug({ reason: (error as Error).message }, 'events could not be read')
    } finally {
      room.pumping = false
    }
  }

  const pumpAll = () => {
    for (const room of rooms.values()) void room.then(pump, () => {})
  }
  const enter = (organisation: string): Promise<Room> => {
    const known = rooms.get(organisation)
    if (known) return known
    const made = eventSpan(db, organisation).then((span) => ({
      organisation,
      cursor: span.newest,
      viewers: new Set<Viewer>(),
      pumping: false,
      again: false,
    }))
    rooms.set(organisation, made)
    made.catch(() => rooms.delete(organisation))
    return made
  }

  /** Brings a viewer from its cursor to the room's, then cuts over; between the check and the cut nothing can slip in. */
  const backfill = async (viewer: Viewer, room: Room): Promise<void> => {
    while (!viewer.closed && viewer.at < room.cursor) {
      const events = await readEvents(db, room.organisation, viewer.at, BATCH)
      const within = events.filter((event) => event.number <= room.cursor)
      // Everything up to the room's cursor was pruned meanwhile.
      if (within.length === 0) viewer.at = room.cursor
      const batch = await Promise.all(within.map(told))
      const give = await giver(room.organisation, within)
      for (const one of batch) {
        give(viewer, one)
        if (!viewer.full) continue
        viewer.flush()
        if (!(await viewer.drained(10_000))) viewer.drop('too slow')
      }
      viewer.flush()
    }
    viewer.live = true
  }

  const listener = listenForEvents(
    db.url,
    log,
    (organisation) => void rooms.get(organisation)?.then(pump, () => {}),
    (here) => {
      if (closed) return
      setAway(!here)
      if (here) pumpAll()
    },
  )
  const looking = setInterval(pumpAll, LOOK_MS)
  const beating = setInterval(() => {
    for (const viewer of viewers) viewer.beat()
  }, options.beatMs ?? 15_000)
  const keeping = setInterval(() => {
    for (const viewer of viewers) options.onBeat?.(viewer.who)
  }, 60_000)
  for (const timer of [looking, beating, keeping]) timer.unref()

  /** A viewer in its room, at the place that it asked for; `lost` when what it missed is not kept any more. */
  const join = async (
    request: IncomingMessage,
    response: ServerResponse,
    who: LiveViewer,
  ): Promise<{ viewer: Viewer; room: Room; lost: boolean }> => {
    const cursor = cursorOf(request)
    const room = await enter(who.organisation)
    const floor = await prunedTo(db, who.organisation)
    const { newest } = await eventSpan(db, who.organisation)
    // Nobody was watching: nothing has moved the room on.
    if (room.viewers.size === 0) room.cursor = Math.max(room.cursor, newest)
    const lost = cursor !== null && (cursor < floor || cursor > Math.max(newest, floor))
    openStream(response)
    let stopAsking = () => {}
    const viewer = new Viewer(who, response, cursor === null || lost ? room.cursor : cursor, (why) => {
      stopAsking()
      viewers.delete(viewer)
      room.viewers.delete(viewer)
      log.debug({ session: who.session, why }, 'a stream ended')
    })
    const mine = [...viewers].filter((other) => other.who.session === who.session)
    if (mine.length >= MOST_A_SESSION) mine[0]?.end('crowded', {})
    viewers.add(viewer)
    room.viewers.add(viewer)
    response.on('close', () => viewer.drop('left'))
    response.on('error', () => viewer.drop('broken'))
    stopAsking = options.onSessionEnded?.(who, () => viewer.end('signed-out', {})) ?? stopAsking
    return { viewer, room, lost }
  }

  return {
    async serve(request, response, who) {
      if (closed || viewers.size >= MOST_VIEWERS) {
        response.writeHead(503, { 'retry-after': '5' }).end()
        return
      }
      const { viewer, room, lost } = await join(request, response, who)
      response.write('retry: 1000\n\n')
      viewer.say('state', { database: away ? 'away' : 'here', since: away?.toISOString() })
      if (lost) viewer.say('reload', {})
      try {
        await backfill(viewer, room)
        void pump(room)
      } catch {
        viewer.drop('the database is away')
      }
    },
    endSession(session) {
      for (const viewer of viewers) if (viewer.who.session === session) viewer.end('signed-out', {})
    },
    viewers: () => viewers.size,
    awaySince: () => away,
    async close() {
      closed = true
      for (const timer of [looking, beating, keeping]) clearInterval(timer)
      for (const viewer of viewers) viewer.drop('closing')
      await listener.close()
    },
  }
}

const wire = ({ number, type, at }: StoredEvent, data: unknown): string =>
  JSON.stringify({ number, type, at, data })

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
