import { type ActionFailure, error, fail } from '@sveltejs/kit'
import type { Problem, Refusal, Result } from '../server/platform/result.ts'
import { statusOf } from './edge.server.ts'
import type { Language } from './look.ts'
import { cy } from './words/cy.ts'
import { en } from './words/en.ts'
import type { Words } from './words/index.ts'

/** What a form gets back when it was refused: said beside the field, or above the form. */
export interface Refused {
  form: string
  problems: Problem[]
  values: Record<string, string>
}

export const wordsOf = (language: Language): Words => (language === 'cy' ? cy : en)

/** The one table from refusals to words; `statusOf` is the one to HTTP status. */
export function sayRefusal(refusal: Refusal, words: Words): Problem[] {
  const said = words.refusals
  const named = 'rule' in refusal ? said.rules[refusal.rule] : undefined
  const detail = 'detail' in refusal ? (refusal.detail as Record<string, unknown> | undefined) : undefined
  const rule = typeof named === 'function' ? named(detail ?? {}) : named
  const why = 'why' in refusal ? refusal.why : undefined
  switch (refusal.kind) {
    case 'invalid':
      return refusal.problems
    case 'not-found':
      return [{ field: '', message: said.notFound }]
    case 'not-signed-in':
      return [{ field: '', message: said.notSignedIn }]
    case 'not-allowed':
      return [{ field: '', message: rule ?? why ?? said.notAllowed }]
    case 'conflict':
      return [{ field: '', message: rule ?? why ?? said.conflict }]
    case 'needs':
      return [{ field: '', message: rule ?? why }].map((p) => ({
        ...p,
        message: p.message ?? said.notAllowed,
      }))
    case 'too-many':
      return [{ field: '', message: rule ?? said.tooMany(refusal.retryAfterSeconds) }]
    case 'unavailable':
      return [{ field: '', message: refusal.why || said.unavailable }]
  }
}

/** Text values of a form, to fill it again; what is secret never goes back. */
export function valuesOf(data: FormData): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, value] of data)
    if (typeof value === 'string' && !/password|token|code|current|next|response/i.test(name))
      values[name] = value
  return values
}

/** Gives a refused form back to its page. */
export function refused(
  refusal: Refusal,
  locals: App.Locals,
  data: FormData,
  form = '',
): ActionFailure<Refused> {
  return fail(statusOf(refusal), {
    form,
    problems: sayRefusal(refusal, wordsOf(locals.look.language)),
    values: valuesOf(data),
  })
}

/** The value of a query for a page; a refusal becomes the error page. */
export function orError<T>(result: Result<T>, locals: App.Locals): T {
  if (result.ok) return result.value
  const [problem] = sayRefusal(result.refusal, wordsOf(locals.look.language))
  error(statusOf(result.refusal), problem?.message ?? '')
}

/** Without NUL, which no text of ours has and the database refuses. */
export const text = (data: FormData, name: string): string => {
  const value = data.get(name)
  return typeof value === 'string' ? value.replaceAll('\0', '').trim() : ''
}

/** As typed: spaces may belong to a password. */
export const secret = (data: FormData, name: string): string => {
  const value = data.get(name)
  return typeof value === 'string' ? value : ''
}
