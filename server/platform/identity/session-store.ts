import { EventEmitter } from 'node:events'
import { sql } from 'kysely'
import type { Executor, Tx } from '../db/database.ts'
import { isId, newId, type OrganisationId, type PersonId, type SessionId } from '../ids.ts'
import { newToken, readToken } from './cookie.ts'
import type { Origin, Session } from './identity.ts'

export const IDLE_MS = 60 * 60_000
export const LONGEST_MS = 12 * 60 * 60_000
/** A proof this old does not change keys any more (ASVS 7.5.1). */
export const PROOF_MS = 10 * 60_000
/** A half-open session waits this long for its second factor. */
export const HALF_OPEN_MS = 10 * 60_000
/** So many wrong codes end a half-open session. */
export const MOST_WRONG_CODES = 5

/** Told within this process when sessions were ended; other processes find out by looking. */
export const endings = new EventEmitter().setMaxListeners(0)

interface Row {
  organisation: OrganisationId
  id: SessionId
  person: PersonId
  description: string
  address: string
  createdAt: Date
  lastSeenAt: Date
  activeAt: Date
  provedAt: Date
  endsAt: Date
}

const COLUMNS = sql`organisation_id as organisation, id, person_id as person, description, address,
  created_at as "createdAt", last_seen_at as "lastSeenAt", active_at as "activeAt", proved_at as "provedAt", ends_at as "endsAt"`

const toSession = ({ provedAt, ...row }: Row, now: Date): Session => ({
  ...row,
  proof: now.getTime() - provedAt.getTime() < PROOF_MS ? 'recent' : 'old',
  freshness: now.getTime() - row.activeAt.getTime() < IDLE_MS ? 'fresh' : 'stale',
})

const alive = (now: Date) =>
  sql`ends_at > ${now} and last_seen_at > ${new Date(now.getTime() - IDLE_MS)}::timestamptz`

/** Opens a session and returns the cookie's token; the token itself is stored nowhere. */
export async function insertSession(
  tx: Executor,
  given: { organisation: OrganisationId; person: PersonId; from: Origin; halfOpen: boolean; now: Date },
): Promise<string> {
  const { organisation, person, from, halfOpen, now } = given
  const { token, hash } = newToken(organisation)
  const endsAt = new Date(now.getTime() + (halfOpen ? HALF_OPEN_MS : LONGEST_MS))
  await sql`
    insert into identity_session (organisation_id, id, token_hash, person_id, half_open, description, address,
      created_at, last_seen_at, active_at, proved_at, ends_at)
    values (${organisation}, ${newId(now.getTime())}, ${hash}, ${person}, ${halfOpen}, ${describeAgent(from.agent)},
      ${from.address.slice(0, 100)}, ${now}, ${now}, ${now}, ${now}, ${endsAt})`.execute(tx)
  return token
}

/** The living session that a token stands for; a half-open one only when asked for. */
export async function findSession(
  on: Executor,
  token: string | null | undefined,
  now: Date,
  halfOpen = false,
): Promise<Session | null> {
  const read = readToken(token)
  if (!read) return null
  const found = await sql<Row>`
    select ${COLUMNS} from identity_session
    where organisation_id = ${read.organisation} and token_hash = ${read.hash} and half_open = ${halfOpen}
      and ${alive(now)}`.execute(on)
  const row = found.rows[0]
  return row ? toSession(row, now) : null
}

export async function sessionsOf(
  on: Executor,
  organisation: OrganisationId,
  person: PersonId,
  now: Date,
): Promise<Session[]> {
  const found = await sql<Row>`
    select ${COLUMNS} from identity_session
    where organisation_id = ${organisation} and person_id = ${person} and not half_open and ${alive(now)}
    order by last_seen_at desc`.execute(on)
  return found.rows.map((row) => toSession(row, now))
}

/** Of these sessions, those that still live; one query for all open streams of the process. */
export async function stillAlive(
  on: Executor,
  sessions: readonly Session[],
  now: Date,
): Promise<Set<string>> {
  const found = await sql<{ id: string }>`
    select id from identity_session
    where (organisation_id, id) in (select * from unnest(
      ${sessions.map((s) => s.organisation)}::uuid[], ${sessions.map((s) => s.id)}::uuid[]))
      and ${alive(now)}`.execute(on)
  return new Set(found.rows.map((row) => row.id))
}

export async function seen(on: Executor, session: Session, now: Date): Promise<void> {
  await sql`update identity_session set last_seen_at = ${now}
    where organisation_id = ${session.organisation} and id = ${session.id} and ${alive(now)}`.execute(on)
}

/** A key press keeps a fresh session fresh; it does not wake a stale one (`proved` does). */
export async function pressed(on: Executor, session: Session, now: Date): Promise<void> {
  await sql`update identity_session set last_seen_at = ${now}, active_at = ${now}
    where organisation_id = ${session.organisation} and id = ${session.id} and ${alive(now)}
      and active_at > ${new Date(now.getTime() - IDLE_MS)}::timestamptz`.execute(on)
}

/** The person proved again who they are. */
export async function proved(on: Executor, session: Session, now: Date): Promise<void> {
  await sql`update identity_session set last_seen_at = ${now}, active_at = ${now}, proved_at = ${now}
    where organisation_id = ${session.organisation} and id = ${session.id} and ${alive(now)}`.execute(on)
}

/** Counts a wrong code; true when that was one too many and the half-open session is gone. */
export async function wrongCode(on: Executor, session: Session): Promise<boolean> {
  const found = await sql<{ wrong: number }>`
    update identity_session set wrong_codes = wrong_codes + 1
    where organisation_id = ${session.organisation} and id = ${session.id} returning wrong_codes as wrong`.execute(
    on,
  )
  if ((found.rows[0]?.wrong ?? MOST_WRONG_CODES) < MOST_WRONG_CODES) return false
  await sql`delete from identity_session where organisation_id = ${session.organisation} and id = ${session.id}`.execute(
    on,
  )
  return true
}

/**
 * Ends sessions of a person at once: all of them, or one, or all but one. What hangs on them (live streams) is told
 * when the transaction has been committed. Returns how many there were.
 */
export async function endSessions(
  tx: Tx,
  organisation: OrganisationId,
  person: PersonId,
  which: { only?: SessionId; except?: SessionId } = {},
): Promise<number> {
  if (which.only !== undefined && !isId(which.only)) return 0
  const done = await sql`
    delete from identity_session where organisation_id = ${organisation} and person_id = ${person}
      and (${which.only ?? null}::uuid is null or id = ${which.only ?? null})
      and (${which.except ?? null}::uuid is null or id <> ${which.except ?? null})`.execute(tx)
  tx.pending.afterCommit.push(() => endings.emit('ended'))
  return Number(done.numAffectedRows ?? 0)
}

/** Rows of sessions that have ended by themselves; for a sweeper. */
export async function sweepSessions(on: Executor, now: Date): Promise<void> {
  await sql`delete from identity_session where not (${alive(now)})`.execute(on)
  await sql`delete from identity_ticket where expires_at < ${now}`.execute(on)
}

/** "Firefox on Windows"; what cannot be told is left out. */
export function describeAgent(agent: string): string {
  const browser = /Edg\//.test(agent)
    ? 'Edge'
    : /OPR\//.test(agent)
      ? 'Opera'
      : /Firefox\//.test(agent)
        ? 'Firefox'
        : /Chrom(e|ium)\//.test(agent)
          ? 'Chrome'
          : /Safari\//.test(agent)
            ? 'Safari'
            : 'A browser'
  const system = /iPhone|iPad/.test(agent)
    ? 'iOS'
    : /Android/.test(agent)
      ? 'Android'
      : /Windows/.test(agent)
        ? 'Windows'
        : /Mac OS X|Macintosh/.test(agent)
          ? 'macOS'
          : /Linux|X11/.test(agent)
            ? 'Linux'
            : null
  return system ? `${browser} on ${system}` : browser
}
