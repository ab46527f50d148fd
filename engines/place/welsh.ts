/** Words after which a Welsh name changes its first letter. */
export const mutating = new Set('i o yn yng ym a ac ar am ger gan dros trwy heb hyd at na tua neu'.split(' '))

/** What a name may have begun with: mutated beginning → the beginnings it can stand for, longest first. */
const beginnings: [string, string[]][] = [
  ['ngh', ['c']],
  ['ng', ['g']],
  ['mh', ['p']],
  ['nh', ['t']],
  ['ch', ['c']],
  ['ph', ['p']],
  ['th', ['t']],
  ['dd', ['d']],
  ['g', ['c']],
  ['b', ['p']],
  ['d', ['t']],
  ['f', ['b', 'm']],
  ['m', ['b']],
  ['n', ['d']],
  ['l', ['ll', 'gl']],
  ['r', ['rh', 'gr']],
]

/** The names that a mutated Welsh name may stand for: "Nghaerdydd" → "caerdydd". Folded words, none twice. */
export function unmutated(word: string): string[] {
  const found: string[] = []
  for (const [mutated, originals] of beginnings)
    if (word.startsWith(mutated) && word.length > mutated.length + 2)
      for (const original of originals) found.push(original + word.slice(mutated.length))
  // Soft mutation drops a G: "o Wynedd" is from Gwynedd.
  if (/^[aeiouwy]/.test(word)) found.push(`g${word}`)
  return found
}
