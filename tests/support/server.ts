import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export const ROOT = path.resolve(import.meta.dirname, '../..')

/** A port that nothing listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** A folder that an unprivileged PostgreSQL can enter; `name` may have spaces. */
export async function freshFolder(name = 'data'): Promise<{ folder: string; remove(): Promise<void> }> {
  const above = await mkdtemp(path.join(os.tmpdir(), 'folkmoot-run-'))
  await chmod(above, 0o755)
  return { folder: path.join(above, name), remove: () => rm(above, { recursive: true, force: true }) }
}

export interface Program {
  child: ChildProcess
  /** Everything it has printed, both streams. */
  said(): string
  /** Resolves with the exit code, or the signal's name. */
  ended: Promise<number | string>
}

/** Runs one of ours on the Node that runs the tests. */
export function runProgram(args: string[], env: Record<string, string> = {}): Program {
  const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env } })
  let words = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part) => {
      words += part
    })
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string)
  return { child, said: () => words, ended }
}

export interface RunningServer extends Program {
  origin: string
  port: number
  /** Path of the set-up page, where it printed one. */
  setUp: string | null
  /** Milliseconds from the start of the process to the printed address. */
  tookMs: number
  stop(signal?: NodeJS.Signals): Promise<number | string>
}

/** Process id of the PostgreSQL that lies in this data folder; null when none does. */
function postgresOf(folder: string): number | null {
  const file = path.join(folder, 'postgres/data/postmaster.pid')
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0
  const process = `/proc/${pid}/cmdline`
  return pid > 0 && existsSync(process) && readFileSync(process, 'utf8').includes('postgres') ? pid : null
}

/** Ends the PostgreSQL that a server which was killed has left in this folder. */
export async function endPostgres(folder: string): Promise<void> {
  const pid = postgresOf(folder)
  if (pid === null) return
  process.kill(pid, 'SIGQUIT')
  for (let i = 0; i < 500 && existsSync(`/proc/${pid}`); i++) await sleep(10)
}

/** `server.ts` on a port of its own, once it has printed its address. Throws with what it said when it does not come up. */
export async function startServer(
  folder: string,
  env: Record<string, string> = {},
  waitMs = 60_000,
): Promise<RunningServer> {
  const port = await freePort()
  const begun = performance.now()
  const program = runProgram(['server.ts'], { FOLKMOOT_DATA: folder, PORT: String(port), ...env })
  let over = false
  void program.ended.then(() => {
    over = true
  })
  const origin = `http://localhost:${port}`
  // The set-up link comes in the same breath as the address.
  while (!program.said().includes(`Folkmoot is at ${origin}`)) {
    if (over || performance.now() - begun > waitMs) {
      program.child.kill('SIGKILL')
      await program.ended
      await endPostgres(folder)
      throw new Error(`Folkmoot did not start: ${program.said()}`)
    }
    await sleep(20)
  }
  const tookMs = performance.now() - begun
  await sleep(50)
  return {
    ...program,
    origin,
    port,
    tookMs,
    setUp: /\/set-up\/[\w-]+/.exec(program.said())?.[0] ?? null,
    async stop(signal = 'SIGTERM') {
      program.child.kill(signal)
      return program.ended
    },
  }
}

/** Waits until something holds; throws after `ms`. */
export async function until(what: () => boolean | Promise<boolean>, ms = 30_000, pause = 50): Promise<void> {
  for (const stop = performance.now() + ms; performance.now() < stop; await sleep(pause))
    if (await what()) return
  throw new Error('waited in vain')
}
