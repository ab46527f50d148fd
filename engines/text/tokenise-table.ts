/**
 * What every UTF-16 code unit means to the tokeniser: one byte of class, one folded unit, one byte of case.
 *
 * Folding is full Unicode case folding with accents removed: NFKD, listed marks dropped, lower(upper(x)), NFC.
 * So `Dŵr` = `dwr`, `Tŷ` = `ty`, `ﬁre` = `fire`, `STRASSE` = `straße`, `Łódź` = `lodz`, `ｆｌｏｏｄ` = `flood`. Welsh
 * circumflexes fold like every other accent: people leave them out on phones, and a search that misses a post
 * for want of a roof on a letter is worse than one that confuses `tŵr` with `twr`. Marks that are vowels rather
 * than accents (Devanagari, Bengali, Thai, kana voicing) are kept.
 */

/** Ends a word. */
export const BREAK = 0
/** Part of a word; its folded unit is in `UNIT`. */
export const WORD = 1
/** Inside a word but not of it: soft hyphens, joiners, bidi controls, accents written as marks. */
export const SKIP = 2
/** Part of a word; folds to several units, found with `expansion`. */
export const EXPAND = 3
/** A word by itself with the marks that follow it: scripts written without spaces. */
export const SINGLE = 4
export const EMOJI = 5
export const SURROGATE = 6
export const HASH = 7
export const AT = 8
export const APOSTROPHE = 9
export const QUESTION = 10
/** Part of a tag or handle, a break elsewhere. */
export const UNDERSCORE = 11

export const UPPER = 1
export const LOWER = 2
export const DIGIT = 3
/** A vowel or other sign that belongs to the character before it. */
export const MARK = 4

/** Class of a UTF-16 unit. */
export const CLASS = new Uint8Array(65536)
/** Folded unit where the class is WORD, otherwise 0. */
export const UNIT = new Uint16Array(65536)
/** UPPER, LOWER, DIGIT, MARK or 0: where a hashtag's words begin. */
export const CASE = new Uint8Array(65536)

const expansions = new Map<number, string>()
const astral = new Map<number, string>()

// Accents and points that people leave out; vowel signs of Indic and South-East Asian scripts are not here.
const DROPPED =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each mark is meant by itself
  /[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/gu
// Letters with a stroke or joined letters, which Unicode does not take apart.
const STROKES: Record<string, string> = {
  ł: 'l', ø: 'o', đ: 'd', ħ: 'h', ŧ: 't', ð: 'd', þ: 'th', æ: 'ae', œ: 'oe', ı: 'i', ƀ: 'b', ɨ: 'i', ŀ: 'l', ĸ: 'k',
} // biome-ignore format: a table
const LETTER = /^[\p{L}\p{N}\p{M}]+$/u
const INVISIBLE =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each joiner is meant by itself
  /^[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]$/u
// Han, kana, Thai, Lao, Tibetan, Myanmar, Khmer, Tai Le and Yi: no spaces between words.
const SPACELESS =
  /^[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u303c\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua9e0-\ua9ff\uaa60-\uaadf\uf900-\ufaff\uff66-\uff9d]$/u

/** The folded form of a piece of text: lower case, no accents, compatibility forms resolved. */
export function fold(text: string): string {
  let folded = text.normalize('NFKD').replace(DROPPED, '')
  folded = folded
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replace(DROPPED, '')
    .replaceAll('ς', 'σ')
  let out = ''
  for (const ch of folded) out += STROKES[ch] ?? (ch === 'ʼ' ? '' : ch) // ŉ comes apart into an apostrophe and n
  return out.normalize('NFC')
}

/** What a unit of class EXPAND folds to. */
export function expansion(unit: number): string {
  return expansions.get(unit) ?? ''
}

/**
 * What a code point above U+FFFF is: its folded letters, `'\u0000'` for an emoji, `'\u0001'` for a word by itself,
 * `'\u0002'` for something to skip, `''` for a break.
 */
export function astralFold(point: number): string {
  const known = astral.get(point)
  if (known !== undefined) return known
  const made = makeAstral(point)
  if (astral.size < 20_000) astral.set(point, made)
  return made
}

function makeAstral(point: number): string {
  if (point >= 0x20000 && point <= 0x3ffff) return '\u0001'
  if (point >= 0x1b000 && point <= 0x1b16f) return '\u0001'
  if ((point >= 0xe0000 && point <= 0xe0fff) || (point >= 0x1f3fb && point <= 0x1f3ff)) return '\u0002'
  if (point >= 0x1f000 && point <= 0x1fbff) {
    if (point >= 0x1fb00 && !/\p{Extended_Pictographic}/u.test(String.fromCodePoint(point))) return ''
    return '\u0000'
  }
  const ch = String.fromCodePoint(point)
  if (!LETTER.test(ch)) return ''
  const folded = fold(ch)
  return folded !== '' && LETTER.test(folded) ? folded : ch
}

function describeUnit(unit: number): void {
  if (unit >= 0xd800 && unit <= 0xdfff) {
    CLASS[unit] = unit < 0xdc00 ? SURROGATE : BREAK
    return
  }
  if ((unit >= 0x4e00 && unit <= 0x9fff) || (unit >= 0x3400 && unit <= 0x4dbf)) {
    CLASS[unit] = SINGLE
    return
  }
  if (unit >= 0xac00 && unit <= 0xd7a3) {
    CLASS[unit] = WORD
    UNIT[unit] = unit
    return
  }
  const ch = String.fromCharCode(unit)
  DROPPED.lastIndex = 0
  if (INVISIBLE.test(ch) || DROPPED.test(ch)) CLASS[unit] = SKIP
  else if (LETTER.test(ch) || (unit >= 0x24b6 && unit <= 0x24e9)) describeLetter(unit, ch)
  else if (
    unit > 0xae &&
    unit !== 0x203c &&
    unit !== 0x2049 &&
    unit !== 0x2122 &&
    /\p{Extended_Pictographic}/u.test(ch)
  )
    CLASS[unit] = EMOJI
}

function describeLetter(unit: number, ch: string): void {
  if (/\p{Lu}/u.test(ch)) CASE[unit] = UPPER
  else if (/\p{Ll}/u.test(ch)) CASE[unit] = LOWER
  else if (/\p{Nd}/u.test(ch)) CASE[unit] = DIGIT
  else if (/\p{M}/u.test(ch)) CASE[unit] = MARK
  const folded = fold(ch)
  let usable = folded !== '' && LETTER.test(folded) ? folded : ch
  const spaceless = [...usable].some((part) => SPACELESS.test(part) && !/\p{M}|\p{Nd}/u.test(part))
  if (spaceless && usable.length > 1) usable = ch // a sign for several words is none of them
  if ((spaceless && usable !== ch) || (SPACELESS.test(ch) && !/\p{M}|\p{Nd}/u.test(ch))) {
    CLASS[unit] = SINGLE
    if (usable !== ch) expansions.set(unit, usable)
  } else if (usable.length === 1) {
    CLASS[unit] = WORD
    UNIT[unit] = usable.charCodeAt(0)
  } else {
    CLASS[unit] = EXPAND
    expansions.set(unit, usable)
  }
}

for (let unit = 0; unit < 65536; unit++) describeUnit(unit)
for (const ch of '#＃') CLASS[ch.charCodeAt(0)] = HASH
for (const ch of '@＠') CLASS[ch.charCodeAt(0)] = AT
for (const ch of "'’‘‛ʼ＇") {
  CLASS[ch.charCodeAt(0)] = APOSTROPHE
  UNIT[ch.charCodeAt(0)] = 0
}
for (const ch of '?？؟՞⁇') CLASS[ch.charCodeAt(0)] = QUESTION
for (const ch of '_＿') CLASS[ch.charCodeAt(0)] = UNDERSCORE
