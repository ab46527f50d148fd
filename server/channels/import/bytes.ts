import type { ByteStream } from '../channel.ts'

/** The beginning of a file, by which its letters and its shape are told. */
export const headBytes = 262_144

/** Text of a file in pieces: UTF-8 or UTF-16 by its mark, UTF-8 when that holds at the start, else Windows-1252. */
export async function* toText(
  stream: ByteStream,
  progress: (bytes: number) => void = () => {},
  signal?: AbortSignal,
): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null
  let read = 0
  let told = 0
  for await (const chunk of stream) {
    if (signal?.aborted) return
    decoder ??= new TextDecoder(charsetOf(chunk))
    read += chunk.length
    const now = performance.now()
    if (now - told >= 100) {
      told = now
      progress(read)
    }
    const text = decoder.decode(chunk, { stream: true })
    if (text !== '') yield text
  }
  const end = decoder?.decode() ?? ''
  if (end !== '') yield end
  progress(read)
}

export function charsetOf(head: Uint8Array): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  try {
    // `stream` forgives a character cut in two at the end of the piece.
    new TextDecoder('utf-8', { fatal: true }).decode(head.subarray(0, headBytes), { stream: true })
    return 'utf-8'
  } catch {
    return 'windows-1252'
  }
}

/** Reads no more than the beginning, and closes the stream. */
export async function readHead(stream: ByteStream): Promise<{ text: string; whole: boolean }> {
  const parts: Uint8Array[] = []
  let size = 0
  let whole = true
  for await (const chunk of stream) {
    parts.push(chunk)
    size += chunk.length
    if (size >= headBytes) {
      whole = false
      break
    }
  }
  const head = Buffer.concat(parts).subarray(0, headBytes)
  return { text: new TextDecoder(charsetOf(head)).decode(head, { stream: !whole }), whole }
}
