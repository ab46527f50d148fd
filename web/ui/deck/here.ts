import { page } from '$app/state'
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
