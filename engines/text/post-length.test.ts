import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lengthRules, postLength } from './post-length.ts'

const { bluesky, mastodon, x } = lengthRules

describe('postLength', () => {
  test.each([
    ['Bore da', 7],
    ['👨‍👩‍👧‍👦', 1],
    ['🏴󠁧󠁢󠁷󠁬󠁳󠁿 Cymru', 7],
    ['e\u0301', 1],
    ['https://www.example.gov.uk/bins', 31],
    ['日本', 2],
  ])('Bluesky counts %s as %i graphemes', (text, used) => {
    expect(postLength(text, bluesky).used).toBe(used)
  })

  test.each([
    ['https://www.example.gov.uk/a/very/long/address/that/goes/on/and/on?and=on', 23],
    ['http://a.uk', 23],
    ['See https://www.example.gov.uk.', 28],
    ['@alice@social.example', 6],
    ['hello @alice@social.example and @bob', 21],
    ['mail alice@example.org', 22],
    ['👨‍👩‍👧‍👦', 1],
  ])('Mastodon counts %s as %i', (text, used) => {
    expect(postLength(text, mastodon).used).toBe(used)
  })

  test.each([
    ['Dŵr', 3],
    ['日本', 4],
    ['👨‍👩‍👧‍👦', 2],
    ['🇬🇧', 2],
    ['“Hi” – it’s…', 13],
    ['https://www.example.gov.uk/a/very/long/address', 23],
    ['©', 1],
    ['ไทย', 3],
  ])('X counts %s as %i', (text, used) => {
    expect(postLength(text, x).used).toBe(used)
  })

  test('says where too much begins, and never in the middle of a letter or a link', () => {
    expect(postLength('a'.repeat(300), bluesky).overFrom).toBeNull()
    expect(postLength(`${'a'.repeat(299)}👨‍👩‍👧‍👦b`, bluesky).overFrom).toBe(299 + '👨‍👩‍👧‍👦'.length)
    const long = `${'a'.repeat(270)} https://www.example.gov.uk/x`
    expect(postLength(long, x)).toEqual({ used: 294, most: 280, overFrom: 271 })
  })

  test('Bluesky has a limit of bytes as well', () => {
    expect(postLength('👨‍👩‍👧‍👦'.repeat(121), bluesky)).toMatchObject({
      used: 121,
      overFrom: 120 * '👨‍👩‍👧‍👦'.length,
    })
  })

  test('what is before the surplus fits, for any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 400 }),
        fc.constantFrom(bluesky, mastodon, x),
        (text, rule) => {
          const { overFrom } = postLength(text, { ...rule, most: 40 })
          const kept = text.slice(0, overFrom ?? text.length)
          expect(postLength(kept, { ...rule, most: 40 }).overFrom).toBeNull()
        },
      ),
      { numRuns: 500 },
    )
  })
})
