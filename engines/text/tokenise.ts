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

/** Words that were met, by hash, so that one that comes again is not made again; a power of two of them. */
const met: string[] = new Array(8_192).fill('')

/** The word of token `i`, the same string as the last time where it is still known. */
function wordOf(i: number): string {
  const { units } = scratch
  const from = scratch.from[i]!
  const length = scratch.to[i]! - from
  const place = scratch.hash[i]! & (met.length - 1)
  const known = met[place]!
  let same = 0
  if (known.length === length) while (same < length && known.charCodeAt(same) === units[from + same]) same++
  if (same === length) return known
  const word = scratch.word(i)
  met[place] = word
  return word
}

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
      word: wordOf(i),
      start: scratch.start[i]!,
      end: scratch.end[i]!,
      position: scratch.position[i]!,
    })
  return tokens
}
