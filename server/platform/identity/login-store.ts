import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Executor } from '../db/database.ts'
import type { OrganisationId, PersonId } from '../ids.ts'
import type { Secrets } from '../secrets.ts'

export interface Login {
  organisation: OrganisationId
  person: PersonId
  email: string
  passwordHash: string | null
  /** They have signed in from this address before. */
  familiar: boolean
}

/** The login of an address. One query whether or not it is known, so that both take as long. */
export async function findLogin(
  on: Executor,
  email: string,
  hashed: (organisation: string) => Buffer,
): Promise<Login | null> {
  const found = await sql<Omit<Login, 'familiar'> & { addresses: Buffer[] | null }>`
    select l.organisation_id as organisation, l.person_id as person, l.email, l.password_hash as "passwordHash",
      array(select address_hash from identity_familiar f
        where f.organisation_id = l.organisation_id and f.person_id = l.person_id) as addresses
    from (values (${email}::text)) as asked (email) left join identity_login l on l.email = asked.email`.execute(
    on,
  )
  const row = found.rows[0]
  if (!row?.organisation) return null
  const own = hashed(row.organisation)
  const { addresses, ...login } = row
  return { ...login, familiar: (addresses ?? []).some((address) => address.equals(own)) }
}

export async function loginOf(
  on: Executor,
  organisation: OrganisationId,
  person: PersonId,
): Promise<Omit<Login, 'familiar'> | null> {
  const found = await sql<Omit<Login, 'familiar'>>`
    select organisation_id as organisation, person_id as person, email, password_hash as "passwordHash"
    from identity_login where organisation_id = ${organisation} and person_id = ${person}`.execute(on)
  return found.rows[0] ?? null
}

/** False when the address already signs somebody in. */
export async function insertLogin(
  tx: Executor,
  login: {
    organisation: OrganisationId
    person: PersonId
    email: string
    passwordHash: string | null
    now: Date
  },
): Promise<boolean> {
  const done = await sql`
    insert into identity_login (email, organisation_id, person_id, password_hash, changed_at)
    values (${login.email}, ${login.organisation}, ${login.person}, ${login.passwordHash}, ${login.now})
    on conflict do nothing`.execute(tx)
  return Number(done.numAffectedRows ?? 0) === 1
}

export async function setPassword(
  tx: Executor,
  organisation: OrganisationId,
  person: PersonId,
  passwordHash: string,
  now: Date,
): Promise<void> {
  await sql`update identity_login set password_hash = ${passwordHash}, changed_at = ${now}
    where organisation_id = ${organisation} and person_id = ${person}`.execute(tx)
}

/** At most ten addresses a person; the oldest goes. */
export async function rememberAddress(
  tx: Executor,
  organisation: OrganisationId,
  person: PersonId,
  address: Buffer,
  now: Date,
): Promise<void> {
  await sql`
    insert into identity_familiar (organisation_id, person_id, address_hash, last_at)
    values (${organisation}, ${person}, ${address}, ${now})
    on conflict (organisation_id, person_id, address_hash) do update set last_at = excluded.last_at`.execute(
    tx,
  )
  await sql`
    delete from identity_familiar where organisation_id = ${organisation} and person_id = ${person}
      and address_hash not in (select address_hash from identity_familiar
        where organisation_id = ${organisation} and person_id = ${person} order by last_at desc limit 10)`.execute(
    tx,
  )
}

/** Everything by which a person could prove who they are. */
export async function forgetFactors(
  tx: Executor,
  organisation: OrganisationId,
  person: PersonId,
): Promise<void> {
  const theirs = sql`where organisation_id = ${organisation} and person_id = ${person}`
  await sql`delete from identity_login ${theirs}`.execute(tx)
  await sql`delete from identity_totp ${theirs}`.execute(tx)
  await sql`delete from identity_recovery_code ${theirs}`.execute(tx)
  await sql`delete from identity_passkey ${theirs}`.execute(tx)
  await sql`delete from identity_familiar ${theirs}`.execute(tx)
}

const totpPlace = (organisation: string, person: string) => ({
  organisation,
  table: 'identity_totp',
  row: person,
  column: 'secret',
})

export async function readTotp(
  on: Executor,
  secrets: Secrets,
  organisation: OrganisationId,
  person: PersonId,
): Promise<string | null> {
  const found = await sql<{ secret: string }>`
    select secret from identity_totp where organisation_id = ${organisation} and person_id = ${person}`.execute(
    on,
  )
  const row = found.rows[0]
  return row ? secrets.open(row.secret, totpPlace(organisation, person)) : null
}

/** `step` is the one whose code proved the app: it is used up. */
export async function putTotp(
  tx: Executor,
  secrets: Secrets,
  organisation: OrganisationId,
  person: PersonId,
  { secret, step }: { secret: string; step: number },
  now: Date,
): Promise<void> {
  const sealed = secrets.seal(secret, totpPlace(organisation, person))
  await sql`
    insert into identity_totp (organisation_id, person_id, secret, last_step, created_at)
    values (${organisation}, ${person}, ${sealed}, ${step}, ${now})
    on conflict (organisation_id, person_id) do update set secret = excluded.secret, last_step = excluded.last_step,
      created_at = excluded.created_at`.execute(tx)
}

/** Uses up a code's time step; false when it, or a later one, was used before. One statement: no two can both win. */
export async function useStep(
  on: Executor,
  organisation: OrganisationId,
  person: PersonId,
  step: number,
): Promise<boolean> {
  const done = await sql`
    update identity_totp set last_step = ${step}
    where organisation_id = ${organisation} and person_id = ${person} and last_step < ${step}`.execute(on)
  return Number(done.numAffectedRows ?? 0) === 1
}

const codeHash = (organisation: string, person: string, code: string): Buffer =>
  createHash('sha256').update(`${organisation}|${person}|${code}`).digest()

export async function putRecoveryCodes(
  tx: Executor,
  organisation: OrganisationId,
  person: PersonId,
  codes: readonly string[],
): Promise<void> {
  await sql`delete from identity_recovery_code where organisation_id = ${organisation} and person_id = ${person}`.execute(
    tx,
  )
  await sql`
    insert into identity_recovery_code (organisation_id, person_id, code_hash)
    select ${organisation}::uuid, ${person}::uuid, c from unnest(
      ${codes.map((code) => codeHash(organisation, person, code))}::bytea[]) c`.execute(tx)
}

export async function useRecoveryCode(
  on: Executor,
  organisation: OrganisationId,
  person: PersonId,
  code: string,
  now: Date,
): Promise<boolean> {
  const done = await sql`
    update identity_recovery_code set used_at = ${now}
    where organisation_id = ${organisation} and person_id = ${person} and used_at is null
      and code_hash = ${codeHash(organisation, person, code)}`.execute(on)
  return Number(done.numAffectedRows ?? 0) === 1
}

/** Of these people, those who hold all that signing in takes: a password or passkey, and in a live organisation a second factor. */
export async function ableToSignIn(
  on: Executor,
  organisation: { id: OrganisationId; kind: 'live' | 'exercise' },
  people: readonly PersonId[],
): Promise<PersonId[]> {
  const found = await sql<{ id: PersonId }>`
    select l.person_id as id from identity_login l
    where l.organisation_id = ${organisation.id} and l.person_id = any(${people}::uuid[]) and (
      exists (select from identity_passkey k where k.organisation_id = l.organisation_id and k.person_id = l.person_id)
      or (l.password_hash is not null and (${organisation.kind === 'exercise'}
        or exists (select from identity_totp t where t.organisation_id = l.organisation_id and t.person_id = l.person_id))))`.execute(
    on,
  )
  return found.rows.map((row) => row.id)
}

/** What a person has to prove themselves by, besides the password. */
export async function countFactors(
  on: Executor,
  organisation: OrganisationId,
  person: PersonId,
): Promise<{ totp: boolean; passkeys: number; recoveryCodes: number }> {
  const found = await sql<{ totp: boolean; passkeys: number; recoveryCodes: number }>`
    select exists (select 1 from identity_totp where organisation_id = ${organisation} and person_id = ${person}) as totp,
      (select count(*)::int from identity_passkey where organisation_id = ${organisation} and person_id = ${person}) as passkeys,
      (select count(*)::int from identity_recovery_code
        where organisation_id = ${organisation} and person_id = ${person} and used_at is null) as "recoveryCodes"`.execute(
    on,
  )
  return found.rows[0]!
}
