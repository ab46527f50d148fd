import { expect, test } from 'vitest'
import { cutToWord, trimEnd, trimEnds } from './trim.ts'

test.each([
  ['a.-.', 'a'],
  ['...', ''],
  ['', ''],
  ['.a', '.a'],
])('the end of %j goes: %j', (text, expected) => expect(trimEnd(text, /[.-]/)).toBe(expected))

test('both ends go, and what stands between stays', () => {
  expect(trimEnds('"it\'s"', /['"]/)).toBe("it's")
  expect(trimEnds('""', /['"]/)).toBe('')
})

test.each([
  ['water over the road', 30, 'water over the road'],
  ['water over the road', 13, 'water over'],
  ['water over the road', 11, 'water over'],
  ['waterovertheroad', 5, 'water'],
  ['ab😂cd', 3, 'ab'],
])('%j cut at %i ends with a word: %j', (text, max, expected) => expect(cutToWord(text, max)).toBe(expected))
