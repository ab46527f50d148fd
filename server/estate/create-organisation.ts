import { audit } from '../platform/audit/audit.ts'
import type { Organisation } from '../platform/context.ts'
import type { Tx } from '../platform/db/database.ts'
import { emit } from '../platform/events/event.ts'
import { newId, type OrganisationId, type PersonId, type UnitId } from '../platform/ids.ts'
import { ok, type Result, refuse } from '../platform/result.ts'
import type { NewOrganisation, OrganisationForm, SetUp } from './estate.ts'
import { readName } from './names.ts'
import { insertGrant, insertOrganisation, insertUnit } from './store.ts'
import { closeSetup, hasLiveOrganisation, insertPerson, isSetup, lockSetup } from './store-person.ts'

/** The link does not open anything: it was used, or a newer start printed another one. */
export const LINK_GONE = { kind: 'not-found', what: 'set-up link' } as const

/**
 * Sets the place up: the organisation, its topmost unit and its first administrator, who is signed in. The link is
 * used up. With a passkey, `form.person.id` and `form.organisation` are the ones the passkey was made for.
 */
export async function createOrganisation(
  deps: SetUp,
  form: OrganisationForm,
): Promise<Result<NewOrganisation>> {
  if (!(await isSetup(deps.db.read, form.link))) return refuse(LINK_GONE)
  const name = readName('name', form.name, 'name-none-your-organisation')
  if (!name.ok) return name
  const personName = readName('personName', form.person.name, 'name-none-yours')
  if (!personName.ok) return personName
  const { email, password, factor } = form.person
  const prepared = await deps.identity.prepare({
    email,
    words: [name.value, personName.value],
    password,
    factor,
    exercise: false,
  })
  if (!prepared.ok) return prepared
  return deps.db.transaction(async (tx) => {
    await lockSetup(tx)
    if (!(await isSetup(tx, form.link)) || (await hasLiveOrganisation(tx))) return refuse(LINK_GONE)
    const organisation: Organisation = {
      id: form.organisation ?? newId<OrganisationId>(deps.clock.now().getTime()),
      name: name.value,
      kind: 'live',
      area: form.area?.slice(0, 50) ?? null,
      timeZone: 'Europe/London',
    }
    const root = await layFoundation(tx, deps, organisation)
    const id = form.person.id ?? newId<PersonId>(deps.clock.now().getTime())
    await addPerson(tx, deps, organisation, root, {
      id,
      name: personName.value,
      email: prepared.value.email,
      role: 'administrator',
    })
    const enrolled = await deps.identity.enrol(tx, organisation.id, id, prepared.value)
    if (!enrolled.ok) return enrolled
    await closeSetup(tx)
    const token = await deps.identity.openSession(tx, organisation.id, id, form.from)
    return ok({ organisation, root, administrator: id, token, recoveryCodes: enrolled.value.recoveryCodes })
  })
}

/** The organisation with its topmost unit, which bears its name. */
export async function layFoundation(
  tx: Tx,
  deps: Pick<SetUp, 'clock'>,
  organisation: Organisation,
): Promise<UnitId> {
  const now = deps.clock.now()
  const root = newId<UnitId>(now.getTime())
  await insertOrganisation(tx, organisation, now)
  await insertUnit(tx, {
    organisation: organisation.id,
    id: root,
    parent: null,
    name: organisation.name,
    now,
  })
  audit(tx, {
    organisation: organisation.id,
    person: null,
    action: 'estate.organisation-created',
    subject: `organisation:${organisation.id}`,
    detail: { kind: organisation.kind, area: organisation.area },
    at: now,
  })
  emit(tx, {
    organisation: organisation.id,
    type: 'estate.organisation-created',
    data: { organisation: organisation.id, kind: organisation.kind },
  })
  return root
}

/** An active person with one role in the topmost unit. */
export async function addPerson(
  tx: Tx,
  deps: Pick<SetUp, 'clock'>,
  organisation: Organisation,
  root: UnitId,
  person: {
    id: PersonId
    name: string
    email: string
    role: 'administrator' | 'approver' | 'officer' | 'viewer'
  },
): Promise<void> {
  const now = deps.clock.now()
  await insertPerson(tx, {
    organisation: organisation.id,
    id: person.id,
    name: person.name,
    email: person.email,
    state: 'active',
    now,
  })
  await insertGrant(
    tx,
    organisation.id,
    person.id,
    { role: person.role, unit: root, account: null },
    null,
    now,
  )
  audit(tx, {
    organisation: organisation.id,
    person: null,
    action: 'estate.person-joined',
    subject: `person:${person.id}`,
    detail: { role: person.role, unit: root },
    at: now,
  })
  emit(tx, { organisation: organisation.id, type: 'estate.person-joined', data: { person: person.id } })
}
