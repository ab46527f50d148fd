import { sql } from 'kysely'
import type { Organisation, Right, Role } from '../platform/context.ts'
import type { Executor } from '../platform/db/database.ts'
import type { AccountId, OrganisationId, PersonId, UnitId } from '../platform/ids.ts'
import type { Unit } from './estate.ts'

/** Serialises everything that changes who may do what in an organisation, to the end of the transaction. */
export async function lockOrganisation(tx: Executor, organisation: OrganisationId): Promise<void> {
  await sql`select 1 from estate_organisation where organisation_id = ${organisation} for update`.execute(tx)
}

export async function insertOrganisation(tx: Executor, made: Organisation, now: Date): Promise<void> {
  await sql`
    insert into estate_organisation (organisation_id, name, kind, area, time_zone, created_at)
    values (${made.id}, ${made.name}, ${made.kind}, ${made.area}, ${made.timeZone}, ${now})`.execute(tx)
}

export async function readOrganisation(
  on: Executor,
  organisation: OrganisationId,
): Promise<Organisation | null> {
  const found = await sql<Organisation>`
    select organisation_id as id, name, kind, area, time_zone as "timeZone" from estate_organisation
    where organisation_id = ${organisation}`.execute(on)
  return found.rows[0] ?? null
}

/** Every organisation on this machine; for the app's own start, never for a page. */
export async function everyOrganisation(on: Executor): Promise<Organisation[]> {
  const found = await sql<Organisation>`
    select organisation_id as id, name, kind, area, time_zone as "timeZone" from estate_organisation
    order by created_at`.execute(on)
  return found.rows
}

export async function updateOrganisation(tx: Executor, made: Organisation): Promise<void> {
  await sql`update estate_organisation set name = ${made.name}, area = ${made.area}, time_zone = ${made.timeZone}
    where organisation_id = ${made.id}`.execute(tx)
}

/** The tree from its root, as a common table expression `tree (id, parent_id, name, path)`. */
const tree = (organisation: OrganisationId) => sql`
  tree as (
    select id, parent_id, name, array[id] as path from estate_unit
    where organisation_id = ${organisation} and parent_id is null
    union all
    select u.id, u.parent_id, u.name, t.path || u.id from estate_unit u join tree t on u.parent_id = t.id
    where u.organisation_id = ${organisation}
  )`

export async function readUnits(on: Executor, organisation: OrganisationId): Promise<Unit[]> {
  const found = await sql<Unit>`
    with recursive ${tree(organisation)}
    select t.id, t.name, t.parent_id as parent, t.path, array_length(t.path, 1) - 1 as depth,
      (select count(distinct r.person_id)::int from estate_right r
        where r.organisation_id = ${organisation} and r.unit_id = t.id) as people
    from tree t order by (select array_agg(lower(n.name) order by array_position(t.path, n.id)) from tree n where n.id = any(t.path))`.execute(
    on,
  )
  return found.rows
}

/** False when the parent has a unit of this name. */
export async function insertUnit(
  tx: Executor,
  unit: { organisation: OrganisationId; id: UnitId; parent: UnitId | null; name: string; now: Date },
): Promise<boolean> {
  const done = await sql`
    insert into estate_unit (organisation_id, id, parent_id, name, created_at)
    values (${unit.organisation}, ${unit.id}, ${unit.parent}, ${unit.name}, ${unit.now})
    on conflict do nothing`.execute(tx)
  return Number(done.numAffectedRows ?? 0) === 1
}

/** False when the parent has another unit of this name. The organisation is locked by the caller. */
export async function updateUnit(
  tx: Executor,
  organisation: OrganisationId,
  unit: { id: UnitId; name: string; parent: UnitId | null },
): Promise<boolean> {
  const clash = await sql`
    select 1 from estate_unit where organisation_id = ${organisation} and id <> ${unit.id}
      and parent_id is not distinct from ${unit.parent} and lower(name) = lower(${unit.name})`.execute(tx)
  if (clash.rows.length > 0) return false
  await sql`update estate_unit set name = ${unit.name}, parent_id = ${unit.parent}
    where organisation_id = ${organisation} and id = ${unit.id}`.execute(tx)
  return true
}

/**
 * What a person holds: one entry for every unit a role reaches; nothing at all unless they are active. A role that
 * waits for a second administrator is the work of an officer until then.
 */
export async function readRights(
  on: Executor,
  organisation: OrganisationId,
  person: PersonId,
): Promise<Right[]> {
  const found = await sql<Right>`
    with recursive ${tree(organisation)}
    select case r.standing when 'waiting' then 'officer' else r.role end as role, t.id as unit,
      r.account_id as account, t.path
    from estate_right r
    join estate_person p on p.organisation_id = r.organisation_id and p.id = r.person_id and p.state = 'active'
    join tree t on t.id = r.unit_id or (r.account_id is null and r.unit_id = any(t.path))
    where r.organisation_id = ${organisation} and r.person_id = ${person}
    order by array_length(t.path, 1), t.id, r.role`.execute(on)
  return found.rows
}

export interface Granted {
  role: Role
  unit: UnitId
  account: AccountId | null
}

/** The rights of a person as they were granted, without what they reach; of a disabled person too. */
export async function readGrants(
  on: Executor,
  organisation: OrganisationId,
  person: PersonId,
): Promise<Granted[]> {
  const found = await sql<Granted>`
    select role, unit_id as unit, account_id as account from estate_right
    where organisation_id = ${organisation} and person_id = ${person}`.execute(on)
  return found.rows
}

/** How far a right is decided: `waiting` is not in force, `single-handed` is and says so. */
export type Standing = 'settled' | 'single-handed' | 'waiting'

/** False when they have it already. */
export async function insertGrant(
  tx: Executor,
  organisation: OrganisationId,
  person: PersonId,
  right: Granted,
  by: PersonId | null,
  now: Date,
  standing: Standing = 'settled',
): Promise<boolean> {
  const done = await sql`
    insert into estate_right (organisation_id, person_id, unit_id, role, account_id, granted_by, granted_at, standing)
    values (${organisation}, ${person}, ${right.unit}, ${right.role}, ${right.account}, ${by}, ${now}, ${standing})
    on conflict do nothing`.execute(tx)
  return Number(done.numAffectedRows ?? 0) === 1
}

export async function deleteGrant(
  tx: Executor,
  organisation: OrganisationId,
  person: PersonId,
  right: Granted,
): Promise<boolean> {
  const done = await sql`
    delete from estate_right where organisation_id = ${organisation} and person_id = ${person}
      and unit_id = ${right.unit} and role = ${right.role} and account_id is not distinct from ${right.account}`.execute(
    tx,
  )
  return Number(done.numAffectedRows ?? 0) === 1
}

/** How a right stands and who gave it; null when they have it not. */
export async function readStanding(
  on: Executor,
  organisation: OrganisationId,
  person: PersonId,
  right: Granted,
): Promise<{ standing: Standing; by: PersonId | null } | null> {
  const found = await sql<{ standing: Standing; by: PersonId | null }>`
    select standing, granted_by as by from estate_right where organisation_id = ${organisation}
      and person_id = ${person} and unit_id = ${right.unit} and role = ${right.role}
      and account_id is not distinct from ${right.account}`.execute(on)
  return found.rows[0] ?? null
}

/** `by`: who answers for it from now on; left out, whoever gave it still does. */
export async function setStanding(
  tx: Executor,
  organisation: OrganisationId,
  person: PersonId,
  right: Granted,
  to: { standing: Standing; by?: PersonId | null },
): Promise<void> {
  await sql`update estate_right set standing = ${to.standing}
      ${to.by === undefined ? sql`` : sql`, granted_by = ${to.by}`}
    where organisation_id = ${organisation} and person_id = ${person} and unit_id = ${right.unit}
      and role = ${right.role} and account_id is not distinct from ${right.account}`.execute(tx)
}

/** Remembers for good that two run the whole organisation. */
export async function noteTwo(tx: Executor, organisation: OrganisationId, now: Date): Promise<void> {
  if ((await rootAdministrators(tx, organisation)).length < 2) return
  await sql`update estate_organisation set two_since = ${now}
    where organisation_id = ${organisation} and two_since is null`.execute(tx)
}

/** Were there ever two, or does an active administrator other than these reach this unit? */
export async function takesTwo(
  on: Executor,
  organisation: OrganisationId,
  unit: UnitId,
  but: PersonId[],
): Promise<boolean> {
  const found = await sql`
    with recursive ${tree(organisation)}
    select 1 from estate_organisation where organisation_id = ${organisation} and two_since is not null
    union all
    select 1 from estate_right r
    join estate_person p on p.organisation_id = r.organisation_id and p.id = r.person_id and p.state = 'active'
    join tree t on t.id = ${unit} and r.unit_id = any(t.path)
    where r.organisation_id = ${organisation} and r.role = 'administrator' and r.account_id is null
      and r.standing <> 'waiting' and r.person_id <> all(${but}::uuid[]) limit 1`.execute(on)
  return found.rows.length > 0
}

/** Active people who run the whole organisation. */
export async function rootAdministrators(on: Executor, organisation: OrganisationId): Promise<PersonId[]> {
  const found = await sql<{ id: PersonId }>`
    select distinct p.id from estate_right r
    join estate_unit u on u.organisation_id = r.organisation_id and u.id = r.unit_id and u.parent_id is null
    join estate_person p on p.organisation_id = r.organisation_id and p.id = r.person_id and p.state = 'active'
    where r.organisation_id = ${organisation} and r.role = 'administrator' and r.account_id is null
      and r.standing <> 'waiting'`.execute(on)
  return found.rows.map((row) => row.id)
}
