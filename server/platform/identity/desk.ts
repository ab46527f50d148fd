import type { Clock } from '../clock.ts'
import type { Database } from '../db/database.ts'
import type { Log } from '../log.ts'
import type { Result } from '../result.ts'
import { refuse } from '../result.ts'
import type { Secrets } from '../secrets.ts'
import { type Attempts, addressHash } from './attempts.ts'
import type { Directory, Origin } from './identity.ts'
import type { Site } from './passkeys.ts'
import { verifyPassword } from './passwords.ts'
import { QueueFull } from './work-queue.ts'

/** What every part of identity works with. */
export interface Desk {
  db: Database
  clock: Clock
  log: Log
  secrets: Secrets
  directory: Directory
  site: Site
  attempts: Attempts
}

const BUSY_SECONDS = 2

export const tooMany = <T>(seconds: number): Result<T> =>
  refuse({ kind: 'too-many', rule: 'wait-after-failures', retryAfterSeconds: seconds })

/**
 * One guarded guess: waits its delay, counts as a failure until it was right, and never runs past the hashing queue.
 * @param account what is being guessed at: an address, or a person's code
 */
export async function guess(
  desk: Desk,
  account: string,
  from: Origin,
  familiar: boolean,
  check: (turn: number) => Promise<boolean>,
): Promise<Result<boolean>> {
  const { attempts } = desk
  const { wait, spray } = attempts.begin(account, from.address, familiar, desk.clock.now().getTime())
  if (wait > 0) return tooMany(wait)
  if (spray) desk.log.warn({ address: from.address }, 'one address is trying many accounts')
  try {
    const right = await check(familiar ? 0 : 1 + attempts.failuresFrom(from.address))
    if (right) attempts.succeeded(account, from.address, familiar)
    return { ok: true, value: right }
  } catch (error) {
    if (!(error instanceof QueueFull)) throw error
    attempts.undone(account, from.address, familiar)
    return tooMany(BUSY_SECONDS)
  }
}

/** A guess at a password. */
export const guessPassword = (
  desk: Desk,
  given: { email: string; password: string; stored: string | null; familiar: boolean; from: Origin },
): Promise<Result<boolean>> =>
  guess(desk, `password|${given.email}`, given.from, given.familiar, (turn) =>
    verifyPassword(given.stored, given.password, turn),
  )

export const hashedAddress = (from: Origin) => (organisation: string) =>
  addressHash(organisation, from.address)
