import { Agent, buildConnector, type Dispatcher, request } from 'undici'
import {
  type AddressRules,
  checkedLookup,
  checkUrl,
  isPublicAddress,
  type Resolve,
  systemResolve,
} from './safe-fetch-address.ts'
import { readBody } from './safe-fetch-body.ts'
import { codeOf, fetchWhy, findSafeFetchError, SafeFetchError, sayUnreachable } from './safe-fetch-error.ts'
import { abortReason, Gate } from './safe-fetch-gate.ts'
import { openSocket } from './safe-fetch-socket.ts'

export { SafeFetchError, type Why } from './safe-fetch-error.ts'

/** Outbound requests that cannot be talked into reaching the inside of the house. */
export type SafeFetch = (url: string, options?: SafeFetchOptions) => Promise<SafeResponse>

export interface SafeFetchOptions {
  method?: string
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** Bytes after decompression; the request fails with `too-large` past it. Default 1 MiB. */
  maxBytes?: number
  /** Whole request, redirects included. Default 10,000 ms. */
  timeoutMs?: number
  signal?: AbortSignal
}

export interface SafeResponse {
  status: number
  headers: Headers
  /** Where the answer came from, after redirects. */
  url: string
  bytes: Uint8Array
  text(): string
  json(): unknown
}

export type SafeSocket = (
  url: string,
  options?: { headers?: Record<string, string>; maxFrameBytes?: number },
) => Promise<FrameStream>

export interface FrameStream extends AsyncIterable<string> {
  send(text: string): void
  close(): void
}

export interface SafeFetchSettings {
  /** Open besides 80 and 443. */
  ports?: readonly number[]
  /** Private places that staff listed, as `host:port`; for peers on the same network and for tests. */
  allowPrivate?: readonly string[]
  userAgent?: string
  /** For tests: what stands in for DNS. */
  resolve?: Resolve
  /** All requests at once, and to one host. */
  atOnce?: number
  atOncePerHost?: number
}

export interface Outside {
  fetch: SafeFetch
  socket: SafeSocket
}

export interface SafeOutside extends Outside {
  /** What an organisation gets: an exercise one reaches nobody. */
  for(organisation: { kind: 'live' | 'exercise' }): Outside
  close(): Promise<void>
}

const MOST_REDIRECTS = 3
const REDIRECTS = new Set([301, 302, 303, 307, 308])
const OWN_HEADERS = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
  'cookie',
])
const MOST_BYTES = 268_435_456

/**
 * The only way out of the house. Public unicast addresses only, checked on what the name resolved to, inside the
 * connection itself, and again on every redirect (three at most); ports 80 and 443; capped in bytes after inflating,
 * in density, in time and in number. No cookies, no proxies from the environment. Every failure is a `SafeFetchError`.
 */
export function createSafeFetch(settings: SafeFetchSettings = {}): SafeOutside {
  const rules: AddressRules = {
    ports: new Set([80, 443, ...(settings.ports ?? [])]),
    listed: new Set(
      (settings.allowPrivate ?? []).map((place) => place.toLowerCase().replace(/^\[(.*)\]:/, '$1:')),
    ),
  }
  const resolve = settings.resolve ?? systemResolve
  const lookups = { strict: checkedLookup(resolve, false), listed: checkedLookup(resolve, true) }
  const agents = { strict: agent(lookups.strict, false), listed: agent(lookups.listed, true) }
  const gate = new Gate(settings.atOnce ?? 64, settings.atOncePerHost ?? 4)
  const userAgent = settings.userAgent ?? 'Folkmoot'

  const fetch: SafeFetch = async (url, options = {}) => {
    const timeoutMs = options.timeoutMs ?? 10_000
    const deadline = new AbortController()
    const timer = setTimeout(
      () => deadline.abort(new SafeFetchError('timeout', fetchWhy('unfinished', timeoutMs), { sent: true })),
      timeoutMs,
    )
    const signal = options.signal ? AbortSignal.any([deadline.signal, options.signal]) : deadline.signal
    const first: Hop = {
      url,
      method: (options.method ?? 'GET').toUpperCase(),
      headers: ownHeaders(options.headers ?? {}, userAgent),
      body: options.body ?? null,
    }
    try {
      return await follow(first, Math.min(options.maxBytes ?? 1_048_576, MOST_BYTES), signal)
    } catch (error) {
      if (signal.aborted) throw abortReason(signal)
      throw findSafeFetchError(error) ?? unreachable(url, error)
    } finally {
      clearTimeout(timer)
    }
  }

  async function follow(first: Hop, maxBytes: number, signal: AbortSignal): Promise<SafeResponse> {
    let hop = first
    for (let redirects = 0; ; redirects++) {
      const target = checkUrl(hop.url, ['http:', 'https:'], rules)
      const leave = await gate.enter(target.host, signal)
      try {
        const answer = await request(target.url, {
          method: hop.method as Dispatcher.HttpMethod,
          headers: hop.headers,
          body: hop.body,
          signal,
          dispatcher: target.listed ? agents.listed : agents.strict,
        })
        answer.body.on('error', () => {}) // whoever reads it hears of it; a body that nobody reads must not throw
        const headers = toHeaders(answer.headers)
        const location = REDIRECTS.has(answer.statusCode) ? headers.get('location') : null
        if (location === null) {
          const bytes = await readBody(answer.body, headers.get('content-encoding'), maxBytes)
          return response(answer.statusCode, headers, target.url.href, bytes)
        }
        answer.body.destroy()
        if (redirects === MOST_REDIRECTS)
          throw new SafeFetchError('too-many-redirects', fetchWhy('redirects', MOST_REDIRECTS), {
            sent: true,
          })
        hop = nextHop(hop, target.url, location, answer.statusCode)
      } finally {
        leave()
      }
    }
  }

  const socket: SafeSocket = async (url, options = {}) => {
    const target = checkUrl(url, ['ws:', 'wss:'], rules)
    return openSocket(target, target.listed ? lookups.listed : lookups.strict, {
      headers: ownHeaders(options.headers ?? {}, userAgent),
      maxFrameBytes: options.maxFrameBytes,
      timeoutMs: 10_000,
    })
  }

  return {
    fetch,
    socket,
    for: (organisation) => (organisation.kind === 'exercise' ? NOWHERE : { fetch, socket }),
    async close() {
      await Promise.all([agents.strict.destroy(), agents.listed.destroy()])
    },
  }
}

/** What an exercise organisation is given: refuses everything, before a name is looked up. */
export const NOWHERE: Outside = {
  fetch: async () => {
    throw new SafeFetchError('exercise', 'an exercise reaches nobody')
  },
  socket: async () => {
    throw new SafeFetchError('exercise', 'an exercise reaches nobody')
  },
}

interface Hop {
  url: string
  method: string
  headers: Record<string, string>
  body: string | Uint8Array | null
}

/** An agent whose every connection was checked: the name in `lookup`, and what the socket is really connected to. */
function agent(lookup: ReturnType<typeof checkedLookup>, anyAddress: boolean): Agent {
  const connect = buildConnector({ lookup: lookup as never, timeout: 10_000, allowH2: false })
  return new Agent({
    connections: 4,
    headersTimeout: 30_000,
    bodyTimeout: 30_000,
    maxHeaderSize: 32_768,
    connect: (options, done) =>
      connect(options, (...[error, socket]) => {
        if (error) return done(error, null)
        const address = socket.remoteAddress
        if (anyAddress || (address && isPublicAddress(address))) return done(null, socket)
        socket.destroy()
        done(
          new SafeFetchError(
            'blocked-address',
            fetchWhy('led-to', String(options.hostname), String(address)),
          ),
          null,
        )
      }),
  })
}

function ownHeaders(headers: Record<string, string>, userAgent: string): Record<string, string> {
  const kept: Record<string, string> = { 'user-agent': userAgent }
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase()
    if (!OWN_HEADERS.has(lower)) kept[lower] = value
  }
  kept['accept-encoding'] = 'gzip, deflate, br'
  return kept
}

/** Where a redirect leads: credentials stay at their own origin, and only GET and HEAD survive a 301, 302 or 303. */
function nextHop(hop: Hop, from: URL, location: string, status: number): Hop {
  let to: URL
  try {
    to = new URL(location, from)
  } catch {
    throw new SafeFetchError('bad-url', 'the redirect leads to no address', { sent: true })
  }
  const headers = { ...hop.headers }
  if (to.origin !== from.origin)
    for (const name of ['authorization', 'signature', 'digest']) delete headers[name]
  const keeps = status === 307 || status === 308 || hop.method === 'GET' || hop.method === 'HEAD'
  if (!keeps) for (const name of Object.keys(headers)) if (name.startsWith('content-')) delete headers[name]
  return { url: to.href, method: keeps ? hop.method : 'GET', headers, body: keeps ? hop.body : null }
}

function toHeaders(raw: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(raw)) {
    if (name === 'set-cookie' || value === undefined) continue
    for (const one of Array.isArray(value) ? value : [value]) headers.append(name, one)
  }
  return headers
}

function response(status: number, headers: Headers, url: string, bytes: Uint8Array): SafeResponse {
  const text = () => new TextDecoder().decode(bytes)
  return { status, headers, url, bytes, text, json: () => JSON.parse(text()) as unknown }
}

/** Errors that come before a byte has left; anything else may have been heard. */
const BEFORE_SENDING = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

function unreachable(url: string, error: unknown): SafeFetchError {
  const code = codeOf(error)
  // A redirect may have led elsewhere; who looks a name up says which.
  const named = error instanceof Error && 'hostname' in error ? error.hostname : null
  const host = typeof named === 'string' ? named : (URL.parse(url)?.host ?? url)
  return new SafeFetchError('unreachable', sayUnreachable(host, error), {
    cause: error,
    sent: !BEFORE_SENDING.has(code),
  })
}
