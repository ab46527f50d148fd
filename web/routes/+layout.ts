import type { Words } from '../words/index.ts'
import type { LayoutLoad } from './$types'

/** Only the catalogue of the language in use travels to the browser; with the deck, only the words of its frame. */
export const load: LayoutLoad = async ({ data, url }) => {
  const cy = data.language === 'cy'
  const words =
    url.pathname === '/listen'
      ? cy
        ? (await import('../words/frame.cy.ts')).frameCy
        : (await import('../words/frame.en.ts')).frameEn
      : cy
        ? (await import('../words/cy.ts')).cy
        : (await import('../words/en.ts')).en
  return { ...data, words: words as Words }
}
