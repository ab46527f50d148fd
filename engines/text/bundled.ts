import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Where a file that ships with the engines lies, by its path from the root (`engines/place/data/areas.tsv`). Sought
 * upwards from here, because the pages' build moves this code into a folder of its own.
 */
function locate(file: string): string {
  for (let folder = import.meta.dirname; ; folder = path.dirname(folder)) {
    const there = path.join(folder, file)
    if (existsSync(there)) return there
    if (folder === path.dirname(folder)) throw new Error(`${file} is missing from this copy`)
  }
}

/**
 * A data file that ships beside the engines, as bytes. Each engine asks once, on first use, and keeps the result:
 * this is the only reading that engines do, and it always gives the same answer.
 */
export const bundledBytes = (file: string): Uint8Array => readFileSync(locate(file))

/** The rows of a bundled tab-separated file. */
export function bundledRows(file: string): string[][] {
  return readFileSync(locate(file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'))
}

/** A value that is made on first use and then kept. */
export function lazily<T>(make: () => T): () => T {
  let kept: { value: T } | null = null
  return () => {
    kept ??= { value: make() }
    return kept.value
  }
}
