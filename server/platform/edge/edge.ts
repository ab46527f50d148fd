import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { type Config, EDGE_HEADERS, isLoopback } from '../config.ts'
import { clientAddress, within } from './forwarded.ts'
import { guardServer } from './guard.ts'

export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

export interface Edge {
  server: http.Server
  /** From now on requests go here; until then they are told that Folkmoot is starting. */
  open(handler: Handler): void
  /** Stops taking connections, waits for requests in flight (at most `ms`), then cuts the rest. */
  close(ms?: number): Promise<void>
}

/** A form or a page's request; larger bodies only where something is uploaded. */
const SMALL_BODY = 1024 * 1024
/** A file that is read while it comes. */
export const LARGE_BODY = 2 * 1024 * 1024 * 1024
const UPLOADS: Readonly<Record<string, number>> = {
  '/listen/sources/import': LARGE_BODY,
  '/listen/sources/import/take': LARGE_BODY,
}

/** The port is taken; the message says what to do. */
export class PortTaken extends Error {
  override name = 'PortTaken'
}

/**
 * The one HTTP server: listens, refuses what must not come in (wrong host, plain HTTP from afar, bodies that are too
 * large, slow and numerous connections), and says truthfully who asks before it hands on. Throws `PortTaken`.
 */
export async function openEdge(config: Config): Promise<Edge> {
  let handler: Handler | null = null
  const server = http.createServer(
    {
      headersTimeout: 10_000,
      // Bodies are bounded by their pace (guard.ts); this is the end of even the longest upload.
      requestTimeout: 30 * 60_000,
      connectionsCheckingInterval: 2_000,
      keepAliveTimeout: 10_000,
      maxHeaderSize: 16 * 1024,
      noDelay: true,
    },
    (request, response) => {
      if (refuse(config, request, response)) return
      describe(config, request)
      if (!handler) return starting(response)
      Promise.resolve(handler(request, response)).catch((error: unknown) => {
        server.emit('folkmoot-error', error)
        if (!response.headersSent) response.writeHead(500, PLAIN).end('Something went wrong.')
        else response.destroy()
      })
    },
  )
  server.maxConnections = 5_000
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // A browser connects ahead of need. It would take words on a silent connection for the answer to what it asks next.
    if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && socket.bytesRead === 0) socket.destroy()
    else if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
    else socket.destroy()
  })
  guardServer(server, { exempt: (address) => within(address, config.trustedProxies) })
  await listen(server, config)
  return {
    server,
    open(to) {
      handler = to
    },
    async close(ms = 3_000) {
      const closed = new Promise<void>((done) => server.close(() => done()))
      server.closeIdleConnections()
      const cut = setTimeout(() => server.closeAllConnections(), ms)
      await closed
      clearTimeout(cut)
    },
  }
}

const PLAIN = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }

function starting(response: ServerResponse): void {
  response
    .writeHead(503, { ...PLAIN, 'retry-after': '2', refresh: '2' })
    .end('Folkmoot is starting. This page asks again by itself.')
}

/** True when the request was answered here. */
function refuse(config: Config, request: IncomingMessage, response: ServerResponse): boolean {
  const peer = request.socket.remoteAddress ?? ''
  const proxied = within(peer, config.trustedProxies)
  const end = (status: number, words: string, headers: http.OutgoingHttpHeaders = {}) => {
    // What is left of a refused body is not read.
    response.writeHead(status, { ...PLAIN, connection: 'close', ...headers }).end(words)
    return true
  }
  if (!proxied && !isLoopback(peer)) return end(403, 'Folkmoot is reached through its reverse proxy only.')
  const origin = new URL(config.origin)
  const host = request.headers.host ?? ''
  if (!proxied && host !== origin.host && request.url !== '/health') {
    const here = isLoopback(host.replace(/:\d+$/, ''))
    if (here && (request.method === 'GET' || request.method === 'HEAD'))
      return end(307, `Folkmoot is at ${config.origin}`, {
        location: `${config.origin}${localPath(request.url)}`,
      })
    return end(421, `Folkmoot is at ${config.origin}`)
  }
  const length = Number(request.headers['content-length'] ?? 0)
  const limit = mostBytes(request.url)
  if (!(length <= limit)) return end(413, 'That is too large.')
  if (request.headers['transfer-encoding'] !== undefined && limit < LARGE_BODY)
    return end(411, 'Say how long the body is.')
  return false
}

/** By the path as the pages will read it: `/listen/sources/import/../sign-in` is the door of the sign-in. */
function mostBytes(url = '/'): number {
  const path = URL.parse(`http://localhost${url}`)?.pathname ?? ''
  return Object.hasOwn(UPLOADS, path) ? UPLOADS[path]! : SMALL_BODY
}

/** Never an address of somebody else: `//evil.example` would be one. */
const localPath = (url = '/') => `/${url.replace(/^[/\\]+/, '')}`

/** Headers that Kit believes; whatever came under these names from outside is overwritten. */
function describe(config: Config, request: IncomingMessage): void {
  const origin = new URL(config.origin)
  request.headers[EDGE_HEADERS.protocol] = origin.protocol.slice(0, -1)
  request.headers[EDGE_HEADERS.host] = origin.host
  request.headers[EDGE_HEADERS.address] = clientAddress(request, config.trustedProxies)
}

function listen(server: http.Server, config: Config): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        fail(
          new PortTaken(
            `Port ${config.port} is taken by another program. Choose another: npm start -- --port ${config.port + 1} (or set PORT).`,
          ),
        )
      else if (error.code === 'EACCES')
        fail(
          new PortTaken(
            `Port ${config.port} may not be used by this account. Choose one above 1024: npm start -- --port 3210.`,
          ),
        )
      else fail(error)
    })
    server.listen(config.port, config.host, done)
  })
}
