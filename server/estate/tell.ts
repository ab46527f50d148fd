import { audit } from '../platform/audit/audit.ts'
import type { Ctx } from '../platform/context.ts'
import type { Tx } from '../platform/db/database.ts'
import { emit } from '../platform/events/event.ts'
import type { EstateEvent } from './events.ts'

/** The audit row and the event of one change, under one name. `detail` goes to the audit trail only. */
export function tell(
  tx: Tx,
  ctx: Ctx,
  event: EstateEvent,
  subject: string,
  detail: Record<string, unknown> = {},
): void {
  const organisation = ctx.organisation.id
  audit(tx, { organisation, person: ctx.person.id, action: event.type, subject, detail, at: ctx.clock.now() })
  emit(tx, { organisation, type: event.type, data: event.data })
}
