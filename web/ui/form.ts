import type { SubmitFunction } from '$app/forms'
import type { Problem } from '../../server/platform/result.ts'

/** What an action gives back when it was refused (`refused.server.ts`). */
export interface FormState {
  form?: string
  problems?: Problem[]
  values?: Record<string, string>
}

/** The message for one field of one form; undefined when it is well. */
export const problemOf = (state: FormState | null | undefined, field: string): string | undefined =>
  state?.problems?.find((problem) => problem.field === field)?.message

/** For `use:enhance`: sends without leaving the page, and keeps what was typed when it is refused. */
export const keep: SubmitFunction =
  () =>
  ({ update, result }) =>
    update({ reset: result.type === 'success' })
