/** How a person wants the pages to look: kept in a cookie of this browser, because a screen is not a person. */
export const THEMES = ['system', 'light', 'dark'] as const
export const DENSITIES = ['comfortable', 'compact'] as const
export const LANGUAGES = ['en', 'cy'] as const
export type Theme = (typeof THEMES)[number]
export type Density = (typeof DENSITIES)[number]
export type Language = (typeof LANGUAGES)[number]

export interface Look {
  language: Language
  theme: Theme
  density: Density
}

export const LOOK_COOKIE = 'folkmoot-look'
export const PLAIN_LOOK: Look = { language: 'en', theme: 'system', density: 'comfortable' }

/** Reads `cy.dark.compact`; a part that is unknown falls back to the plain look. */
export function readLook(text: string | undefined, acceptLanguage = ''): Look {
  const [language, theme, density] = (text ?? '').split('.')
  const asked: Language = /^\s*cy\b/i.test(acceptLanguage) ? 'cy' : 'en'
  return {
    language: LANGUAGES.find((one) => one === language) ?? asked,
    theme: THEMES.find((one) => one === theme) ?? PLAIN_LOOK.theme,
    density: DENSITIES.find((one) => one === density) ?? PLAIN_LOOK.density,
  }
}

export const writeLook = (look: Look): string => `${look.language}.${look.theme}.${look.density}`
