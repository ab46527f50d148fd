import type { Database } from '../db/database.ts'
import type { Log } from '../log.ts'
import { eventSpan, readEvents } from './read-events.ts'
import type { Telling } from './telling.ts'
import { BUFFER_LIMIT, type Viewer } from './viewer.ts'

const BATCH = 500

export interface Room {
  organisation: string
  /** The number of the last event that the live viewers of this room were given. */
  cursor: number
  viewers: Set<Viewer>
  pumping: boolean
  again: boolean
}

/** One room an organisation; its live viewers stand at the same event. */
export class Rooms {
  readonly #db: Database
  readonly #log: Log
  readonly #telling: Telling
  readonly #rooms = new Map<string, Promise<Room>>()

  constructor(db: Database, log: Log, telling: Telling) {
    this.#db = db
    this.#log = log
    this.#telling = telling
  }

  enter(organisation: string): Promise<Room> {
    const known = this.#rooms.get(organisation)
    if (known) return known
    const made = eventSpan(this.#db, organisation).then((span) => ({
      organisation,
      cursor: span.newest,
      viewers: new Set<Viewer>(),
      pumping: false,
      again: false,
    }))
    this.#rooms.set(organisation, made)
    made.catch(() => this.#rooms.delete(organisation))
    return made
  }

  /** Something was committed for this organisation. */
  wake(organisation: string): void {
    void this.#rooms.get(organisation)?.then(
      (room) => this.pump(room),
      () => {},
    )
  }

  wakeAll(): void {
    for (const organisation of this.#rooms.keys()) this.wake(organisation)
  }

  /** Gives a room's live viewers everything that is new. One at a time a room; asked again meanwhile, it runs again. */
  async pump(room: Room): Promise<void> {
    if (room.viewers.size === 0) return
    if (room.pumping) {
      room.again = true
      return
    }
    room.pumping = true
    try {
      do {
        room.again = false
        while ((await this.#pumpBatch(room)) === BATCH);
      } while (room.again)
    } catch (error) {
      this.#log.debug({ reason: (error as Error).message }, 'events could not be read')
    } finally {
      room.pumping = false
    }
  }

  /** How many events were read. */
  async #pumpBatch(room: Room): Promise<number> {
    const events = await readEvents(this.#db, room.organisation, room.cursor, BATCH)
    const { batch, give } = await this.#telling.prepare(room.organisation, events)
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
    return events.length
  }

  /** Brings a viewer from its cursor to the room's, then cuts over; between the check and the cut nothing can slip in. */
  async backfill(viewer: Viewer, room: Room): Promise<void> {
    while (!viewer.closed && viewer.at < room.cursor) {
      const events = await readEvents(this.#db, room.organisation, viewer.at, BATCH)
      const within = events.filter((event) => event.number <= room.cursor)
      // Everything up to the room's cursor was pruned meanwhile.
      if (within.length === 0) viewer.at = room.cursor
      const { batch, give } = await this.#telling.prepare(room.organisation, within)
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
}
