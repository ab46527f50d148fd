import { mix, seed } from './hashing.ts'
import { tokenise } from './tokenise.ts'

/** A feature of a text: its hash, its strength, and the span of words it was made of. */
export type Emit = (hash: number, value: number, first: number, last: number) => void

/** How good or bad a word is by itself, about -4..4; 0 when not known. Keys are `wordHash`. */
export type Valence = (hash: number) => number

/** The words and signs of a text as the tone model reads them. */
export interface Reading {
  words: string[]
  start: number[]
  end: number[]
}

const negations = new Set(
  'no not never none nobody nothing neither nor cannot without hardly barely dont doesnt didnt isnt arent wasnt werent wont wouldnt cant couldnt shouldnt havent hasnt hadnt aint nt'.split(
    ' ',
  ),
)
/** After these a negation has spent itself. */
const turns = new Set(['but', 'however', 'although', 'though', 'yet', '!', '?', '.'])

const signs =
  /(?:[:;=8xX]['’`]?[-o^]?[)\]([dDpP/\\|@3*cCoO]+(?![\p{L}\d]))|<3+|\^_+\^|-_+-|\(:|\):|!+|\?+|\.{2,}|[.…]|\b[xX]{2,}\b/gu
const stretched = /(.)\1{2,}/gu

const smiles: [RegExp, string][] = [
  [/^[:;=8xX]['’`]?[-o^]?[)\]dDpP3*]+$|^<3+$|^\^_+\^$|^\(:$/, '<smile>'],
  [/^[:;=8xX]['’`]?[-o^]?[([/\\|@cC]+$|^-_+-$|^\):$/, '<frown>'],
]

/** Words in order with emoticons and stops between them; handles and addresses become one sign each. */
export function readTone(text: string): Reading {
  const words: string[] = []
  const start: number[] = []
  const end: number[] = []
  const tokens = tokenise(text)
  const marks = [...text.matchAll(signs)]
  let m = 0
  let last = -1
  const mark = (until: number) => {
    for (; m < marks.length && marks[m]!.index < until; m++) {
      const { 0: raw, index } = marks[m]!
      if (index < last) continue
      const sign =
        smiles.find(([pattern]) => pattern.test(raw))?.[1] ??
        (raw[0] === '!'
          ? raw.length > 1
            ? '!!'
            : '!'
          : raw[0] === '?'
            ? raw.length > 1
              ? '??'
              : '?'
            : /^[.…]/.test(raw)
              ? raw.length > 1 || raw === '…'
                ? '..'
                : '.'
              : 'xx')
      words.push(sign)
      start.push(index)
      end.push(index + raw.length)
    }
  }
  for (const token of tokens) {
    if (token.word === '?') continue
    mark(token.start)
    if (token.start < last) {
      // The words inside a tag or handle: a tag's words speak too, a handle's do not.
      if (text[last - 1] !== undefined && words.at(-1) === '<handle>') continue
    }
    let word = token.word
    if (word.charCodeAt(0) === 64) word = '<handle>'
    const raw = text.slice(token.start, token.end)
    if (stretched.test(raw)) {
      word = word.replace(stretched, '$1$1')
      words.push('<stretched>')
      start.push(token.start)
      end.push(token.end)
    }
    words.push(word)
    start.push(token.start)
    end.push(token.end)
    if (raw.length > 2 && raw === raw.toUpperCase() && /\p{Lu}{3}/u.test(raw)) {
      words.push('<shout>')
      start.push(token.start)
      end.push(token.end)
    }
    last = Math.max(last, token.end)
  }
  mark(text.length + 1)
  return { words, start, end }
}

/** The hash by which a word's own valence is kept. */
export const wordHash = (word: string): number => mix(seed, word)

const strengthOf = { letters: 0.4, word: 1, pair: 0.7, valence: 1.5 }

/**
 * Calls `emit` for each feature: words, words under a negation, pairs, triples, pairs with a gap, runs of letters of
 * words (for spellings never seen), and how the words' own valences add up, negation turned.
 */
export function toneFeatures({ words }: Reading, valence: Valence, emit: Emit): void {
  let negated = 0
  let good = 0
  let bad = 0
  let most = 0
  let least = 0
  let latest = 0
  let lateSum = 0
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    const own = mix(seed, word)
    emit(own, strengthOf.word, i, i)
    if (negations.has(word)) negated = 4
    else if (turns.has(word)) negated = 0
    else if (negated > 0) {
      negated--
      emit(mix(seed ^ 0x51, word), strengthOf.word, i, i)
    }
    let v = valence(own)
    if (v !== 0) {
      if (negated > 0 && !negations.has(word)) v *= -0.7
      if (words[i - 1] === '<shout>' || words[i + 1] === '<shout>') v *= 1.3
      if (v > 0) good += v
      else bad -= v
      if (v > most) most = v
      if (v < least) least = v
      latest = v
      if (i * 2 >= words.length) lateSum += v
    }
    if (i + 1 < words.length) {
      const pair = mix(mix(seed ^ 2, word), words[i + 1]!)
      emit(pair, strengthOf.pair, i, i + 1)
      if (i + 2 < words.length) {
        emit(mix(pair ^ 3, words[i + 2]!), strengthOf.pair, i, i + 2)
        emit(mix(mix(seed ^ 4, word), words[i + 2]!), strengthOf.pair, i, i + 2)
      }
    }
    if (word.length > 3 && word.charCodeAt(0) > 64) runsOfLetters(`_${word}_`, i, emit)
  }
  if (words.length === 0) return
  emit(mix(seed ^ 6, words.at(-1)!), strengthOf.word, words.length - 1, words.length - 1)
  const sums = [good, bad, good - bad, most, least, latest, lateSum]
  for (const [kind, sum] of sums.entries()) {
    // One feature for the step and one for each step below it, so that neighbouring sums share what they learn.
    const step = Math.max(-8, Math.min(8, Math.round(sum * 1.2)))
    emit(steps(kind, step), strengthOf.valence, -1, -1)
    for (let under = Math.sign(step); under !== 0 && under !== step; under += Math.sign(step))
      emit(steps(kind + 16, under), strengthOf.valence / 2, -1, -1)
  }
}

/** Three to five letters from each place on; hashed on from one to the next, as `mix` would each by itself. */
function runsOfLetters(edged: string, word: number, emit: Emit): void {
  for (let from = 0; from + 3 <= edged.length; from++) {
    let hash = seed ^ 5
    const until = Math.min(edged.length, from + 5)
    for (let at = from; at < until; at++) {
      hash = Math.imul(hash ^ edged.charCodeAt(at), 0x01000193)
      if (at - from >= 2) emit(Math.imul(hash ^ 0x1f, 0x01000193) >>> 0, strengthOf.letters, word, word)
    }
  }
}

const steps = (kind: number, step: number): number =>
  Math.imul(0x9e3779b1 ^ (kind * 64 + step + 32), 0x85ebca6b) >>> 0
