import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ByteStream } from '../channels/channel.ts'

/** Files that may be on their way at once, for everybody together: each takes the disk of this machine until it is read. */
export const MOST_AT_ONCE = 3

/** Where files that come once as a stream lie until they are taken in; personal data, so nothing stays. */
export interface Spool {
  /** A place for a file of this person's, to be given back by calling it; null while they have one or all are taken. */
  enter(person: string): (() => void) | null
  /** Writes a stream down and hands over a way to read it, as often as wanted, until `work` is done. */
  hold<T>(
    stream: ByteStream,
    signal: AbortSignal | undefined,
    work: (open: () => ByteStream) => Promise<T>,
  ): Promise<T>
  /** Removes what a killed process left. Before anything is spooled, by the one process that serves the data folder. */
  sweep(): Promise<void>
}

/** @param folder in the data folder: a machine's own place for such things may be its memory, and outlives a kill */
export function createSpool(folder: string): Spool {
  const people = new Set<string>()
  return {
    enter(person) {
      if (people.has(person) || people.size >= MOST_AT_ONCE) return null
      people.add(person)
      return () => people.delete(person)
    },
    async hold(stream, signal, work) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const own = await mkdtemp(path.join(folder, 'import-'))
      try {
        const file = path.join(own, 'posts')
        await pipeline(
          Readable.from(stream),
          createWriteStream(file, { mode: 0o600 }),
          signal ? { signal } : {},
        )
        return await work(() => createReadStream(file))
      } finally {
        await rm(own, { recursive: true, force: true })
      }
    },
    sweep: () => rm(folder, { recursive: true, force: true }),
  }
}
