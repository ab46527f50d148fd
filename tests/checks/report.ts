import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beginTestRun, endTestRun, type TestDatabase, testDatabase } from '../support/database.ts'

/** `--quick`: fewer cases, done within 40 s. */
export const quick = process.argv.includes('--quick')

/**
 * Runs a threat harness and prints its one JSON line: `pass` is true when the defence held and the same attack went
 * through with the defence off (`control_failed`). Exits 0 or 1.
 */
export async function check(
  name: string,
  run: () => Promise<{ pass: boolean; control_failed: boolean } & Record<string, unknown>>,
): Promise<void> {
  const started = performance.now()
  try {
    const { pass, ...figures } = await run()
    const held = pass && figures.control_failed
    const seconds = Math.round((performance.now() - started) / 100) / 10
    process.stdout.write(
      `${JSON.stringify({ check: name, pass: held, ...figures, quick, seconds, node: process.versions.node })}\n`,
    )
    process.exitCode = held ? 0 : 1
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ check: name, pass: false, error: String(error) })}\n`)
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
    process.exitCode = 1
  }
}

/** Lends a fresh database of our own PostgreSQL for as long as `work` takes. */
export async function withDatabase<T>(work: (base: TestDatabase, folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'folkmoot-check-'))
  process.env['FOLKMOOT_TEST_RUN'] = folder
  await beginTestRun(folder)
  try {
    const base = await testDatabase()
    try {
      return await work(base, folder)
    } finally {
      await base.close()
    }
  } finally {
    await endTestRun(folder)
  }
}

/** The middle value; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}

/** The value that this share of them does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0
}
