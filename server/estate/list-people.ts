import type { Ctx } from '../platform/context.ts'
import { can, canAnywhere, type Session, sessionsOf } from '../platform/identity/index.ts'
import type { PersonId, UnitId } from '../platform/ids.ts'
import { ok, type Result, refuse } from '../platform/result.ts'
import type { OrphanedWork, PersonRow } from './estate.ts'
import { ownedWork } from './owned-work.ts'
import { notAllowed } from './policy.ts'
import { readPeople } from './store-person.ts'

/** The people whom one may see: those with a role in one's units, and all of them from the root. By name. */
export async function listPeople(
  ctx: Ctx,
  input: { unit?: UnitId; state?: PersonRow['state']; words?: string } = {},
): Promise<Result<PersonRow[]>> {
  if (!canAnywhere(ctx.person, 'estate.read')) return notAllowed('estate.read')
  const people = await readPeople(ctx.db.read, ctx.organisation.id, input)
  return ok(people.filter((row) => maySee(ctx, row)))
}

/** One person, where they are signed in, and what is held in their name. For whoever runs their units. */
export async function readPerson(
  ctx: Ctx,
  input: { person: PersonId },
): Promise<Result<{ person: PersonRow; sessions: Session[]; work: OrphanedWork[] }>> {
  const [row] = await readPeople(ctx.db.read, ctx.organisation.id, { person: input.person })
  if (!row || !maySee(ctx, row)) return refuse({ kind: 'not-found', what: 'person' })
  const runs =
    row.roles.length === 0
      ? can(ctx.person, 'estate.people')
      : row.roles.every(({ unit }) => can(ctx.person, 'estate.people', { unit }))
  const close = runs || row.id === ctx.person.id
  return ok({
    person: row,
    sessions: close ? await sessionsOf(ctx.db.read, ctx.organisation.id, row.id, ctx.clock.now()) : [],
    work: close ? await ownedWork(ctx.db.read, ctx.organisation.id, row.id) : [],
  })
}

const maySee = (ctx: Ctx, row: PersonRow): boolean =>
  row.id === ctx.person.id ||
  can(ctx.person, 'estate.read') ||
  row.roles.some(({ unit }) => can(ctx.person, 'estate.read', { unit }))
