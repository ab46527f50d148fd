import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createClaimIndex } from './claim-index.ts'
import { claimWords, stemWord } from './claim-words.ts'

const rumours = [
  {
    id: 'bridge',
    text: 'The Arrel footbridge has collapsed with three children on it',
    title: 'Footbridge collapse',
  },
  { id: 'dam', text: 'The dam at Corrow reservoir has burst', title: 'Has the dam burst?' },
  { id: 'water', text: 'Tap water in Arrelbridge is not safe to drink until Friday' },
  { id: 'pay', text: 'The council has spent £5 million on a new car park while the flood wall waited' },
  { id: 'school', text: 'St Maelog school stays shut for the whole week' },
]
const filled = () => {
  const index = createClaimIndex()
  for (const rumour of rumours) index.add(rumour)
  return index
}

describe('which known claim a post repeats', () => {
  test.each([
    ['my cousin says three kids were on that footbridge when it collapsed!!', 'bridge'],
    ['is it true the DAM has bursted?? #CorrowReservoir', 'dam'],
    ['dont drink the tap water till friday pass it on', 'water'],
    ['£5m for a carpark, and no flood walls. Council for you', 'pay'],
    ['five million on parking', 'pay'],
  ])('%s', (post, id) => {
    expect(filled().match(post)[0]?.id).toBe(id)
  })

  test('says which words decided, as they stand in the post', () => {
    const [first] = filled().match('Kids on the Footbridge when it collapsed')
    expect(first?.because).toEqual(expect.arrayContaining(['Kids', 'Footbridge', 'collapsed']))
  })

  test('a closer repetition is surer, and what shares no word is offered nothing', () => {
    const index = filled()
    const near = index.match('The dam at Corrow reservoir has burst')[0]!
    const far = index.match('somebody said something about a dam once')[0]!
    expect(near.probability).toBeGreaterThan(far.probability)
    expect(index.match('zzz qqq')).toEqual([])
    expect(index.match('')).toEqual([])
  })

  test('a claim can be worded anew and taken out', () => {
    const index = filled()
    index.add({ id: 'dam', text: 'The weir below Mill Lane has been opened' })
    expect(index.size).toBe(rumours.length)
    expect(index.match('who opened the weir')[0]?.id).toBe('dam')
    expect(index.match('Corrow reservoir').some(({ id }) => id === 'dam')).toBe(false)
    expect(index.remove('dam')).toBe(true)
    expect(index.remove('dam')).toBe(false)
    expect(index.match('who opened the weir').some(({ id }) => id === 'dam')).toBe(false)
  })

  test('what was taken out leaves no trace in what is answered', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ id: fc.constantFrom('a', 'b', 'c'), text: fc.string({ unit: 'grapheme' }) }), {
          maxLength: 8,
        }),
        fc.string({ unit: 'grapheme' }),
        (comings, post) => {
          const index = filled()
          for (const coming of comings) index.add(coming)
          for (const { id } of comings) index.remove(id)
          const asked = 'the footbridge collapsed and the dam burst'
          expect(index.match(asked)).toEqual(filled().match(asked))
          for (const { probability } of index.match(post)) {
            expect(probability).toBeGreaterThanOrEqual(0)
            expect(probability).toBeLessThanOrEqual(1)
          }
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('words of claims', () => {
  test('numbers are read however they are written', () => {
    const keys = (text: string) => claimWords(text).map(({ key }) => key)
    expect(keys('£5m')).toEqual(keys('five million'))
    expect(keys('1,200')).toEqual(['1200'])
    expect(keys('seven')).toEqual(['7'])
    expect(keys('£5.5m')).toEqual(['5500000'])
    expect(keys('2.5 billion')).toEqual(keys('2,500 million'))
    expect(keys('six hundred')).toEqual(['600'])
    expect(keys('twenty')).toEqual(['20'])
    expect(claimWords('lost £5.5m').at(-1)?.shown).toBe('5.5m')
  })

  test('a word that every object has is a word like others', () => {
    expect(claimWords('20 constructor men').map(({ key }) => key)).toEqual(['20', 'constructor', 'man'])
  })

  test('a handle and a tag count by their words', () => {
    const keys = claimWords('@ArrelBridgeCouncil #FloodWarning').map(({ key }) => key)
    expect(keys).toEqual(expect.arrayContaining(['arrel', 'bridg', 'council', 'flood']))
  })

  test('forms of a word meet', () => {
    for (const forms of [
      ['closed', 'closing', 'closes', 'close'],
      ['bodies', 'body'],
      ['stopped', 'stop'],
    ])
      expect(new Set(forms.map(stemWord)).size).toBe(1)
  })
})
