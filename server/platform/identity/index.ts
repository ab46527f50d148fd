/**
 * Identity proves who a person is: passwords, codes, passkeys, sessions; and says what a role may do (`rights.ts`).
 * Tables: identity_login, identity_totp, identity_recovery_code, identity_passkey, identity_session, identity_ticket,
 * identity_familiar. Emits nothing; who people are is the estate's business, learnt through the `Directory` port.
 */

export { cookieSettings, newToken, readToken } from './cookie.ts'
export { createIdentity } from './create-identity.ts'
export { readEmail } from './email.ts'
export type {
  Directory,
  Factor,
  Identity,
  Origin,
  Session,
  SignedIn,
} from './identity.ts'
export { ableToSignIn, countFactors, forgetFactors } from './login-store.ts'
export {
  type Action,
  can,
  canAnywhere,
  mayGrant,
  ROLES,
} from './rights.ts'
export { endSessions, sessionsOf, sweepSessions } from './session-store.ts'
