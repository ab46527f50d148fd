import { createReadStream, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Readable } from 'node:stream'
import zlib from 'node:zlib'

/** A secret that must be found nowhere, and every way in which it could be written down. */
export interface Canary {
  what: string
  forms: Buffer[]
}

/** As it is, in hex, URL-encoded, and in base64 wherever it may begin in a longer text. */
export function canary(what: string, secret: string | Buffer): Canary {
  const bytes = Buffer.from(secret)
  const texts = [bytes.toString('hex'), bytes.toString('hex').toUpperCase()]
  const escaped = encodeURIComponent(bytes.toString('latin1'))
  if (escaped !== bytes.toString('latin1')) texts.push(escaped)
  for (const before of [0, 1, 2]) {
    // What stands before and after changes the letters at both ends; those in between are always the same.
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    const inner = encoded.slice(
      Math.ceil((before * 8) / 6),
      Math.floor(((before + bytes.length) * 8) / 6) - 1,
    )
    if (inner.length >= 12) texts.push(inner, inner.replaceAll('+', '-').replaceAll('/', '_'))
  }
  return { what, forms: [bytes, ...[...new Set(texts)].map((text) => Buffer.from(text))] }
}

/** The canaries that stand in this. */
export const inBytes = (bytes: Buffer, canaries: readonly Canary[]): string[] =>
  canaries.filter(({ forms }) => forms.some((form) => bytes.includes(form))).map(({ what }) => what)

async function inStream(stream: Readable, canaries: readonly Canary[]): Promise<string[]> {
  const found = new Set<string>()
  const longest = Math.max(...canaries.flatMap(({ forms }) => forms.map((form) => form.length)))
  let tail = Buffer.alloc(0)
  for await (const part of stream) {
    const bytes = Buffer.concat([tail, part as Buffer])
    for (const what of inBytes(bytes, canaries)) found.add(what)
    tail = bytes.subarray(-longest)
  }
  return [...found]
}

/** One file, also as what it unpacks to when it is a backup. */
export async function inFile(file: string, canaries: readonly Canary[]): Promise<string[]> {
  const found = await inStream(createReadStream(file), canaries)
  if (!file.endsWith('.folkmoot')) return found
  const plain = createReadStream(file).pipe(zlib.createZstdDecompress())
  return [...new Set([...found, ...(await inStream(plain, canaries))])]
}

/** Every file below, as `where: what`. Returns how many were read, too. */
export async function inFolder(
  folder: string,
  canaries: readonly Canary[],
): Promise<{ files: number; hits: string[] }> {
  const hits: string[] = []
  let files = 0
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name)
    if (!entry.isFile() || statSync(file).size === 0) continue
    files++
    for (const what of await inFile(file, canaries)) hits.push(`${path.relative(folder, file)}: ${what}`)
  }
  return { files, hits }
}
