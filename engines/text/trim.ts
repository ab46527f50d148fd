/* Ends of texts, looked at once. An expression such as /[.-]+$/ looks again from each of a thousand dots. Pure. */

/** Without the characters at its end that `dropped` (one character long) matches. */
export function trimEnd(text: string, dropped: RegExp): string {
  let to = text.length
  while (to > 0 && dropped.test(text[to - 1]!)) to--
  return to === text.length ? text : text.slice(0, to)
}

/** The same at both ends. */
export function trimEnds(text: string, dropped: RegExp): string {
  let from = 0
  while (from < text.length && dropped.test(text[from]!)) from++
  return trimEnd(from === 0 ? text : text.slice(from), dropped)
}

/** The first `max` UTF-16 units without a word that was cut in two; half a character goes too. */
export function cutToWord(text: string, max: number): string {
  if (text.length <= max) return text
  const cut = text.slice(0, max)
  let word = cut.length
  while (word > 0 && !/\s/.test(cut[word - 1]!)) word--
  const whole = word > 0 ? cut.slice(0, word) : cut.isWellFormed() ? cut : cut.slice(0, -1)
  return trimEnd(whole, /\s/)
}
