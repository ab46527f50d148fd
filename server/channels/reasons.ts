import { SafeFetchError, type Why } from '../platform/safe-fetch.ts'

/* Why a source is not heard, in words and in codes. The pages have the Welsh of each (web/ui/deck/words/states.cy.ts). */

/** What fits where a source waits or was refused. Values come in the order in which they are said. */
export const REASONS = {
  settings: () => 'The settings of this source cannot be read',
  exercise: () => 'An exercise reaches nobody',
  'may-not': () => 'This address may not be reached:',
  'server-closed': () => 'the server closed the connection',
  'nothing-came': (seconds) => `nothing came for ${seconds} seconds`,
  'token-gone': () => 'The access token of this source is gone',
  'needs-account': (host, status) => `${host} does not show this timeline without an account (${status})`,
  'no-timeline': (host) => `${host} has no such timeline (404)`,
  'host-less-often': (host) => `${host} asks us to come less often`,
  host: (host) => `${host}:`,
  'server-answered': (status) => `the server answered ${status}`,
  'not-json': () => 'the answer is not JSON',
  'not-statuses': () => 'the answer is not a list of statuses',
  gone: () => 'The publisher says that this feed is gone for good (410)',
  'publisher-refuses': (status) => `The publisher refuses to let us read this feed (${status})`,
  'less-often': () => 'The publisher asks us to come less often (429)',
  'nothing-there': () => 'There is nothing at this address (404)',
  answered: (status) => `The server answered ${status}`,
  empty: () => 'The answer is empty',
  'no-json-feed': () => 'It is JSON, but not a JSON Feed',
  'like-json': () => 'It begins like JSON, but is not',
  'web-page': () => 'It is a web page, not a feed',
  'no-feed': (name) => `It is no feed: it begins with <${name}>`,
  'no-markup': () => 'It is neither XML nor JSON',
  'endless-type': () => 'Its document type never ends',
  'too-deep': (levels) => `It is nested deeper than ${levels} levels`,
  'too-many-elements': (n) => `It has more than ${n} elements`,
  'no-time': () => 'there was no time left',
  stopped: () => 'it was stopped',
  'asked-rest': () => 'the network asked for a rest',
  'answered-status': (status) => `it answered with status ${status}`,
} satisfies Record<string, (...values: string[]) => string>

/** What a person must do, by the reason. */
export const REMEDIES = {
  settings: 'Open the source, check its settings and save them again.',
  exercise: 'Use this source in a live organisation.',
  'may-not': 'Check the address. A server on your own network has to be listed in the configuration first.',
  'token-gone': 'Connect the account again.',
  'needs-account': 'Connect an account on that server, or choose another timeline.',
  'no-timeline': 'Check the name of the server, the hashtag or the list.',
  gone: 'Look for its successor on their site, or remove the source.',
  'publisher-refuses': 'Ask the publisher, or remove the source. It is tried again from time to time.',
  'nothing-there': 'Check the address. It is tried again every few hours.',
} satisfies Partial<Record<keyof typeof REASONS, string>>

export function because(code: keyof typeof REASONS, ...values: (string | number)[]): Why {
  const said = values.map(String)
  const sentence: (...values: string[]) => string = REASONS[code]
  return { code, values: said, says: sentence(...said) }
}

const told = (why: Why[]) => ({ reason: why.map((one) => one.says).join(' '), why })

export const waiting = (until: Date, ...why: Why[]) => ({ state: 'waiting' as const, ...told(why), until })

/** The first reason decides what a person must do. */
export const refused = (code: keyof typeof REMEDIES, values: (string | number)[] = [], ...more: Why[]) => ({
  state: 'refused' as const,
  ...told([because(code, ...values), ...more]),
  todo: REMEDIES[code],
})

/** Why something failed, for a person; an error that nobody put into words has only its own. A reason stays as it is. */
export function whyOf(error: unknown): Why {
  if (isWhy(error)) return error
  if (error instanceof SafeFetchError && error.why) return error.why
  return { code: null, values: [], says: error instanceof Error ? error.message : String(error) }
}

const isWhy = (what: unknown): what is Why =>
  typeof what === 'object' && what !== null && 'says' in what && 'values' in what
