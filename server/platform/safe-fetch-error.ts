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

/** A reason in words, and for other languages its code with what stands in it; null where there are only the words. */
export interface Why {
  code: string | null
  values: string[]
  says: string
}

/** Why a request did not bring an answer. `sent` is false while it is certain that no byte of it left. */
export class SafeFetchError extends Error {
  override name = 'SafeFetchError'
  readonly code: SafeFetchFault
  readonly sent: boolean
  /** Null where nobody but a programmer needs the words. */
  readonly why: Why | null
  constructor(
    code: SafeFetchFault,
    message: string | Why,
    options: { cause?: unknown; sent?: boolean } = {},
  ) {
    super(typeof message === 'string' ? message : message.says, { cause: options.cause })
    this.why = typeof message === 'string' ? null : message
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
export function sayUnreachable(host: string, error: unknown): Why {
  const code = codeOf(error)
  const said = SAID.find(([codes]) => codes.test(code))
  if (said) return fetchWhy(said[1], host)
  const words = error instanceof Error ? error.message : String(error)
  return fetchWhy('unreachable', host, words || code)
}

export function fetchWhy(code: keyof typeof FETCH_WORDS, ...values: (string | number)[]): Why {
  const said = values.map(String)
  const sentence: (...values: string[]) => string = FETCH_WORDS[code]
  return { code, values: said, says: sentence(...said) }
}

/** The system's code of an error or of what it wraps; empty when it has none. */
export function codeOf(error: unknown): string {
  for (let at: unknown = error, deep = 0; at instanceof Error && deep < 6; deep++) {
    if ('code' in at && typeof at.code === 'string') return at.code
    at = at instanceof AggregateError && at.errors.length > 0 ? at.errors[0] : at.cause
  }
  return ''
}

const SAID: [RegExp, keyof typeof FETCH_WORDS][] = [
  [/^ENOTFOUND$/, 'no-server'],
  [/^EAI_/, 'no-lookup'],
  [/^ECONNREFUSED$/, 'refuses'],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, 'cut'],
  [/^(ETIMEDOUT|UND_ERR_\w*TIMEOUT)$/, 'late'],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ENETDOWN)$/, 'no-way'],
  [/CERT|_TLS_|_SSL_|SELF_SIGNED|UNABLE_TO_/, 'certificate'],
]

/** What people read of a request that failed; values come in the order in which they are said. */
export const FETCH_WORDS = {
  'no-server': (host) =>
    `there is no server called ${host}; check the spelling, or whether this machine reaches the internet`,
  'no-lookup': (host) =>
    `the name ${host} could not be looked up; this machine may have no way to the internet`,
  refuses: (host) => `${host} refuses the connection; it may be switched off`,
  cut: (host) => `${host} cut the connection`,
  late: (host) => `${host} did not answer in time`,
  'no-way': (host) => `there is no way from this machine to ${host}`,
  certificate: (host) => `the certificate of ${host} is not valid, so nothing was sent to it`,
  unreachable: (host, words) => `${host} could not be reached (${words})`,
  closed: (host) => `${host} closed the connection`,
  silent: () => 'the connection fell silent',
  unfinished: (ms) => `no whole answer within ${ms} ms`,
  redirects: (n) => `more than ${n} redirects`,
  'led-to': (host, address) => `${host} led to ${address}`,
  'not-public': (host) => `${host} is not a public address`,
  'no-address': (host) => `${host} has no address`,
  'no-public': (host) => `${host} has no public address`,
  'port-closed': (port) => `port ${port} is not open to us`,
  busy: () => 'too many requests are waiting',
  'too-dense': (times) => `the answer inflates more than ${times} times`,
  'too-large': (bytes) => `the answer is larger than ${bytes} bytes`,
  'bad-encoding': () => 'the answer is not what its encoding says',
} satisfies Record<string, (...values: string[]) => string>
