import { type Document, tokensOf } from './document.ts'

/**
 * The words of a post as the text form of a PostgreSQL `tsvector`: `'flood':1,7 'river':2`. The same words, positions and
 * caps as the matcher sees. At most about 0.8 MB.
 */
export function toVector(document: Document): string {
  const tokens = tokensOf(document)
  const words = new Map<string, string>()
  for (let i = 0; i < tokens.count; i++) {
    const word = tokens.word(i)
    const before = words.get(word)
    words.set(word, before === undefined ? String(tokens.position[i]) : `${before},${tokens.position[i]}`)
  }
  let text = ''
  for (const [word, positions] of words) text += `${text ? ' ' : ''}${lexeme(word)}:${positions}`
  return text
}

/** A word quoted for `tsvector` and `tsquery`. */
export function lexeme(word: string): string {
  return `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}
