import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ByteStream } from '../channels/channel.ts'
import type { Ctx } from '../platform/context.ts'
import { type Result, refuse } from '../platform/result.ts'
import { type ImportDone, type ImportInput, importFile } from './import-file.ts'
import { allowed } from './policy.ts'
import type { Standing } from './standing.ts'

/** Files that one organisation may have on their way at once, each on this machine's disk until it is taken in. */
const MOST_AT_ONCE = 3
const underWay = new Map<string, number>()

type Asked = Pick<ImportInput, 'map' | 'columns' | 'takeGoodRows'>

export interface ImportStreamInput extends Pick<ImportInput, 'name' | 'progress' | 'signal'> {
  stream: ByteStream
  /** A form says it after its file: a function is called when the stream is at its end. */
  asked: Asked | (() => Promise<Asked>)
}

/**
 * `importFile` for a file that comes once, as a stream: it is written to a file of its own, read twice from there and
 * removed. Memory does not grow with it. Refused (`conflict: imports-at-once`) before anything is read while three are
 * under way.
 */
export function importStream(
  ctx: Ctx,
  input: ImportStreamInput,
  standing?: Standing,
): Promise<Result<ImportDone>> {
  return allowed(ctx, 'listen.import', async () => {
    const organisation = ctx.organisation.id
    const now = underWay.get(organisation) ?? 0
    if (now >= MOST_AT_ONCE)
      return refuse({
        kind: 'conflict',
        rule: 'imports-at-once',
        why: `${MOST_AT_ONCE} files are being taken in already. Nothing of yours was taken. Wait until one of them is done, then try again.`,
      })
    underWay.set(organisation, now + 1)
    try {
      return await spool(ctx, input, standing)
    } finally {
      const left = underWay.get(organisation)! - 1
      if (left > 0) underWay.set(organisation, left)
      else underWay.delete(organisation)
    }
  })
}

async function spool(
  ctx: Ctx,
  { stream, asked, ...input }: ImportStreamInput,
  standing: Standing | undefined,
): Promise<Result<ImportDone>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'folkmoot-import-'))
  try {
    const file = path.join(folder, 'posts')
    await pipeline(Readable.from(stream), createWriteStream(file, { mode: 0o600 }), {
      ...(input.signal ? { signal: input.signal } : {}),
    })
    const said = typeof asked === 'function' ? await asked() : asked
    return await importFile(ctx, { ...input, ...said, open: () => createReadStream(file) }, standing)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
