import type { ByteStream } from '../channels/channel.ts'
import type { Ctx } from '../platform/context.ts'
import { type Result, refuse } from '../platform/result.ts'
import { type ImportDone, type ImportInput, importFile } from './import-file.ts'
import { allowed } from './policy.ts'
import { MOST_AT_ONCE, type Spool } from './spool.ts'
import type { Standing } from './standing.ts'

type Asked = Pick<ImportInput, 'map' | 'columns' | 'takeGoodRows'>

export interface ImportStreamInput extends Pick<ImportInput, 'name' | 'progress' | 'signal'> {
  stream: ByteStream
  /** A form says it after its file: a function is called when the stream is at its end. */
  asked: Asked | (() => Promise<Asked>)
}

/**
 * `importFile` for a file that comes once, as a stream: it is written to a file of its own, read twice from there and
 * removed. Memory does not grow with it. Refused (`conflict: imports-at-once`) before anything is read while this
 * person has one under way or everybody together three.
 */
export function importStream(
  ctx: Ctx,
  input: ImportStreamInput,
  spool: Spool,
  standing?: Standing,
): Promise<Result<ImportDone>> {
  return allowed(ctx, 'listen.import', async () => {
    const leave = spool.enter(ctx.person.id)
    if (!leave)
      return refuse({
        kind: 'conflict',
        rule: 'imports-at-once',
        why: `As many files as can be are being taken in already: one for each person, ${MOST_AT_ONCE} for everybody together. Nothing of yours was taken. Wait until one of them is done, then try again.`,
      })
    const { stream, asked, ...rest } = input
    try {
      return await spool.hold(stream, rest.signal, async (open) => {
        const said = typeof asked === 'function' ? await asked() : asked
        return importFile(ctx, { ...rest, ...said, open }, standing)
      })
    } finally {
      leave()
    }
  })
}
