import type { ByteStream, Channels, Heard, ImportMap } from '../channels/channel.ts'
import type { Ctx } from '../platform/context.ts'
import { invalid, ok, type Result } from '../platform/result.ts'
import { beginFile, endFile, hearFile } from './file-source.ts'
import { said } from './messages.ts'
import { allowed } from './policy.ts'
import type { Standing } from './standing.ts'

export interface ReplayInput {
  stream: ByteStream
  map: ImportMap
  name: string
  /** 60 plays an hour in a minute. */
  speed: number
  signal?: AbortSignal
  /** Told after each batch; `at` is the date of its last post. */
  progress?: (done: { heard: number; errors: number; at: Date | null }) => void
  /** Told of each row that cannot be read. */
  onError?: (row: number, error: string) => void
}

export interface ReplayDone {
  source: string
  heard: number
  kept: number
  errors: number
}

/** Plays recorded posts through the organisation's searches as if they came now. Rows that cannot be read are left out. */
export function replayFile(ctx: Ctx, input: ReplayInput, standing?: Standing): Promise<Result<ReplayDone>> {
  return allowed(ctx, 'listen.import', async () => {
    const name = input.name.replaceAll('\0', '').trim().slice(0, 120)
    if (name === '') return invalid('name', said('file-name-none'))
    if (!(input.speed > 0)) return invalid('speed', said('replay-speed'))
    const { files } = ctx.channels as Channels
    const signal = input.signal ?? new AbortController().signal
    const source = await beginFile(ctx, {
      action: 'file-replay',
      name: `${name}, replayed`,
      settings: { name, map: input.map },
    })
    const counts = { rows: 0, kept: 0, errors: 0 }
    let heard = 0
    async function* posts(): AsyncIterable<Heard> {
      for await (const row of files.read(input.stream, input.map, { name, signal })) {
        counts.rows++
        if ('post' in row) yield row.post
        else {
          counts.errors++
          input.onError?.(row.row, row.error)
        }
      }
    }
    async function* play() {
      for await (const batch of files.replay(posts(), { speed: input.speed, clock: ctx.clock, signal })) {
        heard += batch.heard
        input.progress?.({ heard, errors: counts.errors, at: batch.posts.at(-1)?.publishedAt ?? null })
        yield batch
      }
    }
    let whole = false
    try {
      await hearFile(ctx, source, play, standing, signal, (n) => {
        counts.kept += n
      })
      whole = !signal.aborted
    } finally {
      await endFile(ctx, source, whole ? 'done' : 'stopped', counts)
    }
    return ok({ source: source.id, heard, kept: counts.kept, errors: counts.errors })
  })
}
