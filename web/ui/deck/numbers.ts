import { page } from '$app/state'
import { LOCALE } from '../../words/index.ts'

/** "1,204". */
export const number = (n: number): string => n.toLocaleString(LOCALE[page.data.language])

/** "38 %" written as the language writes it. */
export const percent = (share: number): string =>
  share.toLocaleString(LOCALE[page.data.language], { style: 'percent', maximumFractionDigits: 0 })

/** "Welsh" for `cy`; the code itself where no name is known. */
export function languageName(code: string): string {
  const language = LOCALE[page.data.language]
  if (code === 'und') return page.data.language === 'cy' ? 'anhysbys' : 'not known'
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(code) ?? code
  } catch {
    return code
  }
}
