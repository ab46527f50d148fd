import { type Said, type SaidProblem, sayer } from '../platform/result.ts'

/**
 * What is said beside a setting of a source that was refused, and of a file that cannot be read at all; values come in
 * the order in which they are said. A schema names a sentence by its key, as the message of what it refuses. The pages
 * have the Welsh of each (web/words/problems.cy.ts).
 */
export const MESSAGES = {
  'jetstream-address': () => 'Give an address that begins with wss://.',
  'feed-address': () => 'Give a web address, such as https://www.example.org/feed.',
  'feed-intervals': () => 'Give no more than the longest interval.',
  'mastodon-server': () => 'Give the name of a server, such as mastodon.social.',
  'mastodon-kind': () => 'Choose public, local, hashtag or list.',
  'mastodon-hashtag': () => 'Give one hashtag, without spaces.',
  'mastodon-hashtag-none': () => 'Which hashtag?',
  'mastodon-list-none': () => 'Which list? Its number is in its address.',
  'mastodon-token-none': () => 'Lists belong to an account: a token is needed.',
  'import-text-none': () => 'Say which column holds the text.',
  'exercise-unknown': (name) => `There is no exercise called ${name}.`,
  'setting-least': (least) => `Give at least ${least}.`,
  'setting-most': (most) => `Give at most ${most}.`,
  'setting-wrong': () => 'This is missing, or cannot be used here.',
  'file-broke-off': (words) => `The file cannot be read: ${words}`,
  'file-empty': () => 'The file is empty.',
  'file-no-text': () => 'This is not a text file. Save it as CSV first.',
  'file-no-object': () => 'No line of this file is a JSON object.',
  'file-no-row': () => 'No row of this file can be read.',
} satisfies Record<string, (...values: string[]) => string>

type Key = keyof typeof MESSAGES

export const said = sayer(MESSAGES)

/** The key of a sentence, where a schema wants its message. */
export const key = (code: Key): Key => code

/** As much of an issue of zod as is said. */
interface Issue {
  path: readonly PropertyKey[]
  code?: string | undefined
  message: string
  /** Of what the least and the most are: a number, or the length of a text or a list. */
  origin?: unknown
  minimum?: unknown
  maximum?: unknown
}

/** zod's issues as the problems of a form. `fallback` names the field of a problem with the whole. */
export const problemsOf = (issues: readonly Issue[], fallback: string): SaidProblem[] =>
  issues.map((issue) => ({ field: issue.path.map(String).join('.') || fallback, ...ofIssue(issue) }))

function ofIssue({ code, message, origin, minimum, maximum }: Issue): Said {
  if (Object.hasOwn(MESSAGES, message)) return said(message as Key)
  if (origin !== 'number') return said('setting-wrong')
  if (code === 'too_small') return said('setting-least', String(minimum))
  if (code === 'too_big') return said('setting-most', String(maximum))
  return said('setting-wrong')
}
