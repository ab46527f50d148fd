import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { newId, type SearchId } from '../platform/ids.ts'
import { readCounted } from './get-temperature.ts'
import { endSpike, insertSpike, openSpikes, raiseSpike, searchesBusySince } from './store-spike.ts'
import { tellOthers } from './tell-others.ts'
import { type Counted, findSpike, type Known, SPIKE_FEWEST } from './temperature.ts'

/** Quiet for so long, and the spike is over. */
const OVER_MS = 15 * 60_000

/** Looks at every search that is busy just now; begins, raises and ends spikes. For the worker, every half minute. */
export async function sweepSpikes(db: Database, clock: Clock): Promise<void> {
  const now = clock.now()
  const open = await openSpikes(db.read)
  const busy = await searchesBusySince(db.read, new Date(now.getTime() - 5 * 60_000), SPIKE_FEWEST)
  const seen = new Set<string>()
  for (const { organisation, search, counted, known } of await countedOf(db, busy, now)) {
    const found = findSpike(counted, known)
    const current = open.find((s) => s.organisation === organisation && s.search === search)
    if (!found) continue
    seen.add(`${organisation} ${search}`)
    await db.transaction(async (tx) => {
      if (current) return raiseSpike(tx, organisation, search, current.id, found.n, now)
      const id = newId(now.getTime())
      await insertSpike(tx, organisation, search, id, now, found)
      tellOthers(tx, organisation, {
        type: 'listen.spike-found',
        data: { search, spike: id, n: found.n, expected: found.expected },
      })
    })
  }
  for (const s of open) {
    if (seen.has(`${s.organisation} ${s.search}`) || now.getTime() - s.lastAt.getTime() < OVER_MS) continue
    await db.transaction(async (tx) => {
      await endSpike(tx, s.organisation, s.search, s.id, s.lastAt)
      tellOthers(tx, s.organisation, { type: 'listen.spike-ended', data: { search: s.search, spike: s.id } })
    })
  }
}

/** Searches whose counts are read and held together. */
const TOGETHER = 50

async function countedOf(db: Database, busy: { organisation: string; search: string }[], now: Date) {
  const byOrganisation = Map.groupBy(busy, (one) => one.organisation)
  const all: { organisation: string; search: SearchId; counted: Counted; known: Known }[] = []
  for (const [organisation, ofOne] of byOrganisation)
    for (let from = 0; from < ofOne.length; from += TOGETHER) {
      const some = ofOne.slice(from, from + TOGETHER).map((one) => one.search as SearchId)
      for (const [search, read] of await readCounted(db.read, organisation, some, now))
        all.push({ organisation, search, ...read })
    }
  return all
}
