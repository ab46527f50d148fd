import type { LayoutLoad } from './$types'

/** The room's words, in the language of the page only. */
export const load: LayoutLoad = async ({ data, parent }) => {
  const { language } = await parent()
  return {
    ...data,
    deck:
      language === 'cy'
        ? (await import('../../../ui/deck/words/cy.ts')).deckCy
        : (await import('../../../ui/deck/words/en.ts')).deckEn,
  }
}
