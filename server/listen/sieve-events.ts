import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { StoredEvent } from '../platform/events/index.ts'
import { followingOf, hiddenFrom } from './followed.ts'
import { namesSince } from './store-search.ts'
import { leavesFor } from './store-viewing.ts'

/* What is told to open screens, without what follows a private person for whom the reader holds no authorisation. */

/** How old the knowledge of who may follow whom may be. */
const FRESH_MS = 2_000
/** Events are kept for two days; of a search that ended before, nothing is told any more. */
const ENDED_MS = 3 * 86_400_000

interface Known {
  readAt: number
  /** The newest event about searches that it was read after. */
  number: number
  hiddenOf(person: string): Set<string>
}

/** What this person is told of an event: its data, with less in it than was stored, or null for nothing. */
export type Sieved = (person: string, event: StoredEvent) => Record<string, unknown> | null

/**
 * Sieves for one organisation's events, each good for the batch that it was asked for. A search that was saved is
 * known before the first event about it is told. Throws while the database is away: then nothing is told.
 */
export function createEventSieve(deps: {
  db: Database
  clock: Clock
  areaOf(organisation: string): Promise<string | null>
}): (organisation: string, events: readonly StoredEvent[]) => Promise<Sieved> {
  const known = new Map<string, Known>()

  async function read(organisation: string, number: number): Promise<Known> {
    const now = deps.clock.now()
    const readAt = performance.now()
    const searches = await namesSince(deps.db.read, organisation, new Date(now.getTime() - ENDED_MS))
    const following = await followingOf(searches, () => deps.areaOf(organisation))
    const asked = [...new Set(following.flatMap(({ people }) => people))]
    const leaves = await leavesFor(deps.db.read, organisation, asked, now)
    const hidden = new Map<string, Set<string>>()
    const hiddenOf = (person: string) => {
      const made = hidden.get(person) ?? hiddenFrom(person, following, leaves)
      hidden.set(person, made)
      return made
    }
    return { readAt, number, hiddenOf }
  }

  return async (organisation, events) => {
    const told = events.filter((e) => e.type === 'listen.search-saved').map((e) => e.number)
    const newest = Math.max(0, ...told)
    let mine = known.get(organisation)
    if (!mine || mine.number < newest || performance.now() - mine.readAt > FRESH_MS) {
      mine = await read(organisation, Math.max(newest, mine?.number ?? 0))
      known.set(organisation, mine)
    }
    const { hiddenOf } = mine
    return (person, event) => without(event, hiddenOf(person))
  }
}

/** An event's data without these searches; null when nothing is left of it. */
function without(event: StoredEvent, hidden: ReadonlySet<string>): StoredEvent['data'] | null {
  const { data } = event
  if (hidden.size === 0 || !event.type.startsWith('listen.')) return data
  if (typeof data['search'] === 'string') return hidden.has(data['search']) ? null : data
  const matches = data['matches'] as { search: string }[] | undefined
  if (matches?.some((m) => hidden.has(m.search))) {
    const left = matches.filter((m) => !hidden.has(m.search))
    return left.length > 0 ? { ...data, matches: left } : null
  }
  const searches = data['searches'] as string[] | undefined
  if (searches?.some((id) => hidden.has(id))) {
    const left = searches.filter((id) => !hidden.has(id))
    return left.length > 0 ? { ...data, searches: left } : null
  }
  return data
}
