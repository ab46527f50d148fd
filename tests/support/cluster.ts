import { existsSync } from 'node:fs'
import { readdir, statfs } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { beginTestRun, endTestRun } from './database.ts'

const PREFIX = 'folkmoot-test-'
const MEMORY = '/dev/shm'

/** Once a run, before any test file: names the folder in which the first test that wants a database will start one. */
export default async function setUp(): Promise<() => Promise<void>> {
  await sweep(os.tmpdir())
  await sweep(MEMORY)
  const folder = path.join(await place(), `${PREFIX}${process.pid}-${Date.now().toString(36)}`)
  await beginTestRun(folder)
  process.env['FOLKMOOT_TEST_RUN'] = folder
  return () => endTestRun(folder)
}

/** In memory where there is room (a new database takes 40 ms there and 200 ms on a disk), else the temporary folder. */
async function place(): Promise<string> {
  const found = await statfs(MEMORY).catch(() => null)
  const roomy = found !== null && found.bavail * found.bsize > 2e9 && os.freemem() > 2e9
  return roomy ? MEMORY : os.tmpdir()
}

/** Ends what runs that were killed have left behind. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]
    if (pid && !existsSync(`/proc/${pid}`)) await endTestRun(path.join(folder, name)).catch(() => {})
  }
}
