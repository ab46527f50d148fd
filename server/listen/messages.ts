import { sayer } from '../platform/result.ts'

/**
 * What is said beside a field that was refused here; values come in the order in which they are said. The pages have the
 * Welsh of each (web/words/problems.cy.ts).
 */
export const MESSAGES = {
  'search-name-none': () => 'Give the search a name.',
  'purpose-none': () => 'Say in a sentence what this is for. Without a purpose nothing may be kept.',
  'text-long': (most, has) => `At most ${most} characters; this has ${has}.`,
  'basis-none': () => 'Choose the lawful basis.',
  'retention-range': () => 'Say for how many days a match is kept: a whole number from 1 to 2,555.',
  'owner-none': () => 'Choose somebody of this organisation.',
  'from-short': (handle) =>
    `from:${handle} would follow everybody of that name on every network, and may be a private person. ` +
    `Give the whole handle, such as from:${handle}.bsky.social or from:${handle}@mastodon.social.`,
  'account-none': () => 'Name the account.',
  'immediate-reason': () =>
    'Say in a sentence (10 to 500 characters) what is happening and why it cannot wait.',
  'reference-none': () => 'Give the reference of the authorisation.',
  'authoriser-none': () => 'Give the role of whoever authorised it.',
  'expiry-past': () => 'Give a date in the future on which it runs out.',
  'expiry-far': () => 'An authorisation runs for three months at most.',
  'number-range': (lowest, highest) => `Give a number from ${lowest} to ${highest}.`,
  'days-none': () => 'Say how many days back, as a number.',
  'columns-none': () => 'Send a list of columns.',
  'columns-many': (most) => `At most ${most} columns fit on a deck.`,
  'column-short': () => 'A column needs an id, a search and a view.',
  'filter-unknown': () => 'There is nothing of this name.',
  'file-name-none': () => 'Give the file a name.',
  'replay-speed': () => 'Give a speed above 0; 60 plays an hour in a minute.',
  'network-none': () => 'Choose a network that can be listened to.',
  'token-long': () => 'This is too long for a token.',
  'source-name-long': (most) => `At most ${most} characters.`,
  'source-gone': () => 'This source is gone.',
  'format-none': () => 'Choose CSV or JSON.',
  'page-unknown': () => 'There is no such page.',
  'end-before': () => 'The end must lie after the beginning.',
  'date-not': () => 'This is not a date.',
  'place-not-found': () => 'Only places that were found can be kept.',
  'tone-none': () => 'Choose negative, neutral or positive.',
  'kind-none': (kinds) => `Choose one of ${kinds}.`,
  'language-none': () => 'Give a language code such as en, cy or ur.',
} satisfies Record<string, (...values: string[]) => string>

export const said = sayer(MESSAGES)
