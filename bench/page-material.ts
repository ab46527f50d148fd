import http from 'node:http'
import net from 'node:net'
import type { Browser } from 'playwright-core'

/* How a page is looked at from outside: asked for, painted, and recorded. */

export interface Recorded {
  headers: Record<string, string>
  /** Base64. */
  body: string
}

type Cookies = Awaited<ReturnType<import('playwright-core').BrowserContext['cookies']>>
export const cookieHeader = (cookies: Cookies): string =>
  cookies.map(({ name, value }) => `${name}=${value}`).join('; ')

/** One answer as it came over the wire, not decompressed. */
function ask(origin: string, path: string, cookie: string): Promise<Recorded> {
  return new Promise((resolve, reject) => {
    http
      .get(`${origin}${path}`, { headers: { cookie, 'accept-encoding': 'br, gzip' } }, (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () => {
          if (response.statusCode !== 200) reject(new Error(`${path}: ${response.statusCode}`))
          const kept = ['content-type', 'content-encoding', 'content-security-policy', 'cache-control']
          const headers = Object.fromEntries(
            kept.flatMap((name) => {
              const value = response.headers[name]
              return typeof value === 'string' ? [[name, value]] : []
            }),
          )
          resolve({ headers, body: Buffer.concat(parts).toString('base64') })
        })
      })
      .on('error', reject)
  })
}

/** A page and everything that it asked this server for, by path. */
export async function record(
  origin: string,
  page: string,
  assets: string[],
  cookie: string,
): Promise<Record<string, Recorded>> {
  const kept: Record<string, Recorded> = {}
  for (const path of new Set([page, ...assets])) kept[path] = await ask(origin, path, cookie)
  return kept
}

export interface Painted {
  /** First contentful paint, ms after the navigation began. */
  paintMs: number
  /** Bytes of scripts on the wire, and how many came compressed with what. */
  scriptBytes: number
  scripts: number
  encodings: string[]
  htmlBytes: number
  allBytes: number
  /** Paths that were asked for. */
  assets: string[]
}

/** Opens a page in a browser that has nothing cached, and waits until it has painted and nothing more comes. */
export async function paint(browser: Browser, url: string, cookies: Cookies): Promise<Painted> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' })
  await context.addCookies(cookies)
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  const kinds = new Map<string, { type: string; encoding: string; path: string }>()
  const bytes = new Map<string, number>()
  devtools.on('Network.responseReceived', ({ requestId, type, response }) => {
    const encoding = Object.entries(response.headers).find(([k]) => k.toLowerCase() === 'content-encoding')
    const { pathname, search } = new URL(response.url)
    if (response.status === 200)
      kinds.set(requestId, { type, encoding: encoding?.[1] ?? 'none', path: pathname + search })
  })
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
    bytes.set(requestId, encodedDataLength),
  )
  await page.goto(url, { waitUntil: 'load' })
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0)
  const paintMs = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]!.startTime,
  )
  // Scripts that the page's own scripts ask for come after its load.
  await page.waitForTimeout(1_000)
  await context.close()
  const found = [...bytes].flatMap(([id, n]) => {
    const kind = kinds.get(id)
    return kind ? [{ ...kind, n }] : []
  })
  const sum = (of: typeof found) => of.reduce((all, { n }) => all + n, 0)
  const scripts = found.filter(({ type }) => type === 'Script')
  return {
    paintMs,
    scriptBytes: sum(scripts),
    scripts: scripts.length,
    encodings: [...new Set(scripts.map(({ encoding }) => encoding))],
    htmlBytes: sum(found.filter(({ type }) => type === 'Document')),
    allBytes: sum(found),
    assets: found
      .filter(({ type }) => ['Script', 'Stylesheet', 'Font', 'Image'].includes(type))
      .map(({ path }) => path),
  }
}

/**
 * Asks for one page over `connections` kept-alive sockets for `seconds`. Counts whole answers by reading the wire, so that
 * asking costs far less than answering. Throws when an answer is not 200.
 */
export async function load(
  port: number,
  path: string,
  cookie: string,
  { connections, seconds }: { connections: number; seconds: number },
): Promise<number> {
  const asking = `GET ${path} HTTP/1.1\r\nhost: localhost:${port}\r\ncookie: ${cookie}\r\naccept-encoding: br, gzip\r\n\r\n`
  const begun = performance.now()
  let answers = 0
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const socket = net.connect({ port, host: '127.0.0.1', noDelay: true })
      const end = answerEnds()
      socket.on('error', reject)
      socket.on('connect', () => socket.write(asking))
      socket.on('data', (part) => {
        try {
          if (!end(part)) return
        } catch (error) {
          reject(error as Error)
          socket.destroy()
          return
        }
        answers++
        if (performance.now() - begun < seconds * 1_000) socket.write(asking)
        else {
          socket.destroy()
          resolve()
        }
      })
      socket.on('close', resolve)
    })
  await Promise.all(Array.from({ length: connections }, one))
  return answers / ((performance.now() - begun) / 1_000)
}

const LAST_CHUNK = Buffer.from('\r\n0\r\n\r\n')

/** Says of each piece whether an answer ends with it; one request is under way at a time. */
function answerEnds(): (part: Buffer) => boolean {
  let head = ''
  let left: number | null = null
  let tail: Buffer = Buffer.alloc(0)
  let within = false
  return (part) => {
    let body = part
    if (!within) {
      head += part.toString('latin1')
      const at = head.indexOf('\r\n\r\n')
      if (at < 0) return false
      if (!head.startsWith('HTTP/1.1 200')) throw new Error(`it answered ${head.slice(0, 40)}`)
      const length = /\r\ncontent-length: (\d+)/i.exec(head.slice(0, at))
      left = length ? Number(length[1]) : null
      body = Buffer.from(head.slice(at + 2), 'latin1')
      if (left !== null) body = body.subarray(2)
      head = ''
      tail = Buffer.alloc(0)
      within = true
    }
    if (left !== null) left -= body.length
    else tail = Buffer.concat([tail, body]).subarray(-LAST_CHUNK.length)
    if (left === null ? !tail.equals(LAST_CHUNK) : left > 0) return false
    within = false
    return true
  }
}
