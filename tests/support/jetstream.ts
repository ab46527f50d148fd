import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

export interface JetstreamFixture {
  /** `ws://127.0.0.1:port`, as a source's `hosts` wants it. */
  url: string
  /** `host:port`, for `allowPrivate`. */
  place: string
  port: number
  /** A post by an invented author; its URI. */
  say(text: string, more?: Record<string, unknown>): string
  delete(uri: string): void
  /** Any frame at all, kept for those who come back. */
  send(frame: string): void
  /** Many frames as fast as the readers take them; resolves when the sockets have them all. */
  flood(frames: Iterable<string>): Promise<void>
  /** Cuts every connection. */
  drop(): void
  /** Whether new connections are let in. */
  open(yes: boolean): void
  /** What each connection asked for, in order. */
  asked: URLSearchParams[]
  readers(): number
  close(): Promise<void>
}

/**
 * Stands in for a Jetstream v1 server, which is Go and cannot be had here: same path, same parameters
 * (`wantedCollections`, `cursor`), same frames. Not here: zstd, `requireHello`, options updates.
 */
export async function startJetstream(
  options: { port?: number; startUs?: number } = {},
): Promise<JetstreamFixture> {
  const http = createServer((_, res) => res.writeHead(404).end())
  const sockets = new WebSocketServer({ noServer: true })
  const kept: { time: number; collection: string | null; frame: string }[] = []
  const readers = new Set<{ ws: WebSocket; collections: string[] }>()
  const asked: URLSearchParams[] = []
  let lettingIn = true
  let clock = options.startUs ?? Date.now() * 1_000
  let key = 0

  const wants = (collections: string[], collection: string | null) =>
    collection === null || collections.length === 0 || collections.includes(collection)
  const send = (frame: string) => {
    const time = Number(/"time_us":(\d+)/.exec(frame)?.[1] ?? clock)
    const collection = /"collection":"([^"]+)"/.exec(frame)?.[1] ?? null
    kept.push({ time, collection, frame })
    if (kept.length > 200_000) kept.splice(0, 100_000)
    for (const reader of readers) if (wants(reader.collections, collection)) reader.ws.send(frame)
  }
  const commit = (did: string, more: Record<string, unknown>) => {
    clock = Math.max(clock + 1, Date.now() * 1_000)
    send(
      JSON.stringify({
        did,
        time_us: clock,
        kind: 'commit',
        commit: { rev: 'r', collection: 'app.bsky.feed.post', ...more },
      }),
    )
  }

  http.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '/', 'http://x')
    if (!lettingIn || url.pathname !== '/subscribe') return socket.destroy()
    sockets.handleUpgrade(request, socket, head, (ws) => {
      asked.push(url.searchParams)
      const reader = { ws, collections: url.searchParams.getAll('wantedCollections') }
      const cursor = url.searchParams.get('cursor')
      if (cursor)
        for (const k of kept)
          if (k.time >= Number(cursor) && wants(reader.collections, k.collection)) ws.send(k.frame)
      readers.add(reader)
      ws.on('close', () => readers.delete(reader))
      ws.on('error', () => readers.delete(reader))
    })
  })
  http.listen(options.port ?? 0, '127.0.0.1')
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo

  return {
    url: `ws://127.0.0.1:${port}`,
    place: `127.0.0.1:${port}`,
    port,
    asked,
    send,
    say(text, more = {}) {
      const rkey = `3k${(++key).toString(36).padStart(11, '2')}`
      const did = `did:plc:author${key % 7}`
      commit(did, {
        operation: 'create',
        rkey,
        cid: 'c',
        record: {
          $type: 'app.bsky.feed.post',
          text,
          createdAt: new Date().toISOString(),
          langs: ['en'],
          ...more,
        },
      })
      return `at://${did}/app.bsky.feed.post/${rkey}`
    },
    delete(uri) {
      const [, did, , rkey] = /^at:\/\/([^/]+)\/([^/]+)\/(.+)$/.exec(uri)!
      commit(did!, { operation: 'delete', rkey })
    },
    async flood(frames) {
      let n = 0
      for (const frame of frames) {
        for (const { ws } of readers) ws.send(frame)
        if (++n % 500 === 0) {
          await new Promise((resolve) => setImmediate(resolve))
          while ([...readers].some(({ ws }) => ws.bufferedAmount > 8_000_000))
            await new Promise((resolve) => setTimeout(resolve, 2))
        }
      }
      while ([...readers].some(({ ws }) => ws.bufferedAmount > 0))
        await new Promise((resolve) => setTimeout(resolve, 2))
    },
    drop() {
      for (const { ws } of readers) ws.terminate()
    },
    open(yes) {
      lettingIn = yes
    },
    readers: () => readers.size,
    async close() {
      for (const { ws } of readers) ws.terminate()
      sockets.close()
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}
