import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Database } from '../../server/platform/db/database.ts'
import { startPostgres } from '../../server/platform/db/embedded.ts'
import { migrate } from '../../server/platform/db/migrate.ts'
import { openDatabase } from '../../server/platform/db/open-database.ts'
import { createLog } from '../../server/platform/log.ts'

export interface TestDatabase {
  db: Database
  url: string
  close(): Promise<void>
}

const quiet = createLog('silent')

/** Folder of this test run, made by the global set-up (`tests/support/cluster.ts`). */
function runFolder(): string {
  const folder = process.env['FOLKMOOT_TEST_RUN']
  if (!folder)
    throw new Error('no test run: vitest.config.ts must name tests/support/cluster.ts in globalSetup')
  return folder
}

/**
 * A database of this test file's own, with every migration applied: a copy of a template that the first caller of the
 * run makes. The server is the embedded one (flushing switched off, tests only), or DATABASE_URL.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const { admin, template } = await shared()
  const name = `folkmoot_test_${randomBytes(6).toString('hex')}`
  await command(admin, `create database ${name} template ${template}`)
  const url = withDatabase(admin, name)
  const db = await openDatabase(url, { log: quiet, connections: 6, mustBeDurable: false })
  return {
    db,
    url,
    async close() {
      await db.close()
      await command(admin, `drop database if exists ${name} with (force)`)
    },
  }
}

/** An empty database, no migrations applied. */
export async function emptyDatabase(): Promise<TestDatabase> {
  const { admin } = await shared()
  const name = `folkmoot_test_${randomBytes(6).toString('hex')}`
  await command(admin, `create database ${name} template template0`)
  const url = withDatabase(admin, name)
  const db = await openDatabase(url, { log: quiet, connections: 6, mustBeDurable: false })
  return {
    db,
    url,
    async close() {
      await db.close()
      await command(admin, `drop database if exists ${name} with (force)`)
    },
  }
}

interface Shared {
  admin: string
  template: string
}

let known: Promise<Shared> | null = null
const shared = () => {
  known ??= findOrMake()
  return known
}

/** The first worker to ask makes the cluster and the template; the others wait for its note. */
async function findOrMake(): Promise<Shared> {
  const folder = runFolder()
  const note = path.join(folder, 'shared.json')
  const mine = await open(path.join(folder, 'making'), 'wx').catch(() => null)
  if (!mine) {
    for (const until = Date.now() + 60_000; Date.now() < until; await sleep(25))
      if (existsSync(note)) {
        const said = JSON.parse(await readFile(note, 'utf8')) as Shared | { problem: string }
        if ('problem' in said) throw new Error(said.problem)
        return said
      }
    throw new Error('the test database did not come up within 60 s')
  }
  await mine.close()
  try {
    const made = await makeShared(folder)
    await noteDown(note, made)
    return made
  } catch (error) {
    await noteDown(note, { problem: (error as Error).message })
    throw error
  }
}

async function makeShared(folder: string): Promise<Shared> {
  let admin = process.env['DATABASE_URL']
  if (!admin) {
    const running = await startPostgres(path.join(folder, 'cluster'), {
      log: quiet,
      flush: false,
      supervise: false,
      settings: [
        'fsync=off',
        'synchronous_commit=off',
        'full_page_writes=off',
        'shared_buffers=128MB',
        'max_connections=120',
      ],
    })
    admin = withDatabase(running.url, 'postgres')
  }
  const template = `folkmoot_template_${path.basename(folder).replace(/\W/g, '').toLowerCase()}`
  await command(admin, `create database ${template} template template0 encoding 'UTF8'`)
  const db = await openDatabase(withDatabase(admin, template), {
    log: quiet,
    connections: 1,
    mustBeDurable: false,
  })
  try {
    await migrate(db)
  } finally {
    await db.close()
  }
  return { admin, template }
}

async function noteDown(note: string, what: Shared | { problem: string }): Promise<void> {
  await writeFile(`${note}.new`, JSON.stringify(what))
  await rename(`${note}.new`, note)
}

export function withDatabase(url: string, database: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/[^/]*)(?:\/[^?]*)?/, `$1/${database}`)
}

async function command(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}

/** Ends what `shared` made; called once, by the global set-up. */
export async function endTestRun(folder: string): Promise<void> {
  const note = path.join(folder, 'shared.json')
  if (existsSync(note)) {
    const said = JSON.parse(await readFile(note, 'utf8')) as Partial<Shared>
    if (process.env['DATABASE_URL'] && said.template)
      await command(
        process.env['DATABASE_URL'],
        `drop database if exists ${said.template} with (force)`,
      ).catch(() => {})
  }
  await stopCluster(path.join(folder, 'cluster'))
  await rm(folder, { recursive: true, force: true })
}

async function stopCluster(folder: string): Promise<void> {
  const file = path.join(folder, 'postgres/data/postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number((await readFile(file, 'utf8')).split('\n')[0])
  try {
    process.kill(pid, 'SIGQUIT')
    for (let i = 0; i < 200 && existsSync(`/proc/${pid}`); i++) await sleep(10)
  } catch {
    // It is gone already.
  }
}

/** Makes the folder of a run, which the unprivileged PostgreSQL can enter. */
export async function beginTestRun(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o711)
}
