import { type Emit, mix, seed } from './hashing.ts'
import { rumourSigns } from './rumour-signs.ts'

/** A post's words as the rumour model reads them. */
export interface RumourReading {
  words: string[]
  start: number[]
  end: number[]
  /** How the post is made. */
  signs: string[]
  /** What it does, a sign each (`rumour-signs.ts`). */
  does: string[]
}

const own = new Set('i im ive id my me we our us'.split(' '))
const asking = /^(?:who|what|why|how|when|where|is|are|did|does|can|will)$/

/**
 * Words in lower case, figures as 0, a tag of several words also as its words. Handles, addresses and punctuation are
 * not read: the posts that the model learnt from have lost theirs, and only show where they stood.
 */
export function readRumour(text: string): RumourReading {
  const reading: RumourReading = { words: [], start: [], end: [], signs: [], does: [] }
  const bare = text.replace(/https?:\/\/\S+|@\w+/g, (gone) => ' '.repeat(gone.length))
  reading.does = rumourSigns(bare)
  let many = 0
  let capital = 0
  let shouted = 0
  for (const { 0: raw, index } of bare.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    many++
    if (/^\p{Lu}/u.test(raw)) capital++
    if (/^\p{Lu}{4,}$/u.test(raw)) shouted++
    const parts = raw.split(/(?<=\p{Ll})(?=\p{Lu})/u)
    for (const word of parts.length > 1 ? [raw, ...parts] : parts) {
      reading.words.push(word.toLowerCase().replace(/\d+/g, '0'))
      reading.start.push(index)
      reading.end.push(index + raw.length)
    }
  }
  const { words, signs } = reading
  const owned = words.filter((word) => own.has(word)).length
  signs.push(
    `words${Math.min(6, many >> 2)}`,
    `own${Math.min(2, owned)}`,
    `capital${Math.round((5 * capital) / Math.max(1, many))}`,
    `shout${Math.min(2, shouted)}`,
    `link-end${/^(?:https?:\/\/|$)/.test(lastWord(text)) ? 1 : 0}`,
    `opens${/^[\s@#]/.test(text) ? 1 : 0}`,
  )
  if (/\d/.test(bare)) signs.push('figures')
  if (asking.test(words[0] ?? '')) signs.push('asks')
  return reading
}

/** What stands after the last blank; nothing when a text ends with one, as it does where a link was taken out. */
function lastWord(text: string): string {
  let from = text.length
  while (from > 0 && !/\s/.test(text[from - 1]!)) from--
  return text.slice(from)
}

/** What a post does says more than any one of its words. */
export const doesCount = 4

/** Calls `emit` for words, their beginnings, pairs, pairs with gaps, triples and signs. */
export function rumourFeatures({ words, signs, does }: RumourReading, emit: Emit): void {
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    emit(mix(seed ^ 0x200, word), 1, i, i)
    if (word.length > 5) emit(mix(seed ^ 0x201, word.slice(0, 5)), 1, i, i)
    if (i + 1 >= words.length) continue
    const pair = mix(mix(seed ^ 0x202, word), words[i + 1]!)
    emit(pair, 1, i, i + 1)
    if (i + 2 >= words.length) continue
    emit(mix(pair ^ 0x203, words[i + 2]!), 1, i, i + 2)
    emit(mix(mix(seed ^ 0x204, word), words[i + 2]!), 1, i, i + 2)
    if (i + 3 < words.length) emit(mix(mix(seed ^ 0x205, word), words[i + 3]!), 1, i, i + 3)
  }
  if (words.length > 0) emit(mix(seed ^ 0x206, words[0]!), 1, 0, 0)
  for (const sign of signs) emit(mix(seed ^ 0x207, sign), 1, -1, -1)
  for (const sign of does) emit(mix(seed ^ 0x208, sign), doesCount, -1, -1)
}
