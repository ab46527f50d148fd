/** Why a command was refused: a value that travels to the page, never an exception. */
export type Refusal =
  | { kind: 'not-found'; what?: string }
  | { kind: 'not-signed-in' }
  | { kind: 'not-allowed'; rule: string; why?: string }
  | { kind: 'conflict'; rule: string; why?: string; detail?: unknown }
  /** One entry a field; `field` is the name of the form control, `message` is shown beside it. */
  | { kind: 'invalid'; problems: Problem[] }
  /** The person must give something more before this goes on (an authorisation, a second factor). */
  | { kind: 'needs'; rule: string; why: string; detail?: Record<string, string> }
  | { kind: 'too-many'; rule: string; retryAfterSeconds: number }
  | { kind: 'unavailable'; why: string }

export interface Problem {
  field: string
  message: string
  /** Offset in UTF-16 code units into the field's text, where one character is to blame. */
  at?: number
  length?: number
}

export type Result<T> = { ok: true; value: T } | { ok: false; refusal: Refusal }

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })
export const refuse = <T = never>(refusal: Refusal): Result<T> => ({ ok: false, refusal })
export const invalid = <T = never>(field: string, message: string): Result<T> =>
  refuse({ kind: 'invalid', problems: [{ field, message }] })

/** The one table from refusals to HTTP status. */
export function statusOf(refusal: Refusal): number {
  switch (refusal.kind) {
    case 'not-found':
      return 404
    case 'not-signed-in':
      return 401
    case 'not-allowed':
    case 'needs':
      return 403
    case 'conflict':
      return 409
    case 'invalid':
      // A search that cannot be read is ill formed; anything else that was typed is understood and does not fit.
      return refusal.problems.some((problem) => problem.at !== undefined) ? 400 : 422
    case 'too-many':
      return 429
    case 'unavailable':
      return 503
  }
}
