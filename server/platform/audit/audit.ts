import type { PendingAudit, Tx } from '../db/database.ts'

/** Adds a row to the organisation's hash chain, in the same transaction as the change. */
export function audit(tx: Tx, entry: PendingAudit): void {
  tx.pending.audit.push(entry)
}
