import { describe, expect, test } from 'vitest'
import { checkDraft, type Draft, rules } from './index.ts'
import { isNhsNumber } from './personal.ts'

const draft = (text: string, changes: Partial<Draft> = {}): Draft => ({
  text,
  language: 'en',
  media: [],
  ...changes,
})
const told = (text: string, changes: Partial<Draft> = {}) =>
  checkDraft(draft(text, changes)).map(({ rule, start, end }) => `${rule}: ${text.slice(start, end)}`)

describe('checkDraft', () => {
  test('a plain post has no finding', () => {
    expect(told('Mill Lane is closed by flood water. Please use Weir Street instead. #FloodAlert')).toEqual(
      [],
    )
  })

  test('names the words that it objects to, gravest first', () => {
    expect(told('Call Dave on 07700 900123, the car is YK14 ABX')).toEqual([
      'number-plate: YK14 ABX',
      'phone-number: 07700 900123',
    ])
  })

  test('a fix takes the place of the words', () => {
    const text = 'Рolice on sc\u200bene'
    const mended = checkDraft(draft(text))
      .filter(({ fix }) => fix !== undefined)
      .sort((a, b) => b.start - a.start)
      .reduce((so, { start, end, fix }) => so.slice(0, start) + fix + so.slice(end), text)
    expect(mended).toBe('Police on scene')
    expect(told(mended)).toEqual([])
  })

  test('a picture is named by its place', () => {
    const findings = checkDraft(
      draft('Flood', {
        media: [
          { alt: 'Water up to the windows', file: 'a.jpg' },
          { alt: null, file: 'b.jpg' },
        ],
      }),
    )
    expect(findings).toMatchObject([{ rule: 'alt-missing', media: 1, severity: 'warn' }])
  })

  test('an organisation settles severities and words that are never a finding', () => {
    const text = '#lovewhereyoulive and bit.ly/abc'
    const policy = { severities: { 'short-link': 'off' } as const, allowed: ['#LoveWhereYouLive'] }
    expect(checkDraft(draft(text), policy)).toEqual([])
    expect(checkDraft(draft(text), { severities: { 'short-link': 'block' } })[0]).toMatchObject({
      rule: 'short-link',
      severity: 'block',
    })
  })

  test('words of an organisation are found however they are disguised, and whole', () => {
    const policy = { words: [{ word: 'scum', severity: 'block', why: 'House rule 3.' } as const] }
    const found = (text: string) =>
      checkDraft(draft(text), {
        ...policy,
        severities: { 'look-alike': 'off', 'unseen-character': 'off' },
      }).map(({ rule, start, end }) => `${rule}: ${text.slice(start, end)}`)
    expect(found('You SCUM')).toEqual(['own-word: SCUM'])
    expect(found('You s\u200bcúm!')).toEqual(['own-word: s\u200bcúm'])
    expect(found('You ѕсum')).toEqual(['own-word: ѕсum'])
    expect(found('Viscum album grows in Scumthorpe')).toEqual([])
    expect(checkDraft(draft('You SCUM'), { ...policy, allowed: ['scum'] })).toEqual([])
  })

  test('Welsh spelling is looked at in Welsh only', () => {
    expect(told('dewch â box')).toEqual([])
    expect(told('dewch â box', { language: 'cy' })).toEqual(['not-welsh: box'])
  })

  test('every rule has a name of its own and says why in one sentence', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
    for (const { why } of rules) expect(why).toMatch(/^\p{Lu}[^.?!]+\.$/u)
  })
})

test('the check digit of an NHS number', () => {
  expect(isNhsNumber('9434765919')).toBe(true)
  expect(isNhsNumber('9434765918')).toBe(false)
  expect(isNhsNumber('1111111111')).toBe(false)
})
