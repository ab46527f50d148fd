import { audit } from '../platform/audit/audit.ts'
import type { Ctx } from '../platform/context.ts'
import { emit } from '../platform/events/event.ts'
import { invalid, ok, type Result } from '../platform/result.ts'
import { said } from './messages.ts'
import { allowed } from './policy.ts'
import { readStop, saveStop } from './store-viewing.ts'
import { STOP_AT, STOP_DAYS } from './viewing.ts'
import type { ViewingStop } from './views.ts'

const LOWEST = 2
const HIGHEST = 20

/** The opening at which looking at one private person stops, and within how many days. */
export function getViewingStop(ctx: Ctx, _input?: Record<string, never>): Promise<Result<ViewingStop>> {
  return allowed(ctx, 'listen.read', async () =>
    ok({ stopAt: (await readStop(ctx.db.read, ctx.organisation.id)) ?? STOP_AT, days: STOP_DAYS }),
  )
}

/** Sets the number for the whole organisation: 2 to 20. Audited with the number before. */
export function setViewingStop(ctx: Ctx, input: { stopAt: number }): Promise<Result<ViewingStop>> {
  return allowed(ctx, 'estate.settings', async () => {
    const { stopAt } = input
    if (!(Number.isInteger(stopAt) && stopAt >= LOWEST && stopAt <= HIGHEST))
      return invalid('stopAt', said('number-range', LOWEST, HIGHEST))
    const organisation = ctx.organisation.id
    return ctx.db.transaction(async (tx) => {
      const before = (await readStop(tx, organisation)) ?? STOP_AT
      if (before === stopAt) return ok({ stopAt, days: STOP_DAYS })
      await saveStop(tx, organisation, stopAt)
      emit(tx, { organisation, type: 'listen.viewing-stop-set', data: { stopAt } })
      audit(tx, {
        organisation,
        person: ctx.person.id,
        action: 'listen.viewing-stop-set',
        subject: 'viewing stop',
        detail: { before, stopAt },
        at: ctx.clock.now(),
      })
      return ok({ stopAt, days: STOP_DAYS })
    })
  })
}
