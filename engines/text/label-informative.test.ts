import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { labelInformation, labelInformative } from './label-informative.ts'

const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom('RT @', 'https://t.co/', '@a', '#', '?', '“', '😂', 'not', 'police', "I'm"),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(' '))

describe('what a post is to a crisis', () => {
  test.each([
    ['informative', 'Flood warning: roads closed and 200 homes evacuated, 3 people injured http://t.co/x'],
    ['related', 'Praying for everyone affected by the floods, stay safe #flood'],
  ])('%s: %s', (value, text) => {
    const label = labelInformative(text)
    expect(label.value).toBe(value)
    for (const word of label.because) expect(text).toContain(word)
  })

  test.each([
    ['people', 'Death toll from the earthquake rises to 93, hundreds injured, police say'],
    ['donations', 'Donate to the relief fund, volunteers needed to pack food for flood victims'],
    ['sympathy', 'My thoughts and prayers are with the victims and their families'],
  ])('what it tells of: %s: %s', (value, text) => {
    expect(labelInformation(text).value).toBe(value)
  })

  test('any text gets the same answer twice', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(labelInformative(text)).toEqual(labelInformative(text))
        expect(labelInformation(text)).toEqual(labelInformation(text))
      }),
    )
  })
})
