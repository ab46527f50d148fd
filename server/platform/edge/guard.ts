import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

export interface GuardOptions {
  /** Connections from one address. Default 100. Proxies are exempt: theirs are everybody's. */
  perAddress?: number
  exempt?: (address: string) => boolean
  /** A request whose body has not come whole by then must move at `slowest` bytes a second. Default 30 s, 20 kB/s. */
  bodyMs?: number
  slowest?: number
  /** A reader that takes nothing for so long is cut. Default 30 s. */
  stuckMs?: number
  sweepMs?: number
}

interface Running {
  begun: number
  readAtStart: number
}

interface Watched {
  written: number
  movedAt: number
}

/**
 * Keeps slow and numerous connections from taking the process away from everybody else. Node's own timeouts bound the
 * headers; this bounds bodies by their pace (so that a large file over a slow line still arrives), readers that do not
 * read, and connections of one address.
 */
export function guardServer(server: Server, options: GuardOptions = {}): void {
  const perAddress = options.perAddress ?? 100
  const bodyMs = options.bodyMs ?? 30_000
  const slowest = options.slowest ?? 20_000
  const stuckMs = options.stuckMs ?? 30_000
  const counts = new Map<string, number>()
  const sockets = new Map<Socket, Watched>()
  const requests = new Map<IncomingMessage, Running>()

  server.on('connection', (socket) => {
    const address = socket.remoteAddress ?? ''
    const count = (counts.get(address) ?? 0) + 1
    if (count > perAddress && !options.exempt?.(address)) {
      socket.destroy()
      return
    }
    counts.set(address, count)
    sockets.set(socket, { written: 0, movedAt: performance.now() })
    socket.once('close', () => {
      sockets.delete(socket)
      const left = (counts.get(address) ?? 1) - 1
      if (left > 0) counts.set(address, left)
      else counts.delete(address)
    })
  })
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    requests.set(request, { begun: performance.now(), readAtStart: request.socket.bytesRead })
    response.once('close', () => requests.delete(request))
  })

  const sweep = () => {
    const now = performance.now()
    for (const [request, running] of requests) {
      const age = now - running.begun
      if (request.complete || age < bodyMs) continue
      const came = request.socket.bytesRead - running.readAtStart
      if (came / (age / 1000) < slowest) request.socket.destroy()
    }
    for (const [socket, watched] of sockets) {
      const taken = socket.bytesWritten - socket.writableLength
      if (socket.writableLength === 0 || taken > watched.written) {
        watched.written = taken
        watched.movedAt = now
      } else if (now - watched.movedAt > stuckMs) socket.destroy()
    }
  }
  const sweeping = setInterval(sweep, options.sweepMs ?? 2_000)
  sweeping.unref()
  server.once('close', () => clearInterval(sweeping))
}
