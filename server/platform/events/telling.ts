import type { StoredEvent } from './event.ts'
import type { Viewer } from './viewer.ts'

/** What viewers are told of an event. */
export interface TellOptions {
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
}

export interface Told {
  event: StoredEvent
  /** JSON as it goes onto the wire; null when nobody is told. */
  json: string | null
}

/** Gives one viewer its part of an event. */
export type Give = (viewer: Viewer, one: Told) => void

const CACHE = 2_000

/** Makes of stored events what goes onto the wire: the same for all viewers once, and less for whom the sieve says. */
export class Telling {
  readonly #options: TellOptions
  readonly #cache = new Map<number, Promise<Told>>()

  constructor(options: TellOptions) {
    this.#options = options
  }

  /** These events as they are told, and how to give them; asked anew for every batch. Throws while the database is away. */
  async prepare(organisation: string, events: StoredEvent[]): Promise<{ batch: Told[]; give: Give }> {
    const batch = await Promise.all(events.map((event) => this.#told(event)))
    const sieved = events.length > 0 ? await this.#options.sieve?.(organisation, events) : undefined
    const give: Give = (viewer, { event, json }) => {
      const data = sieved ? sieved(viewer.who.person, event) : event.data
      const whole = json === null || data === event.data
      viewer.tell(event.number, whole ? json : data === null ? null : wire(event, data))
    }
    return { batch, give }
  }

  #told(event: StoredEvent): Promise<Told> {
    const known = this.#cache.get(event.number)
    if (known) return known
    const made = this.#hydrate(event)
    this.#cache.set(event.number, made)
    if (this.#cache.size > CACHE) this.#cache.delete(this.#cache.keys().next().value!)
    return made
  }

  async #hydrate(event: StoredEvent): Promise<Told> {
    const how = this.#options.hydrate?.[event.type]
    try {
      const data = how ? await how(event) : event.data
      return { event, json: data === null ? null : wire(event, data) }
    } catch (error) {
      this.#cache.delete(event.number)
      throw error
    }
  }
}

const wire = ({ number, type, at }: StoredEvent, data: unknown): string =>
  JSON.stringify({ number, type, at, data })
