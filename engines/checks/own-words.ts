import type { Found } from './finding.ts'
import { skeletonOf } from './skeleton.ts'

/**
 * Where a text has one of an organisation's own words: whole words only (Scunthorpe is not on the list), in any case, also
 * with look-alike letters, accents left out, or unseen characters put in.
 */
export function findOwnWord(text: string, word: string): Found[] {
  const wanted = skeletonOf(word).text
  if (wanted === '') return []
  const { text: plain, at } = skeletonOf(text)
  const found: Found[] = []
  for (let from = plain.indexOf(wanted); from >= 0; from = plain.indexOf(wanted, from + 1)) {
    const to = from + wanted.length
    if (isLetter(plain[from - 1]) || isLetter(plain[to])) continue
    found.push({ start: at[from]!, end: at[to - 1]! + 1 })
  }
  return found
}

const isLetter = (unit: string | undefined): boolean => unit !== undefined && /[\p{L}\p{N}]/u.test(unit)
