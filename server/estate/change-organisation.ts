import type { Ctx } from '../platform/context.ts'
import { can } from '../platform/identity/index.ts'
import { invalid, ok, type Result, refuse } from '../platform/result.ts'
import { said } from './messages.ts'
import { readName } from './names.ts'
import { actorIn, notAllowed } from './policy.ts'
import { readOrganisation, updateOrganisation } from './store.ts'
import { tell } from './tell.ts'

/** Changes the organisation's name, area or time zone. */
export async function changeOrganisation(
  ctx: Ctx,
  input: { name?: string; area?: string | null; timeZone?: string },
): Promise<Result<void>> {
  if (input.timeZone !== undefined && !isTimeZone(input.timeZone))
    return invalid('timeZone', said('time-zone-none'))
  if (input.area && input.area.length > 50) return invalid('area', said('area-none'))
  return ctx.db.transaction(async (tx) => {
    const actor = await actorIn(tx, ctx)
    if (!can(actor, 'estate.settings')) return notAllowed('estate.settings')
    const before = await readOrganisation(tx, ctx.organisation.id)
    if (!before) return refuse({ kind: 'not-found', what: 'organisation' })
    const name = readName('name', input.name ?? before.name, 'name-none-organisation')
    if (!name.ok) return name
    const after = {
      ...before,
      name: name.value,
      area: input.area === undefined ? before.area : input.area,
      timeZone: input.timeZone ?? before.timeZone,
    }
    await updateOrganisation(tx, after)
    const fields = (['name', 'area', 'timeZone'] as const).filter((field) => before[field] !== after[field])
    tell(tx, ctx, { type: 'estate.organisation-changed', data: { fields } }, `organisation:${before.id}`, {
      fields,
    })
    return ok(undefined)
  })
}

export function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return text.length <= 100
  } catch {
    return false
  }
}
