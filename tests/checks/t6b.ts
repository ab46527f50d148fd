/**
 * T6b: somebody with the database's own password alters, takes out and moves audit rows. Every one must be found and
 * the row named. Control: the same changes when only the numbers are looked at.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../../server/platform/audit/audit.ts'
import { verifyAudit } from '../../server/platform/audit/verify-audit.ts'
import type { Database } from '../../server/platform/db/database.ts'
import { check, quick, withDatabase } from './report.ts'

const ROWS = 200
const PLACES = quick ? 17 : 50
const CLEAN = 10_000

async function chainOf(db: Database, rows: number): Promise<string> {
  const organisation = randomUUID()
  for (let n = 0; n < rows; n += 100)
    await db.transaction(async (tx) => {
      for (let m = n; m < Math.min(n + 100, rows); m++)
        audit(tx, {
          organisation,
          person: randomUUID(),
          action: 'publish.draft-approved',
          subject: `draft:${m}`,
          detail: { m, lane: 'amber' },
          at: new Date(1_770_000_000_000 + m * 1000),
        })
    })
  return organisation
}

/** Does `work` to one chain as nobody but the database's owner can, looks, and undoes it. */
async function tamper(db: Database, organisation: string, statements: ReturnType<typeof sql>[]) {
  let verdict: Awaited<ReturnType<typeof verifyAudit>> | null = null
  let numbersLookRight = false
  const undo = new Error('undo')
  await db
    .transaction(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx)
      for (const statement of statements) await statement.execute(tx)
      verdict = await verifyAudit(tx, organisation)
      const seen = await sql<{ right: boolean }>`
        select count(*) = max(number) and min(number) = 1 as right from audit_row where organisation_id = ${organisation}`.execute(
        tx,
      )
      numbersLookRight = seen.rows[0]!.right
      throw undo
    })
    .catch((error) => {
      if (error !== undo) throw error
    })
  return { verdict: verdict!, numbersLookRight } as {
    verdict: Awaited<ReturnType<typeof verifyAudit>>
    numbersLookRight: boolean
  }
}

await check('T6b', () =>
  withDatabase(async ({ db }) => {
    const organisation = await chainOf(db, ROWS)
    const mine = sql`organisation_id = ${organisation}`
    const wrong: string[] = []
    const counts = { altered: 0, deleted: 0, reordered: 0 }
    let fooledByNumbers = 0
    for (let place = 0; place < PLACES; place++) {
      const at = 1 + Math.floor((place / PLACES) * (ROWS - 2))
      const other = at + 1 + (place % Math.max(1, ROWS - at - 1))
      const cases = {
        altered: [sql`update audit_row set detail = '{"lane": "green"}' where ${mine} and number = ${at}`],
        deleted: [sql`delete from audit_row where ${mine} and number = ${at}`],
        reordered: [
          sql`update audit_row set number = -1 where ${mine} and number = ${at}`,
          sql`update audit_row set number = ${at} where ${mine} and number = ${other}`,
          sql`update audit_row set number = ${other} where ${mine} and number = -1`,
        ],
      }
      for (const [kind, statements] of Object.entries(cases)) {
        const { verdict, numbersLookRight } = await tamper(db, organisation, statements)
        if (!verdict.ok && verdict.number === at) counts[kind as keyof typeof counts]++
        else wrong.push(`${kind} at ${at}: ${JSON.stringify(verdict)}`)
        if (kind !== 'deleted' && numbersLookRight) fooledByNumbers++
      }
    }
    if (wrong.length > 0) process.stderr.write(`${wrong.slice(0, 10).join('\n')}\n`)
    const big = await chainOf(db, CLEAN)
    const started = performance.now()
    const clean = await verifyAudit(db, big)
    const verifyMs = Math.round(performance.now() - started)
    const found = counts.altered + counts.deleted + counts.reordered
    return {
      pass: found === PLACES * 3 && clean.ok && clean.rows === CLEAN && verifyMs < 2_000,
      cases: PLACES * 3,
      found,
      ...counts,
      clean_rows: CLEAN,
      clean_ok: clean.ok,
      verify_ms: verifyMs,
      threshold_ms: 2_000,
      control_failed: fooledByNumbers === PLACES * 2,
    }
  }),
)
