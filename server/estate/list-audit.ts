import { type AuditFilter, type AuditRow, readAudit } from '../platform/audit/list-audit.ts'
import { type Verdict, verifyAudit } from '../platform/audit/verify-audit.ts'
import type { Ctx } from '../platform/context.ts'
import { can } from '../platform/identity/index.ts'
import { ok, type Result } from '../platform/result.ts'
import { notAllowed } from './policy.ts'

/** The audit trail, newest first: who did what, when, to what. For whoever runs the organisation. */
export async function listAudit(ctx: Ctx, input: AuditFilter = {}): Promise<Result<AuditRow[]>> {
  if (!can(ctx.person, 'estate.audit')) return notAllowed('estate.audit')
  return ok(await readAudit(ctx.db.read, ctx.organisation.id, input))
}

/** Walks the whole chain and names the first row that is not as it was written. */
export async function checkAudit(ctx: Ctx): Promise<Result<Verdict>> {
  if (!can(ctx.person, 'estate.audit')) return notAllowed('estate.audit')
  return ok(await verifyAudit(ctx.db, ctx.organisation.id))
}
