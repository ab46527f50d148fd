/**
 * T4: addresses that lead inside, given to every way out: plain fetch, POST, a redirect, a name that resolves there,
 * a WebSocket, a WebSocket by name. Canaries listen on 127.0.0.1, ::1 and this machine's own addresses; none may be
 * reached. Control: the same addresses with Node's own fetch. Also: no outbound call outside safe-fetch.ts.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import { type AddressInfo, isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import path from 'node:path'
import { createSafeFetch } from '../../server/platform/safe-fetch.ts'
import { check, quick } from './report.ts'

const root = path.resolve(import.meta.dirname, '../..')
let touched = 0
const canary = http.createServer((_request, response) => {
  touched++
  response.end('inside')
})
canary.on('connection', () => touched++)
canary.on('upgrade', (_request, socket) => {
  touched++
  socket.destroy()
})
const listen = (server: http.Server, host: string, port: number) =>
  new Promise<void>((done, fail) => server.once('error', fail).listen(port, host, done))

/** Hosts that lead inside by their number, however it is spelt. */
const NUMBERS = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '127.255.255.254',
  '0',
  '0.0.0.0',
  '0177.0.0.1',
  '0x7f.0.0.1',
  '0x7f000001',
  '2130706433',
  '017700000001',
  '127.0.0.1.',
  '①②⑦.⓪.⓪.①',
  '127。0。0。1',
  '%31%32%37.0.0.1',
  '10.0.0.1',
  '10.255.255.255',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '192.168.1.254',
  '169.254.169.254',
  '169.254.0.1',
  '100.64.0.1',
  '100.100.100.200',
  '192.0.0.192',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.250',
  '240.0.0.1',
  '255.255.255.255',
  '168.63.129.16',
  '0xa9fea9fe',
  '2852039166',
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[::127.0.0.1]',
  '[::7f00:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:127.0.0.1]',
  '[::ffff:10.0.0.1]',
  '[::ffff:169.254.169.254]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::a9fe:a9fe]',
  '[64:ff9b:1::127.0.0.1]',
  '[2002:7f00:1::]',
  '[2002:a9fe:a9fe::]',
  '[2001:0:7f00:1::]',
  '[2001::1]',
  '[2001:db8::1]',
  '[2001:2::1]',
  '[2001:10::1]',
  '[2001:20::1]',
  '[3fff::1]',
  '[5f00::1]',
  '[100::1]',
  '[100:0:0:1::1]',
  '[fc00::1]',
  '[fd00::1]',
  '[fd00:ec2::254]',
  '[fd20:ce::254]',
  '[fe80::1]',
  '[febf::1]',
  '[fec0::1]',
  '[feff::1]',
  '[ff02::1]',
  '[ff05::1:3]',
  '[4000::1]',
  '[e000::1]',
  '[2a00:1450:4009:81f:0:5efe:7f00:1]',
  '[2a00:1450:4009:81f:200:5efe:a00:1]',
]
/** Names, and what a hostile zone file says of them. */
const NAMES: Record<string, string[]> = {
  localhost: ['127.0.0.1', '::1'],
  'inside.test': ['127.0.0.1'],
  'six.test': ['::1'],
  'private.test': ['10.0.0.1', '192.168.0.1'],
  'metadata.test': ['169.254.169.254'],
  'mapped.test': ['::ffff:127.0.0.1'],
  'compatible.test': ['::127.0.0.1'],
  'nat64.test': ['64:ff9b::7f00:1'],
  'empty.test': [],
}
/** First a public address, then an inside one: for whoever looks twice. */
let turns = 0
const resolve = async (host: string) => {
  const said = host === 'rebind.test' ? [turns++ % 2 === 0 ? '8.8.8.8' : '127.0.0.1'] : (NAMES[host] ?? [])
  return said.map((address) => ({ address, family: isIP(address) }))
}

await check('T4', async () => {
  const port = await free()
  const own = Object.values(networkInterfaces())
    .flat()
    .filter((at) => at && !at.internal && at.family === 'IPv4')
    .map((at) => at!.address)
  await listen(canary, '0.0.0.0', port)
  const six = http.createServer((_request, response) => {
    touched++
    response.end()
  })
  six.on('connection', () => touched++)
  const hasSix = await listen(six, '::1', port).then(
    () => true,
    () => false,
  )

  // A public-looking place that sends everybody where the query says, and answers when asked for nothing.
  const outside = http.createServer((request, response) => {
    const to = new URL(request.url!, 'http://x').searchParams.get('to')
    if (to) response.writeHead(302, { location: Buffer.from(to).toString('latin1') }).end()
    else response.end('outside')
  })
  await listen(outside, '127.0.0.2', 0)
  const outsideAt = `127.0.0.2:${(outside.address() as AddressInfo).port}`

  const safe = createSafeFetch({ ports: [port], resolve, allowPrivate: [outsideAt] })
  const hosts = [...NUMBERS, ...Object.keys(NAMES), ...own]
  const ways: Record<string, (host: string) => Promise<unknown>> = {
    get: (host) => safe.fetch(`http://${host}:${port}/`, { timeoutMs: 3_000 }),
    tls: (host) => safe.fetch(`https://${host}:${port}/`, { timeoutMs: 3_000 }),
    post: (host) =>
      safe.fetch(`http://${host}:${port}/hook`, { method: 'POST', body: '{}', timeoutMs: 3_000 }),
    redirect: (host) =>
      safe.fetch(`http://${outsideAt}/?to=${encodeURIComponent(`http://${host}:${port}/`)}`, {
        timeoutMs: 3_000,
      }),
    twice: (host) =>
      safe.fetch(
        `http://${outsideAt}/?to=${encodeURIComponent(`http://${outsideAt}/?to=${encodeURIComponent(`//${host}:${port}/`)}`)}`,
        { timeoutMs: 3_000 },
      ),
    socket: (host) => safe.socket(`ws://${host}:${port}/`),
    tlsSocket: (host) => safe.socket(`wss://${host}:${port}/`),
  }
  const answered: string[] = []
  let cases = 0
  for (const [way, go] of Object.entries(ways)) {
    if (quick && way.startsWith('tls')) continue
    const tries = hosts.map(async (host) => {
      cases++
      await go(host).then(
        () => answered.push(`${way} ${host}`),
        () => {},
      )
    })
    await Promise.all(tries)
  }
  // A name that changes its mind: what was checked must be what is connected to.
  for (let n = 0; n < 6; n++, cases++)
    await safe.fetch(`http://rebind.test:${port}/`, { timeoutMs: 400 }).then(
      () => answered.push('rebind'),
      () => {},
    )
  for (const url of [
    'file:///etc/passwd',
    'ftp://8.8.8.8/',
    'gopher://8.8.8.8:80/',
    'data:text/plain,x',
    'http://8.8.8.8:22/',
    'http://8.8.8.8:6379/',
    'http://a:b@8.8.8.8/',
  ])
    await safe.fetch(url).then(
      () => answered.push(url),
      () => cases++,
    )
  const reached = touched

  // What is allowed still goes: a listed place, directly and by a redirect.
  const controls = await Promise.all([
    safe.fetch(`http://${outsideAt}/`),
    safe.fetch(`http://${outsideAt}/?to=${encodeURIComponent(`http://${outsideAt}/`)}`),
  ])
  const succeeded = controls.filter((answer) => answer.text() === 'outside').length

  // Control: Node's own fetch walks right in.
  touched = 0
  for (const host of ['127.0.0.1', '2130706433', '0x7f.1', '0', '[::ffff:127.0.0.1]', 'localhost'])
    await fetch(`http://${host}:${port}/`).then(
      (answer) => answer.text(),
      () => {},
    )
  const unguarded = touched
  const lint = strayCalls()

  await safe.close()
  for (const server of [canary, six, outside]) server.close().closeAllConnections()
  if (answered.length > 0) process.stderr.write(`${answered.join('\n')}\n`)
  if (lint.length > 0) process.stderr.write(`${lint.join('\n')}\n`)
  return {
    pass: reached === 0 && answered.length === 0 && lint.length === 0 && succeeded === 2,
    cases,
    addresses: hosts.length,
    ways: Object.keys(ways).length,
    reached,
    lint_hits: lint.length,
    allowed_succeeded: succeeded,
    ipv6_canary: hasSix,
    control_reached: unguarded,
    control_failed: unguarded > 0,
  }
})

/** Calls that leave the house by another door. */
function strayCalls(): string[] {
  const files = execFileSync(
    'git',
    ['ls-files', '-co', '--exclude-standard', 'server', 'web', 'engines', 'server.ts'],
    { cwd: root, encoding: 'utf8' },
  )
    .split('\n')
    .filter(
      (file) => /\.(ts|svelte|js)$/.test(file) && !/\.test\.ts$|^server\/platform\/safe-fetch/.test(file),
    )
  const call =
    /(?<![\w.$])(?:fetch|WebSocket|EventSource)\(|globalThis\.fetch|\bhttps?\.(?:get|request)\(|from 'undici'|from 'ws'|net\.connect\(|tls\.connect\(|http2\.connect\(|new WebSocket\(/
  const hits: string[] = []
  for (const file of files) {
    // In the browser there is only our own origin (connect-src 'self').
    if (file.startsWith('web/') && !/\.server\.ts$|\+server\.ts$/.test(file)) continue
    const text = readFileSync(path.join(root, file), 'utf8')
    // Where the name is a parameter it is the safe one: the type says so, and the type check holds it to that.
    const given = /\bfetch: SafeFetch\b/.test(text)
    for (const [at, line] of text.split('\n').entries()) {
      const code = (given ? line.replace(/(?<![\w.$])fetch\(/g, '') : line)
        .replace(/\/\/.*$/, '')
        .replace(/^\s*\*.*$/, '')
      if (call.test(code)) hits.push(`${file}:${at + 1}: ${line.trim()}`)
    }
  }
  return hits
}

async function free(): Promise<number> {
  const server = http.createServer()
  await listen(server, '127.0.0.1', 0)
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}
