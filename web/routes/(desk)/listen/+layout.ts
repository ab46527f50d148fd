import type { LayoutLoad } from './$types'

/** The room's words, in the language of the page only; the deck does without those of the other pages. */
export const load: LayoutLoad = async ({ data, parent, url }) => {
  const { language } = await parent()
  const [deck, pages] = await Promise.all([
    language === 'cy'
      ? import('../../../ui/deck/words/cy.ts').then((words) => words.deckCy)
      : import('../../../ui/deck/words/en.ts').then((words) => words.deckEn),
    url.pathname === '/listen'
      ? {}
      : language === 'cy'
        ? import('../../../ui/deck/words/pages.cy.ts').then((words) => words.pagesCy)
        : import('../../../ui/deck/words/pages.en.ts').then((words) => words.pagesEn),
  ])
  return { ...data, deck: { ...pages, ...deck } }
}
