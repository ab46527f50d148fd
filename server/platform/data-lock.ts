import { readFileSync, unlinkSync } from 'node:fs'
import { mkdir, open, rename, unlink } from 'node:fs/promises'
import path from 'node:path'
import { isAlive } from './db/embedded.ts'

/** Who holds a data folder. `born` tells a process from a later one that was given the same number. */
export interface Holder {
  pid: number
  born: string | null
  address: string
}

export interface DataLock {
  release(): void
}

const fileOf = (folder: string) => path.join(folder, 'folkmoot.lock')

/** Somebody else is using the folder; the message says what to do. */
export class FolderHeld extends Error {
  override name = 'FolderHeld'
  readonly holder: Holder
  constructor(folder: string, holder: Holder) {
    super(
      `Folkmoot is already running on ${folder} (process ${holder.pid}, ${holder.address}). Open that address, or stop it first (Ctrl-C where it runs, or kill ${holder.pid}), or give this one a folder and a port of its own: FOLKMOOT_DATA=/another/folder npm start -- --port 3211.`,
    )
    this.holder = holder
  }
}

/** Takes a data folder for this process alone. Throws `FolderHeld`. What a killed process left behind is taken over. */
export async function lockFolder(folder: string, address: string): Promise<DataLock> {
  await mkdir(folder, { recursive: true })
  const file = fileOf(folder)
  const mine: Holder = { pid: process.pid, born: bornAt(process.pid), address }
  for (let tried = 0; tried < 20; tried++) {
    try {
      const handle = await open(file, 'wx', 0o644)
      await handle.writeFile(JSON.stringify(mine))
      await handle.close()
      return { release: () => releaseOwn(file) }
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
        throw new Error(
          `${folder} cannot be written. Give it to this account, or set FOLKMOOT_DATA to another folder.`,
        )
      if (code !== 'EEXIST') throw error
    }
    const holder = readHolder(folder)
    if (holder) throw new FolderHeld(folder, holder)
    // Moved away before it is removed, so that two starts cannot both remove and one remove the other's new lock.
    const aside = `${file}.${process.pid}`
    await rename(file, aside).catch(() => {})
    await unlink(aside).catch(() => {})
  }
  throw new Error(`${file} cannot be taken; remove it if no Folkmoot is running.`)
}

/** The living process that holds the folder; null when nobody does. */
export function readHolder(folder: string): Holder | null {
  try {
    const holder = JSON.parse(readFileSync(fileOf(folder), 'utf8')) as Holder
    if (!Number.isInteger(holder.pid) || !isAlive(holder.pid)) return null
    return holder.born === bornAt(holder.pid) ? holder : null
  } catch {
    return null
  }
}

function releaseOwn(file: string): void {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Holder
    if (holder.pid === process.pid && holder.born === bornAt(process.pid)) unlinkSync(file)
  } catch {
    // Gone already.
  }
}

/** When a process was started: clock ticks since this boot, and which boot. */
function bornAt(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    return `${ticks}@${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}`
  } catch {
    return null
  }
}
