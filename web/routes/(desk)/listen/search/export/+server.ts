import { orError } from '../../../../../refused.server.ts'
import { door, toStop } from '../../door.ts'
import { readAsked } from '../asked.ts'
import type { RequestHandler } from './$types'

/** Everything that the search finds, as a file that is written while it is read. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const { listen, ctx } = door(locals)
  const { input } = readAsked(url.searchParams, ctx.organisation.timeZone)
  const format = url.searchParams.get('format') === 'json' ? 'json' : 'csv'
  const begun = await listen.exportArchive(ctx, { ...input, after: undefined, format })
  toStop(begun)
  const file = orError(begun, locals)
  const chunks = file.chunks[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await chunks.next()
      if (next.done) controller.close()
      else controller.enqueue(encoder.encode(next.value))
    },
    async cancel() {
      await chunks.return?.(undefined)
    },
  })
  return new Response(body, {
    headers: {
      'content-type': file.type,
      'content-disposition': `attachment; filename="${file.filename.replace(/[^\w.-]/g, '-')}"`,
      'cache-control': 'no-store',
    },
  })
}
