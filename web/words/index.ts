import { page } from '$app/state'
import type { Language } from '../look.ts'
import type { en } from './en.ts'

export type { Language }
/** What every language must say. A key that is missing in `cy.ts` fails the type check. */
export type Words = typeof en

/**
 * The words of this page's language; call it while a component renders: `const w = $derived(words())`.
 * Only one catalogue reaches the browser (see `routes/+layout.ts`). A large room keeps its own pair of catalogues
 * beside its components (`ui/deck/words`) and loads them in its own `+layout.ts`.
 */
export const words = (): Words => page.data.words!

export const LOCALE: Record<Language, string> = { en: 'en-GB', cy: 'cy-GB' }
