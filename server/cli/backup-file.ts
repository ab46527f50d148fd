import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import zlib from 'node:zlib'
import { Trouble } from './trouble.ts'

/*
 * A backup is one zstd-compressed stream of frames: a line of JSON, and after a line that says `bytes`, so many bytes.
 *   { "kind": "folkmoot-backup", … }
 *   { "kind": "table", "name", "columns" }  { "kind": "part", "bytes": n } …  { "kind": "whole", "bytes", "sha256", "rows" }
 *   { "kind": "file", "path" }              { "kind": "part", "bytes": n } …  { "kind": "whole", "bytes", "sha256" }
 *   { "kind": "sequences", "values" }       { "kind": "end", "tables", "files" }
 * Rows are PostgreSQL's COPY text. A stream without its end is not a backup.
 */
export const FORMAT = 1

export interface Beginning {
  kind: 'folkmoot-backup'
  format: number
  at: string
  version: string
  server: string
  migrations: { name: string; sha256: string }[]
}

export type Frame =
  | Beginning
  | { kind: 'table'; name: string; columns: string[] }
  | { kind: 'file'; path: string }
  | { kind: 'part'; bytes: number }
  | { kind: 'whole'; bytes: number; sha256: string; rows?: number }
  | { kind: 'sequences'; values: Record<string, { value: string; called: boolean }> }
  | { kind: 'end'; tables: number; files: number }

export const frame = (head: Frame): Buffer => Buffer.from(`${JSON.stringify(head)}\n`)

/** Sums up what passes: bytes, hash, and rows (COPY text ends each row with a newline and escapes those within). */
export class Tally {
  bytes = 0
  rows = 0
  readonly #hash: Hash = createHash('sha256')

  add(part: Buffer): void {
    this.bytes += part.length
    this.#hash.update(part)
    for (let at = part.indexOf(10); at !== -1; at = part.indexOf(10, at + 1)) this.rows++
  }

  /** Once, at the end. */
  sha256(): string {
    return this.#hash.digest('hex')
  }
}

export type Read = { head: Exclude<Frame, { kind: 'part' }> } | { part: Buffer }

const LONGEST_HEAD = 1024 * 1024

/** The frames of a backup in order; throws `Trouble` when the file is not one, or is cut off or damaged. */
export async function* readBackup(
  file: string,
  seen: (bytes: number) => void = () => {},
): AsyncIterable<Read> {
  const source = createReadStream(file)
  source.on('data', (chunk) => seen(chunk.length))
  let held: Buffer = Buffer.alloc(0)
  let wanted = 0
  let first = true
  let ended = false
  try {
    for await (const chunk of source.pipe(zlib.createZstdDecompress()).on('error', () => {})) {
      held = held.length === 0 ? (chunk as Buffer) : Buffer.concat([held, chunk as Buffer])
      for (;;) {
        if (wanted > 0) {
          if (held.length === 0) break
          const part = held.subarray(0, wanted)
          held = held.subarray(part.length)
          wanted -= part.length
          yield { part }
          continue
        }
        const at = held.indexOf(10)
        if (at === -1) {
          if (held.length > LONGEST_HEAD) throw new Trouble(`${file} is damaged.`)
          break
        }
        const head = JSON.parse(held.subarray(0, at).toString('utf8')) as Frame
        held = held.subarray(at + 1)
        if (first && head.kind !== 'folkmoot-backup')
          throw new Trouble(`${file} is not a backup of Folkmoot.`)
        first = false
        if (head.kind === 'part') wanted = head.bytes
        else {
          ended = head.kind === 'end'
          yield { head }
        }
      }
    }
  } catch (error) {
    if (error instanceof Trouble) throw error
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR')
      throw new Trouble(`${file} cannot be read.`)
    if (error instanceof SyntaxError || /^(ZSTD|ERR_|Z_)/.test(code ?? ''))
      throw new Trouble(first ? `${file} is not a backup of Folkmoot.` : `${file} is damaged.`)
    throw error
  } finally {
    source.destroy()
  }
  if (first) throw new Trouble(`${file} is not a backup of Folkmoot.`)
  if (!ended || held.length > 0) throw new Trouble(`${file} is cut off: its end is missing.`)
}
