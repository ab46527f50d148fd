import { everyOrganisation } from '../estate/store.ts'
import { verifyAudit } from '../platform/audit/verify-audit.ts'
import { atGround, progress } from './command.ts'
import { findOrganisation } from './organisation.ts'

/** `audit verify`: false when a chain is broken. */
export function auditVerify(options: { organisation?: string }): Promise<boolean> {
  return atGround(async (at) => {
    const which = options.organisation
      ? [await findOrganisation(at, options.organisation)]
      : await everyOrganisation(at.db.read)
    if (which.length === 0) console.log('There is no organisation yet.')
    let whole = true
    let now = ''
    const bar = progress(() => now)
    for (const { id, name } of which) {
      const verdict = await verifyAudit(at.db, id, (rows) => {
        now = `${name}: ${rows} rows read`
      })
      console.log(verdict.ok ? `${name}: ${verdict.rows} rows, unbroken` : `${name}: ${verdict.words}`)
      if (!verdict.ok) whole = false
    }
    bar.done()
    return whole
  })
}
