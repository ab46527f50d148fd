import { createHash, randomBytes } from 'node:crypto'
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Executor } from '../db/database.ts'
import type { OrganisationId, PersonId } from '../ids.ts'
import { area } from './attempts.ts'
import type { Origin, Passkey, PreparedPasskey } from './identity.ts'

const TICKET_MS = 10 * 60_000
/**
 * Ceremonies under way; the oldest gives way. For one person: whoever is named has proved something first. Without a
 * name from one address: a whole council may sit behind it, so there is room enough that a flood has to go on at
 * hundreds a second to push out somebody who is just touching their key.
 */
const MOST_OF_PERSON = 10
const MOST_NAMELESS_FROM_ADDRESS = 5_000

/** Who we are to an authenticator. `origin` is the public origin; the relying party is its host name. */
export interface Site {
  origin: string
  name: string
}

const rpId = (site: Site): string => new URL(site.origin).hostname

interface Owner {
  organisation: OrganisationId
  person: PersonId
}

/** What we tell an authenticator to hand back: 32 bytes that find the person, and nothing about them. */
const handleOf = (owner: Owner): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(`${owner.organisation}${owner.person}`.replaceAll('-', ''), 'hex'))

function ownerOf(handle: string | undefined): Owner | null {
  const hex = Buffer.from(handle ?? '', 'base64url').toString('hex')
  if (hex.length !== 64) return null
  const [organisation, person] = [hex.slice(0, 32), hex.slice(32)].map((part) =>
    part.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  )
  return { organisation: organisation as OrganisationId, person: person as PersonId }
}

export async function beginRegistration(
  on: Executor,
  site: Site,
  who: Owner & { email: string; name: string; from: Origin },
  now: Date,
): Promise<{ ticket: string; options: PublicKeyCredentialCreationOptionsJSON }> {
  const options = await generateRegistrationOptions({
    rpName: site.name,
    rpID: rpId(site),
    userName: who.email,
    userDisplayName: who.name,
    userID: handleOf(who),
    attestationType: 'none',
    excludeCredentials: (await passkeysOf(on, who.organisation, who.person)).map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  return { ticket: await openTicket(on, 'register', options.challenge, who, who.from, now), options }
}

/** The passkey that a browser made for this ticket; null when anything about it is wrong. */
export async function finishRegistration(
  on: Executor,
  site: Site,
  given: { ticket: string; response: unknown; name?: string },
  now: Date,
): Promise<PreparedPasskey | null> {
  const ticket = await useTicket(on, 'register', given.ticket, now)
  const response = registration.safeParse(given.response)
  if (!ticket?.person || !response.success) return null
  const verified = await verifyRegistrationResponse({
    response: response.data as RegistrationResponseJSON,
    expectedChallenge: ticket.challenge,
    expectedOrigin: site.origin,
    expectedRPID: rpId(site),
    requireUserVerification: true,
  }).catch(() => null)
  if (!verified?.verified) return null
  const { credential } = verified.registrationInfo
  return {
    id: credential.id,
    person: ticket.person,
    publicKey: credential.publicKey,
    counter: credential.counter,
    transports: credential.transports ?? [],
    name: (given.name ?? '').trim().slice(0, 100) || 'Passkey',
  }
}

/** Anyone's passkey, or with `owner` one of theirs. */
export async function beginSignIn(
  on: Executor,
  site: Site,
  owner: Owner | null,
  from: Origin,
  now: Date,
): Promise<{ ticket: string; options: PublicKeyCredentialRequestOptionsJSON }> {
  const known = owner ? await passkeysOf(on, owner.organisation, owner.person) : []
  const options = await generateAuthenticationOptions({
    rpID: rpId(site),
    userVerification: 'required',
    allowCredentials: known.map(({ id }) => ({ id })),
  })
  return { ticket: await openTicket(on, 'sign-in', options.challenge, owner, from, now), options }
}

/** Who signed the challenge; null when nobody whom we know did. */
export async function finishSignIn(
  on: Executor,
  site: Site,
  given: { ticket: string; response: unknown },
  now: Date,
): Promise<Owner | null> {
  const ticket = await useTicket(on, 'sign-in', given.ticket, now)
  const read = authentication.safeParse(given.response)
  if (!ticket || !read.success) return null
  const response = read.data as AuthenticationResponseJSON
  const said = ownerOf(response.response.userHandle)
  const owner =
    ticket.person && ticket.organisation ? { organisation: ticket.organisation, person: ticket.person } : said
  // A ticket that was opened for one person is closed to every other.
  if (!owner || (said && said.person !== owner.person)) return null
  const found = await sql<{ publicKey: Buffer; counter: number; transports: string[] }>`
    select public_key as "publicKey", counter::int as counter, transports from identity_passkey
    where organisation_id = ${owner.organisation} and id = ${response.id} and person_id = ${owner.person}`.execute(
    on,
  )
  const key = found.rows[0]
  if (!key) return null
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: ticket.challenge,
    expectedOrigin: site.origin,
    expectedRPID: rpId(site),
    requireUserVerification: true,
    credential: {
      id: response.id,
      publicKey: new Uint8Array(key.publicKey),
      counter: key.counter,
      transports: key.transports as never,
    },
  }).catch(() => null)
  if (!verified?.verified) return null
  await sql`update identity_passkey set counter = ${verified.authenticationInfo.newCounter}, last_used_at = ${now}
    where organisation_id = ${owner.organisation} and id = ${response.id}`.execute(on)
  return owner
}

export async function insertPasskey(
  tx: Executor,
  organisation: OrganisationId,
  key: PreparedPasskey,
  now: Date,
): Promise<boolean> {
  const done = await sql`
    insert into identity_passkey (organisation_id, id, person_id, public_key, counter, transports, name, created_at)
    values (${organisation}, ${key.id}, ${key.person}, ${Buffer.from(key.publicKey)}, ${key.counter},
      ${key.transports}::text[], ${key.name}, ${now})
    on conflict do nothing`.execute(tx)
  return Number(done.numAffectedRows ?? 0) === 1
}

export async function passkeysOf(
  on: Executor,
  organisation: OrganisationId,
  person: PersonId,
): Promise<Passkey[]> {
  const found = await sql<Passkey>`
    select id, name, created_at as "createdAt", last_used_at as "lastUsedAt" from identity_passkey
    where organisation_id = ${organisation} and person_id = ${person} order by created_at`.execute(on)
  return found.rows
}

export async function deletePasskey(
  tx: Executor,
  organisation: OrganisationId,
  person: PersonId,
  id: string,
): Promise<boolean> {
  const done = await sql`delete from identity_passkey
    where organisation_id = ${organisation} and person_id = ${person} and id = ${id}`.execute(tx)
  return Number(done.numAffectedRows ?? 0) === 1
}

type Purpose = 'register' | 'sign-in'
const hashTicket = (ticket: string): Buffer => createHash('sha256').update(ticket).digest()

/**
 * Anybody may ask for one without signing in: what has run out goes first, and each asker keeps only their newest. What
 * is asked for without a name never pushes out what belongs to somebody.
 */
async function openTicket(
  on: Executor,
  purpose: Purpose,
  challenge: string,
  owner: Owner | null,
  from: Origin,
  now: Date,
): Promise<string> {
  const ticket = randomBytes(32).toString('base64url')
  const asked = createHash('sha256').update(area(from.address)).digest()
  await sql`delete from identity_ticket where expires_at < ${now}`.execute(on)
  const [whose, most] = owner
    ? [sql`organisation_id = ${owner.organisation} and person_id = ${owner.person}`, MOST_OF_PERSON]
    : [sql`asked_from = ${asked} and person_id is null`, MOST_NAMELESS_FROM_ADDRESS]
  await keepNewest(on, whose, most - 1)
  await sql`
    insert into identity_ticket (id_hash, purpose, challenge, organisation_id, person_id, asked_from, expires_at)
    values (${hashTicket(ticket)}, ${purpose}, ${challenge}, ${owner?.organisation ?? null}, ${owner?.person ?? null},
      ${asked}, ${new Date(now.getTime() + TICKET_MS)})`.execute(on)
  return ticket
}

const keepNewest = (on: Executor, whose: RawBuilder<unknown>, most: number) =>
  sql`delete from identity_ticket where id_hash in (
    select id_hash from identity_ticket where ${whose} order by expires_at desc offset ${most})`.execute(on)

/** A ticket opens once. */
async function useTicket(on: Executor, purpose: Purpose, ticket: string, now: Date) {
  const found = await sql<{
    challenge: string
    organisation: OrganisationId | null
    person: PersonId | null
  }>`
    delete from identity_ticket where id_hash = ${hashTicket(ticket)} and purpose = ${purpose} and expires_at > ${now}
    returning challenge, organisation_id as organisation, person_id as person`.execute(on)
  return found.rows[0] ?? null
}

const text = z.string().max(20_000)
const registration = z.object({
  id: text,
  rawId: text,
  type: z.literal('public-key'),
  response: z.looseObject({ clientDataJSON: text, attestationObject: text }),
  clientExtensionResults: z.looseObject({}).default({}),
})
const authentication = z.object({
  id: text,
  rawId: text,
  type: z.literal('public-key'),
  response: z.looseObject({
    clientDataJSON: text,
    authenticatorData: text,
    signature: text,
    userHandle: text.optional(),
  }),
  clientExtensionResults: z.looseObject({}).default({}),
})
