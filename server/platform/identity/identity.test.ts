import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isoCBOR } from '@simplewebauthn/server/helpers'
import { sql } from 'kysely'
import { generateSync } from 'otplib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../tests/support/database.ts'
import { fixedClock } from '../clock.ts'
import type { OrganisationId, PersonId, UnitId } from '../ids.ts'
import { createLog } from '../log.ts'
import type { Result } from '../result.ts'
import { createSecrets } from '../secrets.ts'
import { createIdentity } from './create-identity.ts'
import type { Factor, Identity, SignInStep } from './identity.ts'

const ORIGIN = 'http://localhost:8080'
const PASSWORD = 'heron slate marrow'
const clock = fixedClock('2026-03-02T08:00:00Z')
const organisation = randomUUID() as OrganisationId
const root = randomUUID() as UnitId
const people = new Map<PersonId, { email: string; disabled?: boolean }>()
let base: TestDatabase
let identity: Identity
let keyFolder: string

const from = (address = '192.0.2.1') => ({ address, agent: 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0' })
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  return result.value
}
const kind = (result: Result<unknown>) => (result.ok ? 'ok' : result.refusal.kind)
const codeOf = (secret: string) => generateSync({ secret, epoch: Math.floor(clock.now().getTime() / 1000) })

beforeAll(async () => {
  base = await testDatabase()
  keyFolder = mkdtempSync(path.join(tmpdir(), 'folkmoot-identity-'))
  identity = createIdentity({
    db: base.db,
    clock,
    log: createLog('silent'),
    secrets: createSecrets(path.join(keyFolder, 'keys')),
    origin: ORIGIN,
    directory: {
      async load(id, person) {
        const known = people.get(person)
        if (!known || known.disabled || id !== organisation) return null
        return {
          email: known.email,
          organisation: { id, name: 'Arrel Council', kind: 'live', area: null, timeZone: 'Europe/London' },
          person: {
            id: person,
            name: 'Rhian',
            session: null,
            rights: [{ role: 'officer', unit: root, account: null, path: [root] }],
          },
        }
      },
    },
  })
})
afterAll(async () => {
  identity.close()
  await base.close()
})

/** Somebody new with a password and a code app. */
async function join(factor?: Factor, person = randomUUID() as PersonId) {
  const email = `p${people.size}@council.test`
  const { secret } = await identity.proposeTotp(email)
  people.set(person, { email })
  const given = factor ?? { kind: 'totp', secret, code: codeOf(secret) }
  const prepared = value(
    await identity.prepare({
      email,
      words: [],
      password: factor ? null : PASSWORD,
      factor: given,
      exercise: false,
    }),
  )
  const enrolled = await base.db.transaction((tx) => identity.enrol(tx, organisation, person, prepared))
  return { person, email, secret, codes: value(enrolled).recoveryCodes }
}
/** Signs in with password and code, thirty seconds later than whatever came before. */
async function signIn(who: { email: string; secret: string }, address?: string): Promise<SignInStep> {
  clock.advance(30_000)
  const half = value(await identity.signIn({ email: who.email, password: PASSWORD, from: from(address) }))
  return value(await identity.checkTotp({ token: half.token, code: codeOf(who.secret), from: from(address) }))
}
const whole = async (token: string) => (await identity.sessionFromCookie(token))!

describe('signing in', () => {
  test('takes the password and then a code; the half-open token opens nothing', async () => {
    const who = await join()
    clock.advance(30_000)
    const half = value(
      await identity.signIn({ email: ` ${who.email.toUpperCase()} `, password: PASSWORD, from: from() }),
    )
    expect(half).toMatchObject({ needs: 'totp', alternatives: ['recovery-code'] })
    expect(await identity.sessionFromCookie(half.token)).toBeNull()
    const step = value(
      await identity.checkTotp({ token: half.token, code: codeOf(who.secret), from: from() }),
    )
    expect(step.needs).toBeNull()
    expect(step.token).not.toBe(half.token)
    // What was half open is gone: not even the next code opens anything by it.
    expect(
      kind(await identity.checkTotp({ token: half.token, code: codeOf(who.secret), from: from() })),
    ).toBe('not-signed-in')
    expect((await whole(step.token)).session).toMatchObject({
      description: 'Firefox on Windows',
      freshness: 'fresh',
    })
    expect(
      await identity.sessionFromCookie(`${step.token.slice(0, -1)}${step.token.endsWith('A') ? 'B' : 'A'}`),
    ).toBeNull()
  })

  test('a code opens once, also for two who use it at the same moment', async () => {
    const who = await join()
    clock.advance(30_000)
    const tokens: string[] = []
    for (let n = 0; n < 3; n++)
      tokens.push(value(await identity.signIn({ email: who.email, password: PASSWORD, from: from() })).token)
    const code = codeOf(who.secret)
    const steps = await Promise.all(
      tokens.map((token, n) => identity.checkTotp({ token, code, from: from(`192.0.2.${n + 10}`) })),
    )
    expect(steps.filter((step) => step.ok)).toHaveLength(1)
  })

  test('the code that set up the code app does not open the door as well', async () => {
    const who = await join()
    const half = async () =>
      value(await identity.signIn({ email: who.email, password: PASSWORD, from: from() })).token
    const code = codeOf(who.secret)
    expect(kind(await identity.checkTotp({ token: await half(), code, from: from() }))).toBe('invalid')
    clock.advance(30_000)
    const token = await half()
    const step = value(await identity.checkTotp({ token, code: codeOf(who.secret), from: from() }))
    // Nor does the one that replaced it from within.
    const { secret } = await identity.proposeTotp(who.email)
    value(await identity.setTotp(await whole(step.token), { secret, code: codeOf(secret) }))
    clock.advance(2_000)
    expect(kind(await identity.checkTotp({ token: await half(), code: codeOf(secret), from: from() }))).toBe(
      'invalid',
    )
  })

  test('a recovery code opens once', async () => {
    const who = await join()
    const half = async () =>
      value(await identity.signIn({ email: who.email, password: PASSWORD, from: from() })).token
    const code = who.codes[3]!.toUpperCase().replaceAll('-', ' ')
    expect(kind(await identity.useRecoveryCode({ token: await half(), code, from: from() }))).toBe('ok')
    clock.advance(90_000)
    expect(kind(await identity.useRecoveryCode({ token: await half(), code, from: from() }))).toBe('invalid')
    expect((await identity.factors(organisation, who.person)).recoveryCodesLeft).toBe(9)
  })

  test('an unknown address and a wrong password get the same answer, and so does a disabled person', async () => {
    const who = await join()
    const wrong = await identity.signIn({
      email: who.email,
      password: 'not the password',
      from: from('198.51.100.1'),
    })
    const unknown = await identity.signIn({
      email: 'nobody@council.test',
      password: PASSWORD,
      from: from('198.51.100.2'),
    })
    people.set(who.person, { email: who.email, disabled: true })
    const disabled = await identity.signIn({
      email: who.email,
      password: PASSWORD,
      from: from('198.51.100.3'),
    })
    expect(unknown).toEqual(wrong)
    expect(disabled).toEqual(wrong)
  })

  test('failures are answered later and later, and nobody is locked out', async () => {
    const who = await join()
    await signIn(who, '203.0.113.9')
    const guess = () =>
      identity.signIn({ email: who.email, password: 'a wrong guess', from: from('203.0.113.66') })
    const waits: number[] = []
    for (let n = 0; n < 9; n++) {
      const tried = await guess()
      if (!tried.ok && tried.refusal.kind === 'too-many') {
        waits.push(tried.refusal.retryAfterSeconds)
        clock.advance(tried.refusal.retryAfterSeconds * 1000)
        await guess()
      }
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64])
    // From where they have signed in before, their way is open all the while.
    expect(
      kind(await identity.signIn({ email: who.email, password: PASSWORD, from: from('203.0.113.9') })),
    ).toBe('ok')
  })

  test('five wrong codes close a half-open session', async () => {
    const who = await join()
    const { token } = value(await identity.signIn({ email: who.email, password: PASSWORD, from: from() }))
    const kinds: string[] = []
    for (let n = 0; n < 6; n++) {
      clock.advance(91_000)
      kinds.push(kind(await identity.checkTotp({ token, code: '000000', from: from() })))
    }
    expect(kinds).toEqual(['invalid', 'invalid', 'invalid', 'invalid', 'needs', 'not-signed-in'])
  })

  test('neither password nor code secret lies in the database as it is', async () => {
    const who = await join()
    const dump = await sql<{ row: string }>`
      select (l.*)::text || (t.*)::text as row from identity_login l join identity_totp t using (organisation_id, person_id)
      where l.email = ${who.email}`.execute(base.db.read)
    expect(dump.rows[0]!.row).toContain('$argon2id$v=19$m=19456,t=2,p=1$')
    expect(dump.rows[0]!.row).not.toContain(PASSWORD)
    expect(dump.rows[0]!.row).not.toContain(who.secret)
    expect(readFileSync(path.join(keyFolder, 'keys'), 'utf8')).not.toContain(who.secret)
  })
})

describe('a session', () => {
  test('goes stale an hour after the last key press, stays readable while a stream is open, and ends after twelve hours', async () => {
    const who = await join()
    const { token } = await signIn(who)
    for (let minutes = 0; minutes < 61; minutes += 1) {
      clock.advance(60_000)
      await identity.beat((await whole(token)).session)
    }
    const stale = await whole(token)
    expect(stale.session.freshness).toBe('stale')
    await identity.touch(stale.session)
    expect((await whole(token)).session.freshness).toBe('stale')
    expect(
      kind(
        await identity.recheck({
          session: stale.session,
          proof: { kind: 'password', password: 'wrong' },
          from: from(),
        }),
      ),
    ).toBe('invalid')
    clock.advance(1_000)
    expect(
      kind(
        await identity.recheck({
          session: stale.session,
          proof: { kind: 'totp', code: codeOf(who.secret) },
          from: from(),
        }),
      ),
    ).toBe('ok')
    expect((await whole(token)).session.freshness).toBe('fresh')
    for (let minutes = 0; minutes < 11 * 60; minutes += 50) {
      const signedIn = await identity.sessionFromCookie(token)
      if (signedIn) await identity.beat(signedIn.session)
      clock.advance(50 * 60_000)
    }
    expect(await identity.sessionFromCookie(token)).toBeNull()
  })

  test('ends after an hour in which nothing was asked for', async () => {
    const { token } = await signIn(await join())
    clock.advance(59 * 60_000)
    expect(await identity.sessionFromCookie(token)).not.toBeNull()
    clock.advance(61 * 60_000)
    expect(await identity.sessionFromCookie(token)).toBeNull()
  })

  test('sign-out, a new password and ending it from the list all make the old token useless', async () => {
    const who = await join()
    const [a, b, c] = [await signIn(who), await signIn(who), await signIn(who)]
    await identity.signOut(a.token)
    expect(await identity.sessionFromCookie(a.token)).toBeNull()
    const by = await whole(b.token)
    const listed = await identity.listSessions(organisation, who.person)
    expect(listed).toHaveLength(2)
    value(await identity.endSession(by, (await whole(c.token)).session.id))
    expect(await identity.sessionFromCookie(c.token)).toBeNull()
    const change = { current: PASSWORD, from: from() }
    expect(kind(await identity.changePassword(by, { ...change, next: 'Password2026!!' }))).toBe('invalid')
    expect(
      kind(await identity.changePassword(by, { ...change, current: 'wrong', next: 'otter lagoon quilt' })),
    ).toBe('invalid')
    clock.advance(2_000)
    const changed = value(await identity.changePassword(by, { ...change, next: 'otter lagoon quilt' }))
    expect(await identity.sessionFromCookie(b.token)).toBeNull()
    expect(await whole(changed.token)).not.toBeNull()
  })

  test("one person cannot end another's session", async () => {
    const [mine, theirs] = [await signIn(await join()), await signIn(await join())]
    const their = (await whole(theirs.token)).session.id
    expect(kind(await identity.endSession(await whole(mine.token), their))).toBe('not-found')
  })

  test('whoever hangs on it is told within five seconds, also when another process ended it', async () => {
    const { token } = await signIn(await join())
    const { session } = await whole(token)
    let told = 0
    identity.onSessionEnded(session, () => told++)
    await sql`delete from identity_session where id = ${session.id}`.execute(base.db.read)
    await expect.poll(() => told, { timeout: 5_000 }).toBe(1)
  })
})

describe('keys of one’s own', () => {
  test('are changed within ten minutes of a proof; after that the person proves themselves again', async () => {
    const person = randomUUID() as PersonId
    const begun = await identity.beginPasskeyRegistration({
      organisation,
      person,
      email: 'keys@council.test',
      name: 'Keys',
      from: from(),
    })
    const device = softKey()
    await join({ kind: 'passkey', ticket: begun.ticket, response: device.register(begun.options) }, person)
    const sign = async () => {
      const { ticket, options } = await identity.beginPasskeySignIn({ from: from() })
      return { ticket, response: device.sign(options, ORIGIN) }
    }
    const { token } = value(await identity.finishPasskeySignIn({ ...(await sign()), from: from() }))
    const change = async () => {
      const by = await whole(token)
      const { secret } = await identity.proposeTotp('keys@council.test')
      const { ticket, options } = await identity.beginPasskeyRegistration({
        organisation,
        person,
        email: 'keys@council.test',
        name: 'Keys',
        from: from(),
      })
      const added = await identity.addPasskey(by, { ticket, response: softKey().register(options) })
      const [newest] = (await identity.factors(organisation, person)).passkeys.slice(-1)
      return [
        await identity.setTotp(by, { secret, code: codeOf(secret) }),
        await identity.newRecoveryCodes(by),
        added,
        await identity.removePasskey(by, newest!.id),
      ].map((result) => (result.ok || !('rule' in result.refusal) ? kind(result) : result.refusal.rule))
    }
    expect(await change()).toEqual(Array(4).fill('ok'))
    clock.advance(9 * 60_000)
    await identity.touch((await whole(token)).session)
    clock.advance(60_000)
    // Busy all the while: the session is fresh, the proof is not.
    expect((await whole(token)).session).toMatchObject({ freshness: 'fresh', proof: 'old' })
    expect(await change()).toEqual(Array(4).fill('recent-proof'))
    const { session } = await whole(token)
    value(await identity.recheck({ session, proof: { kind: 'passkey', ...(await sign()) }, from: from() }))
    expect(await change()).toEqual(Array(4).fill('ok'))
  })
})

describe('a passkey', () => {
  test('is set up, signs in without an address, and answers only its own challenge once', async () => {
    const person = randomUUID() as PersonId
    const email = 'key@council.test'
    const { ticket, options } = await identity.beginPasskeyRegistration({
      organisation,
      person,
      email,
      name: 'Key',
      from: from(),
    })
    const device = softKey()
    const factor: Factor = { kind: 'passkey', ticket, response: device.register(options), name: 'My phone' }
    await join(factor, person)
    expect((await identity.factors(organisation, person)).passkeys.map(({ name }) => name)).toEqual([
      'My phone',
    ])

    const begun = await identity.beginPasskeySignIn({ from: from() })
    const response = device.sign(begun.options, ORIGIN)
    const other = await identity.beginPasskeySignIn({ from: from() })
    expect(kind(await identity.finishPasskeySignIn({ ticket: other.ticket, response, from: from() }))).toBe(
      'invalid',
    )
    const step = value(await identity.finishPasskeySignIn({ ticket: begun.ticket, response, from: from() }))
    expect((await whole(step.token)).person.id).toBe(person)
    expect(kind(await identity.finishPasskeySignIn({ ticket: begun.ticket, response, from: from() }))).toBe(
      'invalid',
    )

    const foreign = await identity.beginPasskeySignIn({ from: from() })
    const phished = device.sign(foreign.options, 'http://localhost.evil.test')
    expect(
      kind(await identity.finishPasskeySignIn({ ticket: foreign.ticket, response: phished, from: from() })),
    ).toBe('invalid')
    expect(kind(await identity.finishPasskeySignIn({ ticket: 'x', response: { id: 1 }, from: from() }))).toBe(
      'invalid',
    )

    const by = await whole(step.token)
    const [only] = (await identity.factors(organisation, person)).passkeys
    expect(kind(await identity.removePasskey(by, only!.id))).toBe('conflict')
  })

  test("cannot be set up on somebody else's ticket", async () => {
    const { token } = await signIn(await join())
    const by = await whole(token)
    const stranger = await identity.beginPasskeyRegistration({
      organisation,
      person: randomUUID() as PersonId,
      email: 'x@y.test',
      name: 'X',
      from: from(),
    })
    const response = softKey().register(stranger.options)
    expect(kind(await identity.addPasskey(by, { ticket: stranger.ticket, response }))).toBe('invalid')
  })
})

test('who asks for passkey ceremonies without end pushes out their own, and what has run out is swept', async () => {
  const count = async () =>
    (await sql<{ n: number }>`select count(*)::int as n from identity_ticket`.execute(base.db.read)).rows[0]!
      .n
  clock.advance(11 * 60_000)
  const owner = { organisation, person: randomUUID() as PersonId, email: 'x@y.test', name: 'X' }
  const flooded = randomUUID() as PersonId
  const other = await identity.beginPasskeyRegistration({ ...owner, from: from('2001:db8:1::1') })
  expect(await count()).toBe(1)
  for (let n = 0; n < 12; n++) {
    clock.advance(1)
    await identity.beginPasskeyRegistration({ ...owner, person: flooded, from: from(`192.0.2.${n}`) })
  }
  expect(await count()).toBe(11)
  // One address, as a whole council may have: somebody of it joins, somebody else signs in without a name.
  const council = from('198.51.100.1')
  const joining = await identity.beginPasskeyRegistration({
    ...owner,
    person: randomUUID() as PersonId,
    from: council,
  })
  const nameless = await identity.beginPasskeySignIn({ from: council })
  for (let n = 0; n < 210; n++) {
    clock.advance(1)
    await identity.beginPasskeySignIn({ from: council })
  }
  const living = async (challenge: string) =>
    (await sql`select from identity_ticket where challenge = ${challenge}`.execute(base.db.read)).rows.length
  expect(await living(nameless.options.challenge)).toBe(1)
  // Five thousand are enough for anybody: a flood is bounded, and pushes out the nameless only.
  await sql`insert into identity_ticket (id_hash, purpose, challenge, asked_from, expires_at)
    select sha256(n::text::bytea), 'sign-in', 'flood', t.asked_from, t.expires_at + interval '1 second'
    from identity_ticket t, generate_series(1, 5100) n where t.challenge = ${nameless.options.challenge}`.execute(
    base.db.read,
  )
  await identity.beginPasskeySignIn({ from: council })
  expect(await count()).toBe(5_012)
  expect(await living(joining.options.challenge)).toBe(1)
  // Nobody else lost theirs.
  const left = await sql`select from identity_ticket where challenge = ${other.options.challenge}`.execute(
    base.db.read,
  )
  expect(left.rows).toHaveLength(1)
})

type Cbor = Parameters<typeof isoCBOR.encode>[0]

/** An authenticator made of software: one ES256 key, user verified. */
function softKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = Buffer.from(randomUUID())
  const jwk = publicKey.export({ format: 'jwk' })
  const cose = new Map<number, number | Uint8Array>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, new Uint8Array(Buffer.from(jwk.x!, 'base64url'))],
    [-3, new Uint8Array(Buffer.from(jwk.y!, 'base64url'))],
  ])
  let handle = ''
  let counter = 0
  const authenticatorData = (flags: number) => {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(++counter)
    return Buffer.concat([createHash('sha256').update('localhost').digest(), Buffer.from([flags]), count])
  }
  const client = (type: string, challenge: string, origin: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  return {
    register(options: { challenge: string; user: { id: string } }) {
      handle = options.user.id
      const length = Buffer.alloc(2)
      length.writeUInt16BE(id.length)
      const authData = Buffer.concat([
        authenticatorData(0x45),
        Buffer.alloc(16),
        length,
        id,
        isoCBOR.encode(cose),
      ])
      const attestation = isoCBOR.encode(
        new Map<string | number, Cbor>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', new Uint8Array(authData)],
        ]),
      )
      return {
        id: id.toString('base64url'),
        rawId: id.toString('base64url'),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: client('webauthn.create', options.challenge, ORIGIN).toString('base64url'),
          attestationObject: Buffer.from(attestation).toString('base64url'),
          transports: ['internal'],
        },
      }
    },
    sign(options: { challenge: string }, origin: string) {
      const data = authenticatorData(0x05)
      const json = client('webauthn.get', options.challenge, origin)
      const signed = Buffer.concat([data, createHash('sha256').update(json).digest()])
      return {
        id: id.toString('base64url'),
        rawId: id.toString('base64url'),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: json.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: sign('sha256', signed, privateKey).toString('base64url'),
          userHandle: handle,
        },
      }
    },
  }
}
