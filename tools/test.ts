/**
 * Runs a tier of tests: `npm test`, `npm run test:long`, `npm run test:peers`. What else is given goes to vitest (paths,
 * `-t name`). The last line is `N passed, N failed, N skipped`; the exit code is 0 only when nothing failed and
 * something passed.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

interface Report {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { status: string; assertionResults: { status: string }[] }[]
}

const given = process.argv.slice(2)
const tier = given.includes('--long') ? 'long' : given.includes('--peers') ? 'peers' : 'short'
const rest = given.filter((argument) => argument !== '--long' && argument !== '--peers')

const root = path.resolve(import.meta.dirname, '..')
const folder = mkdtempSync(path.join(os.tmpdir(), 'folkmoot-report-'))
const file = path.join(folder, 'report.json')
const vitest = path.join(root, 'node_modules/vitest/vitest.mjs')
const child = spawn(
  process.execPath,
  [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...rest],
  { cwd: root, stdio: 'inherit', env: { ...process.env, FOLKMOOT_TIER: tier } },
)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
child.on('exit', (code) => {
  const counts = existsSync(file) ? count(JSON.parse(readFileSync(file, 'utf8')) as Report) : null
  rmSync(folder, { recursive: true, force: true })
  const { passed, failed, skipped } = counts ?? { passed: 0, failed: 1, skipped: 0 }
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`)
  process.exit(code === 0 && failed === 0 && passed > 0 ? 0 : 1)
})

/** A file that could not even be read counts as one that failed. */
function count(report: Report): { passed: number; failed: number; skipped: number } {
  const broken = report.testResults.filter(
    (result) => result.status === 'failed' && !result.assertionResults.some((a) => a.status === 'failed'),
  ).length
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}
