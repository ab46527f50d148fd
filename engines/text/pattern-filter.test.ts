import fc from 'fast-check'
import { expect, test } from 'vitest'
import { intentCues } from './intent-cues.ts'
import { PatternFilter } from './pattern-filter.ts'
import { EDGE, needsOf } from './pattern-needs.ts'
import { threatCues } from './threat-cues.ts'

const shown = (pattern: RegExp) =>
  needsOf(pattern).map((set) => set.map((one) => one.replaceAll(EDGE, '|')).sort())

test.each<[RegExp, string[][]]>([
  [/\bhelp (?:me|us)\b/i, [['|help| |me|', '|help| |us|']]],
  [/\bcan.?t (?:swim|cope)\b/i, [['t| |cope|', 't| |swim|'], ['|can']]],
  [/\b(?:flood\w*|fire)\b/i, [['|fire|', '|flood']]],
  [/\d{2}%/, [['00|%']]],
  [/(?:ring|call)? ?999(?! times)/, [[' |000', '000', 'call000', 'call| |000', 'ring000', 'ring| |000']]],
  [/[^a-z]{12}/, []],
  [/a?b*/, []],
  [/\bm6|\w+ing/i, [['ing', '|m0']]],
])('what a text must hold to match %s', (pattern, expected) => {
  expect(shown(pattern).toSorted()).toEqual(expected.toSorted())
})

test('a pattern that matches is never held back, one that cannot is', () => {
  const patterns = [...intentCues, ...threatCues].map(([, pattern]) => pattern)
  const filter = new PatternFilter(patterns)
  // Texts out of the patterns' own words, so that many match.
  const words = [...new Set(patterns.flatMap(({ source }) => source.match(/[a-z]{2,}/g) ?? []))]
  const glue = fc.constantFrom(
    ' ',
    ' ',
    ' ',
    "'",
    '’',
    '? ',
    '. ',
    '!',
    '😂',
    'ſ',
    'K',
    '1',
    '£',
    '-',
    '\n',
    '',
    'Ŵ',
    '_',
  )
  const piece = fc.tuple(fc.constantFrom(...words), fc.boolean(), glue)
  let tried = 0
  let matched = 0
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.map(([word, loud, end]) => (loud ? word.toUpperCase() : word) + end).join('')
      filter.read(text)
      for (const [p, pattern] of patterns.entries()) {
        const matches = pattern.test(text)
        if (filter.may(p)) tried++
        else expect(matches, `${pattern} on ${text}`).toBe(false)
        if (matches) matched++
      }
    }),
    { numRuns: 3_000, seed: 3 },
  )
  expect(matched).toBeGreaterThan(1_000)
  expect(tried).toBeLessThan((3_000 * patterns.length) / 2)
})
