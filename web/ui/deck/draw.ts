import type { PanelWords } from './words/panels.en.ts'

export type Drawings = typeof import('./drawings.ts') & { words: PanelWords }

/** What draws panels, with the words in them in this language; a deck of posts alone asks for neither. */
export async function loadDrawings(language: 'en' | 'cy'): Promise<Drawings> {
  const [drawings, words] = await Promise.all([
    import('./drawings.ts').then(({ Details, Panel }) => ({ Details, Panel })),
    language === 'cy'
      ? import('./words/panels.cy.ts').then((found) => found.panelsCy)
      : import('./words/panels.en.ts').then((found) => found.panelsEn),
  ])
  return { ...drawings, words }
}
