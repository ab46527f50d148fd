import { ok, type Result, refuse, type SaidProblem } from '../platform/result.ts'
import { said } from './messages.ts'
import type { Range } from './views.ts'

/** The moments that the record and PostgreSQL can both name. */
const FIRST = 0
const LAST = Date.UTC(9999, 11, 31)

/** The dates of a question: none that are no dates, and none outside what can be kept. */
export function readDates(input: Range): Result<{ from: Date | null; to: Date | null }> {
  const problems: SaidProblem[] = []
  const read = (field: 'from' | 'to'): Date | null => {
    const at = input[field]
    if (at === undefined || at === null) return null
    const ms = at instanceof Date ? at.getTime() : Number.NaN
    if (Number.isNaN(ms)) problems.push({ field, ...said('date-not') })
    return Number.isNaN(ms) ? null : new Date(Math.max(FIRST, Math.min(LAST, ms)))
  }
  const dates = { from: read('from'), to: read('to') }
  if (problems.length > 0) return refuse({ kind: 'invalid', problems })
  return ok(dates)
}

/** A range with both ends: the 24 hours before `to`, or before the minute after now, unless given. */
export function readRange(input: Range, now: Date): Result<{ from: Date; to: Date }> {
  const read = readDates(input)
  if (!read.ok) return read
  const to = read.value.to ?? new Date(now.getTime() + 60_000)
  return ok({ from: read.value.from ?? new Date(Math.max(FIRST, to.getTime() - 86_400_000)), to })
}
