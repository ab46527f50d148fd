import { bundledRows, lazily } from '../text/bundled.ts'
import { ends, roadNumber, smallEnds, starts } from './data/spot-words.ts'
import { givenNames, placeAfter, placeBefore, titles } from './data/words.ts'
import type { Word } from './scan-words.ts'
import { isPlain } from './weigh-name.ts'

/** Tokens `first` to `last` name something that no list of ours can place by itself. */
export interface Spot {
  last: number
}

/** Folded first word → names (folded, without the first word) of settlements whose position nobody gave us. */
const unplaced = lazily((): Map<string, Set<string>> => {
  const names = new Map<string, Set<string>>()
  for (const [first = '', rests = ''] of bundledRows('engines/place/data/unplaced.tsv'))
    names.set(first, new Set(rests.split('|')))
  return names
})

const mostWords = 5

/**
 * A street, building, river, numbered road, or a settlement without coordinates, that begins at token `i`; null when
 * none does. Such a thing is put where the text puts it, never by itself.
 */
export function spotAt(text: string, tokens: Word[], i: number): Spot | null {
  const first = tokens[i]!
  if (first.tag) return null
  if (first.digits && first.capital && roadNumber.test(text.slice(first.start, first.end))) return { last: i }
  // "At Smithdown Road" begins with its second word.
  if (!first.capital || placeBefore.has(first.folded) || leading.has(first.folded)) return null
  return facility(text, tokens, i) ?? settlement(text, tokens, i)
}

const spaced = (text: string, a: Word, b: Word) => {
  const between = text.slice(a.end, b.start)
  return between === ' ' || between === '-' || (between === '. ' && a.folded === 'st')
}

/** These say what kind of school or station, not which. */
const kinds = new Set(
  'primary secondary high junior infant local crown police fire railway bus train village community public care nursing'.split(
    ' ',
  ),
)
const leading = new Set('on a an and but his her their this that two three police when while if'.split(' '))

/** "Smithdown Road", "Prince of Wales Theatre", "River Wear", "University of Lincoln". */
function facility(text: string, tokens: Word[], i: number): Spot | null {
  const first = tokens[i]!
  const begins = starts.has(first.folded)
  let last = -1
  for (let at = i + 1; at < tokens.length && at <= i + mostWords; at++) {
    const token = tokens[at]!
    if (!spaced(text, tokens[at - 1]!, token)) break
    if (!token.capital) {
      if (
        (token.folded === 'of' || token.folded === 'the' || token.folded === 'and') &&
        tokens[at + 1]?.capital
      )
        continue
      if (smallEnds.has(token.folded) && first.folded !== 'the' && !kinds.has(first.folded)) last = at
      break
    }
    if (begins && at <= i + 3) last = at
    if (ends.has(token.folded)) last = at
  }
  if (last < 0 || (last === i + 1 && (givenNames.has(first.folded) || titles.has(first.folded)))) return null
  // "The Park", "New Road" at the start of a sentence say nothing without a name in them.
  return last === i + 1 && first.folded === 'the' ? null : { last }
}

/** A settlement of the Ordnance Survey's list whose point is not published with it. */
function settlement(text: string, tokens: Word[], i: number): Spot | null {
  const first = tokens[i]!
  const rests = unplaced().get(first.folded)
  if (!rests) return null
  let last = rests.has('') ? i : -1
  let key = ''
  for (let at = i + 1; at < tokens.length && at <= i + 3; at++) {
    if (!spaced(text, tokens[at - 1]!, tokens[at]!)) break
    key = key === '' ? tokens[at]!.folded : `${key} ${tokens[at]!.folded}`
    if (tokens[at]!.capital && rests.has(key)) last = at
  }
  if (last > i) return { last }
  if (last < 0 || !isPlain(first.folded) || first.allCapitals) return null
  // One word alone needs a word that places.
  const before = tokens[i - 1]
  const after = tokens[i + 1]
  const said =
    (before !== undefined && placeBefore.has(before.folded) && !before.capital) ||
    (after !== undefined && placeAfter.has(after.folded) && !after.capital)
  return said && !(after?.capital && spaced(text, first, after)) ? { last } : null
}
