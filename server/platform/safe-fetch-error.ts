export type SafeFetchFault =
  | 'bad-url'
  | 'blocked-scheme'
  | 'blocked-port'
  | 'blocked-address'
  /** An exercise organisation reaches nobody. */
  | 'exercise'
  | 'too-many-redirects'
  | 'too-large'
  /** Inflates more than a hundredfold. */
  | 'too-dense'
  | 'bad-encoding'
  | 'timeout'
  | 'aborted'
  /** Too many requests are waiting here already. */
  | 'busy'
  /** Name unknown, connection refused or cut, TLS refused. */
  | 'unreachable'

/** Why a request did not bring an answer. `sent` is false while it is certain that no byte of it left. */
export class SafeFetchError extends Error {
  override name = 'SafeFetchError'
  readonly code: SafeFetchFault
  readonly sent: boolean
  constructor(code: SafeFetchFault, message: string, options: { cause?: unknown; sent?: boolean } = {}) {
    super(message, { cause: options.cause })
    this.code = code
    this.sent = options.sent ?? false
  }
}

/** Finds our own error inside what undici, ws or the socket wrapped around it. */
export function findSafeFetchError(error: unknown): SafeFetchError | null {
  for (let at: unknown = error, deep = 0; at && deep < 6; deep++) {
    if (at instanceof SafeFetchError) return at
    if (at instanceof AggregateError && at.errors.length > 0) at = at.errors[0]
    else at = at instanceof Error ? at.cause : null
  }
  return null
}

/** What the system calls it, as a person says it. `host` is the place that was to be reached. */
export function sayUnreachable(host: string, error: unknown): string {
  const code = codeOf(error)
  const said = SAID.find(([codes]) => codes.test(code))
  if (said) return said[1](host)
  const words = error instanceof Error ? error.message : String(error)
  return `${host} could not be reached (${words || code})`
}

/** The system's code of an error or of what it wraps; empty when it has none. */
export function codeOf(error: unknown): string {
  for (let at: unknown = error, deep = 0; at instanceof Error && deep < 6; deep++) {
    if ('code' in at && typeof at.code === 'string') return at.code
    at = at instanceof AggregateError && at.errors.length > 0 ? at.errors[0] : at.cause
  }
  return ''
}

const SAID: [RegExp, (host: string) => string][] = [
  [/^ENOTFOUND$/, (host) => `there is no server called ${host}; check the spelling`],
  [
    /^EAI_/,
    (host) => `the name ${host} could not be looked up; this machine may have no way to the internet`,
  ],
  [/^ECONNREFUSED$/, (host) => `${host} refuses the connection; it may be switched off`],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, (host) => `${host} cut the connection`],
  [/^(ETIMEDOUT|UND_ERR_\w*TIMEOUT)$/, (host) => `${host} did not answer in time`],
  [
    /^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ENETDOWN)$/,
    (host) => `there is no way from this machine to ${host}`,
  ],
  [
    /CERT|_TLS_|_SSL_|SELF_SIGNED|UNABLE_TO_/,
    (host) => `the certificate of ${host} is not valid, so nothing was sent to it`,
  ],
]
