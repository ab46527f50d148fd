/**
 * Identity proves who a person is: passwords, codes, passkeys, sessions; and says what a role may do (`rights.ts`).
 * Tables: identity_login, identity_totp, identity_recovery_code, identity_passkey, identity_session, identity_ticket,
 * identity_familiar. Emits nothing; who people are is the estate's business, learnt through the `Directory` port.
 */

export { cookieSettings, formToken, isFormToken, newToken, readToken, refuseForeign } from './cookie.ts'
export { createIdentity, type IdentityOptions } from './create-identity.ts'
export { readEmail } from './email.ts'
export type {
  CookieSettings,
  Directory,
  Factor,
  Factors,
  Identity,
  Origin,
  Passkey,
  Prepared,
  Session,
  SignedIn,
  SignInStep,
  TotpProposal,
} from './identity.ts'
export { forgetFactors } from './login-store.ts'
export { checkPassword, SHORTEST_PASSWORD } from './passwords.ts'
export {
  ACTIONS,
  type Action,
  actionsOf,
  can,
  canAnywhere,
  highestRole,
  mayGrant,
  type On,
  ROLES,
  unitsWhere,
} from './rights.ts'
export { endSessions, sessionsOf, sweepSessions } from './session-store.ts'
