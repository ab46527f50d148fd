import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { labelEmotion } from './label-emotion.ts'
import { labelServiceTone } from './label-service-tone.ts'
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

  test('the words that decided are words of the text that people rate, strongest first', () => {
    const text = 'The staff were rude and the wait was awful'
    const label = labelTone(text)
    expect(label.value).toBe('negative')
    expect(label.because.toSorted()).toEqual(['awful', 'rude'])
  })

  test.each(["I'll ring you tonight", 'We’ll be there, he’ll bring it', "she'd like it shut"])(
    'a word that is two words is no other word: %s',
    (text) => {
      expect(labelTone(text).because.filter((word) => /['’]/.test(word))).toEqual([])
    },
  )

  test('a denial is the same with and without its apostrophe', () => {
    expect(labelTone("don't panic, it is safe")).toMatchObject({
      value: labelTone('dont panic, it is safe').value,
    })
    expect(labelTone("This isn't good, I am disgusted").because).toContain("isn't good")
  })

  test('a word under a negation is shown with it', () => {
    expect(labelTone('This is not good enough, I am disgusted').because).toContain('not good')
    expect(labelTone('Not happy with the hospital, no help at all').because.toSorted()).toEqual([
      'Not happy',
      'no help',
    ])
  })

  test('signs, handles, names and function words are never given as reasons', () => {
    for (const text of [
      'Thank you so much!!! My best time with @BBCWales and #CardiffBay, you were lovely',
      'With my mum at #Wrexham today!! Amazing time :)',
      'My bus never came. With all this time!!! Terrible #Arriva @arriva',
    ])
      for (const word of labelTone(text).because)
        expect(word).toMatch(/^(thank|best|lovely|amazing|terrible)$/i)
  })

  test('a neutral text needs no reasons', () => {
    expect(labelTone('Bus 43 now leaves from stand C')).toMatchObject({ value: 'neutral', because: [] })
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

describe('praise and complaint of public services', () => {
  test.each([
    ['praise', 'The nurses on Ward 7 were wonderful with my mum, thank you so much'],
    ['praise', 'Hats off to the gritting crews, out at 3am again. Brilliant work'],
    ['complaint', 'Third week running our bins have not been collected, absolute joke of a council'],
    ['complaint', 'On hold to 101 for an hour and then cut off. Useless.'],
    ['neither', 'What time does the library open on Saturday?'],
    ['neither', 'Council meeting on Tuesday at 7pm in the town hall'],
  ])('%s: %s', (tone, text) => {
    expect(labelServiceTone(text).value).toBe(tone)
  })

  test('the words that decided are those of praise or blame', () => {
    expect(labelServiceTone('Bins collected late but the lads were lovely').because).toEqual(['lovely'])
    expect(labelServiceTone('What time does the library open?').because).toEqual([])
  })
})

describe('the emotion of a post', () => {
  test.each([
    ['fear', 'I am terrified, the water is at the door and still rising'],
    ['anger', 'Absolutely furious, they knew about this for months and did nothing'],
    ['sympathy', 'Thoughts and prayers with the families tonight, so sorry for your loss'],
    ['thanks', 'Thank you to everyone who helped us last night'],
    ['joy', 'She has been found safe!! So happy, celebrating tonight'],
    ['sadness', 'Heartbroken. I miss him every day and cannot stop crying'],
    ['none', 'The road is closed between junctions 4 and 5 until 6pm'],
  ])('%s: %s', (emotion, text) => {
    expect(labelEmotion(text).value).toBe(emotion)
  })
})

test('any text at all gets labels that are the same each time, with reasons from the text', () => {
  const trouble = fc.constantFrom(
    ':(',
    ':D',
    '!!',
    'not good',
    '#AwfulDay',
    '@bob',
    '😡',
    '…',
    '\ud83d',
    'https://x.y',
    'sooo',
    '<3',
  )
  const texts = fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 6 }), trouble), { maxLength: 30 })
  fc.assert(
    fc.property(texts, (pieces) => {
      const text = pieces.join(' ')
      for (const label of [labelTone, labelServiceTone, labelEmotion]) {
        const first = label(text)
        expect(first.probability).toBeGreaterThan(0)
        expect(first.probability).toBeLessThanOrEqual(1)
        for (const word of first.because) expect(text).toContain(word)
        expect(label(text)).toEqual(first)
      }
    }),
    { numRuns: 300, seed: 5 },
  )
})
