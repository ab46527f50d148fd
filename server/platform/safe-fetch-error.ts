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
