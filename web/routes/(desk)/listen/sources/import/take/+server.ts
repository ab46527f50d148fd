import type { RequestHandler } from '@sveltejs/kit'
import type { ByteStream } from '../../../../../../../server/channels/channel.ts'
import { inLanguage, wordsOf } from '../../../../../../refused.server.ts'
import { door, wire } from '../../../door.ts'
import { askedIn } from '../../import-map.ts'

/** No more often than a person can read. */
const EVERY_MS = 200

/**
 * Takes a file in without holding it in memory. The body is the file; its name, the map of its columns and what to do
 * with bad rows stand in the query. The answer is one object a line: how far it is, then how it ended.
 */
export const POST: RequestHandler = async ({ locals, request, url }) => {
  const { ctx } = door(locals)
  const { listen } = locals.app
  const data = new FormData()
  for (const [name, value] of url.searchParams) data.append(name, value)
  const asked = askedIn(data)
  const said = wordsOf(locals.look.language)
  // Who may not, and a map that cannot be, are answered before anything is read.
  const may = await listen.inspectImport(ctx, { stream: nothing() })
  if (!may.ok) return wire(may, locals)
  const body = request.body
  if (!body || asked.map.text === '')
    return Response.json(
      { refusal: { kind: 'invalid', problems: [{ field: 'file', message: said.refusals.noFile }] } },
      { status: 422 },
    )
  const words = new TextEncoder()
  const answer = new ReadableStream<Uint8Array>({
    async start(out) {
      const tell = (line: object) => out.enqueue(words.encode(`${JSON.stringify(line)}\n`))
      let told = 0
      try {
        const done = await listen.importStream(ctx, {
          stream: body as unknown as ByteStream,
          asked,
          name: String(data.get('name') ?? ''),
          signal: request.signal,
          progress({ stage, bytes, rows }) {
            if (performance.now() - told < EVERY_MS) return
            told = performance.now()
            tell({ stage, bytes, rows })
          },
        })
        tell(done.ok ? { done: done.value } : { refusal: inLanguage(done.refusal, said) })
      } catch (error) {
        if (!request.signal.aborted) tell({ failed: true })
        locals.app.log.warn({ err: error }, 'a file was not taken in to its end')
      }
      if (!request.signal.aborted) out.close()
    },
  })
  return new Response(answer, {
    headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' },
  })
}

async function* nothing(): ByteStream {}
