import { audit } from '../audit/audit.ts'
import type { OrganisationId, PersonId, SessionId } from '../ids.ts'
import { said } from '../messages.ts'
import { invalid, ok, type Result, refuse, type Said } from '../result.ts'
import { type Desk, guess, guessPassword, hashedAddress } from './desk.ts'
import { readEmail } from './email.ts'
import type { Identity, Origin, SignInStep } from './identity.ts'
import {
  countFactors,
  findLogin,
  readTotp,
  rememberAddress,
  useRecoveryCode,
  useStep,
} from './login-store.ts'
import { beginSignIn, finishSignIn } from './passkeys.ts'
import { LONGEST_PASSWORD } from './passwords.ts'
import { endSessions, findSession, insertSession, wrongCode } from './session-store.ts'
import { readRecoveryCode, stepOfCode } from './totp.ts'

type Signing = Pick<
  Identity,
  'signIn' | 'checkTotp' | 'useRecoveryCode' | 'beginPasskeySignIn' | 'finishPasskeySignIn' | 'signOut'
>

const WRONG = said('sign-in-wrong')
const EXPIRED = 'That took too long, or too many codes were wrong. Sign in again.'

/** The way in. */
export function signing(desk: Desk): Signing {
  const { db, clock, directory, site } = desk

  const signIn: Signing['signIn'] = async ({ email: typed, password, from, previous }) => {
    const email = readEmail(typed) ?? 'nobody@example.invalid'
    const login = await findLogin(db.read, email, hashedAddress(from))
    const stored = login?.passwordHash ?? null
    const familiar = login?.familiar ?? false
    const tried = await guessPassword(desk, {
      email,
      password: password.slice(0, LONGEST_PASSWORD + 1),
      stored,
      familiar,
      from,
    })
    if (!tried.ok) return tried
    const known = tried.value && login ? await directory.load(login.organisation, login.person) : null
    if (!login || !known) {
      desk.log.info({ address: from.address }, 'a sign-in was refused')
      return invalid('password', WRONG)
    }
    if (previous) await signOut(previous)
    if (known.organisation.kind === 'exercise')
      return open(login.organisation, login.person, from, 'password')
    const factors = await countFactors(db.read, login.organisation, login.person)
    if (!factors.totp && factors.passkeys === 0)
      return refuse({
        kind: 'needs',
        rule: 'second-factor',
        why: 'Ask an administrator for a new link, to set up a code app or a passkey.',
      })
    const token = await insertSession(db.read, {
      organisation: login.organisation,
      person: login.person,
      from,
      halfOpen: true,
      now: clock.now(),
    })
    const alternatives: SignInStep['alternatives'] = []
    if (factors.passkeys > 0) alternatives.push('passkey')
    if (factors.recoveryCodes > 0) alternatives.push('recovery-code')
    return ok({ token, needs: factors.totp ? 'totp' : 'passkey', alternatives })
  }

  /** A code against a half-open session; five wrong ones end it, and the delays go by person. */
  async function secondFactor(
    token: string,
    from: Origin,
    by: string,
    wrong: Said,
    check: (organisation: OrganisationId, person: PersonId) => Promise<boolean>,
  ): Promise<Result<SignInStep>> {
    const half = await findSession(db.read, token, clock.now(), true)
    if (!half) return refuse({ kind: 'not-signed-in' })
    const tried = await guess(desk, `code|${half.person}`, from, false, () =>
      check(half.organisation, half.person),
    )
    if (!tried.ok) return tried
    if (tried.value) return open(half.organisation, half.person, from, by, half.id)
    return (await wrongCode(db.read, half))
      ? refuse({ kind: 'needs', rule: 'sign-in', why: EXPIRED })
      : invalid('code', wrong)
  }

  /** The whole session, under a new token; what was half open is gone. */
  async function open(
    organisation: OrganisationId,
    person: PersonId,
    from: Origin,
    by: string,
    half?: SessionId,
  ): Promise<Result<SignInStep>> {
    const known = await directory.load(organisation, person)
    if (!known) return invalid('password', WRONG)
    const now = clock.now()
    const token = await db.transaction(async (tx) => {
      await rememberAddress(tx, organisation, person, hashedAddress(from)(organisation), now)
      audit(tx, {
        organisation,
        person,
        action: 'identity.signed-in',
        subject: `person:${person}`,
        detail: { by, address: from.address },
        at: now,
      })
      if (half) await endSessions(tx, organisation, person, { only: half })
      return insertSession(tx, { organisation, person, from, halfOpen: false, now })
    })
    return ok({ token, needs: null, alternatives: [] })
  }

  async function signOut(token: string): Promise<void> {
    const now = clock.now()
    const session = (await findSession(db.read, token, now)) ?? (await findSession(db.read, token, now, true))
    if (!session) return
    await db.transaction(async (tx) => {
      await endSessions(tx, session.organisation, session.person, { only: session.id })
    })
  }

  return {
    signIn,
    signOut,
    checkTotp: ({ token, code, from }) =>
      secondFactor(token, from, 'code', said('code-wrong'), (o, p) => isRightCode(desk, o, p, code)),
    useRecoveryCode: ({ token, code, from }) =>
      secondFactor(token, from, 'recovery-code', said('recovery-wrong'), (o, p) =>
        useRecoveryCode(db.read, o, p, readRecoveryCode(code), clock.now()),
      ),
    async beginPasskeySignIn({ token, from }) {
      const half = await findSession(db.read, token, clock.now(), true)
      const whole = half ?? (await findSession(db.read, token, clock.now()))
      return beginSignIn(db.read, site, whole, from, clock.now())
    },
    async finishPasskeySignIn({ ticket, response, from }) {
      const owner = await finishSignIn(db.read, site, { ticket, response }, clock.now())
      return owner
        ? open(owner.organisation, owner.person, from, 'passkey')
        : invalid('passkey', said('passkey-unknown'))
    },
  }
}

/** Right, and not used before. */
export async function isRightCode(
  desk: Desk,
  organisation: OrganisationId,
  person: PersonId,
  code: string,
): Promise<boolean> {
  const secret = await readTotp(desk.db.read, desk.secrets, organisation, person)
  if (!secret) return false
  const step = stepOfCode(secret, code, desk.clock.now())
  return step !== null && (await useStep(desk.db.read, organisation, person, step))
}
