import type { PanelWords } from './words/panels.en.ts'

export type Drawings = typeof import('./drawings.ts') & { words: PanelWords }

/** What draws panels, with the words in them; a deck of posts alone never asks for either. */
export async function loadDrawings(language: 'en' | 'cy'): Promise<Drawings> {
  const [drawings, words] = await Promise.all([import('./drawings.ts'), loadPanelWords(language)])
  return { ...drawings, words }
}

/** The words of panels, in this language only. */
export const loadPanelWords = async (language: 'en' | 'cy'): Promise<PanelWords> =>
  language === 'cy'
    ? (await import('./words/panels.cy.ts')).panelsCy
    : (await import('./words/panels.en.ts')).panelsEn
