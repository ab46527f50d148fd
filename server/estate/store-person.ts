import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Executor } from '../platform/db/database.ts'
import { isId, type OrganisationId, type PersonId, type UnitId } from '../platform/ids.ts'
import type { HeldRole, PersonRow } from './estate.ts'

export interface StoredPerson {
  id: PersonId
  name: string
  email: string
  state: PersonRow['state']
  /** They were in at least once. */
  joined: boolean
}

export async function readPersonRow(
  on: Executor,
  organisation: OrganisationId,
  person: PersonId,
): Promise<StoredPerson | null> {
  // What an address says may be no id at all; then there is nobody of that id.
  if (!isId(person)) return null
  const found = await sql<StoredPerson>`
    select id, name, email, state, joined_at is not null as joined from estate_person where organisation_id = ${organisation} and id = ${person}`.execute(
    on,
  )
  return found.rows[0] ?? null
}

export async function findByEmail(
  on: Executor,
  organisation: OrganisationId,
  email: string,
): Promise<StoredPerson | null> {
  const found = await sql<StoredPerson>`
    select id, name, email, state, joined_at is not null as joined from estate_person where organisation_id = ${organisation} and email = ${email}`.execute(
    on,
  )
  return found.rows[0] ?? null
}

export async function insertPerson(
  tx: Executor,
  person: Omit<StoredPerson, 'joined'> & { organisation: OrganisationId; now: Date },
): Promise<void> {
  await sql`
    insert into estate_person (organisation_id, id, name, email, state, joined_at, created_at)
    values (${person.organisation}, ${person.id}, ${person.name}, ${person.email}, ${person.state},
      ${person.state === 'active' ? person.now : null}, ${person.now})`.execute(tx)
}

export async function renameRow(
  tx: Executor,
  organisation: OrganisationId,
  person: PersonId,
  name: string,
): Promise<void> {
  await sql`update estate_person set name = ${name} where organisation_id = ${organisation} and id = ${person}`.execute(
    tx,
  )
}

/** Moves a person to a state; the moment of joining is kept from the first time. */
export async function setState(
  tx: Executor,
  organisation: OrganisationId,
  person: PersonId,
  state: PersonRow['state'],
  now: Date,
): Promise<void> {
  await sql`
    update estate_person set state = ${state},
      joined_at = case when ${state} = 'active' then coalesce(joined_at, ${now}::timestamptz) else joined_at end,
      disabled_at = case when ${state} = 'disabled' then ${now}::timestamptz end
    where organisation_id = ${organisation} and id = ${person}`.execute(tx)
}

/** People with the roles they were granted, by name. */
export async function readPeople(
  on: Executor,
  organisation: OrganisationId,
  filter: { person?: PersonId; unit?: UnitId; state?: PersonRow['state']; words?: string },
): Promise<PersonRow[]> {
  if ([filter.person, filter.unit].some((id) => id !== undefined && !isId(id))) return []
  const words = (filter.words ?? '').replaceAll('\0', '').trim().toLowerCase().slice(0, 200)
  const found = await sql<PersonRow & { roles: HeldRole[] | null }>`
    select p.id, p.name, p.email, p.state, p.joined_at is not null as joined, p.disabled_at as "disabledAt",
      (select max(a.at) from audit_row a where a.organisation_id = p.organisation_id and a.person_id = p.id
        and a.action = 'identity.signed-in') as "lastSignInAt",
      (select json_agg(json_build_object('role', r.role, 'unit', r.unit_id, 'unitName', u.name, 'account', r.account_id,
          'standing', r.standing, 'givenBy', r.granted_by, 'givenByName', g.name) order by u.name, r.role)
        from estate_right r join estate_unit u on u.organisation_id = r.organisation_id and u.id = r.unit_id
        left join estate_person g on g.organisation_id = r.organisation_id and g.id = r.granted_by
        where r.organisation_id = p.organisation_id and r.person_id = p.id) as roles
    from estate_person p
    where p.organisation_id = ${organisation}
      and (${filter.person ?? null}::uuid is null or p.id = ${filter.person ?? null})
      and (${filter.state ?? null}::text is null or p.state = ${filter.state ?? null})
      and (${words} = '' or position(${words} in lower(p.name || ' ' || p.email)) > 0)
      and (${filter.unit ?? null}::uuid is null or exists (select 1 from estate_right r
        where r.organisation_id = p.organisation_id and r.person_id = p.id and r.unit_id = ${filter.unit ?? null}))
    order by lower(p.name), p.id`.execute(on)
  return found.rows.map((row) => ({ ...row, roles: row.roles ?? [] }))
}

const hashLink = (link: string): Buffer => createHash('sha256').update(link).digest()

export async function insertInvitation(
  tx: Executor,
  made: {
    organisation: OrganisationId
    hash: Buffer
    person: PersonId
    expiresAt: Date
    by: PersonId | null
    resets: boolean
  },
): Promise<void> {
  await deleteInvitations(tx, made.organisation, made.person)
  await sql`
    insert into estate_invitation (organisation_id, token_hash, person_id, expires_at, invited_by, resets)
    values (${made.organisation}, ${made.hash}, ${made.person}, ${made.expiresAt}, ${made.by}, ${made.resets})`.execute(
    tx,
  )
}

/** Who made the link by which this person was last reset; null when nobody did. */
export async function resetBy(
  on: Executor,
  organisation: OrganisationId,
  person: PersonId,
): Promise<PersonId | null> {
  const found = await sql<{ by: PersonId | null }>`
    select invited_by as by from estate_invitation
    where organisation_id = ${organisation} and person_id = ${person} and resets order by expires_at desc limit 1`.execute(
    on,
  )
  return found.rows[0]?.by ?? null
}

/** The links of this person were made at the machine, not by an administrator. */
export async function disownInvitations(
  tx: Executor,
  organisation: OrganisationId,
  person: PersonId,
): Promise<void> {
  await sql`update estate_invitation set invited_by = null
    where organisation_id = ${organisation} and person_id = ${person}`.execute(tx)
}

export async function deleteInvitations(
  tx: Executor,
  organisation: OrganisationId,
  person: PersonId,
): Promise<void> {
  await sql`delete from estate_invitation where organisation_id = ${organisation} and person_id = ${person} and used_at is null`.execute(
    tx,
  )
}

/** The person whom a living link invites; with `use`, the link is used up by it. */
export async function findInvitation(
  on: Executor,
  token: { organisation: OrganisationId; hash: Buffer },
  now: Date,
  use: boolean,
): Promise<{ person: PersonId; expiresAt: Date } | null> {
  const where = sql`where organisation_id = ${token.organisation} and token_hash = ${token.hash} and used_at is null
    and expires_at > ${now}`
  const found = use
    ? await sql<{ person: PersonId; expiresAt: Date }>`
        update estate_invitation set used_at = ${now} ${where} returning person_id as person, expires_at as "expiresAt"`.execute(
        on,
      )
    : await sql<{ person: PersonId; expiresAt: Date }>`
        select person_id as person, expires_at as "expiresAt" from estate_invitation ${where}`.execute(on)
  return found.rows[0] ?? null
}

/** One set-up at a time, to the end of the transaction. */
export async function lockSetup(tx: Executor): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('estate:setup', 0))`.execute(tx)
}

export async function hasLiveOrganisation(on: Executor): Promise<boolean> {
  const found = await sql`select 1 from estate_organisation where kind = 'live' limit 1`.execute(on)
  return found.rows.length > 0
}

export async function countExerciseOrganisations(on: Executor): Promise<number> {
  const found = await sql<{
    n: number
  }>`select count(*)::int as n from estate_organisation where kind = 'exercise'`.execute(on)
  return found.rows[0]!.n
}

/** The newest link is the only one that opens. */
export async function replaceSetup(tx: Executor, link: string, now: Date): Promise<void> {
  await sql`delete from estate_setup`.execute(tx)
  await sql`insert into estate_setup (token_hash, made_at) values (${hashLink(link)}, ${now})`.execute(tx)
}

export async function isSetup(on: Executor, link: string): Promise<boolean> {
  const found = await sql`select 1 from estate_setup where token_hash = ${hashLink(link)}`.execute(on)
  return found.rows.length > 0
}

export async function closeSetup(tx: Executor): Promise<void> {
  await sql`delete from estate_setup`.execute(tx)
}
