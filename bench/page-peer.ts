/**
 * The peer of `bench/page`: a bare node:http server that gives back recorded bytes. The recording comes as a JSON file:
 * path → `{ headers, body }`, the body in base64. Prints `{ "port": n }` once it listens.
 */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Recorded } from './page-material.ts'

const recorded = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Record<string, Recorded>
const pages = new Map(
  Object.entries(recorded).map(([path, { headers, body }]) => [
    path,
    { headers, body: Buffer.from(body, 'base64') },
  ]),
)

const server = createServer((request, response) => {
  const page = pages.get(request.url ?? '')
  if (page) response.writeHead(200, { ...page.headers, 'content-length': page.body.length }).end(page.body)
  else response.writeHead(404).end()
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(JSON.stringify({ port: typeof address === 'object' && address ? address.port : 0 }))
})
