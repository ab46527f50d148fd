import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describe as inWords, parseQuery, privateFrom, type Query } from './index.ts'

const options = {
  areaCentre: { lat: 53.75, lon: -2.48, name: 'Blackburn' },
  locate: (name: string) => (name === 'Preston' ? { lat: 53.76, lon: -2.7 } : null),
}

function tree(text: string): Query {
  const read = parseQuery(text, options)
  if (!read.ok) throw new Error(`${text}: ${read.problems[0]!.message}`)
  return read.tree
}

/** The tree in a notation short enough for a table. */
function brief(query: Query): string {
  const phrase = (items: { word: string; prefix: boolean; offset: number }[]) =>
    items.map((item, i) => (i > 0 ? `+${item.offset}` : '') + item.word + (item.prefix ? '*' : '')).join('')
  switch (query.kind) {
    case 'and':
    case 'or':
      return `${query.kind}(${query.parts.map(brief).join(' ')})`
    case 'not':
      return `not(${brief(query.part)})`
    case 'words':
      return phrase(query.items)
    case 'near':
      return `near${query.distance}(${query.left.map(phrase).join('|')} ${query.right.map(phrase).join('|')})`
    case 'filter':
      return `${query.field}=${query.value}`
    case 'place':
      return `place=${query.name}`
    case 'within':
      return `within=${query.km}@${query.lat},${query.lon}`
  }
}

/** Phrases of one word, of two, … of thirteen. */
function steps(letter: string): string {
  const phrase = (length: number) => `"${Array.from({ length }, (_, i) => letter + i).join(' ')}"`
  return Array.from({ length: 13 }, (_, i) => phrase(i + 1)).join(' OR ')
}

describe('parseQuery', () => {
  test.each([
    ['flood', 'flood'],
    ['flood river', 'and(flood river)'],
    ['flood AND river', 'and(flood river)'],
    ['flood river OR rain', 'or(and(flood river) rain)'],
    ['flood (river OR rain) -insurance', 'and(flood or(river rain) not(insurance))'],
    ['flood NOT (a OR b)', 'and(flood not(or(a b)))'],
    ['flood –b −c', 'and(flood not(b) not(c))'],
    ['and or not', 'and(and or not)'],
    ['"burst its banks"', 'burst+1its+2banks'],
    ['“burst its banks”', 'burst+1its+2banks'],
    ['«Tŷ Mawr»', 'ty+1mawr'],
    ['flood* "severe warn*"', 'and(flood* severe+1warn*)'],
    ['covid-19', 'covid+119'],
    ["O'Brien’s", 'obrien'],
    ['rain😂', 'rain+0😂'],
    ['東京', '東+1京'],
    ['#GlasgowHelicopter', '#glasgowhelicopter'],
    ['"#GlasgowHelicopter crash"', '#glasgowhelicopter+2crash'],
    ['@Alice.bsky.social', '@alice.bsky.social'],
    ['fire NEAR/3 bridge', 'near3(fire bridge)'],
    ['fire NEAR bridge', 'near5(fire bridge)'],
    ['a NEAR/3 b NEAR/4 c', 'and(near3(a b) near4(b c))'],
    ['(fire OR "big smoke") near/30 bridge*', 'near30(fire|big+1smoke bridge*)'],
    ['x NOT fire NEAR/3 bridge', null],
    ['x NOT (fire NEAR/3 bridge)', 'and(x not(near3(fire bridge)))'],
    ['from:@Alice.bsky.social to:BBC', 'and(from=alice.bsky.social to=bbc)'],
    ['domain:https://www.BBC.co.uk/ url:HTTPS://a.b/C', 'and(domain=bbc.co.uk url=a.b/c)'],
    ['https://a.b/C?d=1', 'url=a.b/c?d=1'],
    ['lang:cy lang:Welsh lang:Cymraeg LANG:EN-gb', 'and(lang=cy lang=cy lang=cy lang=en-gb)'],
    [
      'source:eyewitness tone:negative channel:bluesky has:question',
      'and(source=eyewitness tone=negative channel=bluesky has=question)',
    ],
    ['place:"Ynys Môn" place:Blackburn', 'and(place=ynys mon place=blackburn)'],
    ['within:5km', 'within=5@53.75,-2.48'],
    ['within:800m:Preston', 'within=0.8@53.76,-2.7'],
    ['within:5km:"Preston"', 'within=5@53.76,-2.7'],
    ['within:5km:"53.1, -2.5"', 'within=5@53.1,-2.5'],
    ['a OR (b OR c)', 'or(a b c)'],
    ['-(-flood)', 'not(not(flood))'],
  ])('%s', (text, expected) => {
    if (expected === null) expect(parseQuery(text, options).ok).toBe(false)
    else expect(brief(tree(text))).toBe(expected)
  })

  test.each([
    ['', 0, 0, 'empty'],
    ['(flood', 0, 1, 'never closed'],
    ['flood)', 5, 1, 'closes nothing'],
    ['a "flood river', 2, 12, 'never closed'],
    ['flood OR', 6, 2, 'Nothing follows this OR'],
    ['OR flood', 0, 2, 'needs something before'],
    ['(flood AND) x', 7, 3, 'Nothing follows this AND'],
    ['((((', 3, 1, 'never closed'],
    ['flood (', 6, 1, 'never closed'],
    ['a ()', 2, 2, 'nothing between these brackets'],
    ['a NEAR/31 b', 2, 7, 'from 1 to 30'],
    ['a NEAR/3 lang:cy', 9, 7, 'NEAR works between'],
    ['flo*od', 3, 1, 'only at the end'],
    ['x *flood', 2, 1, 'only at the end'],
    ['a*', 0, 2, 'at least two letters'],
    ['colour:red', 0, 7, 'no filter called “colour:”'],
    ['x source:bob', 9, 3, 'not something source: knows'],
    ['from: alice', 0, 5, 'Nothing follows from:'],
    ['within:5', 7, 1, 'not a distance'],
    ['within:300km', 7, 5, 'not a distance'],
    ['within:5km:"Atlantis"', 12, 8, 'No place called “Atlantis”'],
    ['rain … flood', 5, 1, 'no word here'],
    ['NOT flood', 0, 3, 'only says what to leave out'],
    ['flood OR -river', 9, 1, 'only says what to leave out'],
    ['😂 OR NOT 😂', 6, 3, 'only says what to leave out'],
    [`${'('.repeat(33)}a${')'.repeat(33)}`, 32, 1, 'more than 32 levels'],
    [Array.from({ length: 201 }, (_, i) => `w${i}`).join(' '), 890, 4, 'more than 200'],
    ['x'.repeat(2_001), 2_000, 1, 'longer than 2,000'],
    [`(${steps('a')}) NEAR/30 (${steps('b')})`, 343, 7, 'too many phrases of different lengths'],
    ['flood \0 river', 6, 1, 'no text can hold'],
    ['from:bob\ud800', 8, 1, 'no text can hold'],
    ['😂 \udc00', 3, 1, 'no text can hold'],
  ])('%s points at what is wrong', (text, at, length, message) => {
    const read = parseQuery(text, options)
    expect(read.ok).toBe(false)
    if (read.ok) return
    const [problem] = read.problems
    expect(problem).toMatchObject({ at, length })
    expect(problem!.message).toContain(message)
    expect(problem!.expected.length).toBeGreaterThan(3)
  })

  test('the limits themselves are allowed', () => {
    expect(parseQuery(`${'('.repeat(32)}a${')'.repeat(32)}`).ok).toBe(true)
    expect(parseQuery(Array.from({ length: 200 }, (_, i) => `w${i}`).join(' ')).ok).toBe(true)
    expect(parseQuery('x'.repeat(2_000)).ok).toBe(true)
    const hundred = (letter: string) => Array.from({ length: 100 }, (_, i) => letter + i).join(' OR ')
    expect(parseQuery(`(${hundred('v')}) NEAR/30 (${hundred('w')})`).ok).toBe(true)
  })

  test('within: needs an area, and says so', () => {
    const read = parseQuery('within:5km')
    expect(read.ok ? null : read.problems[0]!.message).toBe('There is no area to measure from.')
  })

  test('place: means each place that has the name, by the name that posts find it under', () => {
    const read = (text: string, called: string[]) => {
      const parsed = parseQuery(text, { placesCalled: () => called })
      return parsed.ok ? `${brief(parsed.tree)}; ${inWords(parsed.tree)}` : parsed.problems[0]!.message
    }
    expect(read('place:Abertawe', ['Swansea'])).toBe(
      'or(place=abertawe place=swansea); posts that name Abertawe or that name Swansea',
    )
    expect(read('place:"Ynys Môn"', ['Ynys Mon', 'Ynys Môn'])).toBe(
      'place=ynys mon; posts that name Ynys Môn',
    )
    expect(read('place:X', ['A', 'B', 'C', 'D', 'E', 'F']).match(/place=/g)).toHaveLength(5)
  })

  test('a tree survives JSON', () => {
    const made = tree('a "b c"* OR d NEAR/3 e within:5km place:"X" -lang:cy'.replace('"*', '"'))
    expect(JSON.parse(JSON.stringify(made))).toEqual(made)
  })

  test('whatever is typed, there is an answer, and a problem lies inside the text', () => {
    const piece = fc.constantFrom(
      'flood',
      '"',
      '“',
      '(',
      ')',
      ' ',
      ' OR ',
      ' NOT ',
      '-',
      'NEAR/3',
      'NEAR/',
      'from:',
      'within:5km:',
      ':',
      '*',
      '#',
      '@',
      'place:"',
      '😂',
      '\ud83d',
      '\0',
      '\u202e',
      'https://',
      "'",
      '\\',
      'lang:cy',
    )
    const typed = fc.oneof(
      fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'binary', maxLength: 30 }),
    )
    fc.assert(
      fc.property(typed, (text) => {
        const read = parseQuery(text, options)
        if (read.ok) {
          expect(inWords(read.tree)).toMatch(/^posts /)
          return
        }
        for (const problem of read.problems) {
          expect(problem.at).toBeGreaterThanOrEqual(0)
          expect(problem.at + problem.length).toBeLessThanOrEqual(text.length)
        }
      }),
      { numRuns: 20_000, seed: 14 },
    )
  })
})

test.each([
  ['flood \0river', 6],
  ['flood \ud83d', 6],
  ['\udc00', 0],
])('what cannot be written down is pointed at: %j', (text, at) => {
  expect(parseQuery(text)).toMatchObject({ ok: false, problems: [{ at, length: 1 }] })
})

describe('describe', () => {
  test.each([
    ['flood -insurance', 'posts with “flood”, but not with “insurance”'],
    ['flood OR floods', 'posts with “flood” or “floods”'],
    [
      'fire NEAR/3 (bridge OR road) lang:cy',
      'posts with “fire” within 3 words of “bridge” or “road” and in Welsh',
    ],
    ['within:5km source:media', 'posts that name a place within 5 km of Blackburn and from news outlets'],
  ])('%s is %s', (text, expected) => {
    expect(inWords(tree(text))).toBe(expected)
  })
})

describe('privateFrom', () => {
  test('names whom a search asks for, not whom it leaves out', () => {
    expect(
      privateFrom(tree('flood (from:@Alice OR from:bob.example) -from:carol NOT (NOT from:dave)')),
    ).toEqual(['alice', 'bob.example', 'dave'])
  })
})
