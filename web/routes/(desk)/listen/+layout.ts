import { loadPanelWords } from '../../../ui/deck/draw.ts'
import type { LayoutLoad } from './$types'

/** The room's words, in the language of the page only; the deck does without those of the other pages and of panels. */
export const load: LayoutLoad = async ({ data, parent, url }) => {
  const { language } = await parent()
  const [deck, pages, panels, said, states] = await Promise.all([
    language === 'cy'
      ? import('../../../ui/deck/words/cy.ts').then((words) => words.deckCy)
      : import('../../../ui/deck/words/en.ts').then((words) => words.deckEn),
    url.pathname === '/listen'
      ? {}
      : language === 'cy'
        ? import('../../../ui/deck/words/pages.cy.ts').then((words) => words.pagesCy)
        : import('../../../ui/deck/words/pages.en.ts').then((words) => words.pagesEn),
    url.pathname === '/listen' ? {} : loadPanelWords(language),
    // What the server says comes in English with a code.
    language === 'cy' ? import('../../../ui/deck/words/said.cy.ts').then((words) => words.saidCy) : null,
    language === 'cy' && url.pathname !== '/listen'
      ? import('../../../ui/deck/words/states.cy.ts').then((words) => words.statesCy)
      : null,
  ])
  return { ...data, deck: { ...pages, ...panels, ...deck }, said, states }
}
