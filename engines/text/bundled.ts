import { readFileSync } from 'node:fs'

/**
 * A data file that ships beside the engines, as bytes. Each engine asks once, on first use, and keeps the result:
 * this is the only reading that engines do, and it always gives the same answer.
 */
export const bundledBytes = (file: URL): Uint8Array => readFileSync(file)

/** The rows of a bundled tab-separated file. */
export function bundledRows(file: URL): string[][] {
  return readFileSync(file, 'utf8')
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
