import type { Problem } from './tree.ts'

/**
 * What can be wrong with a search: what is said, and what was expected instead. Values come in the order in which they
 * are said. The pages have the Welsh of each (web/words/problems.cy.ts).
 */
export const MESSAGES = {
  'query-long': (most) => [`This search is longer than ${most} characters.`, 'a shorter search'],
  'query-character': () => [
    'There is a character here that no text can hold.',
    'this character taken out; it does not show, so type the words anew',
  ],
  'query-empty': () => ['This search is empty.', 'a word, a "phrase" or a filter such as place:"Blackburn"'],
  'query-only-not': () => [
    'This search only says what to leave out, so it would match almost every post.',
    'at least one word or filter that a post must have, on each side of every OR',
  ],
  'query-opens-nothing': () => ['This bracket closes nothing.', 'a ( before it, or no )'],
  'query-not-here': () => ['This cannot stand here.', 'the end of the search'],
  'query-near-reach': (most) => [
    `NEAR reaches from 1 to ${most} words.`,
    `a number from 1 to ${most}, such as NEAR/5`,
  ],
  'query-near-what': () => [
    'NEAR works between words, phrases, and groups of these joined by OR.',
    'a word, a "phrase", or (one OR another)',
  ],
  'query-near-ways': () => [
    'There are too many phrases of different lengths around this NEAR.',
    'fewer phrases, phrases of one length, or a smaller number after NEAR/',
  ],
  'query-levels': (most) => [`This search has more than ${most} levels.`, 'fewer brackets inside brackets'],
  'query-brackets-empty': () => ['There is nothing between these brackets.', 'a word or a filter'],
  'query-bracket-open': () => ['This bracket is never closed.', 'a ) after the group'],
  'query-quote-open': () => [
    'This quotation mark is never closed.',
    'a second quotation mark at the end of the phrase',
  ],
  'query-nothing-after': (operator) => [
    `Nothing follows this ${operator}.`,
    'a word, a "phrase" or a filter after it',
  ],
  'query-nothing-before': (operator) => [
    `${operator} needs something before it.`,
    'a word, a "phrase" or a filter; for the plain word, write it in small letters',
  ],
  'query-terms': (most) => [
    `This search has more than ${most} words and filters.`,
    'fewer words, or two searches',
  ],
  'query-no-word-quoted': () => [
    'There is no word in this phrase.',
    'letters, digits, a #tag, an @handle or an emoji',
  ],
  'query-no-word': () => [
    'There is no word here to look for.',
    'letters, digits, a #tag, an @handle or an emoji',
  ],
  'query-star-short': () => [
    'A star needs at least two letters before it.',
    'a longer beginning, such as flood*',
  ],
  'query-star-inside': () => [
    'A star works only at the end of a word.',
    'the beginning of a word and then the star, such as flood*',
  ],
  'query-filter-empty': (field, example) => [
    `Nothing follows ${field}:`,
    `a value right after the colon, such as ${example}`,
  ],
  'query-filter-unknown': (field, fields) => [
    `There is no filter called “${field}:”.`,
    `one of ${fields}; to look for the words themselves, put them in quotation marks`,
  ],
  'query-handle': (example) => ['This is not a handle.', `a handle such as ${example}`],
  'query-domain': () => [
    'This is not a domain.',
    'a domain such as bbc.co.uk or gov.uk; for a page use url:',
  ],
  'query-language': () => ['This is not a language.', 'a language code such as en, cy, pl or ur'],
  'query-choice': (value, field, choices) => [
    `“${value}” is not something ${field}: knows.`,
    `one of ${choices}`,
  ],
  'query-place': () => ['This is not the name of a place.', 'a name such as place:"Blackburn"'],
  'query-distance': (most) => [
    'This is not a distance.',
    `a distance up to ${most} km, such as 5km, 800m or 3mi`,
  ],
  'query-no-area': () => ['There is no area to measure from.', 'a place, such as within:5km:"Blackburn"'],
  'query-place-unknown': (name) => [
    `No place called “${name}” is known.`,
    'the name of a town, village or district, or a point such as 53.748,-2.482',
  ],
  'query-place-empty': () => [
    'Nothing follows the second colon.',
    'the name of a town, village or district, or a point such as 53.748,-2.482',
  ],
} satisfies Record<string, (...values: string[]) => [message: string, expected: string]>

export type QueryMessage = keyof typeof MESSAGES

/** A problem of this code at a place of the search. */
export function problemAt(at: number, length: number, code: QueryMessage, ...values: string[]): Problem {
  const say: (...values: string[]) => [string, string] = MESSAGES[code]
  const [message, expected] = say(...values)
  return { at, length, code, values, message, expected }
}
