import { audit } from '../audit/audit.ts'
import { said } from '../messages.ts'
import { invalid, ok, refuse } from '../result.ts'
import { type Desk, guess, guessPassword } from './desk.ts'
import type { Directory, Identity, Session } from './identity.ts'
import { loginOf } from './login-store.ts'
import { finishSignIn } from './passkeys.ts'
import {
  endings,
  endSessions,
  findSession,
  pressed,
  proved,
  seen,
  sessionsOf,
  stillAlive,
} from './session-store.ts'
import { isRightCode } from './sign-in.ts'

type Sessions = Pick<
  Identity,
  | 'sessionFromCookie'
  | 'touch'
  | 'beat'
  | 'recheck'
  | 'listSessions'
  | 'endSession'
  | 'onSessionEnded'
  | 'close'
>

/** A minute between two writes of "last seen" is near enough. */
const WRITE_EVERY_MS = 60_000
/** Open streams are looked after this often; ended sessions lose theirs within 5 s in every process. */
const LOOK_EVERY_MS = 2_000
/** Roles may be this old; whatever takes a right away ends the person's sessions as well. */
const DIRECTORY_MS = 2_000

/** Sessions that are open, and what hangs on them. */
export function sessions(desk: Desk): Sessions {
  const { db, clock } = desk
  const watch = watcher(desk)
  const load = shortMemory(desk.directory)

  return {
    async sessionFromCookie(token) {
      const now = clock.now()
      const session = await findSession(db.read, token, now)
      if (!session) return null
      const known = await load(session.organisation, session.person)
      if (!known) return null
      if (now.getTime() - session.lastSeenAt.getTime() > WRITE_EVERY_MS) await seen(db.read, session, now)
      return { person: { ...known.person, session: session.id }, organisation: known.organisation, session }
    },
    async touch(session) {
      const now = clock.now()
      if (now.getTime() - session.activeAt.getTime() > WRITE_EVERY_MS) await pressed(db.read, session, now)
    },
    async beat(session) {
      await seen(db.read, session, clock.now())
    },
    async recheck({ session, proof, from }) {
      const { organisation, person } = session
      const tried =
        proof.kind === 'password'
          ? await checkOwnPassword(desk, session, proof.password, from)
          : await guess(desk, `code|${person}`, from, true, async () =>
              proof.kind === 'totp'
                ? isRightCode(desk, organisation, person, proof.code)
                : (await finishSignIn(db.read, desk.site, proof, clock.now()))?.person === person,
            )
      if (!tried.ok) return tried
      if (!tried.value) return invalid(proof.kind === 'totp' ? 'code' : proof.kind, said('proof-wrong'))
      await proved(db.read, session, clock.now())
      return ok(undefined)
    },
    listSessions: (organisation, person) => sessionsOf(db.read, organisation, person, clock.now()),
    endSession: (by, session) =>
      db.transaction(async (tx) => {
        const ended = await endSessions(tx, by.organisation.id, by.person.id, { only: session })
        if (ended === 0) return refuse({ kind: 'not-found', what: 'session' })
        audit(tx, {
          organisation: by.organisation.id,
          person: by.person.id,
          action: 'identity.session-ended',
          subject: `session:${session}`,
          detail: {},
          at: clock.now(),
        })
        return ok(undefined)
      }),
    onSessionEnded: watch.add,
    close: watch.close,
  }
}

/** Somebody who is signed in says their password again. */
export async function checkOwnPassword(
  desk: Desk,
  who: Pick<Session, 'organisation' | 'person'>,
  password: string,
  from: { address: string; agent: string },
) {
  const login = await loginOf(desk.db.read, who.organisation, who.person)
  return guessPassword(desk, {
    email: login?.email ?? '',
    password,
    stored: login?.passwordHash ?? null,
    familiar: true,
    from,
  })
}

/** Looks after open streams: one query for all of them, and at once when this process ended a session. */
function watcher({ db, clock, log }: Desk) {
  const watched = new Map<symbol, { session: Session; then: () => void }>()
  let timer: NodeJS.Timeout | null = null
  let looking = false
  let again = false

  async function look(): Promise<void> {
    if (looking) {
      again = true
      return
    }
    looking = true
    try {
      do {
        again = false
        const now = [...watched]
        const alive = await stillAlive(
          db.read,
          now.map(([, { session }]) => session),
          clock.now(),
        )
        for (const [key, { session, then }] of now) if (!alive.has(session.id) && watched.delete(key)) then()
      } while (again)
    } catch (error) {
      // The database is away: streams go on until it is back, they carry nothing new without it.
      log.warn(
        { reason: error instanceof Error ? error.message : String(error) },
        'could not look after sessions',
      )
    } finally {
      looking = false
    }
  }
  const onEnded = () => {
    if (watched.size > 0) void look()
  }
  endings.on('ended', onEnded)

  return {
    add(session: Session, then: () => void): () => void {
      const key = Symbol(session.id)
      watched.set(key, { session, then })
      timer ??= setInterval(onEnded, LOOK_EVERY_MS).unref()
      return () => void watched.delete(key)
    },
    close(): void {
      endings.off('ended', onEnded)
      if (timer) clearInterval(timer)
      watched.clear()
    },
  }
}

function shortMemory(directory: Directory): Directory['load'] {
  const known = new Map<string, { at: number; answer: ReturnType<Directory['load']> }>()
  endings.on('ended', () => known.clear())
  return (organisation, person) => {
    const key = `${organisation}|${person}`
    const now = performance.now()
    const had = known.get(key)
    if (had && now - had.at < DIRECTORY_MS) return had.answer
    const answer = directory.load(organisation, person)
    answer.catch(() => known.delete(key))
    if (known.size > 1_000) known.clear()
    known.set(key, { at: now, answer })
    return answer
  }
}
