import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tokenise } from './index.ts'

/** `word@position` for every token; positions count from the first word's. */
const words = (text: string) => {
  const tokens = tokenise(text)
  return tokens.map((token) => `${token.word}@${token.position - (tokens[0]?.position ?? 0)}`).join(' ')
}

describe('tokenise', () => {
  test.each([
    [
      'capitals and accents do not matter',
      'FLOOD Dŵr Tŷ Łódź Straße STRASSE',
      'flood@0 dwr@1 ty@2 lodz@3 strasse@4 strasse@5',
    ],
    ['accents written as marks are dropped', 'cafe\u0301 w\u0302n', 'cafe@0 wn@1'],
    [
      'ligatures, wide and mathematical letters are letters',
      'ﬁre ｆｌｏｏｄ 𝗙𝗟𝗢𝗢𝗗',
      'fire@0 flood@1 flood@2',
    ],
    ['Greek small sigma is one letter', 'ΣΊΣΥΦΟΣ σίσυφος', 'σισυφοσ@0 σισυφοσ@1'],
    ['an apostrophe joins, curly or straight', "don't don’t O‘Brien i'r", 'dont@0 dont@1 obrien@2 ir@3'],
    ['a possessive is dropped', "police's London’s cars'", 'police@0 london@1 cars@2'],
    ['hyphens, dots and ampersands separate', 'covid-19 10.30 A&E', 'covid@0 19@1 10@2 30@3 a@4 e@5'],
    ['an emoji stands where the word before it stands', 'rain😂 today', 'rain@0 😂@0 today@1'],
    ['skin tone and presentation are left out', '👍🏽 👍 ❤️ ❤', '👍@0 👍@0 ❤@0 ❤@0'],
    ['a joined emoji and a flag are one', '👨‍👩‍👧🇬🇧🏴󠁧󠁢󠁷󠁬󠁳󠁿', '👨‍👩‍👧@0 🇬🇧@0 🏴󠁧󠁢󠁷󠁬󠁳󠁿@0'],
    [
      'a hashtag gives itself, itself as a word, and its words',
      '#GlasgowHelicopter crash',
      '#glasgowhelicopter@0 glasgowhelicopter@0 glasgow@0 helicopter@1 crash@2',
    ],
    [
      'capitals in a row stay together',
      '#NHSWales #MPs',
      '#nhswales@0 nhswales@0 nhs@0 wales@1 #mps@2 mps@2',
    ],
    [
      'digits after a word begin another',
      '#Storm2024 #M6 #2024Election',
      '#storm2024@0 storm2024@0 storm@0 2024@1 #m6@2 m6@2 #2024election@3 2024election@3 2024@3 election@4',
    ],
    ['an underscore parts the words of a tag', '#flood_alert', '#flood_alert@0 floodalert@0 flood@0 alert@1'],
    ['a tag in a spaceless script', '#東京', '#東京@0 東京@0 東@0 京@1'],
    [
      'a handle gives itself and its short form',
      '@alice.bsky.social said @bob@mas.to.',
      '@alice.bsky.social@0 @alice@0 alice@0 said@1 @bob@mas.to@2 @bob@2 bob@2',
    ],
    ['an e-mail address is no handle, an entity no tag', 'a@b.org &#39;', 'a@0 b@1 org@2 39@3'],
    [
      'an address gives no words but keeps its place',
      'see https://t.co/Flood?x=1 now www.flood.org',
      'see@0 now@2',
    ],
    [
      'characters of spaceless scripts stand alone, with their marks',
      '東京2020 น้ำ',
      '東@0 京@1 2020@2 น้@3 ำ@4',
    ],
    ['a question mark is kept for has:question', 'why?? really？', 'why@0 ?@0 really@1 ?@1'],
    [
      'invisible characters do not split a word',
      'fl\u200bood so\u00adft \u202eevil\u202c x\ufefff',
      'flood@0 soft@1 evil@2 xf@3',
    ],
    [
      'vowel points of Arabic and Hebrew are dropped, signs of Hindi kept',
      'سَلام שָׁלוֹם हिन्दी',
      'سلام@0 שלום@1 हिन्दी@2',
    ],
    ['lone surrogates and NUL separate', 'a\ud800b\udc00c\0d', 'a@0 b@1 c@2 d@3'],
    ['nothing is nothing', ' \n…—', ''],
  ])('%s', (_, text, expected) => {
    expect(words(text)).toBe(expected)
  })

  test('spans point at what was written', () => {
    const text = 'Ō, #GlasgowHelicopter — don’t 👨‍👩‍👧! @bob@mas.to https://x.y/z End'
    expect(tokenise(text).map((token) => text.slice(token.start, token.end))).toEqual([
      'Ō', '#GlasgowHelicopter', 'GlasgowHelicopter', 'Glasgow', 'Helicopter', 'don’t', '👨‍👩‍👧', '@bob@mas.to', '@bob', 'bob', 'End',
    ]) // biome-ignore format: a list
  })

  test('4,000 words and 200 occurrences of one are seen, and 64 units of a word', () => {
    expect(tokenise(Array.from({ length: 5_000 }, (_, i) => `w${i}`).join(' '))).toHaveLength(4_000)
    expect(tokenise('flood '.repeat(300)).length).toBe(200)
    expect(tokenise('x'.repeat(1_000)).map((token) => token.word)).toEqual(['x'.repeat(64)])
    expect(tokenise(`${'x'.repeat(63)}𐐷`)[0]!.word).toBe('x'.repeat(63))
  })

  test('any text at all gives well-formed, folded words in order, with spans inside it', () => {
    const trouble = fc.constantFrom(
      '#',
      '@',
      '’',
      "'s",
      '😂',
      '\u200d',
      '\ud83d',
      '🏴',
      '\u{e0067}',
      '🇬',
      '_',
      'ﬁ',
      'ß',
      '東',
      'ำ',
      'https://',
      'www.',
      '\u0301',
      'Aa',
      '9',
      '?',
      '&#',
    )
    const texts = fc.array(
      fc.oneof(fc.string({ unit: 'binary', maxLength: 6 }), trouble, fc.string({ maxLength: 4 })),
      { maxLength: 40 },
    )
    fc.assert(
      fc.property(texts, (pieces) => {
        const text = pieces.join('')
        let position = 1
        for (const token of tokenise(text)) {
          expect(token.word.length).toBeGreaterThan(0)
          expect(token.word.isWellFormed()).toBe(true)
          expect(token.word).not.toMatch(/[\s\0A-Z]/)
          expect(token.position).toBeGreaterThanOrEqual(position)
          expect(token.start).toBeGreaterThanOrEqual(0)
          expect(token.end).toBeGreaterThan(token.start)
          expect(token.end).toBeLessThanOrEqual(text.length)
          position = token.position
        }
      }),
      { numRuns: 5_000, seed: 11 },
    )
  })

  test('a word that has been split is split no further', () => {
    const plain = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .filter((text) => !/[#＃@＠]/.test(text))
    fc.assert(
      fc.property(plain, (text) => {
        for (const token of tokenise(text))
          if (token.word !== '?')
            expect(tokenise(token.word).map((again) => again.word)).toContain(token.word)
      }),
      { numRuns: 5_000, seed: 12 },
    )
  })

  test('100 kB of anything is read without trouble', () => {
    for (const piece of [
      'a',
      'a ',
      '#Ab',
      '@a',
      "'",
      "a'",
      '😂',
      '👨‍',
      '東',
      'https://',
      'a.b@',
      '#',
      '_#a',
      '\u0301',
      '🏴\u{e0067}',
      'w',
    ]) {
      const text = piece.repeat(100_000 / piece.length)
      expect(tokenise(text).length, piece).toBeLessThanOrEqual(4_000)
    }
  })
})
