import { setTimeout as sleep } from 'node:timers/promises'
import { rehearPost } from './hear.ts'
import { held, type Late, type ListenerDeps, prepare, reasonOf } from './prepare-batch.ts'
import type { Waiting } from './waiting.ts'
import { type BatchToWrite, type Written, writeBatch } from './write-batch.ts'

/* Until it is written, whatever the database says. */

/** Tries until the database takes it: what was heard is not lost because the database was away. */
export async function writeUntilDone(deps: ListenerDeps, taken: Waiting[], late: Late): Promise<void> {
  let prepared: BatchToWrite | null = null
  for (let attempt = 0; ; attempt++) {
    try {
      prepared ??= await prepare(deps, taken, late)
      const written = await write(deps, prepared)
      deps.onWritten?.(deps.io.clock.now(), written)
      return
    } catch (error) {
      if (prepared && isBadData(error)) {
        await writeOneByOne(deps, prepared)
        return
      }
      deps.onTrouble?.(error)
      deps.io.log.warn(
        { source: deps.source.id, attempt, reason: reasonOf(error) },
        'what was heard could not be written yet',
      )
      // While stopping, a database that stays away loses nothing: the cursor was not saved either.
      if (deps.io.signal.aborted && attempt >= 2) return
      await sleep(Math.min(10_000, 250 * 2 ** attempt))
    }
  }
}

async function write(deps: ListenerDeps, batch: BatchToWrite): Promise<Written> {
  const now = deps.io.clock.now()
  return deps.db.transaction((tx) =>
    writeBatch(tx, batch, deps.org.copies, async (kept, edited, rejected) => {
      const again = rehearPost(deps.org, kept, edited, rejected, deps.ground, now)
      return again && { ...again, searches: await held(deps, tx, again.post, again.searches, now) }
    }),
  )
}

/** A value that PostgreSQL cannot hold costs its own post, never its neighbours. */
async function writeOneByOne(deps: ListenerDeps, batch: BatchToWrite): Promise<void> {
  const bad: { reason: string; sample: string }[] = []
  for (const wanted of batch.wanted) {
    try {
      await write(deps, {
        ...batch,
        wanted: [wanted],
        changes: [],
        completed: [],
        heard: new Map(),
        quarantined: [],
        gaps: [],
        cursor: null,
        listening: null,
      })
    } catch (error) {
      if (!isBadData(error)) throw error
      bad.push({
        reason: `it could not be stored: ${reasonOf(error)}`,
        sample: wanted.post.text.slice(0, 500),
      })
    }
  }
  const rest = { ...batch, wanted: [], quarantined: [...batch.quarantined, ...bad] }
  try {
    await write(deps, rest)
  } catch (error) {
    if (!isBadData(error)) throw error
    await write(deps, {
      ...rest,
      changes: [],
      quarantined: [...bad, { reason: `changes could not be stored: ${reasonOf(error)}`, sample: '' }],
    })
  }
}

/** SQLSTATE classes 22 (data), 23 (constraint) and 54 (limits): trying again changes nothing. */
const isBadData = (error: unknown): boolean => /^(22|23|54)/.test((error as { code?: string }).code ?? '')
