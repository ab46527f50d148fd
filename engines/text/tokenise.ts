import { TokenBuffer } from './tokenise-buffer.ts'
import { scanText } from './tokenise-scan.ts'

/** A word of a text, folded. */
export interface Token {
  /** Lower case without accents; `#tag`, `@handle`, an emoji, or `?` for a question mark. At most 64 UTF-16 units. */
  word: string
  /** UTF-16 offsets into the text as given. */
  start: number
  end: number
  /** Counts from 1; several tokens may share a position (a tag and its words). */
  position: number
}

const scratch = new TokenBuffer()

/**
 * The words of a text as every part of Folkmoot sees them. Tokens come in order of position. At most 4,000 tokens and
 * 200 occurrences of a word; the rest of the text is not seen. Text should be NFC (`cleanText` makes it so).
 */
export function tokenise(text: string): Token[] {
  scratch.clear()
  scanText(text, scratch)
  scratch.finish()
  const tokens: Token[] = []
  for (let i = 0; i < scratch.count; i++)
    tokens.push({
      word: scratch.word(i),
      start: scratch.start[i]!,
      end: scratch.end[i]!,
      position: scratch.position[i]!,
    })
  return tokens
}
