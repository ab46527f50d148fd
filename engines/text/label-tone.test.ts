import { describe, expect, test } from 'vitest'
import { labelTone } from './label-tone.ts'

describe('the tone of a post', () => {
  test.each([
    ['positive', 'Thank you so much to the lovely nurses on Ward 7, you were amazing'],
    ['positive', 'So proud of our town tonight, what a brilliant community ❤️'],
    ['positive', 'Fantastic work by the crews, heroes every one of them'],
    ['negative', 'Absolutely furious with the council, a complete shambles'],
    ['negative', 'Three hours on hold and nobody helped. Disgraceful service.'],
    ['negative', 'our house is flooded and we have lost everything :('],
    ['negative', 'This is not good enough, I am disgusted'],
    ['neutral', 'The meeting is at 7pm in the town hall on Tuesday'],
    ['neutral', 'Bus 43 now leaves from stand C'],
  ])('%s: %s', (tone, text) => {
    expect(labelTone(text).value).toBe(tone)
  })

  test('the words that decided are words of the text, strongest first', () => {
    const label = labelTone('The staff were rude and the wait was awful')
    expect(label.value).toBe('negative')
    expect(label.because.some((word) => word === 'rude' || word === 'awful')).toBe(true)
    for (const word of label.because) expect('The staff were rude and the wait was awful').toContain(word)
  })

  test('a negation turns a word round', () => {
    expect(labelTone('this is not good').score).toBeLessThan(labelTone('this is good').score)
  })

  test('emoji speak', () => {
    expect(labelTone('the state of this road 😡😡').score).toBeLessThan(
      labelTone('the state of this road 😍😍').score - 0.3,
    )
  })

  test('nothing to read is neutral, and no input breaks it', () => {
    expect(labelTone('')).toMatchObject({ value: 'neutral', score: 0 })
    for (const text of [
      '\u0000',
      '\uD800',
      '😀'.repeat(3000),
      'a'.repeat(50_000),
      ':('.repeat(2000),
      '!'.repeat(9000),
    ]) {
      const label = labelTone(text)
      expect(label.probability).toBeGreaterThan(0)
      expect(label.probability).toBeLessThanOrEqual(1)
      expect(Math.abs(label.score)).toBeLessThanOrEqual(1)
    }
  })

  test('the same text always gets the same label', () => {
    const first = labelTone('Another cancelled bus, brilliant')
    labelTone('something else entirely')
    expect(labelTone('Another cancelled bus, brilliant')).toEqual(first)
  })
})
