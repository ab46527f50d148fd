import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { labelThreat, weighThreat } from './label-threat.ts'

describe('whether a life is in danger now', () => {
  test.each([
    "There's a man in the canal by the lock and he's going under",
    "My dad has collapsed and he's not breathing",
    'Someone has just been stabbed outside the chip shop',
    "I've taken all my tablets. Tell mum I'm sorry",
    'House on fire on Mill Street, children still inside',
    'My 4 year old is missing from the beach, please help',
    'He says he is coming round to kill me',
    "Mae'r babi ddim yn anadlu",
  ])('yes: %s', (text) => {
    const label = labelThreat(text)
    expect(label.value).toBe(true)
    expect(label.because.length).toBeGreaterThan(0)
    for (const shown of label.because) expect(text).toContain(shown)
  })

  test.each([
    'This queue is killing me',
    'Dying of laughter at that video 😂',
    'We got murdered five nil at home, what a shambles of a defence',
    'Never walk on a frozen pond, however thick the ice looks',
    'Man jailed for life over stabbing in 2021',
    'Fire safety week: test your smoke alarm today',
    'The library is closed on Monday',
  ])('no: %s', (text) => {
    expect(labelThreat(text).value).toBe(false)
  })

  test('no text breaks it, and the same text gets the same label', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const weighed = weighThreat(text)
        expect(weighed >= 0 && weighed <= 1).toBe(true)
        expect(labelThreat(text)).toEqual(labelThreat(text))
      }),
      { numRuns: 200 },
    )
    for (const text of ['', '\uD800', 'he is '.repeat(20_000), 'A'.repeat(50_000), 'on '.repeat(30_000)])
      expect(weighThreat(text)).toBeLessThanOrEqual(1)
  })
})
