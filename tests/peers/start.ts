import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'

/** Starting real servers on loopback. What is not installed fails: `.ci/peers.sh` installs it. */

const here = import.meta.dirname

/** Something started, to be stopped in the reverse order. */
export class Peers {
  readonly #stop: (() => Promise<void> | void)[] = []
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'folkmoot-peers-'))

  constructor() {
    // PostgreSQL runs as somebody else and must be able to walk in.
    chmodSync(this.folder, 0o755)
  }

  onStop(stop: () => Promise<void> | void): void {
    this.#stop.push(stop)
  }

  async stop(): Promise<void> {
    for (const stop of this.#stop.reverse()) await stop()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** A child whose end is waited for; killed when it does not end within five seconds. */
  run(
    command: string,
    args: string[],
    options: {
      env?: NodeJS.ProcessEnv
      cwd?: string
      uid?: number
      gid?: number
      signal?: NodeJS.Signals
    } = {},
  ): ChildProcess & { said: () => string } {
    const { signal = 'SIGTERM', env, ...rest } = options
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
      ...rest,
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
    this.onStop(async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill(signal)
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await ended
      clearTimeout(timer)
    })
    return Object.assign(child, { said: () => said })
  }
}

export function needed(file: string): string {
  if (!existsSync(file))
    throw new Error(`${file} is not installed: run .ci/peers.sh, which installs what the peers need`)
  return file
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

export async function until(what: string, ms: number, so: () => Promise<boolean> | boolean): Promise<void> {
  const end = performance.now() + ms
  for (;;) {
    if (await (async () => so())().catch(() => false)) return
    if (performance.now() > end) throw new Error(`${what}: not within ${ms} ms`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Debian's PostgreSQL, an empty cluster without fsync (nothing here is to be kept). */
async function startPostgres(peers: Peers): Promise<string> {
  const versions = '/usr/lib/postgresql'
  const version = readdirSync(needed(versions)).sort().at(-1)
  const bin = needed(path.join(versions, version ?? '', 'bin'))
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' })),
  )
  const as = process.getuid?.() === 0 ? { uid: uid!, gid: gid! } : {}
  const data = path.join(peers.folder, 'postgres')
  execFileSync('mkdir', ['-m', '700', data])
  if ('uid' in as) execFileSync('chown', [`${as.uid}:${as.gid}`, data])
  execFileSync(
    path.join(bin, 'initdb'),
    ['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--no-sync'],
    { ...as, cwd: '/', stdio: 'ignore' },
  )
  const port = await freePort()
  peers.run(
    path.join(bin, 'postgres'),
    ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', data, '-F'],
    { ...as, cwd: '/', signal: 'SIGINT' },
  )
  const psql = (sql: string) =>
    execFileSync(
      path.join(bin, 'psql'),
      ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', '-c', sql],
      { stdio: 'ignore', cwd: '/' },
    )
  await until('PostgreSQL answers', 30_000, () => {
    psql('select 1')
    return true
  })
  psql('create database atproto')
  return `postgres://postgres@127.0.0.1:${port}/atproto`
}

async function startRedis(peers: Peers): Promise<string> {
  const port = await freePort()
  peers.run(needed('/usr/bin/redis-server'), [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--dir',
    peers.folder,
  ])
  return `127.0.0.1:${port}`
}

export interface Atproto {
  pds: string
  bsky: string
  bskyPort: number
  jetstream: string
  jetstreamPort: number
}

/** The real Bluesky network of `@atproto/dev-env`, and a Jetstream relay before its firehose. */
export async function startAtproto(peers: Peers): Promise<Atproto> {
  needed(path.join(here, 'node_modules/@atproto/dev-env'))
  const [database, redis] = await Promise.all([startPostgres(peers), startRedis(peers)])
  const ports = await Promise.all(Array.from({ length: 5 }, freePort))
  const [pds, bsky, , , relay] = ports
  const child = peers.run(
    process.execPath,
    ['-r', path.join(here, 'loopback.cjs'), path.join(here, 'atproto.mjs'), ...ports.map(String)],
    {
      env: { DB_POSTGRES_URL: database, REDIS_HOST: redis, NODE_ENV: 'test', LOG_ENABLED: 'false' },
    },
  )
  await until('the Bluesky network answers', 120_000, () => {
    if (child.exitCode !== null) throw new Error(`it ended:\n${child.said().slice(-3_000)}`)
    return child.said().includes('"ready":true')
  }).catch((error) => {
    throw new Error(`${error.message}\n${child.said().slice(-3_000)}`)
  })
  return {
    pds: `http://127.0.0.1:${pds}`,
    bsky: `http://127.0.0.1:${bsky}`,
    bskyPort: bsky!,
    jetstream: `ws://127.0.0.1:${relay}`,
    jetstreamPort: relay!,
  }
}

export interface Snac {
  url: string
  port: number
  /** Speaks the Mastodon API as `alice`. */
  /** Deletes as the person does on snac's own page; its Mastodon API has no deletion. */
  remove(uri: string): Promise<void>
  api(method: string, path: string, body?: Record<string, unknown>): Promise<Record<string, unknown>>
}

/** snac2 from Debian's backports: a real fediverse server with the Mastodon API, on plain HTTP. */
export async function startSnac(peers: Peers): Promise<Snac> {
  const snac = needed('/usr/bin/snac')
  const data = path.join(peers.folder, 'snac')
  const port = await freePort()
  const host = `localhost:${port}`
  execFileSync(snac, ['init', data], {
    input: `127.0.0.1\n${port}\n${host}\n\n\nadmin@peers.example\n`,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const file = path.join(data, 'server.json')
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), protocol: 'http' }))
  const added = execFileSync(snac, ['adduser', data, 'alice'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const password = /password is (\S+)/.exec(added)?.[1]
  if (!password) throw new Error(`snac said no password: ${added}`)
  peers.run(snac, ['httpd', data])
  const url = `http://${host}`
  await until('snac answers', 20_000, async () => (await fetch(`${url}/api/v1/instance`)).ok)

  const form = async (at: string, fields: Record<string, string>) =>
    fetch(url + at, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields),
    })
  const oob = 'urn:ietf:wg:oauth:2.0:oob'
  const app = (await (
    await form('/api/v1/apps', { client_name: 'folkmoot', redirect_uris: oob, scopes: 'read write' })
  ).json()) as Record<string, string>
  const code = (
    await (
      await form('/oauth/x-snac-login', {
        login: 'alice',
        passwd: password,
        redir: oob,
        cid: app['client_id']!,
        state: '',
      })
    ).text()
  ).trim()
  const token = (await (
    await form('/oauth/token', {
      grant_type: 'authorization_code',
      code,
      client_id: app['client_id']!,
      client_secret: app['client_secret']!,
      redirect_uri: oob,
    })
  ).json()) as Record<string, string>
  return {
    url,
    port,
    async remove(uri) {
      const answer = await fetch(`${url}/alice/admin/action`, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          authorization: `Basic ${Buffer.from(`alice:${password}`).toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams({ id: uri, actor: `${url}/alice`, action: 'Delete', redir: '/' }),
      })
      if (answer.status >= 400)
        throw new Error(`snac did not delete: ${answer.status} ${(await answer.text()).slice(0, 200)}`)
    },
    async api(method, at, body) {
      const answer = await fetch(url + at, {
        method,
        headers: {
          authorization: `Bearer ${token['access_token']}`,
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      const text = await answer.text()
      if (!answer.ok) throw new Error(`${method} ${at}: ${answer.status} ${text.slice(0, 200)}`)
      return text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {}
    },
  }
}
