import type { Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import { fetchWhy, SafeFetchError } from './safe-fetch-error.ts'

/** A body that inflates more than this is refused once it is past `DENSE_FROM` bytes. */
const MOST_DENSE = 100
const DENSE_FROM = 1_048_576

/**
 * Reads a body to its end, inflating as `content-encoding` says and counting both what came and what it became.
 * Throws `too-large`, `too-dense` or `bad-encoding`; the stream is destroyed then.
 */
export async function readBody(
  body: Readable,
  encoding: string | null,
  maxBytes: number,
): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let came = 0
  let became = 0
  const source = async function* () {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      came += chunk.length
      // What is compressed may not be larger than what is allowed to come out of it, give or take its frame.
      if (came > maxBytes + 65_536) throw tooLarge(maxBytes)
      yield chunk
    }
  }
  try {
    const decoded = await decoders(encodings(encoding), source(), body)
    for await (const chunk of decoded) {
      became += chunk.length
      if (became > maxBytes) throw tooLarge(maxBytes)
      if (became > DENSE_FROM && became > came * MOST_DENSE)
        throw new SafeFetchError('too-dense', fetchWhy('too-dense', MOST_DENSE), {
          sent: true,
        })
      chunks.push(chunk)
    }
  } finally {
    body.destroy()
  }
  return Buffer.concat(chunks, became)
}

const tooLarge = (maxBytes: number) =>
  new SafeFetchError('too-large', fetchWhy('too-large', maxBytes), { sent: true })

function encodings(header: string | null): string[] {
  const steps = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((step) => step.trim())
    .filter((step) => step !== '' && step !== 'identity')
  if (steps.length > 2) throw new SafeFetchError('bad-encoding', 'encoded more than twice', { sent: true })
  return steps.reverse()
}

async function decoders(
  steps: string[],
  source: AsyncIterable<Buffer>,
  body: Readable,
): Promise<AsyncIterable<Buffer>> {
  let stream = source
  for (const step of steps) stream = await inflate(step, stream, body)
  return stream
}

async function inflate(
  step: string,
  source: AsyncIterable<Buffer>,
  body: Readable,
): Promise<AsyncIterable<Buffer>> {
  const iterator = source[Symbol.asyncIterator]()
  const first = await iterator.next()
  if (first.done) return (async function* () {})()
  const rest = (async function* () {
    yield first.value
    for (;;) {
      const next = await iterator.next()
      if (next.done) return
      yield next.value
    }
  })()
  return run(decoderFor(step, first.value), rest, body)
}

function decoderFor(step: string, first: Buffer): Transform {
  if (step === 'gzip' || step === 'x-gzip') return createGunzip()
  if (step === 'br') return createBrotliDecompress()
  // Some servers send raw deflate under this name; a zlib stream shows itself by its first nibble.
  if (step === 'deflate') return (first[0]! & 0x0f) === 8 ? createInflate() : createInflateRaw()
  throw new SafeFetchError('bad-encoding', `cannot read the encoding ${step.slice(0, 40)}`, { sent: true })
}

async function* run(
  decoder: Transform,
  source: AsyncIterable<Buffer>,
  body: Readable,
): AsyncGenerator<Buffer> {
  let failed: unknown = null
  const feed = (async () => {
    try {
      for await (const chunk of source) {
        if (decoder.destroyed) return
        if (!decoder.write(chunk))
          await new Promise<void>((go) => decoder.once('drain', go).once('close', go))
      }
      decoder.end()
    } catch (error) {
      failed = error
      decoder.destroy()
    }
  })()
  try {
    for await (const chunk of decoder as AsyncIterable<Buffer>) yield chunk
    if (failed) throw failed
  } catch (error) {
    if (failed) throw failed
    if (error instanceof SafeFetchError) throw error
    throw new SafeFetchError('bad-encoding', fetchWhy('bad-encoding'), {
      cause: error,
      sent: true,
    })
  } finally {
    decoder.destroy()
    body.destroy()
    await feed
  }
}
