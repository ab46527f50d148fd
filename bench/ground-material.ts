import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { startPostgres } from '../server/platform/db/embedded.ts'
import type { Database } from '../server/platform/db/index.ts'
import { migrate } from '../server/platform/db/migrate.ts'
import { openDatabase } from '../server/platform/db/open-database.ts'
import { createLog } from '../server/platform/log.ts'

/* What several benches stand on: a real PostgreSQL of their own, and posts made from real words. */

export const quick = process.argv.includes('--quick')

export interface BenchGround {
  db: Database
  folder: string
  /** The process that all of PostgreSQL's others come from. */
  postgres: number
  close(): Promise<void>
}

/** The embedded PostgreSQL with every durability setting on, in a folder that is removed afterwards (kept with --folder=). */
export async function benchGround(name: string, settings: string[] = []): Promise<BenchGround> {
  const kept = process.argv.find((a) => a.startsWith('--folder='))?.slice(9)
  const folder = kept ?? mkdtempSync(path.join(os.tmpdir(), `folkmoot-bench-${name}-`))
  // Run as root, PostgreSQL is an unprivileged account that must be able to enter; else its data would lie elsewhere and stay.
  chmodSync(folder, 0o755)
  const log = createLog('error')
  const postgres = await startPostgres(folder, { log, settings })
  const db = await openDatabase(postgres.url, { log })
  await migrate(db)
  return {
    db,
    folder,
    postgres: postgres.pid() ?? 0,
    async close() {
      // While PostgreSQL shuts down nothing else may be left to keep this process alive.
      const awake = setInterval(() => {}, 1_000)
      await db.close()
      await postgres.stop()
      clearInterval(awake)
      if (!kept) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Seconds of CPU that a process (`withChildren`: and those that it started) has used so far, from Linux; NaN elsewhere. */
export function cpuSeconds(pid: number, withChildren = false): number {
  const read = (of: number | string) => {
    try {
      // The name, in parentheses, may have spaces; what follows it does not.
      return readFileSync(`/proc/${of}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
    } catch {
      return null
    }
  }
  const own = read(pid)
  if (!own) return Number.NaN
  const sum = (fields: string[]) => Number(fields[11]) + Number(fields[12])
  let ticks = sum(own)
  if (withChildren) {
    ticks += Number(own[13]) + Number(own[14])
    for (const other of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const fields = read(other)
      if (fields && Number(fields[1]) === pid) ticks += sum(fields)
    }
  }
  return ticks / 100
}

/** Deterministic numbers below 1 (mulberry32). */
export function seeded(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/**
 * Words in the frequencies of real posts, to be shuffled into new ones: those of `../shared/data/crisislex-t26` where
 * that is there, else invented ones with Zipf's frequencies. One long list; picking from it at random keeps the frequencies.
 */
export function wordPool(): { words: string[]; from: string } {
  const folder = path.resolve(import.meta.dirname, '../../shared/data/crisislex-t26')
  const words: string[] = []
  if (existsSync(folder)) {
    for (const file of readdirSync(folder).filter((f) => f.endsWith('-tweets_labeled.csv')))
      for (const line of readFileSync(path.join(folder, file), 'utf8').split('\n')) {
        const text = /^"\d+","(.*)",[^"]*$/.exec(line)?.[1]
        if (text)
          for (const word of text.split(/\s+/))
            if (word.length > 0 && word.length < 40 && !word.startsWith('http')) words.push(word)
      }
  }
  if (words.length > 10_000) return { words, from: 'crisislex-t26' }
  const random = seeded(7)
  const syllables = [
    'ar',
    'bel',
    'con',
    'dor',
    'el',
    'fin',
    'gar',
    'hol',
    'is',
    'jen',
    'ka',
    'lum',
    'mor',
    'ne',
    'or',
    'pel',
    'ra',
    'sin',
    'tor',
    'ul',
  ]
  const vocabulary = Array.from({ length: 40_000 }, (_, i) => {
    let word = ''
    for (let n = i + 1; n > 0; n = Math.floor(n / syllables.length)) word += syllables[n % syllables.length]
    return word
  })
  for (let i = 0; i < 400_000; i++)
    words.push(vocabulary[Math.floor(40_000 ** random()) - 1] ?? vocabulary[0]!)
  return { words, from: 'invented words' }
}

export const percentile = (values: number[], p: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * p) / 100) - 1)] ?? 0
}
export const round = (n: number, digits = 1): number => Math.round(n * 10 ** digits) / 10 ** digits

export function say(line: {
  bench: string
  figures: Record<string, unknown>
  peers: Record<string, unknown>
  ratio: Record<string, unknown>
}): void {
  console.log(JSON.stringify({ ...line, load: round(os.loadavg()[0]!, 2), node: process.versions.node }))
}
/** Progress goes to standard error: standard output is one JSON line. */
export const tell = (text: string): void => void process.stderr.write(`${text}\n`)
