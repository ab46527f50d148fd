import http from 'node:http'
import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { type Config, readConfig } from '../config.ts'
import { type Edge, openEdge } from './edge.ts'
import { clientAddress } from './forwarded.ts'
import { guardServer } from './guard.ts'

let edge: Edge | null = null
afterEach(async () => {
  await edge?.close(0)
  edge = null
})

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await new Promise((go) => server.once('listening', go))
  const { port } = server.address() as net.AddressInfo
  await new Promise((go) => server.close(go))
  return port
}

async function start(env: Record<string, string> = {}): Promise<Config> {
  const config = readConfig({}, { PORT: String(await freePort()), ...env })
  edge = await openEdge(config)
  return config
}

interface Answer {
  status: number
  headers: http.IncomingHttpHeaders
  text: string
}

function ask(
  config: Config,
  path: string,
  options: http.RequestOptions & { body?: string } = {},
): Promise<Answer> {
  return new Promise((done, fail) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port: config.port,
        path,
        ...options,
        headers: { host: `localhost:${config.port}`, ...options.headers },
      },
      (response) => {
        let text = ''
        response.on('data', (part) => {
          text += part
        })
        response.on('end', () => done({ status: response.statusCode!, headers: response.headers, text }))
      },
    )
    request.on('error', fail)
    request.end(options.body)
  })
}

const echo = (request: http.IncomingMessage, response: http.ServerResponse) => {
  response.end(JSON.stringify(request.headers))
}

describe('the edge', () => {
  test('says that it is starting until it is open', async () => {
    const config = await start()
    expect((await ask(config, '/')).status).toBe(503)
    edge!.open(echo)
    expect((await ask(config, '/')).status).toBe(200)
  })

  test('sends a bare IP address to the public origin, and refuses a foreign host', async () => {
    const config = await start()
    edge!.open(echo)
    const bare = await ask(config, '/set-up?x=1', { headers: { host: `127.0.0.1:${config.port}` } })
    expect(bare.status).toBe(307)
    expect(bare.headers.location).toBe(`http://localhost:${config.port}/set-up?x=1`)
    const slashes = await ask(config, '//evil.example/', { headers: { host: `127.0.0.1:${config.port}` } })
    expect(slashes.headers.location).toBe(`http://localhost:${config.port}/evil.example/`)
    expect((await ask(config, '/', { headers: { host: 'rebound.example' } })).status).toBe(421)
    expect((await ask(config, '/health', { headers: { host: 'rebound.example' } })).status).toBe(200)
  })

  test('overwrites the headers that the pages believe', async () => {
    const config = await start()
    edge!.open(echo)
    const said = JSON.parse(
      (
        await ask(config, '/', {
          headers: {
            'x-folkmoot-address': '1.2.3.4',
            'x-folkmoot-host': 'evil.example',
            'x-forwarded-for': '1.2.3.4',
          },
        })
      ).text,
    )
    expect(said).toMatchObject({
      'x-folkmoot-address': '127.0.0.1',
      'x-folkmoot-host': `localhost:${config.port}`,
      'x-folkmoot-protocol': 'http',
    })
  })

  test('takes the word of a declared proxy, as far as it can know', async () => {
    const request = (peer: string, forwarded: string) =>
      ({
        socket: { remoteAddress: peer },
        headers: { 'x-forwarded-for': forwarded },
      }) as unknown as http.IncomingMessage
    expect(clientAddress(request('::ffff:127.0.0.1', '9.9.9.9, 203.0.113.7'), ['127.0.0.0/8'])).toBe(
      '203.0.113.7',
    )
    expect(clientAddress(request('127.0.0.1', '203.0.113.7, 10.0.0.3'), ['127.0.0.0/8', '10.0.0.0/8'])).toBe(
      '203.0.113.7',
    )
    expect(clientAddress(request('203.0.113.9', '1.1.1.1'), ['127.0.0.0/8'])).toBe('203.0.113.9')
    expect(clientAddress(request('127.0.0.1', 'nonsense'), ['127.0.0.0/8'])).toBe('127.0.0.1')
  })

  test('refuses a large body outside uploads, and one of unknown length', async () => {
    const config = await start()
    edge!.open(echo)
    const large = await ask(config, '/sign-in', {
      method: 'POST',
      headers: { 'content-length': '2000000' },
    }).catch(() => null)
    expect(large?.status).toBe(413)
    const upload = await ask(config, '/listen/sources/import/take', {
      method: 'POST',
      headers: { 'content-length': '3' },
      body: 'abc',
    })
    expect(upload.status).toBe(200)
    const unknown = await ask(config, '/sign-in', {
      method: 'POST',
      headers: { 'transfer-encoding': 'chunked' },
      body: 'abc',
    })
    expect(unknown.status).toBe(411)
  })

  test('names the port that is taken and says how to choose another', async () => {
    const config = await start()
    await expect(openEdge(config)).rejects.toThrow(`Port ${config.port} is taken`)
    await expect(openEdge(config)).rejects.toThrow(`--port ${config.port + 1}`)
  })

  test('closes a connection that was never used without a word', async () => {
    const config = await start()
    edge!.open(echo)
    const accepted = new Promise<net.Socket>((go) => edge!.server.once('connection', go))
    const idle = net.connect(config.port, '127.0.0.1')
    let heard = ''
    idle.on('data', (data) => {
      heard += data
    })
    const closed = new Promise((go) => idle.once('close', go))
    // What Node says of a connection whose headers do not come in time.
    const late = Object.assign(new Error('Request timeout'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' })
    edge!.server.emit('clientError', late, await accepted)
    await closed
    expect(heard).toBe('')
  })

  test('answers a request that is not HTTP and goes on', async () => {
    const config = await start()
    edge!.open(echo)
    const socket = net.connect(config.port, '127.0.0.1', () => socket.write('\x16\x03\x01 not http\r\n\r\n'))
    const answer = await new Promise<string>((go) => socket.once('data', (data) => go(String(data))))
    expect(answer).toContain('400')
    expect((await ask(config, '/')).status).toBe(200)
  })
})

describe('the guard', () => {
  async function guarded(options: Parameters<typeof guardServer>[1]) {
    const server = http.createServer((request, response) => {
      if (request.url === '/big') return response.end(Buffer.alloc(50_000_000))
      request.resume()
      request.on('end', () => response.end('ok'))
    })
    guardServer(server, { sweepMs: 50, ...options })
    await new Promise<void>((go) => server.listen(0, '127.0.0.1', go))
    const { port } = server.address() as net.AddressInfo
    const connect = () => {
      const socket = net.connect(port, '127.0.0.1')
      socket.on('error', () => {})
      return socket
    }
    const stop = () => {
      server.closeAllConnections()
      server.close()
    }
    return { connect, stop }
  }
  const closedWithin = (socket: net.Socket, ms: number) =>
    Promise.race([new Promise<boolean>((go) => socket.once('close', () => go(true))), sleep(ms, false)])

  test('cuts a body that drips, and leaves one that flows', async () => {
    const g = await guarded({ bodyMs: 300, slowest: 1_000 })
    const drip = g.connect()
    const flow = g.connect()
    for (const socket of [drip, flow])
      socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\n')
    const timer = setInterval(() => {
      drip.write('x')
      flow.write('x'.repeat(1_000))
    }, 50)
    expect(await closedWithin(drip, 1_500)).toBe(true)
    expect(flow.destroyed).toBe(false)
    clearInterval(timer)
    g.stop()
  })

  test('cuts a reader that does not read', async () => {
    const g = await guarded({ stuckMs: 300 })
    const stuck = g.connect()
    stuck.write('GET /big HTTP/1.1\r\nhost: x\r\n\r\n')
    stuck.pause()
    await sleep(1_000)
    stuck.resume()
    let got = 0
    stuck.on('data', (part) => {
      got += part.length
    })
    expect(await closedWithin(stuck, 3_000)).toBe(true)
    expect(got).toBeLessThan(50_000_000)
    g.stop()
  })

  test('holds one address to its number of connections, and frees them', async () => {
    const g = await guarded({ perAddress: 3 })
    const first = [g.connect(), g.connect(), g.connect()]
    await sleep(50)
    const fourth = g.connect()
    expect(await closedWithin(fourth, 1_000)).toBe(true)
    first[0]!.destroy()
    await sleep(50)
    const fifth = g.connect()
    expect(await closedWithin(fifth, 200)).toBe(false)
    g.stop()
  })
})
