import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { beginTestRun, endTestRun } from './database.ts'

const PREFIX = 'folkmoot-test-'

/** Once a run, before any test file: names the folder in which the first test that wants a database will start one. */
export default async function setUp(): Promise<() => Promise<void>> {
  await sweep()
  const folder = path.join(os.tmpdir(), `${PREFIX}${process.pid}-${Date.now().toString(36)}`)
  await beginTestRun(folder)
  process.env['FOLKMOOT_TEST_RUN'] = folder
  return () => endTestRun(folder)
}

/** Ends what runs that were killed have left behind. */
async function sweep(): Promise<void> {
  for (const name of await readdir(os.tmpdir())) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]
    if (pid && !existsSync(`/proc/${pid}`)) await endTestRun(path.join(os.tmpdir(), name)).catch(() => {})
  }
}
