import { said } from '../messages.ts'
import { invalid, ok, type Result } from '../result.ts'
import type { Desk } from './desk.ts'
import { readEmail } from './email.ts'
import type { Factor, Identity, Prepared } from './identity.ts'
import { forgetFactors, insertLogin, putRecoveryCodes, putTotp } from './login-store.ts'
import { readTotpSetup } from './own-keys.ts'
import { finishRegistration, insertPasskey } from './passkeys.ts'
import { checkPassword, hashPassword } from './passwords.ts'
import { endSessions, insertSession } from './session-store.ts'
import { newRecoveryCodes } from './totp.ts'

type Joining = Pick<Identity, 'prepare' | 'enrol' | 'openSession'>

/** How a person who was invited, or who sets the place up, gets their first keys. */
export function joining(desk: Desk): Joining {
  const { db, clock, secrets, site } = desk

  async function checkFactor(
    factor: Factor,
    exercise: boolean,
  ): Promise<Result<Pick<Prepared, 'totp' | 'passkey'>>> {
    if (factor.kind === 'none')
      return exercise ? ok({ totp: null, passkey: null }) : invalid('code', said('factor-none'))
    if (factor.kind === 'totp') {
      const read = readTotpSetup(factor.secret, factor.code, clock.now())
      return read.ok ? ok({ totp: read.value, passkey: null }) : read
    }
    const passkey = await finishRegistration(db.read, site, factor, clock.now())
    return passkey ? ok({ totp: null, passkey }) : invalid('passkey', said('passkey-not-made'))
  }

  return {
    async prepare({ email: typed, words, password, factor, exercise }) {
      const email = readEmail(typed)
      if (!email) return invalid('email', said('email-shape'))
      if (password === null && factor.kind !== 'passkey') return invalid('password', said('password-none'))
      const weak = password === null ? null : checkPassword(password, [...words, email])
      if (weak) return invalid('password', weak)
      const checked = await checkFactor(factor, exercise)
      if (!checked.ok) return checked
      return ok({
        email,
        passwordHash: password === null ? null : await hashPassword(password),
        ...checked.value,
      })
    },

    async enrol(tx, organisation, person, prepared) {
      const now = clock.now()
      await endSessions(tx, organisation, person)
      await forgetFactors(tx, organisation, person)
      const { email, passwordHash, totp, passkey } = prepared
      if (!(await insertLogin(tx, { organisation, person, email, passwordHash, now })))
        return invalid('email', said('email-taken'))
      if (totp) await putTotp(tx, secrets, organisation, person, totp, now)
      if (passkey && (passkey.person !== person || !(await insertPasskey(tx, organisation, passkey, now))))
        return invalid('passkey', said('passkey-not-made'))
      if (!totp && !passkey) return ok({ recoveryCodes: [] })
      const recoveryCodes = newRecoveryCodes()
      await putRecoveryCodes(tx, organisation, person, recoveryCodes)
      return ok({ recoveryCodes })
    },

    openSession: (tx, organisation, person, from) =>
      insertSession(tx, { organisation, person, from, halfOpen: false, now: clock.now() }),
  }
}
