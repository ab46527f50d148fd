import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import type { Organisation, Person } from '../context.ts'
import type { Tx } from '../db/database.ts'
import type { OrganisationId, PersonId, SessionId } from '../ids.ts'
import type { Result } from '../result.ts'

/** Where a request came from; `address` is the peer's (or the declared proxy's word for it), `agent` the User-Agent. */
export interface Origin {
  address: string
  agent: string
}

/** A signed-in place: one browser on one machine. */
export interface Session {
  id: SessionId
  organisation: OrganisationId
  person: PersonId
  /** "Firefox on Windows": shown in the list of sessions. */
  description: string
  address: string
  createdAt: Date
  /** The last request, or the last beat of an open live desk. */
  lastSeenAt: Date
  /** The last key press or click that a person made. */
  activeAt: Date
  /** However busy, it ends here (12 h after sign-in). */
  endsAt: Date
  /** `stale` after 60 minutes without a key press: the desk may be read, nothing may be changed until `recheck`. */
  freshness: 'fresh' | 'stale'
  /** `old` ten minutes after the last password, code or passkey: keys can be changed after `recheck` only. */
  proof: 'recent' | 'old'
}

/** What a cookie stands for. */
export interface SignedIn {
  person: Person
  organisation: Organisation
  session: Session
}

/** `token` goes into the cookie (`cookie()`), and nowhere else. */
export interface SignInStep {
  token: string
  /** What is still wanted before the token opens anything; null when signed in. `passkey`: they have no code app. */
  needs: 'totp' | 'passkey' | null
  /** With `needs`: what else may be used instead of a code. */
  alternatives: ('passkey' | 'recovery-code')[]
}

/** The second factor that a person sets up while joining. */
export type Factor =
  /** `secret` is the one that `proposeTotp` made, `code` what the person's app shows for it. */
  | { kind: 'totp'; secret: string; code: string }
  /** `ticket` is from `beginPasskeyRegistration`, `response` the browser's JSON. */
  | { kind: 'passkey'; ticket: string; response: unknown; name?: string }
  /** Only in an exercise organisation. */
  | { kind: 'none' }

/** How identity learns about people without knowing the estate; the estate implements it (`createDirectory`). */
export interface Directory {
  /** Null when there is no such person, or they are disabled. Roles reach down the tree of units. */
  load(
    organisation: OrganisationId,
    person: PersonId,
  ): Promise<{ person: Person; organisation: Organisation; email: string } | null>
}

export interface TotpProposal {
  /** Base32, to type in where there is no camera. */
  secret: string
  uri: string
  /** The QR code as an SVG document, black on white, no script. */
  svg: string
}

export interface Passkey {
  id: string
  name: string
  createdAt: Date
  lastUsedAt: Date | null
}

export interface Factors {
  totp: boolean
  passkeys: Passkey[]
  recoveryCodesLeft: number
}

/** Everything about proving who one is. One instance an app; made by `createIdentity`. */
export interface Identity {
  // signing in
  /** Same answer and same time for an unknown address. Refusals: invalid (email or password), too-many. */
  signIn(input: {
    email: string
    password: string
    from: Origin
    previous?: string | null
  }): Promise<Result<SignInStep>>
  checkTotp(input: { token: string; code: string; from: Origin }): Promise<Result<SignInStep>>
  useRecoveryCode(input: { token: string; code: string; from: Origin }): Promise<Result<SignInStep>>
  /** No email needed (discoverable passkey). With a half-open `token` it serves as the second factor. */
  beginPasskeySignIn(input: {
    token?: string
    from: Origin
  }): Promise<{ ticket: string; options: PublicKeyCredentialRequestOptionsJSON }>
  finishPasskeySignIn(input: { ticket: string; response: unknown; from: Origin }): Promise<Result<SignInStep>>
  signOut(token: string): Promise<void>

  // the session
  /** Null for anything but a whole, living session of an enabled person. */
  sessionFromCookie(token: string | null | undefined): Promise<SignedIn | null>
  /** A person pressed a key or clicked: keeps the session fresh. Cheap; writes at most once a minute. */
  touch(session: Session): Promise<void>
  /** An open live stream keeps the session from idling out (not fresh, and not past `endsAt`). */
  beat(session: Session): Promise<void>
  /** Makes a stale session fresh, and an old proof a recent one: the password, a code, or a passkey (`ticket` + `response`). */
  recheck(input: {
    session: Session
    proof:
      | { kind: 'password'; password: string }
      | { kind: 'totp'; code: string }
      | { kind: 'passkey'; ticket: string; response: unknown }
    from: Origin
  }): Promise<Result<void>>
  listSessions(organisation: OrganisationId, person: PersonId): Promise<Session[]>
  /** Ends one of the person's own sessions. */
  endSession(by: SignedIn, session: SessionId): Promise<Result<void>>
  /** Calls `then` once, within 5 s, when the session is ended, expired or its person disabled, in whichever process. */
  onSessionEnded(session: Session, then: () => void): () => void

  // one's own keys; whatever adds or removes one refuses (needs: recent-proof) where the proof is old
  changePassword(
    by: SignedIn,
    input: { current: string; next: string; from: Origin },
  ): Promise<Result<{ token: string }>>
  factors(organisation: OrganisationId, person: PersonId): Promise<Factors>
  /** A new secret to scan; nothing is stored until it comes back with a right code. */
  proposeTotp(email: string): Promise<TotpProposal>
  setTotp(by: SignedIn, input: { secret: string; code: string }): Promise<Result<{ recoveryCodes: string[] }>>
  newRecoveryCodes(by: SignedIn): Promise<Result<{ recoveryCodes: string[] }>>
  beginPasskeyRegistration(input: {
    organisation: OrganisationId
    person: PersonId
    email: string
    name: string
    from: Origin
  }): Promise<{
    ticket: string
    options: PublicKeyCredentialCreationOptionsJSON
  }>
  addPasskey(by: SignedIn, input: { ticket: string; response: unknown; name?: string }): Promise<Result<void>>
  removePasskey(by: SignedIn, passkey: string): Promise<Result<void>>

  // for the estate, inside its transactions
  /** Checks a new person's password and factor, without writing; call it before the transaction opens. */
  prepare(input: {
    email: string
    words: string[]
    password: string | null
    factor: Factor
    exercise: boolean
  }): Promise<Result<Prepared>>
  /** Writes what `prepare` made. Recovery codes are shown once. */
  enrol(
    tx: Tx,
    organisation: OrganisationId,
    person: PersonId,
    prepared: Prepared,
  ): Promise<Result<{ recoveryCodes: string[] }>>
  /** A whole session for somebody who has just joined. Returns the cookie's token. */
  openSession(tx: Tx, organisation: OrganisationId, person: PersonId, from: Origin): Promise<string>

  close(): void
}

/** A checked password (already hashed) and second factor, waiting to be written. */
export interface Prepared {
  email: string
  passwordHash: string | null
  /** `step` is the one whose code set it up; it does not open the door as well. */
  totp: { secret: string; step: number } | null
  passkey: PreparedPasskey | null
}

export interface PreparedPasskey {
  id: string
  person: PersonId
  publicKey: Uint8Array
  counter: number
  transports: string[]
  name: string
}

/** Cookie settings for the two ways of serving. */
export interface CookieSettings {
  name: '__Host-folkmoot' | 'folkmoot'
  options: { httpOnly: true; sameSite: 'strict'; secure: boolean; path: '/'; maxAge: number }
}
