import type { TokenBuffer } from './tokenise-buffer.ts'
import * as buffer from './tokenise-buffer.ts'
import * as table from './tokenise-table.ts'
import { astralFold, expansion } from './tokenise-table.ts'
import { pieceEnd } from './tokenise-tag.ts'

// Constants of another module are read from memory at every use; those of this one the compiler knows.
const {
  APOSTROPHE, AT, BREAK, CASE, CLASS, EMOJI, EXPAND, HASH, MARK, QUESTION, SINGLE, SKIP, SURROGATE, UNDERSCORE, UNIT, WORD,
} = table // biome-ignore format: one list of table names
const { MAX_WORD, PRIME, SEED } = buffer

const ZWJ = 0x200d

/**
 * Adds the words of one text to `out`, in order, each at the next position except:
 * - `#FloodAlert`: `#floodalert`, `floodalert` and `flood` at one position, `alert` at the next;
 * - `@alice.example.org`: `@alice.example.org`, `@alice` and `alice` at one position;
 * - an emoji and a question mark (`?`) stand at the position of the word before them, so that "rain 😂 today" still
 *   holds the phrase "rain today";
 * - an address (http, https, www.) takes one position and gives no word.
 * Apostrophes: `don't` = `dont`, `O’Brien` = `obrien`, `police's` = `police`. Hyphens separate: `covid-19` = `covid` `19`.
 * Lone surrogates separate words.
 */
export function scanText(text: string, out: TokenBuffer): void {
  const length = text.length
  out.reserve(length)
  let i = 0
  while (i < length && !out.full) {
    const c = text.charCodeAt(i)
    if (UNIT[c] !== 0) {
      i =
        (c === 104 || c === 72 || c === 119 || c === 87) && startsAddress(text, i)
          ? address(text, i, out)
          : word(text, i, out)
      continue
    }
    const kind = CLASS[c]!
    if (kind === BREAK) i++
    else i = special(text, i, kind, out)
  }
}

/** A run of letters and digits from `i`; answers where it ends. */
function word(text: string, i: number, out: TokenBuffer): number {
  const length = text.length
  const from = out.top
  const units = out.units
  const roll = out.roll
  let top = from
  let h = SEED
  let j = i
  for (; j < length; j++) {
    const unit = UNIT[text.charCodeAt(j)]!
    if (unit === 0 || top - from >= MAX_WORD) break
    units[top] = unit
    h = Math.imul(h ^ unit, PRIME)
    roll[top++] = h
  }
  out.top = top
  // The common word is plain letters up to a space; anything else takes the careful way.
  if (j < length) {
    const kind = CLASS[text.charCodeAt(j)]!
    if (kind !== BREAK && kind !== HASH && kind !== AT && kind !== QUESTION && kind !== UNDERSCORE)
      return wordOn(text, i, j, from, out)
  }
  out.place++
  out.token(from, i, j)
  return j
}

/** The rest of a word that holds an apostrophe, a joiner, a ligature or a letter above U+FFFF. */
function wordOn(text: string, i: number, at: number, from: number, out: TokenBuffer): number {
  let j = letters(text, at, text.length, from, out)
  while (
    j < text.length &&
    CLASS[text.charCodeAt(j)] === APOSTROPHE &&
    isWordAt(text, j + 1) &&
    !isPossessive(text, j)
  )
    j = letters(text, j + 1, text.length, from, out)
  let end = j
  while (end > i && CLASS[text.charCodeAt(end - 1)] === SKIP) end--
  out.place++
  out.token(from, i, end)
  return isPossessive(text, j) ? j + 2 : j
}

/** Writes the folded letters from `at` up to `limit` or the first unit that is none; answers where it stopped. */
function letters(text: string, at: number, limit: number, from: number, out: TokenBuffer): number {
  let j = at
  while (j < limit) {
    const c = text.charCodeAt(j)
    const unit = UNIT[c]!
    if (unit !== 0) out.push(from, unit)
    else {
      const kind = CLASS[c]!
      if (kind === EXPAND) out.pushText(from, expansion(c))
      else if (kind === SURROGATE) {
        const point = text.codePointAt(j)!
        const folded = point > 0xffff ? astralFold(point) : ''
        if (folded === '' || folded < '\u0002') break
        if (folded !== '\u0002') out.pushText(from, folded)
        j++
      } else if (kind !== SKIP) break
    }
    j++
  }
  return j
}

function special(text: string, i: number, kind: number, out: TokenBuffer): number {
  if (kind === HASH && (i === 0 || !isTail(text, i))) return tag(text, i, out)
  if (kind === AT && (i === 0 || !isTail(text, i))) return handle(text, i, out)
  if (kind === QUESTION) return mark(text, i, out)
  if (kind === EMOJI) return emoji(text, i, out)
  if (kind === SINGLE) return single(text, i, out)
  if (kind === EXPAND) return wordOn(text, i, i, out.top, out)
  if (kind === SURROGATE) {
    const point = text.codePointAt(i)!
    const folded = point > 0xffff ? astralFold(point) : ''
    if (folded === '\u0000') return emoji(text, i, out)
    if (folded === '\u0001') return single(text, i, out)
    if (folded !== '' && folded !== '\u0002') return wordOn(text, i, i, out.top, out)
    return i + (point > 0xffff ? 2 : 1)
  }
  return i + 1
}

function isTail(text: string, i: number): boolean {
  const kind = CLASS[text.charCodeAt(i - 1)]!
  return kind === WORD || kind === EXPAND || kind === UNDERSCORE || text.charCodeAt(i - 1) === 38 // '&#39;'
}

function isWordAt(text: string, i: number): boolean {
  if (i >= text.length) return false
  const kind = CLASS[text.charCodeAt(i)]!
  return kind === WORD || kind === EXPAND
}

/** An apostrophe at `i`, an s, and then no letter. */
function isPossessive(text: string, i: number): boolean {
  if (i >= text.length || CLASS[text.charCodeAt(i)] !== APOSTROPHE) return false
  const c = text.charCodeAt(i + 1)
  if (c !== 115 && c !== 83) return false
  const next = i + 2 < text.length ? CLASS[text.charCodeAt(i + 2)]! : BREAK
  return next !== WORD && next !== EXPAND && next !== APOSTROPHE
}

function mark(text: string, i: number, out: TokenBuffer): number {
  const from = out.top
  out.push(from, 63)
  out.token(from, i, i + 1)
  let j = i + 1
  while (j < text.length && CLASS[text.charCodeAt(j)] === QUESTION) j++
  return j
}

function single(text: string, i: number, out: TokenBuffer): number {
  const from = out.top
  let j = i + 1
  const c = text.charCodeAt(i)
  if (CLASS[c] === SURROGATE) {
    out.pushText(from, text.slice(i, i + 2))
    j++
  } else out.pushText(from, expansion(c) || text[i]!)
  while (j < text.length && CASE[text.charCodeAt(j)] === MARK) out.push(from, UNIT[text.charCodeAt(j++)]!)
  out.place++
  out.token(from, i, j)
  return j
}

/** One emoji with its joined parts; skin tone and presentation are left out, a flag's letters and tags stay. */
function emoji(text: string, i: number, out: TokenBuffer): number {
  const from = out.top
  let j = i
  for (;;) {
    const point = text.codePointAt(j)!
    const size = point > 0xffff ? 2 : 1
    out.pushText(from, text.slice(j, j + size))
    j += size
    if (point >= 0x1f1e6 && point <= 0x1f1ff) {
      const second = text.codePointAt(j) ?? 0
      if (second >= 0x1f1e6 && second <= 0x1f1ff) {
        out.pushText(from, text.slice(j, j + 2))
        j += 2
      }
    }
    j = emojiTail(text, j, from, out)
    if (text.charCodeAt(j) !== ZWJ || !isEmoji(text, j + 1)) break
    out.push(from, ZWJ)
    j++
  }
  out.token(from, i, j)
  return j
}

function emojiTail(text: string, at: number, from: number, out: TokenBuffer): number {
  let j = at
  for (;;) {
    const point = text.codePointAt(j) ?? 0
    if (point >= 0xe0020 && point <= 0xe007f) {
      out.pushText(from, text.slice(j, j + 2)) // the flags of Wales, Scotland and England are spelt in tags
      j += 2
    } else if (point >= 0x1f3fb && point <= 0x1f3ff) j += 2
    else if (point === 0xfe0f || point === 0xfe0e || point === 0x20e3) j++
    else return j
  }
}

function isEmoji(text: string, i: number): boolean {
  const point = text.codePointAt(i) ?? 0
  return point > 0xffff ? astralFold(point) === '\u0000' : CLASS[point] === EMOJI
}

/** Whether a word that begins with `h` or `w` is the beginning of an address. */
function startsAddress(text: string, i: number): boolean {
  const c = text.charCodeAt(i) | 32
  const second = text.charCodeAt(i + 1) | 32
  if (second !== (c === 104 ? 116 : 119)) return false
  const head = text.slice(i, i + 8).toLowerCase()
  return c === 104
    ? head.startsWith('http://') || head === 'https://'
    : head.startsWith('www.') && isWordAt(text, i + 4)
}

function address(text: string, i: number, out: TokenBuffer): number {
  let j = i + 4
  for (; j < text.length; j++) {
    const c = text.charCodeAt(j)
    // '<', '>' and '"' are never in an address; neither is a letter of another script glued to its end
    if (c <= 32 || c === 34 || c === 60 || c === 62 || c === 0xa0 || c > 0x24f) break
  }
  out.place++
  return j
}

/** `@alice`, `@alice.example.org`, `@alice@example.social`; handles are plain letters, digits, `_`, `-` and dots. */
function handle(text: string, i: number, out: TokenBuffer): number {
  let j = i + 1
  let short = 0
  let ats = 0
  for (; j < text.length; j++) {
    const c = text.charCodeAt(j)
    if (isHandleUnit(c)) continue
    if (
      (c === 46 || (c === 64 && ats === 0) || c === 45) &&
      j > i + 1 &&
      isHandleUnit(text.charCodeAt(j + 1))
    ) {
      if (c === 64) ats++
      if (c !== 45 && short === 0) short = j
      continue
    }
    break
  }
  if (j === i + 1) return j
  out.place++
  const nameEnd = short === 0 ? j : short
  let from = out.top
  out.push(from, 64)
  for (let k = i + 1; k < j; k++) out.push(from, text.charCodeAt(k) === 64 ? 64 : lower(text.charCodeAt(k)))
  out.token(from, i, j)
  if (short !== 0) {
    from = out.top
    out.push(from, 64)
    for (let k = i + 1; k < short; k++) out.push(from, lower(text.charCodeAt(k)))
    out.token(from, i, short)
  }
  from = out.top
  for (let k = i + 1; k < nameEnd; k++) {
    const c = text.charCodeAt(k)
    if (c !== 95 && c !== 45) out.push(from, lower(c))
  }
  out.token(from, i + 1, nameEnd)
  return j
}

function isHandleUnit(c: number): boolean {
  return (c >= 48 && c <= 57) || (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95
}

function lower(c: number): number {
  return c >= 65 && c <= 90 ? c + 32 : c
}

/** A hashtag: the whole with `#`, the whole without, and its words at one position each. */
function tag(text: string, i: number, out: TokenBuffer): number {
  const end = tagEnd(text, i + 1)
  if (end === i + 1) return end
  out.place++
  let from = out.top
  out.push(from, 35)
  let j = i + 1
  let letter = false
  while (j < end) {
    j = fragment(text, j, end, from, out, true)
    letter ||= out.top > from + 1
  }
  if (!letter) {
    out.top = from
    return end
  }
  out.token(from, i, end)
  from = out.top
  j = i + 1
  while (j < end) j = fragment(text, j, end, from, out, false)
  out.token(from, i + 1, end)
  tagWords(text, i + 1, end, out)
  return end
}

function tagEnd(text: string, at: number): number {
  let j = at
  while (j < text.length) {
    const c = text.charCodeAt(j)
    const kind = CLASS[c]!
    if (kind === WORD || kind === SKIP || kind === EXPAND || kind === SINGLE || kind === UNDERSCORE) j++
    else if (kind === SURROGATE) {
      const point = text.codePointAt(j)!
      const folded = point > 0xffff ? astralFold(point) : ''
      if (folded === '' || folded === '\u0000') break
      j += 2
    } else break
  }
  return j
}

/** Writes one stretch of a tag into the word at `from`; `_` only where the tag itself is written. */
function fragment(
  text: string,
  at: number,
  end: number,
  from: number,
  out: TokenBuffer,
  whole: boolean,
): number {
  const j = letters(text, at, end, from, out)
  if (j > at) return j
  const c = text.charCodeAt(j)
  if (CLASS[c] === UNDERSCORE) {
    if (whole) out.push(from, 95)
    return j + 1
  }
  if (CLASS[c] === SURROGATE) {
    out.pushText(from, text.slice(j, j + 2))
    return j + 2
  }
  out.pushText(from, expansion(c) || text[j]!)
  return j + 1
}

/** The words inside a tag; a tag that is one word has given it already. */
function tagWords(text: string, start: number, end: number, out: TokenBuffer): void {
  let j = start
  let first = true
  while (j < end) {
    const c = text.charCodeAt(j)
    const kind = CLASS[c]!
    if (kind === UNDERSCORE || kind === SKIP) {
      j++
      continue
    }
    const alone = kind === SINGLE || (kind === SURROGATE && astralFold(text.codePointAt(j)!) <= '\u0001')
    const stop = alone ? j : pieceEnd(text, j, end)
    if (first && (alone ? j + (kind === SURROGATE ? 2 : 1) : stop) === end && j === start) return
    if (alone) {
      if (first) out.place--
      j = single(text, j, out)
    } else {
      if (!first) out.place++
      const from = out.top
      letters(text, j, stop, from, out)
      out.token(from, j, stop)
      j = stop
    }
    first = false
  }
}
