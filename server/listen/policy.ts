import type { Ctx } from '../platform/context.ts'
import { type Action, can, unitsWhere } from '../platform/identity/rights.ts'
import { type Refusal, type Result, refuse } from '../platform/result.ts'

/**
 * What is heard belongs to the organisation as a whole. Whoever holds a role in any of its units reads all of it, as a
 * duty officer of one unit must; changing anything about it takes a right over the whole.
 */
export function mayNot(ctx: Ctx, action: Action): Refusal | null {
  const may = action === 'listen.read' ? unitsWhere(ctx.person, action).length > 0 : can(ctx.person, action)
  return may ? null : { kind: 'not-allowed', rule: action, why: WHY[action] }
}

const WHY: Partial<Record<Action, string>> = {
  'listen.read': 'Your role does not show what is heard.',
  'listen.search': 'Your role does not change searches.',
  'listen.correct': 'Your role does not correct labels.',
  'listen.export': 'Your role does not take posts out of the building.',
  'listen.view-account': 'Your role does not look again and again at one account.',
  'listen.sources': 'Your role does not change sources.',
}

/** Runs a query or command when the person may. */
export async function allowed<T>(
  ctx: Ctx,
  action: Action,
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const no = mayNot(ctx, action)
  return no ? refuse(no) : work()
}
