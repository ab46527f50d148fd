import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Intent, intents, labelIntents, weighIntents } from './label-intents.ts'

const held = (text: string) => labelIntents(text).map(({ value }) => value)

describe('what a post wants', () => {
  test.each<[Intent, string]>([
    ['question', 'What time does the recycling centre open on Saturday?'],
    ['help', 'Please can someone come and help my neighbour, she is stuck in the snow'],
    ['offer', 'I have a spare room if anyone has been flooded out tonight'],
    ['thanks', 'Thank you so much to the nurses on ward 5, you were wonderful'],
    ['thanks', 'Diolch o galon i bawb am eich help'],
    [
      'complaint',
      'Third week running our bins have been missed and nobody answers the phone. Not good enough.',
    ],
    ['abuse', 'You are a bunch of useless idiots'],
    ['crime-report', 'Someone has broken into our shed and stolen two bikes last night'],
    ['foi', 'Under the Freedom of Information Act please provide the number of fines issued since 2021'],
  ])('%s: %s', (intent, text) => {
    expect(held(text)).toContain(intent)
  })

  test.each([
    'Lovely sunset over the harbour tonight',
    'A man has been jailed for a string of burglaries in the town',
    'The council has thanked residents for their patience',
  ])('nothing at all: %s', (text) => {
    expect(held(text)).toEqual([])
  })

  test('sarcastic thanks are a complaint', () => {
    const label = held('Thanks for nothing, my bin has been missed for the third week')
    expect(label).toContain('complaint')
    expect(label).not.toContain('thanks')
  })

  test('several may hold', () => {
    const label = held('Thank you for clearing the road. What time will the gritter come back tomorrow?')
    expect(label).toEqual(expect.arrayContaining(['thanks', 'question']))
  })

  test('what decided is shown as it was written', () => {
    const text = 'Our shed was BURGLED last night and the mower was stolen'
    const [label] = labelIntents(text)
    expect(label?.value).toBe('crime-report')
    expect(label?.because.length).toBeGreaterThan(0)
    for (const shown of label?.because ?? []) expect(text).toContain(shown)
  })

  test('no text breaks it, and the same text gets the same labels', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const weighed = weighIntents(text)
        expect(weighed.length).toBe(intents.length)
        for (const probability of weighed) expect(probability >= 0 && probability <= 1).toBe(true)
        expect(labelIntents(text)).toEqual(labelIntents(text))
        for (const { because } of labelIntents(text))
          for (const shown of because) expect(text).toContain(shown)
      }),
      { numRuns: 200 },
    )
    for (const text of [
      '',
      '\uD800',
      'you '.repeat(20_000),
      '?'.repeat(50_000),
      'f'.repeat(50_000),
      'AB'.repeat(30_000),
    ])
      expect(weighIntents(text).every((probability) => probability >= 0)).toBe(true)
  })
})
