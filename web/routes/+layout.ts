import type { LayoutLoad } from './$types'

/** Only the catalogue of the language in use travels to the browser. */
export const load: LayoutLoad = async ({ data }) => ({
  ...data,
  words: data.language === 'cy' ? (await import('../words/cy.ts')).cy : (await import('../words/en.ts')).en,
})
