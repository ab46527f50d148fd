/** What was done to a text so that it can be kept and shown safely. */
export interface CleanText {
  text: string
  /** What was done, in plain words; empty when nothing was. */
  remarks: string[]
}

/** ASCII, Latin-1 and Latin Extended-A, ordinary quotes and dashes: nothing here is hidden, broken or to be composed. */
const ORDINARY = /^[\t\n\x20-\x7e\xa0-\xac\xae-\u017f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*$/

// Left-to-right and right-to-left marks and isolates are ordinary in Arabic and Hebrew; overrides and embeddings are how
// text is made to read as something else.
const OVERRIDES = /[\u202a\u202b\u202d\u202e]/
const FLAG = /\u{1f3f4}[\u{e0061}-\u{e007a}\u{e0030}-\u{e0039}]{1,8}\u{e007f}/gu
const TAGS = /[\u{e0000}-\u{e007f}]/gu
const KEPT_FLAG = /\ue000([a-z0-9]+)\ue001/g

/**
 * A text made fit to keep: composed (NFC), without NUL and other control characters, lone surrogates, direction
 * overrides, and invisible characters that hide or split words. Ordinary text comes back unchanged, with emoji
 * sequences, Arabic and Hebrew marks, and joiners that spell (Persian, Indic scripts) as they were.
 */
export function cleanText(raw: string): CleanText {
  if (ORDINARY.test(raw)) return { text: raw, remarks: [] }
  const remarks: string[] = []
  const step = (text: string, next: string, remark: string): string => {
    if (next !== text) remarks.push(remark)
    return next
  }
  let text = raw
  if (/[\0-\u0008\u000b\u000c\r\u000e-\u001f\u007f-\u009f]/.test(text)) {
    text = text.replace(/\r\n?/g, '\n').replaceAll('\u0085', '\n')
    text = step(
      text,
      text.replace(/[\0-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, ''),
      'control characters removed',
    )
  }
  if (!text.isWellFormed()) text = step(text, text.toWellFormed(), 'broken characters replaced')
  if (OVERRIDES.test(text)) text = step(text, withoutOverrides(text), 'text direction override removed')
  if (/[\u{e0000}-\u{e007f}]/u.test(text)) text = step(text, withoutTags(text), 'hidden characters removed')
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each joiner is meant by itself
  if (/[\u00ad\u034f\u115f\u1160\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb]/.test(text))
    text = step(text, withoutInvisible(text), 'invisible characters removed')
  if (/\p{M}{12}/u.test(text))
    text = step(text, text.replace(/(\p{M}{4})\p{M}+/gu, '$1'), 'stacked accents cut')
  return { text: text.normalize('NFC'), remarks }
}

function withoutOverrides(text: string): string {
  // A closing mark without its opening one would end an isolate or embedding around the post.
  return text.replace(/[\u202a-\u202e]/g, '')
}

function withoutTags(text: string): string {
  const safe = text.replace(FLAG, (flag) => {
    let code = ''
    for (const ch of flag) {
      const point = ch.codePointAt(0)!
      if (point >= 0xe0030 && point <= 0xe007a) code += String.fromCharCode(point - 0xe0000)
    }
    return `\ue000${code}\ue001`
  })
  return safe.replace(TAGS, '').replace(KEPT_FLAG, (_, code: string) => {
    let flag = '\u{1f3f4}'
    for (const ch of code) flag += String.fromCodePoint(0xe0000 + ch.charCodeAt(0))
    return `${flag}\u{e007f}`
  })
}

const JOINS = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f/u
const SPELLS =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Myanmar}\p{Script=Khmer}\p{Script=Thai}\p{Script=Lao}\p{M}]/u

function withoutInvisible(text: string): string {
  const points = [...text]
  let out = ''
  for (let i = 0; i < points.length; i++) {
    const ch = points[i]!
    const point = ch.codePointAt(0)!
    if (point === 0x200d || point === 0x200c) {
      const before = points[i - 1] ?? ''
      const after = points[i + 1] ?? ''
      const joins = point === 0x200d && JOINS.test(before) && JOINS.test(after)
      if (joins || (SPELLS.test(before) && before !== '\u200c' && before !== '\u200d')) out += ch
    } else if (point === 0x200b && (isSpaceless(points[i - 1]) || isSpaceless(points[i + 1]))) out += ch
    else if (!isHidden(point)) out += ch
  }
  return out
}

/** Khmer, Thai, Lao and Myanmar writers put a zero-width space between words. */
function isSpaceless(ch: string | undefined): boolean {
  return ch !== undefined && /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]/.test(ch)
}

function isHidden(point: number): boolean {
  return (
    point === 0xad || point === 0x34f || point === 0x115f || point === 0x1160 || point === 0x180e || point === 0x200b ||
    (point >= 0x2060 && point <= 0x2064) || (point >= 0x206a && point <= 0x206f) || point === 0xfeff ||
    (point >= 0xfff9 && point <= 0xfffb)
  ) // biome-ignore format: a list of points
}
