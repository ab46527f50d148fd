import type { Ctx, Role } from '../platform/context.ts'
import type { Tx } from '../platform/db/database.ts'
import { can, mayGrant, newToken, ROLES, readEmail } from '../platform/identity/index.ts'
import { newId, type PersonId, type UnitId } from '../platform/ids.ts'
import { said as address } from '../platform/messages.ts'
import { invalid, ok, type Result, refuse } from '../platform/result.ts'
import { said } from './messages.ts'
import { readName } from './names.ts'
import { actorIn, notAllowed, overPerson, standingOf, takesASecond } from './policy.ts'
import { insertGrant, readUnits, setStanding } from './store.ts'
import { findByEmail, insertInvitation, insertPerson, readPersonRow } from './store-person.ts'
import { tell } from './tell.ts'

const LINK_DAYS = 7

/** `link` is the path to send them, shown once; it works once and for seven days. */
export interface Invited {
  person: PersonId
  link: string
  expiresAt: Date
}

/**
 * Asks somebody in, with a role in a unit. Nobody invites into a role above their own. Whoever makes the link could
 * use it themselves: the power to approve or to run the house waits for a second administrator.
 */
export async function invitePerson(
  ctx: Ctx,
  input: { name: string; email: string; role: Role; unit: UnitId },
): Promise<Result<Invited>> {
  const name = readName('name', input.name, 'name-none-person')
  if (!name.ok) return name
  const email = readEmail(input.email)
  if (!email) return invalid('email', address('email-shape'))
  if (!ROLES.includes(input.role)) return invalid('role', said('role-none'))
  return ctx.db.transaction(async (tx) => {
    const actor = await actorIn(tx, ctx)
    const unit = (await readUnits(tx, ctx.organisation.id)).find(({ id }) => id === input.unit)
    if (!unit) return refuse({ kind: 'not-found', what: 'unit' })
    if (!can(actor, 'estate.people', { unit: unit.id })) return notAllowed('estate.people')
    if (!mayGrant(actor, input.role, { unit: unit.id })) return notAllowed('above-own-role')
    const known = await findByEmail(tx, ctx.organisation.id, email)
    if (known)
      return refuse({
        kind: 'conflict',
        rule: 'known-address',
        why: `${known.name} already has this address.`,
        detail: { person: known.id },
      })
    const now = ctx.clock.now()
    const person = newId<PersonId>(now.getTime())
    await insertPerson(tx, {
      organisation: ctx.organisation.id,
      id: person,
      name: name.value,
      email,
      state: 'invited',
      now,
    })
    const right = { role: input.role, unit: unit.id, account: null }
    const standing = await standingOf(tx, ctx, { person, ...right })
    await insertGrant(tx, ctx.organisation.id, person, right, ctx.person.id, now, standing)
    tell(tx, ctx, { type: 'estate.person-invited', data: { person } }, `person:${person}`, {
      role: input.role,
      unit: unit.id,
      standing,
    })
    return ok(await makeLink(tx, ctx, person))
  })
}

/**
 * A fresh link for an invited person who has never been in: theirs is lost or too old, and stops working. Whoever
 * makes it answers for their roles from now on, as if they had given them.
 */
export async function inviteAgain(ctx: Ctx, input: { person: PersonId }): Promise<Result<Invited>> {
  return ctx.db.transaction(async (tx) => {
    const actor = await actorIn(tx, ctx)
    const row = await readPersonRow(tx, ctx.organisation.id, input.person)
    if (!row) return refuse({ kind: 'not-found', what: 'person' })
    const allowed = await overPerson(tx, ctx, actor, 'estate.people', row.id)
    if (!allowed.ok) return allowed
    if (row.state === 'disabled')
      return refuse({ kind: 'conflict', rule: 'disabled', why: 'Enable this person first.' })
    if (row.joined)
      return refuse({
        kind: 'conflict',
        rule: 'has-joined',
        why: 'This person has been in already. A new link would replace their keys: reset them instead.',
      })
    const standings: string[] = []
    for (const right of allowed.value.filter(({ role }) => takesASecond(role))) {
      const standing = await standingOf(tx, ctx, { person: row.id, ...right })
      await setStanding(tx, ctx.organisation.id, row.id, right, { standing, by: ctx.person.id })
      standings.push(standing)
    }
    tell(tx, ctx, { type: 'estate.person-invited', data: { person: row.id } }, `person:${row.id}`, {
      again: true,
      standings,
    })
    return ok(await makeLink(tx, ctx, row.id))
  })
}

/** `resets`: the person was in before; what they had until now was taken from them. */
export async function makeLink(tx: Tx, ctx: Ctx, person: PersonId, resets = false): Promise<Invited> {
  const { token, hash } = newToken(ctx.organisation.id)
  const expiresAt = new Date(ctx.clock.now().getTime() + LINK_DAYS * 86_400_000)
  await insertInvitation(tx, {
    organisation: ctx.organisation.id,
    hash,
    person,
    expiresAt,
    by: ctx.person.id,
    resets,
  })
  return { person, link: `/join/${token}`, expiresAt }
}
