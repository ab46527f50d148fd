import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ByteStream } from '../channels/channel.ts'
import type { Ctx } from '../platform/context.ts'
import type { Result } from '../platform/result.ts'
import { type ImportDone, type ImportInput, importFile } from './import-file.ts'
import { allowed } from './policy.ts'

/**
 * `importFile` for a file that comes once, as a stream: it is written to a file of its own, read twice from there and
 * removed. Memory does not grow with it.
 */
export function importStream(
  ctx: Ctx,
  input: Omit<ImportInput, 'open'> & { stream: ByteStream },
): Promise<Result<ImportDone>> {
  return allowed(ctx, 'listen.import', async () => {
    const { stream, ...rest } = input
    const folder = await mkdtemp(path.join(os.tmpdir(), 'folkmoot-import-'))
    try {
      const file = path.join(folder, 'posts')
      await pipeline(Readable.from(stream), createWriteStream(file, { mode: 0o600 }), {
        ...(input.signal ? { signal: input.signal } : {}),
      })
      return await importFile(ctx, { ...rest, open: () => createReadStream(file) })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
}
