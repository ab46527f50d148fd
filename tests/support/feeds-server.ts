import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'

export interface Item {
  title: string
  link: string
  guid?: string
  body?: string
  at?: Date
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void

export interface FeedsServer {
  url: string
  place: string
  port: number
  /** Items of `/feed.xml`, newest first; what is asked with a current ETag gets 304. */
  items: Item[]
  /** Overrides any path. */
  paths: Map<string, Answer>
  requests: { path: string; headers: IncomingMessage['headers'] }[]
  open(yes: boolean): void
  close(): Promise<void>
}

export const escapeXml = (s: string): string => s.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)

export const rss = (items: Item[], channel = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>The Weir Post</title><link>https://weirpost.example/</link><description>News</description><language>en-GB</language>${channel}${items
    .map(
      (i) =>
        `<item><title>${escapeXml(i.title)}</title><link>${escapeXml(i.link)}</link>${i.guid ? `<guid isPermaLink="false">${escapeXml(i.guid)}</guid>` : ''}${i.body ? `<description>${escapeXml(i.body)}</description>` : ''}${i.at ? `<pubDate>${i.at.toUTCString()}</pubDate>` : ''}</item>`,
    )
    .join('')}</channel></rss>`

/** A web server on loopback that serves a feed well at `/feed.xml` and badly, on purpose, elsewhere. */
export async function startFeeds(options: { port?: number } = {}): Promise<FeedsServer> {
  const items: Item[] = []
  const paths = new Map<string, Answer>()
  const requests: FeedsServer['requests'] = []
  let letIn = true
  const xml = { 'content-type': 'application/rss+xml; charset=utf-8' }
  const one = rss([
    { title: 'One item', link: 'https://weirpost.example/one', at: new Date('2026-01-02T03:04:05Z') },
  ])

  paths.set('/feed.xml', (request, response) => {
    const body = rss(items)
    const etag = `"${body.length}-${items[0]?.link ?? ''}"`
    if (request.headers['if-none-match'] === etag) return response.writeHead(304, { etag }).end()
    response.writeHead(200, { ...xml, etag }).end(body)
  })
  paths.set('/page', (_, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(
        '<!doctype html><html><head><title>x</title><link rel="alternate" type="application/rss+xml" href="/comments.xml" title="Comments"><link rel=alternate type="application/rss+xml" href="/feed.xml" title="News"></head><body>…</body></html>',
      ),
  )
  paths.set('/bare-page', (_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>no feed named</body></html>'),
  )
  paths.set('/slow', (_, response) => {
    response.writeHead(200, xml)
    const drip = setInterval(() => response.write(' '), 200)
    response.on('close', () => clearInterval(drip))
  })
  paths.set('/truncated', (_, response) => {
    response.writeHead(200, { ...xml, 'content-length': String(Buffer.byteLength(one)) })
    response.write(one.slice(0, one.length / 2), () => response.destroy())
  })
  paths.set('/cut', (_, response) =>
    response
      .writeHead(200, xml)
      .end(
        `${rss([{ title: 'Whole', link: 'https://weirpost.example/whole' }]).replace('</channel></rss>', '')}<item><title>Half an it`,
      ),
  )
  paths.set('/latin', (_, response) =>
    response
      .writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8' })
      .end(
        Buffer.from(
          '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>t</title><item><title>Caf\xe9 \x93open\x94</title><link>https://weirpost.example/cafe</link></item></channel></rss>',
          'latin1',
        ),
      ),
  )
  paths.set('/loop', (_, response) => response.writeHead(302, { location: '/loop' }).end())
  paths.set('/gone', (_, response) => response.writeHead(410).end())
  paths.set('/busy', (_, response) => response.writeHead(429, { 'retry-after': '120' }).end())
  paths.set('/broken', (_, response) => response.writeHead(500).end('oops'))
  paths.set('/forbidden', (_, response) => response.writeHead(403).end())
  paths.set('/bomb', (_, response) =>
    response
      .writeHead(200, { ...xml, 'content-encoding': 'gzip' })
      .end(gzipSync(Buffer.alloc(50_000_000, 0x20))),
  )
  paths.set('/huge', (_, response) =>
    response
      .writeHead(200, xml)
      .end(rss([{ title: 'big', link: 'https://weirpost.example/big', body: 'x'.repeat(20_000_000) }])),
  )
  paths.set('/large-item', (_, response) =>
    response.writeHead(200, xml).end(
      rss([
        { title: 'After it', link: 'https://weirpost.example/after' },
        { title: 'Large', link: 'https://weirpost.example/large', body: 'word '.repeat(2_000_000) },
        { title: 'Before it', link: 'https://weirpost.example/before' },
      ]),
    ),
  )
  paths.set('/entities', (_, response) =>
    response
      .writeHead(200, xml)
      .end(
        '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "/secret">]><rss version="2.0"><channel><title>&b;</title><item><title>A bomb &b; &x;</title><link>https://weirpost.example/bomb</link></item><item><title>After the bomb</title><link>https://weirpost.example/after-bomb</link></item></channel></rss>',
      ),
  )
  paths.set('/not-a-feed', (_, response) =>
    response.writeHead(200, { 'content-type': 'text/plain' }).end('hello'),
  )

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname
    requests.push({ path, headers: request.headers })
    if (!letIn) return request.socket.destroy()
    const answer = paths.get(path)
    if (answer) answer(request, response)
    else response.writeHead(404).end()
  })
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    place: `127.0.0.1:${port}`,
    port,
    items,
    paths,
    requests,
    open(yes) {
      letIn = yes
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
