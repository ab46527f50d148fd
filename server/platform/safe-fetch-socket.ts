import { WebSocket } from 'ws'
import type { FrameStream } from './safe-fetch.ts'
import { isPublicAddress, type Target } from './safe-fetch-address.ts'
import { fetchWhy, findSafeFetchError, SafeFetchError, sayUnreachable } from './safe-fetch-error.ts'

type Lookup = ReturnType<typeof import('./safe-fetch-address.ts').checkedLookup>

/** Unread bytes after which the network is asked to wait (TCP pushes back) until all was read. */
const PAUSE_ABOVE = 4_194_304
const PING_EVERY_MS = 30_000

/** Opens a WebSocket to a checked target. Rejects with `SafeFetchError`; ends when the other side closes. */
export function openSocket(
  target: Target,
  lookup: Lookup,
  options: { headers?: Record<string, string>; maxFrameBytes?: number; timeoutMs: number },
): Promise<FrameStream> {
  return new Promise((resolve, reject) => {
    const ws = new WebSocket(target.url, {
      lookup,
      headers: options.headers ?? {},
      handshakeTimeout: options.timeoutMs,
      maxPayload: options.maxFrameBytes ?? 1_048_576,
      followRedirects: false,
      perMessageDeflate: false,
    })
    ws.binaryType = 'nodebuffer'
    let stream: Frames | null = null
    ws.on('upgrade', (response) => {
      const address = response.socket.remoteAddress
      if (!target.listed && !(address && isPublicAddress(address))) {
        reject(new SafeFetchError('blocked-address', fetchWhy('led-to', target.host, String(address))))
        ws.terminate()
      } else stream = new Frames(ws)
    })
    ws.on('open', () => stream && resolve(stream))
    ws.on('error', (error) => {
      const own = findSafeFetchError(error)
      const fault =
        own ?? new SafeFetchError('unreachable', sayUnreachable(target.host, error), { cause: error })
      if (stream) stream.fail(fault)
      reject(fault)
    })
    ws.on('close', () => reject(new SafeFetchError('unreachable', fetchWhy('closed', target.host))))
  })
}

/** Frames of a WebSocket, read one after another by one reader, with pushing back when it is slow. */
class Frames implements FrameStream {
  readonly #ws: WebSocket
  #frames: string[] = []
  #next = 0
  #bytes = 0
  #error: Error | null = null
  #closed = false
  #wake: (() => void) | null = null

  constructor(ws: WebSocket) {
    this.#ws = ws
    let alive = true
    const beat = setInterval(() => {
      if (!alive) {
        this.fail(new SafeFetchError('timeout', fetchWhy('silent')))
        ws.terminate()
        return
      }
      alive = false
      if (ws.readyState === WebSocket.OPEN) ws.ping()
    }, PING_EVERY_MS)
    beat.unref()
    ws.on('pong', () => {
      alive = true
    })
    ws.on('message', (data: Buffer) => {
      alive = true
      this.#frames.push(data.toString('utf8'))
      this.#bytes += data.length
      if (this.#bytes > PAUSE_ABOVE && !ws.isPaused) ws.pause()
      this.#wakeUp()
    })
    ws.on('close', () => {
      clearInterval(beat)
      this.#closed = true
      this.#wakeUp()
    })
  }

  fail(error: Error): void {
    this.#error ??= error
    this.#wakeUp()
  }

  send(text: string): void {
    if (this.#ws.readyState === WebSocket.OPEN) this.#ws.send(text)
  }

  close(): void {
    this.#ws.close()
    // A peer that does not answer the close must not keep us.
    setTimeout(() => this.#ws.terminate(), 1_000).unref()
    this.#closed = true
    this.#wakeUp()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    try {
      for (;;) {
        while (this.#next < this.#frames.length) {
          const frame = this.#frames[this.#next++]!
          this.#bytes -= frame.length
          yield frame
        }
        this.#frames = []
        this.#next = 0
        this.#bytes = 0
        if (this.#ws.isPaused) this.#ws.resume()
        if (this.#frames.length > 0) continue
        if (this.#error) throw this.#error
        if (this.#closed) return
        await new Promise<void>((wake) => {
          this.#wake = wake
        })
      }
    } finally {
      this.close()
    }
  }

  #wakeUp(): void {
    const wake = this.#wake
    this.#wake = null
    wake?.()
  }
}
