import type { Clock } from '../clock.ts'
import type { Database } from '../db/database.ts'
import type { Log } from '../log.ts'
import type { Secrets } from '../secrets.ts'
import { Attempts } from './attempts.ts'
import type { Desk } from './desk.ts'
import type { Directory, Identity } from './identity.ts'
import { joining } from './joining.ts'
import { ownKeys } from './own-keys.ts'
import { sessions } from './sessions.ts'
import { signing } from './sign-in.ts'

export interface IdentityOptions {
  db: Database
  clock: Clock
  log: Log
  secrets: Secrets
  directory: Directory
  /** The public origin; passkeys are bound to its host name. */
  origin: string
  /** Shown by code apps and passkey dialogues. */
  name?: string
}

/** Everything about proving who one is. */
export function createIdentity(options: IdentityOptions): Identity {
  const { db, clock, log, secrets, directory, origin } = options
  const site = { origin: new URL(origin).origin, name: options.name ?? 'Folkmoot' }
  const desk: Desk = { db, clock, log, secrets, directory, site, attempts: new Attempts() }
  return { ...signing(desk), ...sessions(desk), ...ownKeys(desk), ...joining(desk) }
}
