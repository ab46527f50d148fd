import { page } from '$app/state'
import type { Problem, Refusal } from '../../../server/platform/result.ts'
import { LOCALE } from '../../words/index.ts'
import type { Place } from './time.ts'
import type { DeckWords } from './words/en.ts'

/** The listening room's words in this page's language; the room's `+layout.ts` loads them. */
export const heard = (): DeckWords => page.data['deck']

/** Time zone of the organisation and locale of the page. */
export const place = (): Place => ({
  zone: page.data['timeZone'] ?? 'Europe/London',
  locale: LOCALE[page.data.language],
})

/** A refusal in words for a banner. */
export function saysNo(refusal: Refusal, w: DeckWords): string {
  switch (refusal.kind) {
    case 'invalid':
      return refusal.problems.map((one: Problem) => one.message).join(' ')
    case 'too-many':
      return w.refusal['too-many'](refusal.retryAfterSeconds)
    case 'needs':
    case 'unavailable':
      return refusal.why || w.refusal.unavailable
    case 'conflict':
    case 'not-allowed':
      return refusal.why ?? w.refusal[refusal.kind]
    default:
      return w.refusal[refusal.kind]
  }
}
