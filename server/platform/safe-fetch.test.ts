import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, deflateRawSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { createSafeFetch, type SafeOutside } from './safe-fetch.ts'
import { isPublicAddress } from './safe-fetch-address.ts'
import { SafeFetchError } from './safe-fetch-error.ts'

const BOMB = gzipSync(Buffer.alloc(50_000_000))
let port: number = 0
let canary = 0
let dripsEnded = 0
let atOnce = 0
let mostAtOnce = 0
let seen: http.IncomingHttpHeaders = {}

const server: http.Server = http.createServer((request, response) => {
  const url = new URL(request.url!, 'http://x')
  const to = url.searchParams.get('to')
  seen = request.headers
  const send = (body: string | Buffer, headers: http.OutgoingHttpHeaders = {}): unknown =>
    response.writeHead(200, headers).end(body)
  if (url.pathname === '/canary') canary++
  if (url.pathname === '/to') response.writeHead(302, { location: to! }).end('moved')
  else if (url.pathname === '/loop') response.writeHead(302, { location: '/loop' }).end()
  else if (url.pathname === '/gzip') send(gzipSync('plain'), { 'content-encoding': 'gzip' })
  else if (url.pathname === '/br') send(brotliCompressSync('plain'), { 'content-encoding': 'br' })
  else if (url.pathname === '/raw') send(deflateRawSync('plain'), { 'content-encoding': 'deflate' })
  else if (url.pathname === '/twice') send(gzipSync(gzipSync('plain')), { 'content-encoding': 'gzip, gzip' })
  else if (url.pathname === '/liar') send('not gzip at all', { 'content-encoding': 'gzip' })
  else if (url.pathname === '/unknown') send('plain', { 'content-encoding': 'rot13' })
  else if (url.pathname === '/bomb') send(BOMB, { 'content-encoding': 'gzip' })
  else if (url.pathname === '/big') send(Buffer.alloc(2_000_000, 'a'))
  else if (url.pathname === '/cookie') send('ok', { 'set-cookie': 'a=b' })
  else if (url.pathname === '/drip') {
    // Nobody who waits for a pause between two drops is ever done with this.
    const timer = setInterval(() => response.write('x'), 20)
    response.on('close', () => {
      clearInterval(timer)
      dripsEnded++
    })
  } else if (url.pathname === '/slow') {
    mostAtOnce = Math.max(mostAtOnce, ++atOnce)
    setTimeout(() => {
      atOnce--
      send('slow')
    }, 60)
  } else send(`${request.method} ${url.pathname}`)
})
const sockets = new WebSocketServer({ server, path: '/stream' })
sockets.on('connection', (ws) => {
  for (let n = 0; n < 100; n++) ws.send(JSON.stringify({ n }))
  ws.on('message', (text) => {
    ws.send(`you said ${text}`)
    ws.close()
  })
})

/** Names that a hostile zone file would give. */
const NAMES: Record<string, string[]> = {
  'inside.test': ['127.0.0.1'],
  'six.test': ['::1'],
  'both.test': ['10.0.0.1', '127.0.0.1'],
  'metadata.test': ['169.254.169.254'],
}
let outside: SafeOutside
let strict: SafeOutside
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (error) => error.code,
  )

beforeAll(async () => {
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go))
  port = (server.address() as AddressInfo).port
  const resolve = async (host: string) =>
    (NAMES[host] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  outside = createSafeFetch({ allowPrivate: [`127.0.0.1:${port}`] })
  strict = createSafeFetch({ ports: [port], resolve })
})
afterAll(async () => {
  await outside.close()
  await strict.close()
  sockets.close()
  server.closeAllConnections()
  server.close()
})
const at = (path: string): string => `http://127.0.0.1:${port}${path}`

describe('an address', () => {
  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '0.1.2.3',
    '192.0.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '168.63.129.16',
    '192.88.99.1',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::8.8.8.8',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '2002:7f00:1::',
    '2001::1',
    '2001:2::1',
    '2001:db8::1',
    '3fff::1',
    '5f00::1',
    '100::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    '2001:10::1',
    '2001:20::1',
    '4000::1',
    '2a00:1450:4009:81f:0:5efe:7f00:1',
    'not an address',
    '',
  ])('%s is not public', (address) => expect(isPublicAddress(address)).toBe(false))

  test.each(['8.8.8.8', '1.1.1.1', '151.101.0.81', '2a00:1450:4009:81f::200e', '2606:4700::1111'])(
    '%s is public',
    (address) => expect(isPublicAddress(address)).toBe(true),
  )
})

describe('what is refused before or while connecting', () => {
  test.each<[string, () => string]>([
    ['blocked-address', () => `http://127.0.0.1:${port}/canary`],
    ['blocked-address', () => `http://2130706433:${port}/canary`],
    ['blocked-address', () => `http://0x7f.1:${port}/canary`],
    ['blocked-address', () => `http://[::1]:${port}/canary`],
    ['blocked-address', () => `http://[::127.0.0.1]:${port}/canary`],
    ['blocked-address', () => `http://[::ffff:7f00:1]:${port}/canary`],
    ['blocked-address', () => `http://inside.test:${port}/canary`],
    ['blocked-address', () => `http://inside.test.:${port}/canary`],
    ['blocked-address', () => `http://six.test:${port}/canary`],
    ['blocked-address', () => `http://both.test:${port}/canary`],
    ['blocked-address', () => 'http://metadata.test/latest/meta-data'],
    ['blocked-address', () => 'http://nothing.test/'],
    ['blocked-port', () => 'http://8.8.8.8:22/'],
    ['blocked-scheme', () => 'file:///etc/passwd'],
    ['blocked-scheme', () => 'gopher://8.8.8.8/'],
    ['bad-url', () => 'http://name:pass@8.8.8.8/'],
    ['bad-url', () => 'no address'],
  ])('%s: %s', async (fault, url) => {
    expect(await code(strict.fetch(url()))).toBe(fault)
    if (url().startsWith('http://'))
      expect(await code(strict.socket(url().replace('http', 'ws')))).toBe(fault)
    expect(canary).toBe(0)
  })

  test('a redirect into the house is refused, and so is one to another scheme', async () => {
    expect(await code(outside.fetch(at(`/to?to=http://localhost:${port}/canary`)))).toBe('blocked-port')
    expect(await code(outside.fetch(at('/to?to=http://127.0.0.1/canary')))).toBe('blocked-address')
    expect(await code(outside.fetch(at('/to?to=file:///etc/passwd')))).toBe('blocked-scheme')
    expect(canary).toBe(0)
  })

  test('an exercise organisation reaches nobody, not even a listed place', async () => {
    const exercise = outside.for({ kind: 'exercise' })
    expect(await code(exercise.fetch(at('/')))).toBe('exercise')
    expect(await code(exercise.socket(`ws://127.0.0.1:${port}/stream`))).toBe('exercise')
    expect((await outside.for({ kind: 'live' }).fetch(at('/'))).status).toBe(200)
  })
})

describe('an answer', () => {
  test.each(['/gzip', '/br', '/raw', '/twice'])('%s is inflated', async (path) => {
    expect((await outside.fetch(at(path))).text()).toBe('plain')
  })

  test.each([
    ['/liar', 'bad-encoding'],
    ['/unknown', 'bad-encoding'],
    ['/bomb', 'too-large'],
    ['/big', 'too-large'],
    ['/loop', 'too-many-redirects'],
  ])('%s is refused as %s', async (path, fault) => expect(await code(outside.fetch(at(path)))).toBe(fault))

  test('a body that inflates a thousandfold is refused even when that many bytes are allowed', async () => {
    expect(await code(outside.fetch(at('/bomb'), { maxBytes: 100_000_000 }))).toBe('too-dense')
  })

  test('a body that drips is cut off at the time allowed', async () => {
    const before = dripsEnded
    expect(await code(outside.fetch(at('/drip'), { timeoutMs: 300 }))).toBe('timeout')
    // The other side is hung up on too.
    await expect.poll(() => dripsEnded, { timeout: 30_000 }).toBe(before + 1)
  })

  test('the caller can call it off', async () => {
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 50)
    expect(await code(outside.fetch(at('/drip'), { signal: stop.signal }))).toBe('aborted')
  })

  test('redirects are followed and the last address is told', async () => {
    const answer = await outside.fetch(at(`/to?to=${encodeURIComponent(at('/end'))}`), {
      method: 'POST',
      body: 'x',
    })
    expect(answer.text()).toBe('GET /end')
    expect(answer.url).toBe(at('/end'))
  })

  test('cookies neither come in nor go out, and nobody sets our host', async () => {
    const answer = await outside.fetch(at('/cookie'), {
      headers: { Cookie: 'a=b', Host: 'inside', 'X-Mine': '1' },
    })
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(seen['cookie']).toBeUndefined()
    expect(seen['host']).toBe(`127.0.0.1:${port}`)
    expect(seen['x-mine']).toBe('1')
  })

  test('no more than four requests reach one host at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => outside.fetch(at('/slow'))))
    expect(mostAtOnce).toBe(4)
  })
})

describe('a socket', () => {
  test('frames come in order, and ours arrive', async () => {
    const stream = await outside.socket(`ws://127.0.0.1:${port}/stream`)
    stream.send('hello')
    const frames: string[] = []
    for await (const frame of stream) frames.push(frame)
    expect(frames.slice(0, 100)).toEqual(Array.from({ length: 100 }, (_, n) => JSON.stringify({ n })))
    expect(frames.at(-1)).toBe('you said hello')
  })

  test('a place that is no WebSocket is unreachable, in words', async () => {
    expect(await code(outside.socket(`ws://127.0.0.1:${port}/nothing`))).toBe('unreachable')
  })
})

describe('why a place cannot be reached', () => {
  const says = async (what: Promise<unknown>) => {
    const error: unknown = await what.then(
      () => null,
      (e: unknown) => e,
    )
    if (!(error instanceof SafeFetchError)) throw new Error('it could be reached')
    return error.message
  }
  const broken = (code: string) =>
    createSafeFetch({
      resolve: async () => {
        throw Object.assign(new Error(`getaddrinfo ${code} nowhere.example`), {
          code,
          hostname: 'nowhere.example',
        })
      },
    })

  test.each([
    [
      'ENOTFOUND',
      'there is no server called nowhere.example; check the spelling, or whether this machine reaches the internet',
    ],
    [
      'EAI_AGAIN',
      'the name nowhere.example could not be looked up; this machine may have no way to the internet',
    ],
  ])('%s is said as a person would say it', async (code, words) => {
    const nowhere = broken(code)
    expect(await says(nowhere.fetch('https://nowhere.example/feed'))).toBe(words)
    expect(await says(nowhere.socket('wss://nowhere.example/subscribe'))).toBe(words)
    await nowhere.close()
  })

  test('so is a machine that refuses', async () => {
    const closed = createSafeFetch({ ports: [1], allowPrivate: ['127.0.0.1:1'] })
    expect(await says(closed.fetch('http://127.0.0.1:1/'))).toBe(
      '127.0.0.1:1 refuses the connection; it may be switched off',
    )
    await closed.close()
  })
})
