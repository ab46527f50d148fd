import { type ActionFailure, error, fail } from '@sveltejs/kit'
import type { Problem, Refusal, Result } from '../server/platform/result.ts'
import { statusOf } from './edge.server.ts'
import { inLanguage, sayProblems, sayRefusal, wordsOf } from './said.server.ts'

export { inLanguage, sayProblems, sayRefusal, wordsOf }

/** What a form gets back when it was refused: said beside the field, or above the form. */
export interface Refused {
  form: string
  problems: Problem[]
  values: Record<string, string>
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
