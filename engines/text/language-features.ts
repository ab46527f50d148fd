/**
 * Addresses, mentions and tags say nothing about a text's language; the data sets write them in several ways. Nor do
 * places kept for something in a template ("%(name)s", "%1$d", "{name}") and mark-up ("<b>").
 */
const skipped =
  /https?\S*|www\.\S*|[@#]\S+|(?<!\S)[^\s@]+@\S+|&\w+;|\b[Rr][Tt]\b|%\(\w+\)[-#\d.]*[a-z]|%[-\d$.]*[a-z]\b|\{\w*\}|<\/?[a-z][^<>]{0,200}>/g
const words = /[\p{L}\p{M}'’]+/gu

/** The words by which a language is told: letters only, lower case, without addresses, mentions and tags. */
export function languageWords(text: string): string[] {
  const found: string[] = []
  for (const [word] of text.replace(skipped, ' ').replaceAll('_', '').matchAll(words)) {
    const bare = withoutQuotes(word)
    if (bare !== '' && bare.length <= 40) found.push(bare.toLowerCase().replace(/’/g, "'"))
  }
  return found
}

/** Without the quotation marks around it; an expression would look again from each of a thousand marks. */
function withoutQuotes(word: string): string {
  let [from, to] = [0, word.length]
  while (from < to && isQuote(word, from)) from++
  while (to > from && isQuote(word, to - 1)) to--
  return word.slice(from, to)
}

const isQuote = (word: string, at: number): boolean => word[at] === "'" || word[at] === '’'

/**
 * Calls `emit` with the 32-bit hash of each feature of a word: the word itself and its runs of two to four letters,
 * with its edges marked. FNV-1a over UTF-16 units, so that trainer and reader agree on any machine.
 */
export function wordFeatures(word: string, emit: (hash: number) => void): void {
  const edged = `_${word}_`
  for (let from = 0; from < edged.length; from++) {
    let hash = 0x811c9dc5
    const until = Math.min(edged.length, from + 4)
    for (let at = from; at < until; at++) {
      hash = Math.imul(hash ^ edged.charCodeAt(at), 0x01000193) >>> 0
      if (at > from) emit(hash)
    }
  }
  emit(wordHash(word))
}

/** The hash of the feature that is the whole word. */
export function wordHash(word: string): number {
  let hash = 0x2f0b4a1d
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193) >>> 0
  return hash
}
