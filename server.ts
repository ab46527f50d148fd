/**
 * The door for browsers: one HTTP server, Hono for streams and machines, SvelteKit for pages. Started by `npm start`
 * (tools/run.mjs) and by `folkmoot start`.
 */
import { existsSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { flushCompileCache } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import { type App, createApp } from './server/app.ts'
import { systemClock } from './server/platform/clock.ts'
import { type Config, ConfigError, EDGE_HEADERS, readConfig, settlePages } from './server/platform/config.ts'
import { FolderHeld } from './server/platform/data-lock.ts'
import { type Edge, type Handler, LARGE_BODY, openEdge, PortTaken } from './server/platform/edge/index.ts'
import { keepHeapSmall } from './server/platform/heap.ts'
import { cookieSettings } from './server/platform/identity/index.ts'
import { createLog, type Log } from './server/platform/log.ts'
import { type Ground, openGround } from './server/platform/open-ground.ts'
import { startWorker } from './server/worker.ts'

const root = import.meta.dirname
const EDGE_PATHS = /^\/(live|health)(\/|\?|$)/
const STOP_MS = 8_000

export interface Serving {
  config: Config
  app: App
  /** One-time path of the set-up page; null once there is an organisation. */
  setUp: string | null
  stop(): Promise<void>
}

export interface ServeOptions {
  config: Config
  log: Log
  say: (line: string) => void
}

/** Brings everything up in order; throws with words when something is in the way, leaving nothing running. */
export async function serve({ config, log, say }: ServeOptions): Promise<Serving> {
  keepHeapSmall()
  const handler = path.join(root, 'build/handler.js')
  if (!existsSync(handler)) throw new ConfigError('The pages are not built. Run: npm start')
  const undo: (() => Promise<void> | void)[] = []
  const stop = async () => {
    for (const step of undo.splice(0).reverse())
      await Promise.resolve(step()).catch((error: unknown) => log.warn({ err: error }, 'stopping'))
  }
  try {
    const edge: Edge = await openEdge(config)
    undo.push(() => edge.close())
    edge.server.on('folkmoot-error', (error) => log.error({ err: error }, 'a request failed'))
    const ground: Ground = await openGround({ config, log, say, as: 'alone' })
    undo.push(() => ground.close())
    const app = await createApp({ config, db: ground.db, clock: systemClock, log })
    undo.push(() => app.close())
    const worker = await startWorker(app)
    undo.push(() => worker.stop())
    settlePages(LARGE_BODY)
    const pages = (await import(pathToFileURL(handler).href)) as { handler: Handler }
    edge.open(route(app, pages.handler))
    // Streams never end by themselves: they go first, so that the server can close.
    undo.push(() => app.live.close())
    const token = await app.estate.openSetup({ db: app.db, clock: app.clock })
    return { config, app, setUp: token === null ? null : `/set-up/${token}`, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function route(app: App, pages: Handler): Handler {
  const machines = getRequestListener(edgeRoutes(app).fetch, { overrideGlobalObjects: false })
  return (request: IncomingMessage & { folkmoot?: App }, response: ServerResponse) => {
    if (EDGE_PATHS.test(request.url ?? '')) return machines(request, response)
    request.folkmoot = app
    return pages(request, response)
  }
}

/** What is not a page: the live stream, and whether all is well. */
function edgeRoutes(app: App): Hono<{ Bindings: HttpBindings }> {
  const hono = new Hono<{ Bindings: HttpBindings }>()
  hono.use(async (c, next) => {
    await next()
    c.header('cache-control', 'no-store')
    c.header('x-content-type-options', 'nosniff')
  })
  hono.get('/health', (c) => {
    const away = app.live.awaySince()
    // The database answers and yet takes nothing in: a full disk, for one.
    const unwritten = app.hearing.trouble()
    const status = away ? 'database away' : unwritten ? 'what is heard cannot be written' : 'ok'
    const since = away ?? unwritten
    // Anybody may ask: neither the version nor how many are watching is theirs to know.
    return c.json({ status, since }, since ? 503 : 200)
  })
  hono.get('/live', async (c) => {
    const site = c.req.header('sec-fetch-site')
    if (site !== undefined && site !== 'same-origin') return c.text('Refused: sent from another site.', 403)
    const signedIn = await app.identity
      .sessionFromCookie(getCookie(c, cookieSettings(app.config.origin).name))
      .catch(() => undefined)
    if (signedIn === undefined) return c.text('The database is away.', 503, { 'retry-after': '2' })
    if (signedIn === null) return c.text('Sign in first.', 401)
    const { session } = signedIn
    await app.live.serve(c.env.incoming, c.env.outgoing, {
      organisation: session.organisation,
      person: session.person,
      session: session.id,
      signedIn,
    })
    return RESPONSE_ALREADY_SENT
  })
  hono.onError((error, c) => {
    // Hono reads the headers as they came in; the edge's word stands in the request itself.
    const address = c.env.incoming.headers[EDGE_HEADERS.address]
    app.log.error({ err: error, address }, 'a request failed')
    return c.text('Something went wrong.', 500)
  })
  return hono
}

/** Runs until it is told to stop. The exit code: 0 stopped in order, 1 a fault, 2 something is in the way. */
export async function main(args: string[]): Promise<void> {
  const say = (line: string) => console.log(line)
  let log = createLog('warn')
  try {
    const { port, help } = readArguments(args)
    if (help) return say(HELP)
    const config = readConfig(port === null ? {} : { PORT: port })
    log = createLog(config.logLevel)
    const serving = serve({ config, log, say })
    stopOnSignals(serving, log, say)
    const { setUp } = await serving
    say(`Folkmoot is at ${config.origin}`)
    if (setUp) say(`Set it up, once, at ${config.origin}${setUp}`)
    // Kept now, because nobody can count on an orderly end.
    flushCompileCache()
  } catch (error) {
    const expected = error instanceof ConfigError || error instanceof PortTaken || error instanceof FolderHeld
    console.error(expected || error instanceof Error ? (error as Error).message : error)
    if (!expected) log.debug({ err: error }, 'could not start')
    process.exitCode = expected ? 2 : 1
    // Whatever half-started thing still holds the process open must not keep a failed start alive.
    setTimeout(() => process.exit(), 500).unref()
  }
}

const HELP = `npm start -- [--port NUMBER]

Starts Folkmoot and prints its address. Settings come from the environment: FOLKMOOT_DATA, DATABASE_URL, PORT,
FOLKMOOT_ORIGIN and others (docs/guide/running.md).`

function readArguments(args: string[]): { port: string | null; help: boolean } {
  let port: string | null = null
  for (let i = 0; i < args.length; i++) {
    const argument = args[i]!
    if (argument === '--help' || argument === '-h') return { port, help: true }
    if (argument === '--port') port = args[++i] ?? ''
    else if (argument.startsWith('--port=')) port = argument.slice('--port='.length)
    else throw new ConfigError(`What does "${argument}" mean? Try: npm start -- --help`)
  }
  return { port, help: false }
}

/** Works from the first moment: a start that is stopped half-way leaves nothing running either. */
function stopOnSignals(serving: Promise<Serving>, log: Log, say: (line: string) => void): void {
  let stopping = 0
  const stop = (code: number) => {
    // One Ctrl-C may come twice: from the terminal and from npm. Only a later one means it.
    if (stopping > 0 && performance.now() - stopping > 1_000) process.exit(1)
    if (stopping > 0) return
    stopping = performance.now()
    say('Stopping …')
    // Something that does not end by itself must not keep the machine from shutting down.
    setTimeout(() => process.exit(code), STOP_MS).unref()
    void serving
      .then((running) => running.stop())
      .then(
        () => process.exit(code),
        () => {},
      )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(0))
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a promise was left alone'))
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'a fault that nothing caught')
    stop(1)
  })
}

if (import.meta.main) await main(process.argv.slice(2))
