import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { labelStance } from './label-stance.ts'
import type { Stance } from './labelled.ts'

const claim = 'BREAKING: the bridge at Bryntref has collapsed, two people are missing'

const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom('RT @', 'https://t.co/', '@a', '#', '?', '“', '😂', 'not', 'police', "I'm"),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(' '))

describe('stance', () => {
  test.each<[Stance, string]>([
    ['deny', '@newsdesk This is not true, the bridge is fine. Stop spreading lies.'],
    ['deny', '@newsdesk No it has not collapsed, that is false'],
    ['query', '@newsdesk Is this confirmed? What is your source?'],
    ['query', '@newsdesk where did you hear that?'],
    ['support', 'RT @newsdesk: BREAKING: the bridge at Bryntref has collapsed, two people are missing'],
    ['comment', '@newsdesk thoughts with the families tonight'],
  ])('%s: %s', (stance, text) => {
    expect(labelStance({ text, claim }).value).toBe(stance)
  })

  test('the post that made the claim supports it', () => {
    expect(labelStance({ text: claim, claim, origin: true }).value).toBe('support')
  })

  test('any reply gets the same answer twice', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.option(anyText, { nil: undefined }), (reply, said, parent) => {
        const facts = { text: reply, claim: said, ...(parent === undefined ? {} : { parent }) }
        const label = labelStance(facts)
        expect(labelStance(facts)).toEqual(label)
        expect(label.because.length).toBeGreaterThan(0)
      }),
    )
  })
})
