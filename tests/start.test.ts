import { existsSync, readFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isAlive } from '../server/platform/db/embedded.ts'
import {
  endPostgres,
  freePort,
  freshFolder,
  ROOT,
  type RunningServer,
  runProgram,
  startServer,
  until,
} from './support/server.ts'

const BUILT = existsSync(path.join(ROOT, 'build/handler.js'))

const postmaster = (folder: string): number =>
  Number(readFileSync(path.join(folder, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0])

const status = (server: RunningServer, at: string) =>
  fetch(server.origin + at, { redirect: 'manual' }).then((r) => r.status)

describe.skipIf(!BUILT)('starting and stopping (the pages are built by npm test)', () => {
  let folder: string
  let remove: () => Promise<void>
  let server: RunningServer

  beforeAll(async () => {
    ;({ folder, remove } = await freshFolder('a folder with spaces'))
    server = await startServer(folder)
  })
  afterAll(async () => {
    await server?.stop('SIGKILL').catch(() => {})
    await endPostgres(folder)
    await remove()
  })

  test('prints one address and one set-up link, and both answer', async () => {
    expect(server.said().trim().split('\n').slice(-2)).toEqual([
      `Folkmoot is at ${server.origin}`,
      `Set it up, once, at ${server.origin}${server.setUp}`,
    ])
    expect(await status(server, server.setUp!)).toBe(200)
    expect(await status(server, '/health')).toBe(200)
    expect(await status(server, '/live')).toBe(401)
  })

  test('refuses a second start on the same data folder and says what to do', async () => {
    const second = runProgram(['server.ts'], { FOLKMOOT_DATA: folder, PORT: String(await freePort()) })
    expect(await second.ended).toBe(2)
    expect(second.said()).toContain(`already running on ${folder}`)
    expect(second.said()).toContain(`kill ${server.child.pid}`)
    expect(second.said()).toContain('FOLKMOOT_DATA=')
    expect(await status(server, '/health')).toBe(200)
  })

  test('names a port that is taken, and how to choose another', async () => {
    const taken = net.createServer().listen(0, '127.0.0.1')
    await until(() => taken.listening)
    const { port } = taken.address() as net.AddressInfo
    const other = await freshFolder()
    const program = runProgram(['server.ts', '--port', String(port)], { FOLKMOOT_DATA: other.folder })
    expect(await program.ended).toBe(2)
    expect(program.said()).toContain(`Port ${port} is taken`)
    expect(program.said()).toContain('--port')
    expect(existsSync(path.join(other.folder, 'postgres'))).toBe(false)
    taken.close()
    await other.remove()
  })

  test('names a setting that is wrong', async () => {
    const program = runProgram(['server.ts'], { FOLKMOOT_ORIGIN: 'http://folkmoot.example' })
    expect(await program.ended).toBe(2)
    expect(program.said()).toContain('FOLKMOOT_ORIGIN: ')
  })

  test('recovers by itself when PostgreSQL is killed under it', async () => {
    const before = postmaster(folder)
    process.kill(before, 'SIGKILL')
    await until(() => !isAlive(before))
    await until(
      async () =>
        existsSync(path.join(folder, 'postgres/data/postmaster.pid')) && postmaster(folder) !== before,
      20_000,
    )
    await until(async () => (await status(server, '/health')) === 200, 20_000)
    await until(async () => (await status(server, server.setUp!)) === 200, 20_000)
  })

  test('recovers by itself after kill -9, adopting the PostgreSQL that was left', async () => {
    const orphan = postmaster(folder)
    await server.stop('SIGKILL')
    expect(isAlive(orphan)).toBe(true)
    server = await startServer(folder)
    expect(postmaster(folder)).toBe(orphan)
    expect(await status(server, server.setUp!)).toBe(200)
  })

  test('recovers by itself after kill -9 of both', async () => {
    await server.stop('SIGKILL')
    process.kill(postmaster(folder), 'SIGKILL')
    server = await startServer(folder)
    expect(await status(server, '/health')).toBe(200)
  })

  test('Ctrl-C stops it in order, PostgreSQL too, whoever hangs on it', async () => {
    const postgres = postmaster(folder)
    // One that has said half of what it wants, and one that said it and stays.
    const hang = (words: string) =>
      new Promise<net.Socket>((done) => {
        const socket = net.connect(server.port, 'localhost', () => socket.write(words, () => done(socket)))
        socket.on('error', () => {})
      })
    const hangers = await Promise.all([
      hang('GET /health HTTP/1.1\r\n'),
      hang('GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n'),
    ])
    expect(await server.stop('SIGINT')).toBe(0)
    expect(server.said()).not.toContain('connection was lost')
    for (const socket of hangers) socket.destroy()
    expect(isAlive(postgres)).toBe(false)
    expect(existsSync(path.join(folder, 'folkmoot.lock'))).toBe(false)
    expect(readFileSync(path.join(folder, 'postgres/log'), 'utf8')).not.toMatch(/FATAL.*corrupt|PANIC/)
  })

  test('a start that is interrupted half-way leaves nothing running', async () => {
    const program = runProgram(['server.ts'], { FOLKMOOT_DATA: folder, PORT: String(await freePort()) })
    await until(() => existsSync(path.join(folder, 'postgres/data/postmaster.pid')), 20_000, 10)
    const postgres = postmaster(folder)
    program.child.kill('SIGINT')
    await program.ended
    await until(() => !isAlive(postgres), 10_000)
  })
})
