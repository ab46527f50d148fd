import path from 'node:path'
import ipaddr from 'ipaddr.js'
import { z } from 'zod'

/** Everything that is set from outside; read once, at start. */
export interface Config {
  /** Absolute path: the embedded database, media and exports lie in it. */
  dataFolder: string
  /** A PostgreSQL of one's own; null for the embedded one. */
  databaseUrl: string | null
  /** Where the server listens. Loopback, unless a reverse proxy is declared. */
  host: string
  port: number
  /** What people type: scheme, host and port. Cookies, passkeys and links are made for it. */
  origin: string
  /** Addresses (CIDR) whose word about the client's address is taken. */
  trustedProxies: string[]
  /** Absolute path of the file that protects secrets at rest. */
  keyFile: string
  /** Ports besides 80 and 443 that outbound requests may use. */
  allowPorts: number[]
  /** DANGEROUS: `host:port` places inside the network that outbound requests may reach. */
  allowPrivate: string[]
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent'
}

/** What was set cannot be used; the message names every setting that is wrong and says what would be right. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

const blankIsAbsent = (value: unknown) =>
  typeof value === 'string' && value.trim() === '' ? undefined : value
const optional = <T extends z.ZodType>(type: T) => z.preprocess(blankIsAbsent, type.optional())
const list = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a number')
  .transform(Number)
  .refine((n) => n >= 1 && n <= 65_535, 'must be between 1 and 65535')

const Settings = z.object({
  FOLKMOOT_DATA: optional(z.string()),
  DATABASE_URL: optional(
    z
      .string()
      .regex(
        /^postgres(ql)?:\/\//,
        'must begin with postgres://, for example postgres://folkmoot@localhost/folkmoot',
      ),
  ),
  FOLKMOOT_HOST: optional(
    z.string().refine((text) => ipaddr.isValid(text), 'must be an IP address, for example 127.0.0.1'),
  ),
  PORT: optional(port),
  FOLKMOOT_ORIGIN: optional(
    z.string().refine((text) => {
      const url = URL.canParse(text) ? new URL(text) : null
      return url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === ''
    }, 'must be an address without a path, for example https://folkmoot.example.gov.uk'),
  ),
  FOLKMOOT_TRUSTED_PROXY: optional(
    z.string().transform((text, context) => {
      const parts = list(text).flatMap((part) => (part === 'loopback' ? ['127.0.0.0/8', '::1/128'] : [part]))
      for (const part of parts)
        if (!ipaddr.isValid(part) && !ipaddr.isValidCIDR(part))
          context.addIssue(
            `"${part}" must be an IP address, a range such as 10.0.0.0/8, or the word loopback`,
          )
      return parts
    }),
  ),
  FOLKMOOT_KEY_FILE: optional(z.string()),
  FOLKMOOT_ALLOW_PORTS: optional(
    z.string().transform((text, context) =>
      list(text).map((part) => {
        const read = port.safeParse(part)
        if (!read.success) context.addIssue(`"${part}" must be a port number`)
        return read.data ?? 0
      }),
    ),
  ),
  FOLKMOOT_ALLOW_PRIVATE: optional(
    z.string().transform((text, context) => {
      for (const part of list(text))
        if (!/^(\[[0-9a-f:]+\]|[^\s:/]+):\d{1,5}$/i.test(part))
          context.addIssue(`"${part}" must be host:port, for example 127.0.0.1:8080`)
      return list(text)
    }),
  ),
  FOLKMOOT_LOG: optional(
    z.enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'silent'],
      'must be one of fatal, error, warn, info, debug, silent',
    ),
  ),
})

export const DEFAULT_PORT = 3210

/**
 * Reads and checks the settings. `over` (from the command line) wins over the environment. Throws `ConfigError`; a wrong
 * value names itself.
 */
export function readConfig(
  over: Partial<Record<keyof z.input<typeof Settings>, string>> = {},
  env: Record<string, string | undefined> = process.env,
): Config {
  const read = Settings.safeParse({ ...env, ...over })
  if (!read.success)
    throw new ConfigError(
      read.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`).join('\n'),
    )
  const set = read.data
  const dataFolder = path.resolve(set.FOLKMOOT_DATA ?? 'data')
  const chosen = set.PORT ?? DEFAULT_PORT
  const origin = new URL(set.FOLKMOOT_ORIGIN ?? `http://localhost:${chosen}`)
  const host = set.FOLKMOOT_HOST ?? '127.0.0.1'
  const trustedProxies = set.FOLKMOOT_TRUSTED_PROXY ?? []
  refuseOpenDoors(origin, host, trustedProxies)
  return {
    dataFolder,
    databaseUrl: set.DATABASE_URL ?? null,
    host,
    port: chosen,
    origin: origin.origin,
    trustedProxies,
    keyFile: path.resolve(set.FOLKMOOT_KEY_FILE ?? `${dataFolder}.key`),
    allowPorts: set.FOLKMOOT_ALLOW_PORTS ?? [],
    allowPrivate: set.FOLKMOOT_ALLOW_PRIVATE ?? [],
    logLevel: set.FOLKMOOT_LOG ?? 'warn',
  }
}

export const isLoopback = (address: string): boolean => {
  if (address === 'localhost') return true
  const bare = address.replace(/^\[|\]$/g, '')
  return ipaddr.isValid(bare) && ipaddr.process(bare).range() === 'loopback'
}

/** Passwords and sessions would travel in the clear: refused before anything listens. */
function refuseOpenDoors(origin: URL, host: string, proxies: string[]): void {
  if (origin.protocol === 'http:' && !isLoopback(origin.hostname))
    throw new ConfigError(
      `FOLKMOOT_ORIGIN: ${origin.origin} is plain HTTP, and passwords would travel in the clear. Put a reverse proxy with TLS in front (docs/guide/running.md), declare it with FOLKMOOT_TRUSTED_PROXY, and set FOLKMOOT_ORIGIN to https://${origin.hostname}.`,
    )
  if (origin.protocol === 'https:' && proxies.length === 0)
    throw new ConfigError(
      `FOLKMOOT_TRUSTED_PROXY: ${origin.origin} needs a reverse proxy in front that does TLS, and none is declared. Set it to the proxy's address; "loopback" when it runs on this machine.`,
    )
  if (!isLoopback(host) && proxies.length === 0)
    throw new ConfigError(
      `FOLKMOOT_HOST: listening on ${host} would serve plain HTTP to the network. Leave it unset, or declare the reverse proxy with FOLKMOOT_TRUSTED_PROXY.`,
    )
}

/** Headers by which our edge tells the pages' server who asks, and how they reached us. Never taken from outside. */
export const EDGE_HEADERS = {
  protocol: 'x-folkmoot-protocol',
  host: 'x-folkmoot-host',
  address: 'x-folkmoot-address',
} as const

/** The pages' server reads its settings from the environment when it is first imported; `bodyLimit` in bytes. */
export function settlePages(bodyLimit: number): void {
  process.env['PROTOCOL_HEADER'] = EDGE_HEADERS.protocol
  process.env['HOST_HEADER'] = EDGE_HEADERS.host
  process.env['ADDRESS_HEADER'] = EDGE_HEADERS.address
  process.env['BODY_SIZE_LIMIT'] = String(bodyLimit)
  process.env['NODE_ENV'] ??= 'production'
}
