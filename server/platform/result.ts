/** Why a command was refused: a value that travels to the page, never an exception. */
export type Refusal =
  | { kind: 'not-found'; what?: string }
  | { kind: 'not-signed-in' }
  | { kind: 'not-allowed'; rule: string; why?: string }
  | { kind: 'conflict'; rule: string; why?: string; detail?: unknown }
  /** One entry a field; `field` is the name of the form control, `message` is shown beside it. */
  | { kind: 'invalid'; problems: SaidProblem[] }
  /** The person must give something more before this goes on (an authorisation, a second factor). */
  | { kind: 'needs'; rule: string; why: string; detail?: Record<string, string> }
  | { kind: 'too-many'; rule: string; retryAfterSeconds: number }
  | { kind: 'unavailable'; rule?: string; why: string }

export interface Problem {
  field: string
  message: string
  /** Offset in UTF-16 code units into the field's text, where one character is to blame. */
  at?: number
  length?: number
}

/** A sentence of a `messages.ts`: its key there, what stands in it, and the English of both. */
export interface Said {
  code: string
  values: string[]
  message: string
}

/** A problem that can be said in other languages too. */
export interface SaidProblem extends Problem, Said {}

/** Says the sentences of one table, and no others. */
export const sayer =
  <Code extends string>(table: Record<Code, (...values: string[]) => string>) =>
  (code: Code, ...values: (string | number)[]): Said => {
    const texts = values.map(String)
    return { code, values: texts, message: table[code](...texts) }
  }

export type Result<T> = { ok: true; value: T } | { ok: false; refusal: Refusal }

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })
export const refuse = <T = never>(refusal: Refusal): Result<T> => ({ ok: false, refusal })
export const invalid = <T = never>(field: string, said: Said): Result<T> =>
  refuse({ kind: 'invalid', problems: [{ field, ...said }] })

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
