import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanText } from './index.ts'

describe('cleanText', () => {
  test.each([
    ['NUL and control characters', 'a\0b\u0007c\u009b\tx\r\ny', 'abc\tx\ny', 'control characters removed'],
    ['lone surrogates', 'a\ud83d b', 'a\ufffd b', 'broken characters replaced'],
    ['direction overrides', 'abc \u202egpj.exe\u202c', 'abc gpj.exe', 'text direction override removed'],
    [
      'zero-width tricks',
      'fl\u200bo\u2060o\u00add \ufeffb\u200da\u200cd',
      'flood bad',
      'invisible characters removed',
    ],
    ['hidden tag letters', 'hi\u{e0069}\u{e0067}', 'hi', 'hidden characters removed'],
    [
      'stacked accents',
      `z${'\u0335\u0327\u0301'.repeat(9)}`,
      'z\u0335\u0327\u0301\u0335',
      'stacked accents cut',
    ],
  ])('%s are dealt with and said', (_, raw, text, remark) => {
    expect(cleanText(raw)).toEqual({ text: text.normalize('NFC'), remarks: [remark] })
  })

  test('text is composed, which is not worth a remark', () => {
    expect(cleanText('Dw\u0302r cafe\u0301')).toEqual({ text: 'Dŵr café', remarks: [] })
  })

  test.each([
    'Plain words, “quotes” and a line\nand a\ttab…',
    '👨‍👩‍👧‍👦 👩🏽‍🚒 🏳️‍🌈 ❤️‍🔥 👍🏽 1️⃣ 🇬🇧 🏴󠁧󠁢󠁷󠁬󠁳󠁿 🏴󠁧󠁢󠁳󠁣󠁴󠁿',
    'السَّلامُ عليكم \u200fنعم\u200e ok',
    'שָׁלוֹם \u2067עברית\u2069 (RTL)',
    'می\u200cخواهم کتاب\u200cها را',
    'क्\u200dष श्री ন\u09cd\u200dয',
    'สวัสดี\u200bครับ',
    '東京タワー',
    'Tiếng Việt: Ứng dụng, ễ ặ',
  ])('ordinary text is left as it is: %s', (text) => {
    const composed = text.normalize('NFC')
    expect(cleanText(composed)).toEqual({ text: composed, remarks: [] })
  })

  test('whatever comes in, what comes out is well-formed, holds nothing forbidden, and is clean already', () => {
    const trouble = fc.constantFrom(
      '\u200d',
      '\u200c',
      '\u200b',
      '🏴',
      '\u{e0067}',
      '\u{e007f}',
      '\u202e',
      '\0',
      '\ud83d',
      '👩',
      '\u0301',
      '\ufe0f',
      'ก',
      'ن',
    )
    fc.assert(
      fc.property(
        fc.array(fc.oneof(trouble, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 30 }),
        (pieces) => {
          const { text } = cleanText(pieces.join(''))
          expect(text.isWellFormed()).toBe(true)
          expect(text).toBe(text.normalize('NFC'))
          expect(text).not.toMatch(/[\0-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\ufeff]/)
          expect(cleanText(text).text).toBe(text)
        },
      ),
      { numRuns: 5_000, seed: 13 },
    )
  })
})
