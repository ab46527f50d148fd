/** Rules for posts in Welsh. */
import type { Found, Rule } from './finding.ts'

/** Words of Welsh texts that keep a foreign letter: names, units and loans that dictionaries have. */
const kept =
  /^(?:covid|facebook|twitter|x|zoom|whatsapp|tiktok|vaccine|km|kg|kb|quad|taxi|visa|van|viking|xmas|zombi|sgwâr|kiwi|karate|ok|okay|uk|tv|dvd|url|dvla|volt|vegan|video|ven)$/i

/**
 * A word in small letters with k, q, v, x or z, which the Welsh alphabet has not: a slip, or English left over. What stands
 * with a capital is a name.
 */
export const notWelsh: Rule = {
  id: 'not-welsh',
  severity: 'note',
  why: 'The Welsh alphabet has no k, q, v, x or z: this word may be a slip or left in English.',
  find: ({ text, language }) => (language === 'cy' ? foreignWords(text) : []),
}

/** Addresses, handles and tags are nobody's spelling; the rest is looked at word by word. */
function foreignWords(text: string): Found[] {
  const found: Found[] = []
  for (const { 0: piece, index } of text.matchAll(/\S+/gu)) {
    if (/^[@#]|^https?:/i.test(piece) || piece.includes('@')) continue
    for (const { 0: word, index: at } of piece.matchAll(/[\p{L}\p{N}]+/gu))
      if (/^\p{Ll}+$/u.test(word) && /[kqvxz]/.test(word) && !kept.test(word))
        found.push({ start: index + at, end: index + at + word.length })
  }
  return found
}
