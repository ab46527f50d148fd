import type { Problem, Refusal, SaidProblem } from '../server/platform/result.ts'
import type { Language } from './look.ts'
import { cy } from './words/cy.ts'
import { en } from './words/en.ts'
import { problemsCy } from './words/problems.cy.ts'

/** With what only the server says: fields that were refused, by the key of each sentence. English comes with them. */
type SaidWords = typeof en & {
  problems: Record<string, (...values: string[]) => string>
}

const SAID: Record<Language, SaidWords> = {
  en: { ...en, problems: {} },
  cy: { ...cy, problems: problemsCy },
}

export const wordsOf = (language: Language): SaidWords => SAID[language]

/** Problems in the language of who reads them. */
export const sayProblems = <P extends SaidProblem>(problems: readonly P[], words: SaidWords): P[] =>
  problems.map((one) => ({ ...one, message: words.problems[one.code]?.(...one.values) ?? one.message }))

/** A refusal that travels as it is, with its sentences in the language of who reads them. */
export function inLanguage(refusal: Refusal, words: SaidWords): Refusal {
  if (refusal.kind === 'invalid') return { ...refusal, problems: sayProblems(refusal.problems, words) }
  return 'why' in refusal ? { ...refusal, why: sayRefusal(refusal, words)[0]!.message } : refusal
}

/** The one table from refusals to words; `statusOf` is the one to HTTP status. */
export function sayRefusal(refusal: Refusal, words: SaidWords): Problem[] {
  const said = words.refusals
  const named = 'rule' in refusal && refusal.rule ? said.rules[refusal.rule] : undefined
  const detail = 'detail' in refusal ? (refusal.detail as Record<string, unknown> | undefined) : undefined
  const rule = typeof named === 'function' ? named(detail ?? {}) : named
  const why = 'why' in refusal ? refusal.why : undefined
  switch (refusal.kind) {
    case 'invalid':
      return sayProblems(refusal.problems, words)
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
      return [{ field: '', message: rule ?? (refusal.why || said.unavailable) }]
  }
}
