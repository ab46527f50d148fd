import { TokenBuffer } from './tokenise-buffer.ts'
import { scanText } from './tokenise-scan.ts'
import { CASE, CLASS, EMOJI, QUESTION, SURROGATE, UPPER, WORD } from './tokenise-table.ts'

/** Words past this many are not read: the tone of a long letter is in its beginning. */
export const MOST_WORDS = 400
/** Letters of a word that are read. */
export const MOST_LETTERS = 24

/** What stands at a place of a reading. */
export const PLAIN = 0
/** A hashtag as a whole; its words follow it. */
export const TAG = 1
/** A word inside a hashtag. */
export const TAGGED = 2
/** Somebody's handle. */
export const HANDLE = 3
/** A stop, an exclamation mark, an emoticon. */
export const SIGN = 4
export const PICTURE = 5
export const ADDRESS = 6

export const SHOUTED = 1
export const STRETCHED = 2

const SEED = 0x811c9dc5 | 0
const PRIME = 0x01000193
const EDGE = 95

/**
 * The words and signs of one text in order, flat and reusable: nothing is allocated for a text. The letters of word `i`
 * are `letters[from[i]..to[i]]`, between two `_`, with no letter more than twice in a row.
 */
export class ToneReading {
  count = 0
  readonly hash = new Int32Array(MOST_WORDS)
  readonly kind = new Uint8Array(MOST_WORDS)
  readonly marks = new Uint8Array(MOST_WORDS)
  readonly from = new Int32Array(MOST_WORDS)
  readonly to = new Int32Array(MOST_WORDS)
  readonly start = new Int32Array(MOST_WORDS)
  readonly end = new Int32Array(MOST_WORDS)
  readonly letters = new Uint16Array(MOST_WORDS * (MOST_LETTERS + 2))
  private top = 0
  private stretched = false
  private readonly tokens = new TokenBuffer()

  /** Reads a text; what was read before is forgotten. */
  read(text: string): void {
    const { tokens } = this
    this.count = 0
    this.top = 0
    tokens.clear()
    scanText(text, tokens)
    let last = 0
    let tagEnd = -1
    // Where the next apostrophes stand: most words have none.
    let straight = -1
    let curly = -1
    for (let i = 0; i < tokens.count && this.count < MOST_WORDS - 4; i++) {
      const start = tokens.start[i]!
      const first = tokens.units[tokens.from[i]!]!
      if (first === 63 && CLASS[text.charCodeAt(start)] === QUESTION) continue // the gaps read the marks
      if (start < tagEnd) {
        this.word(tokens, i, TAGGED, 0)
        continue
      }
      if (start < last) continue
      // Most words are parted by a blank and nothing else.
      if (start - last !== 1 || text.charCodeAt(last) !== 32) last = this.gap(text, last, start)
      if (start < last) continue // a letter that is the mouth of an emoticon
      const end = tokens.end[i]!
      last = end
      if (first === 64) this.add(HANDLE, signs.handle, start, end)
      else if (first === 35) {
        this.word(tokens, i, TAG, 0)
        tagEnd = end
      } else if (isPicture(text, start)) this.word(tokens, i, PICTURE, 0)
      else {
        this.word(tokens, i, PLAIN, isShouted(text, start, end) ? SHOUTED : 0)
        if (straight < start) straight = nextOf(text, "'", start)
        if (curly < start) curly = nextOf(text, '’', start)
        if ((straight < end || curly < end) && isShortened(text, start, end))
          this.hash[this.count - 1] = shortened(this.hash[this.count - 1]!)
      }
    }
    this.gap(text, last, text.length)
  }

  private add(kind: number, hash: number, start: number, end: number): void {
    const i = this.count
    if (i >= MOST_WORDS) return
    this.hash[i] = hash
    this.kind[i] = kind
    this.marks[i] = 0
    this.from[i] = this.to[i] = this.top
    this.start[i] = start
    this.end[i] = end
    this.count = i + 1
  }

  private word(tokens: TokenBuffer, token: number, kind: number, marks: number): void {
    const i = this.count
    if (i >= MOST_WORDS) return
    const { units, roll } = tokens
    const { letters } = this
    const from = this.top
    const first = tokens.from[token]!
    const to = tokens.to[token]!
    let top = from
    letters[top++] = EDGE
    // The tokeniser's hash is the same as long as no letter stands more than twice in a row.
    let h = roll[to - 1]!
    let before = 0
    let thrice = to - first > MOST_LETTERS
    for (let at = first; at < to && !thrice; at++) {
      const unit = units[at]!
      thrice = unit === before && at > first + 1 && unit === units[at - 2]
      before = unit
      letters[top++] = unit
    }
    if (thrice) {
      h = this.shorten(tokens, token)
      top = this.top
      if (this.stretched) marks |= STRETCHED
    }
    letters[top++] = EDGE
    this.top = top
    this.hash[i] = close(h)
    this.kind[i] = kind
    this.marks[i] = marks
    this.from[i] = from
    this.to[i] = top
    this.start[i] = tokens.start[token]!
    this.end[i] = tokens.end[token]!
    this.count = i + 1
  }

  /** Writes a long or stretched word's letters after its edge, up to `top`; answers its hash as yet open. */
  private shorten({ units, from, to }: TokenBuffer, token: number): number {
    const { letters } = this
    const most = this.top + 1 + MOST_LETTERS
    let top = this.top + 1
    let h = SEED
    let before = 0
    let twice = 0
    this.stretched = false
    for (let at = from[token]!; at < to[token]!; at++) {
      const unit = units[at]!
      if (unit === before) {
        if (unit === twice) {
          this.stretched = true
          continue
        }
        twice = unit
      } else twice = 0
      before = unit
      h = Math.imul(h ^ unit, PRIME)
      if (top < most) letters[top++] = unit
    }
    this.top = top
    return h
  }

  /** Reads the signs between two words; answers where it stopped, past `until` when an emoticon ends in a letter. */
  private gap(text: string, from: number, until: number): number {
    let i = from
    while (i < until) {
      const c = text.charCodeAt(i)
      if (c === 32) {
        i++
        continue
      }
      const begun = i
      if (c === 33 || c === 0xff01) {
        while (i < text.length && text.charCodeAt(i) === c) i++
        this.add(SIGN, i - begun > 1 ? signs.cries : signs.cry, begun, i)
      } else if (CLASS[c] === QUESTION) {
        while (i < text.length && CLASS[text.charCodeAt(i)] === QUESTION) i++
        this.add(SIGN, i - begun > 1 ? signs.asks : signs.ask, begun, i)
      } else if (c === 46 || c === 0x2026) {
        while (i < text.length && (text.charCodeAt(i) === 46 || text.charCodeAt(i) === 0x2026)) i++
        this.add(SIGN, i - begun > 1 || c === 0x2026 ? signs.trail : signs.stop, begun, i)
      } else if (CLASS[c] === WORD) {
        // Letters that are no word are an address.
        while (i < until && text.charCodeAt(i) > 32) i++
        this.add(ADDRESS, signs.address, begun, i)
      } else {
        i = emoticonEnd(text, i)
        if (i > begun) this.add(SIGN, emoticon, begun, i)
        else i++
      }
    }
    return i
  }
}

/** Ends a word's hash, so that "ab" + "c" is not "a" + "bc". */
const close = (h: number): number => Math.imul(h ^ 0x1f, PRIME)

/** The hash by which a word is known, folded as the tokeniser folds it. */
export function wordHash(word: string): number {
  let h = SEED
  for (let i = 0; i < word.length; i++) {
    const unit = word.charCodeAt(i)
    if (i > 1 && unit === word.charCodeAt(i - 1) && unit === word.charCodeAt(i - 2)) continue
    h = Math.imul(h ^ unit, PRIME)
  }
  return close(h)
}

export const signs = {
  handle: wordHash('<handle>'),
  address: wordHash('<address>'),
  cry: wordHash('!'),
  cries: wordHash('!!'),
  ask: wordHash('?'),
  asks: wordHash('??'),
  stop: wordHash('.'),
  trail: wordHash('..'),
  smile: wordHash('<smile>'),
  frown: wordHash('<frown>'),
  heart: wordHash('<3'),
}

function isPicture(text: string, at: number): boolean {
  const kind = CLASS[text.charCodeAt(at)]
  return kind === EMOJI || kind === SURROGATE
}

/** Three capitals or more and no small letter. */
function isShouted(text: string, start: number, end: number): boolean {
  if (end - start < 3) return false
  for (let i = start; i < end; i++) if (CASE[text.charCodeAt(i)] !== UPPER) return false
  return true
}

let emoticon = 0

/** `:-)` and its kin from `i` on: where it ends, `i` when there is none; which of the three it is, in `emoticon`. */
function emoticonEnd(text: string, i: number): number {
  const c = text.charCodeAt(i)
  let j = i + 1
  if (c === 60 && text.charCodeAt(j) === 51) {
    emoticon = signs.heart
    return j + 1
  }
  if (c === 40 && isEyes(text.charCodeAt(j))) {
    emoticon = signs.smile
    return j + 1
  }
  if (!isEyes(c)) return i
  const nose = text.charCodeAt(j)
  if (nose === 39 || nose === 45 || nose === 94 || nose === 111) j++
  const mouth = text.charCodeAt(j)
  // ) ] D P p 3 * are glad, ( [ / \ | c C @ are not; a letter only where the word ends with it.
  if (mouth === 41 || mouth === 93 || mouth === 42) emoticon = signs.smile
  else if (mouth === 40 || mouth === 91 || mouth === 92 || mouth === 124) emoticon = signs.frown
  else if (mouth === 47 && text.charCodeAt(j + 1) !== 47) emoticon = signs.frown
  else if ((mouth === 68 || mouth === 80 || mouth === 112 || mouth === 51) && !isLetter(text, j + 1))
    emoticon = signs.smile
  else if ((mouth === 99 || mouth === 67 || mouth === 83 || mouth === 115) && !isLetter(text, j + 1))
    emoticon = signs.frown
  else return i
  while (text.charCodeAt(j + 1) === mouth) j++
  return j + 1
}

const isEyes = (c: number): boolean => c === 58 || c === 59 || c === 61
const isLetter = (text: string, at: number): boolean => CLASS[text.charCodeAt(at)] === WORD

/** Where a sign stands next, past every word when it comes no more. */
function nextOf(text: string, sign: string, from: number): number {
  const at = text.indexOf(sign, from)
  return at < 0 ? text.length : at
}

/**
 * `I'll`, `we'd`, `she's been`: two words in one, which without its apostrophe would be another word (ill, wed). A denial
 * (`don't`) is the same with and without.
 */
function isShortened(text: string, start: number, end: number): boolean {
  for (let i = start + 1; i < end - 1; i++) {
    const unit = text.charCodeAt(i)
    if (unit === 39 || unit === 0x2019) return (text.charCodeAt(i + 1) | 32) !== 116
  }
  return false
}

/** The hash of a word that was written with an apostrophe: no other word's. */
const shortened = (hash: number): number => Math.imul(hash ^ 39, PRIME)
