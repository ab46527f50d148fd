import { audit } from '../audit/audit.ts'
import type { Tx } from '../db/database.ts'
import type { OrganisationId, PersonId } from '../ids.ts'
import { said } from '../messages.ts'
import { invalid, ok, type Result, refuse } from '../result.ts'
import type { Desk } from './desk.ts'
import type { Identity, SignedIn } from './identity.ts'
import { countFactors, loginOf, putRecoveryCodes, putTotp, setPassword } from './login-store.ts'
import {
  beginRegistration,
  deletePasskey,
  finishRegistration,
  insertPasskey,
  passkeysOf,
} from './passkeys.ts'
import { checkPassword, hashPassword } from './passwords.ts'
import { endSessions, insertSession } from './session-store.ts'
import { checkOwnPassword } from './sessions.ts'
import { isTotpSecret, newRecoveryCodes, proposeTotp, stepOfCode } from './totp.ts'

type OwnKeys = Pick<
  Identity,
  | 'changePassword'
  | 'factors'
  | 'proposeTotp'
  | 'setTotp'
  | 'newRecoveryCodes'
  | 'beginPasskeyRegistration'
  | 'addPasskey'
  | 'removePasskey'
>

/** What a signed-in person changes about how they prove who they are. */
export function ownKeys(desk: Desk): OwnKeys {
  const { db, clock, secrets, site } = desk

  const note = (tx: Tx, by: SignedIn, action: string, detail: Record<string, unknown> = {}) =>
    audit(tx, {
      organisation: by.organisation.id,
      person: by.person.id,
      action,
      subject: `person:${by.person.id}`,
      detail,
      at: clock.now(),
    })

  return {
    async changePassword(by, { current, next, from }) {
      const { organisation, person } = by.session
      const tried = await checkOwnPassword(desk, by.session, current, from)
      if (!tried.ok) return tried
      if (!tried.value) return invalid('current', said('password-not-yours'))
      const login = await loginOf(db.read, organisation, person)
      const wrong = checkPassword(next, [by.organisation.name, by.person.name, login?.email ?? ''])
      if (wrong) return invalid('next', wrong)
      if (next === current) return invalid('next', said('password-same'))
      const passwordHash = await hashPassword(next)
      const now = clock.now()
      return db.transaction(async (tx) => {
        await setPassword(tx, organisation, person, passwordHash, now)
        const ended = await endSessions(tx, organisation, person)
        note(tx, by, 'identity.password-changed', { sessionsEnded: ended })
        return ok({ token: await insertSession(tx, { organisation, person, from, halfOpen: false, now }) })
      })
    },
    async factors(organisation, person) {
      const counted = await countFactors(db.read, organisation, person)
      return {
        totp: counted.totp,
        passkeys: await passkeysOf(db.read, organisation, person),
        recoveryCodesLeft: counted.recoveryCodes,
      }
    },
    proposeTotp: (email) => proposeTotp(site.name, email),
    async setTotp(by, { secret, code }) {
      const proved = recentProof(by)
      if (!proved.ok) return proved
      const read = readTotpSetup(secret, code, clock.now())
      if (!read.ok) return read
      const codes = newRecoveryCodes()
      return db.transaction(async (tx) => {
        const { organisation, person } = by.session
        await putTotp(tx, secrets, organisation, person, read.value, clock.now())
        await putRecoveryCodes(tx, organisation, person, codes)
        await endSessions(tx, organisation, person, { except: by.session.id })
        note(tx, by, 'identity.code-app-set')
        return ok({ recoveryCodes: codes })
      })
    },
    async newRecoveryCodes(by) {
      const proved = recentProof(by)
      if (!proved.ok) return proved
      const codes = newRecoveryCodes()
      return db.transaction(async (tx) => {
        await putRecoveryCodes(tx, by.session.organisation, by.session.person, codes)
        note(tx, by, 'identity.recovery-codes-renewed')
        return ok({ recoveryCodes: codes })
      })
    },
    beginPasskeyRegistration: (who) => beginRegistration(db.read, site, who, clock.now()),
    async addPasskey(by, given) {
      const proved = recentProof(by)
      if (!proved.ok) return proved
      const key = await finishRegistration(db.read, site, given, clock.now())
      if (!key || key.person !== by.person.id) return invalid('passkey', said('passkey-not-made'))
      return db.transaction(async (tx) => {
        if (!(await insertPasskey(tx, by.organisation.id, key, clock.now())))
          return refuse({ kind: 'conflict', rule: 'passkey-known' })
        note(tx, by, 'identity.passkey-added', { name: key.name })
        return ok(undefined)
      })
    },
    async removePasskey(by, passkey) {
      const proved = recentProof(by)
      if (!proved.ok) return proved
      return db.transaction(async (tx) => {
        const { organisation, person } = by.session
        if (!(await deletePasskey(tx, organisation, person, passkey)))
          return refuse({ kind: 'not-found', what: 'passkey' })
        if (by.organisation.kind === 'live' && !(await hasSecondFactor(tx, organisation, person)))
          return refuse({
            kind: 'conflict',
            rule: 'last-factor',
            why: 'This is the only second factor you have. Set up another first.',
          })
        await endSessions(tx, organisation, person, { except: by.session.id })
        note(tx, by, 'identity.passkey-removed')
        return ok(undefined)
      })
    },
  }
}

async function hasSecondFactor(tx: Tx, organisation: OrganisationId, person: PersonId): Promise<boolean> {
  const { totp, passkeys } = await countFactors(tx, organisation, person)
  return totp || passkeys > 0
}

/** A session that lies open, or was taken, must not be able to bring keys of its own. */
const recentProof = (by: SignedIn): Result<void> =>
  by.session.proof === 'recent'
    ? ok(undefined)
    : refuse({
        kind: 'needs',
        rule: 'recent-proof',
        why: 'Show once more that it is you, then change your keys.',
      })

/** The secret of a new code app and the step of the code that proves it; a refusal when it cannot be accepted. */
export function readTotpSetup(
  secret: string,
  code: string,
  now: Date,
): Result<{ secret: string; step: number }> {
  if (!isTotpSecret(secret)) return invalid('code', said('code-form-old'))
  const step = stepOfCode(secret, code, now)
  return step === null ? invalid('code', said('code-wrong-new')) : ok({ secret, step })
}
