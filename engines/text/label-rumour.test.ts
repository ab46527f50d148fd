import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { labelRumour } from './label-rumour.ts'

const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom('RT @', 'https://t.co/', '@a', '#', '?', '“', '😂', 'not', 'police', "I'm"),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(' '))

describe('rumours', () => {
  test.each([
    'Unconfirmed reports of a second gunman at the shopping centre, police searching the area',
    'BREAKING: hostages reportedly being held inside the supermarket, say police sources',
    'Reports that the suspect has been shot dead at the scene',
  ])('a claim that needs checking: %s', (text) => {
    const label = labelRumour(text)
    expect(label.value).toBe(true)
    expect(label.because.length).toBeGreaterThan(0)
  })

  test.each([
    'Thinking of everyone today, stay safe and look after each other',
    'I am so proud of our community and how we stand together',
    '',
  ])('no claim: %s', (text) => {
    expect(labelRumour(text).value).toBe(false)
  })

  test('any text gets the same answer twice, with words that stand in it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const label = labelRumour(text)
        expect(labelRumour(text)).toEqual(label)
        expect(label.probability).toBeGreaterThanOrEqual(0)
        expect(label.probability).toBeLessThanOrEqual(1)
        for (const word of label.because) expect(text).toContain(word)
      }),
    )
  })
})
