import { audit } from '../platform/audit/audit.ts'
import { emit } from '../platform/events/event.ts'
import { type Factor, type Origin, readToken } from '../platform/identity/index.ts'
import type { OrganisationId, PersonId } from '../platform/ids.ts'
import { ok, type Result, refuse } from '../platform/result.ts'
import type { Invitation, SetUp } from './estate.ts'
import { readOrganisation } from './store.ts'
import { findInvitation, readPersonRow, setState } from './store-person.ts'

const GONE = { kind: 'not-found', what: 'invitation' } as const

/** Whom a link invites, for the page that it opens. Not found when it was used, is too old, or never was. */
export async function readInvitation(
  deps: Pick<SetUp, 'db' | 'clock'>,
  link: string,
): Promise<Result<Invitation>> {
  const token = readToken(link)
  const found = token && (await findInvitation(deps.db.read, token, deps.clock.now(), false))
  if (!token || !found) return refuse(GONE)
  const [person, organisation] = await Promise.all([
    readPersonRow(deps.db.read, token.organisation, found.person),
    readOrganisation(deps.db.read, token.organisation),
  ])
  if (person?.state !== 'invited' || !organisation) return refuse(GONE)
  return ok({
    organisation: organisation.id,
    kind: organisation.kind,
    person: person.id,
    name: person.name,
    email: person.email,
    organisationName: organisation.name,
    expiresAt: found.expiresAt,
  })
}

/** The invited person chooses a password and a second factor and is in. The link is used up. */
export async function acceptInvitation(
  deps: SetUp,
  input: { link: string; password: string | null; factor: Factor; from: Origin },
): Promise<
  Result<{ person: PersonId; organisation: OrganisationId; token: string; recoveryCodes: string[] }>
> {
  const read = await readInvitation(deps, input.link)
  if (!read.ok) return read
  const { person, organisation, name, email, kind, organisationName } = read.value
  const prepared = await deps.identity.prepare({
    email,
    words: [name, organisationName],
    password: input.password,
    factor: input.factor,
    exercise: kind === 'exercise',
  })
  if (!prepared.ok) return prepared
  return deps.db.transaction(async (tx) => {
    const now = deps.clock.now()
    const used = await findInvitation(tx, readToken(input.link)!, now, true)
    if (used?.person !== person) return refuse(GONE)
    const enrolled = await deps.identity.enrol(tx, organisation, person, prepared.value)
    if (!enrolled.ok) return enrolled
    await setState(tx, organisation, person, 'active', now)
    audit(tx, {
      organisation,
      person,
      action: 'estate.person-joined',
      subject: `person:${person}`,
      detail: { by: input.factor.kind },
      at: now,
    })
    emit(tx, { organisation, type: 'estate.person-joined', data: { person } })
    const token = await deps.identity.openSession(tx, organisation, person, input.from)
    return ok({ person, organisation, token, recoveryCodes: enrolled.value.recoveryCodes })
  })
}
