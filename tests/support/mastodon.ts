import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { escapeXml } from './feeds-server.ts'

export interface MastodonFixture {
  url: string
  place: string
  port: number
  say(text: string, more?: Record<string, unknown>): { id: string; uri: string }
  edit(id: string, text: string): void
  delete(id: string): void
  /** Any frame, to everyone who streams. */
  frame(raw: string): void
  /** Something between the statuses of the timeline that is none. */
  litter(status: unknown): void
  streaming(yes: boolean): void
  open(yes: boolean): void
  allowance: { limit: number; left: number; reset: Date } | null
  requests: string[]
  /** `Authorization` headers that came. */
  tokens: Set<string>
  readers(): number
  close(): Promise<void>
}

/** A small server of the Mastodon API: public timelines with `Link` pages, one status, streaming. For what snac2 lacks. */
export async function startMastodon(
  options: { port?: number; streaming?: boolean } = {},
): Promise<MastodonFixture> {
  const statuses: Record<string, unknown>[] = []
  const readers = new Set<WebSocket>()
  const requests: string[] = []
  const tokens = new Set<string>()
  const sockets = new WebSocketServer({ noServer: true })
  let streams = options.streaming ?? true
  let letIn = true
  let next = 110_446_983_926_957_000n
  const fixture = { allowance: null as MastodonFixture['allowance'] }

  const http = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x')
    requests.push(url.pathname + url.search)
    if (request.headers.authorization) tokens.add(request.headers.authorization)
    if (!letIn) return request.socket.destroy()
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    if (fixture.allowance) {
      fixture.allowance.left = Math.max(0, fixture.allowance.left - 1)
      headers['x-ratelimit-limit'] = String(fixture.allowance.limit)
      headers['x-ratelimit-remaining'] = String(fixture.allowance.left)
      headers['x-ratelimit-reset'] = fixture.allowance.reset.toISOString()
      if (fixture.allowance.left === 0)
        return response.writeHead(429, headers).end('{"error":"Too many requests"}')
    }
    const answer = (body: unknown) => response.writeHead(200, headers).end(JSON.stringify(body))
    const one = /^\/api\/v1\/statuses\/(\w+)$/.exec(url.pathname)
    if (one) {
      const found = statuses.find((s) => s['id'] === one[1])
      return found ? answer(found) : response.writeHead(404, headers).end('{"error":"Record not found"}')
    }
    if (url.pathname === '/api/v2/instance')
      return answer({ configuration: { urls: { streaming: `ws://127.0.0.1:${port}` } } })
    if (!/^\/api\/v1\/timelines\/(public|tag\/|list\/)/.test(url.pathname))
      return response.writeHead(404, headers).end('{}')
    const max = url.searchParams.get('max_id')
    const limit = Math.min(40, Number(url.searchParams.get('limit') ?? 20))
    const page = statuses.filter((s) => !max || BigInt(s['id'] as string) < BigInt(max)).slice(0, limit)
    if (page.length > 0) {
      const older = new URL(url.pathname, `http://127.0.0.1:${port}`)
      older.search = url.search
      older.searchParams.set('max_id', page.at(-1)!['id'] as string)
      headers['link'] = `<${older.href}>; rel="next", <http://127.0.0.1:${port}/x?min_id=1>; rel="prev"`
    }
    return answer(page)
  })
  http.on('upgrade', (request, socket, head) => {
    requests.push(request.url ?? '')
    if (!letIn || !streams) return socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n')
    sockets.handleUpgrade(request, socket, head, (ws) => {
      readers.add(ws)
      ws.on('close', () => readers.delete(ws))
    })
  })
  http.listen(options.port ?? 0, '127.0.0.1')
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo
  const base = `http://127.0.0.1:${port}`
  const frame = (raw: string) => {
    for (const ws of readers) ws.send(raw)
  }
  const tell = (event: string, payload: unknown) =>
    frame(
      JSON.stringify({
        stream: ['public'],
        event,
        payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
      }),
    )

  return Object.assign(fixture, {
    url: base,
    place: `127.0.0.1:${port}`,
    port,
    requests,
    tokens,
    frame,
    say(text: string, more: Record<string, unknown> = {}) {
      next += 65_536n
      const id = String(next)
      const uri = `${base}/users/gwen/statuses/${id}`
      const status = {
        id,
        uri,
        url: `${base}/@gwen/${id}`,
        created_at: new Date().toISOString(),
        edited_at: null,
        visibility: 'public',
        language: 'en',
        sensitive: false,
        spoiler_text: '',
        content: `<p>${escapeXml(text)}</p>`,
        reblog: null,
        in_reply_to_id: null,
        media_attachments: [],
        mentions: [],
        tags: [],
        poll: null,
        card: null,
        account: {
          id: '1',
          acct: 'gwen',
          username: 'gwen',
          display_name: 'Gwen :river:',
          url: `${base}/@gwen`,
          uri: `${base}/users/gwen`,
        },
        ...more,
      }
      statuses.unshift(status)
      tell('update', status)
      return { id, uri }
    },
    edit(id: string, text: string) {
      const status = statuses.find((s) => s['id'] === id)!
      Object.assign(status, { content: `<p>${escapeXml(text)}</p>`, edited_at: new Date().toISOString() })
      tell('status.update', status)
    },
    delete(id: string) {
      statuses.splice(
        statuses.findIndex((s) => s['id'] === id),
        1,
      )
      tell('delete', id)
    },
    litter(status: unknown) {
      statuses.unshift(status as Record<string, unknown>)
    },
    streaming(yes: boolean) {
      streams = yes
      if (!yes) for (const ws of readers) ws.terminate()
    },
    open(yes: boolean) {
      letIn = yes
      if (!yes) for (const ws of readers) ws.terminate()
    },
    readers: () => readers.size,
    async close() {
      for (const ws of readers) ws.terminate()
      sockets.close()
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  })
}
