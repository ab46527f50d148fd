import type { Ctx } from '../platform/context.ts'
import { type Refusal, type Result, refuse } from '../platform/result.ts'

/* Looking through what is kept holds a database connection for seconds: there are ten, and everybody needs one. */

export interface Gate {
  /** How to leave, once inside; null when there was no room in time. */
  enter(who: string): Promise<(() => void) | null>
}

/** How long anybody waits for room. */
const WAIT_MS = 2_000
/** Whoever asks for more than this at once is told so without waiting. */
const MOST_WAITING = 8

/** Lets at most `each` of one person in at once and `all` altogether; the others wait in their order. */
export function createGate(each: number, all: number, waitMs = WAIT_MS): Gate {
  const inside = new Map<string, number>()
  let total = 0
  let waiting: { who: string; go(): void }[] = []

  const hasRoom = (who: string) => total < all && (inside.get(who) ?? 0) < each
  function step(who: string): () => void {
    total++
    inside.set(who, (inside.get(who) ?? 0) + 1)
    let left = false
    return () => {
      if (left) return
      left = true
      total--
      const mine = inside.get(who)! - 1
      if (mine > 0) inside.set(who, mine)
      else inside.delete(who)
      waiting.find((one) => hasRoom(one.who))?.go()
    }
  }

  return {
    async enter(who) {
      if (hasRoom(who)) return step(who)
      if (waiting.filter((one) => one.who === who).length >= MOST_WAITING) return null
      return new Promise((resolve) => {
        const one = {
          who,
          go() {
            over()
            resolve(step(who))
          },
        }
        const over = () => {
          clearTimeout(timer)
          waiting = waiting.filter((other) => other !== one)
        }
        const timer = setTimeout(() => {
          over()
          resolve(null)
        }, waitMs)
        waiting.push(one)
      })
    },
  }
}

/** Searches of the archive, their counts, long series and exports: of this whole process. */
export const archiveGate = createGate(2, 4)
/** Exports look for half a minute at a stretch: two of them leave room for those who search. */
export const exportGate = createGate(1, 2)

export const gateKey = (ctx: Ctx): string => `${ctx.organisation.id} ${ctx.person.id}`

const BUSY: Refusal = { kind: 'too-many', rule: 'archive-busy', retryAfterSeconds: 3 }

/** Works inside these gates, and leaves them whatever happens; refused (`too-many: archive-busy`) when there is no room. */
export async function within<T>(
  ctx: Ctx,
  gates: readonly Gate[],
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const [gate, ...rest] = gates
  if (!gate) return work()
  const leave = await gate.enter(gateKey(ctx))
  if (!leave) return refuse(BUSY)
  try {
    return await within(ctx, rest, work)
  } finally {
    leave()
  }
}
