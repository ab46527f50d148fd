import { stringify } from 'csv-stringify/sync'

/* CSV that a spreadsheet opens without running anything in it (T17). Pure. */

/**
 * What a spreadsheet may take for a formula: an operator, also a full-width or small one, after whatever it skips or
 * does not show (blanks, line ends, NUL, marks without width).
 */
const RUNS = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠﹦﹢﹣﹫−]/u
/** Characters that a reader may drop or take for the beginning of something else. */
const ODD_START = /^[\t\r\n\0]/
/** What a spreadsheet would turn into a number, a date or a truth value: phone numbers lose their first 0, "1/2" its meaning. */
const TURNS =
  /^[\s(£$€¥.,]*\p{Nd}(?:.{0,39}|[\p{Nd}\s.,]*)$|^(?:true|false)$|^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}*[\s/.-]*\p{Nd}.{0,20}$/isu

/**
 * One cell, safe to open. A cell that could run begins with an apostrophe, and so does one that begins with an
 * apostrophe already, so that `unguardCell` gives back exactly what was there. `typed`: text that people wrote, which
 * must also not become a number or a date.
 */
export function guardCell(cell: string, typed = false): string {
  const guarded =
    cell.startsWith("'") || ODD_START.test(cell) || RUNS.test(cell) || (typed && TURNS.test(cell))
  return guarded ? `'${cell}` : cell
}

/** The documented way back: one apostrophe at the beginning of a cell is taken away. */
export const unguardCell = (cell: string): string => (cell.startsWith("'") ? cell.slice(1) : cell)

/**
 * Rows as RFC 4180 text. Every cell is quoted: a text with a line feed in it would otherwise begin a new row, and the
 * rest of it a new cell that nothing guards.
 */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return stringify(rows as string[][], { quoted: true, quoted_empty: true, record_delimiter: 'windows' })
}
