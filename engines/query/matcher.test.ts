import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { finish, rollingHash } from '../text/tokenise-buffer.ts'
import { tokensOf } from './document.ts'
import { Frequency } from './frequency.ts'
import {
  highlights,
  type LabelFacts,
  Matcher,
  matches,
  type PostFacts,
  parseQuery,
  type Query,
  toDocument,
  toVector,
} from './index.ts'

function facts(changes: Partial<PostFacts> = {}): PostFacts {
  return {
    text: '', contentWarning: null, altTexts: [], poll: [], handle: 'alice.bsky.social', accountId: 'did:plc:a', mentions: [], tags: [],
    links: [], channel: 'bluesky', media: false, link: false, ...changes,
  } // biome-ignore format: one post
}

const plainLabels: LabelFacts = { lang: 'en', tone: 'neutral', sourceKind: 'public', places: [] }
const post = (text: string, changes: Partial<PostFacts> = {}, labels: Partial<LabelFacts> = {}) =>
  toDocument(facts({ text, ...changes }), () => ({ ...plainLabels, ...labels }))

function tree(text: string): Query {
  const read = parseQuery(text, { areaCentre: { lat: 53.75, lon: -2.48, name: 'Blackburn' } })
  if (!read.ok) throw new Error(`${text}: ${read.problems[0]!.message}`)
  return read.tree
}

/** Whether a search matches, said by matcher and evaluator alike. */
function isMatch(search: string, document: ReturnType<typeof post>): boolean {
  const matcher = new Matcher()
  matcher.set('it', tree(search))
  const found = matcher.match(document).length === 1
  expect(matches(tree(search), document)).toBe(found)
  return found
}

describe('a search', () => {
  test.each([
    ['rain', 'rain😂'],
    ['rain*', 'rain😂'],
    ['rain😂', 'so much rain 😂'],
    ['"rain today"', 'rain 😂 today'],
    ['dwr', 'Dŵr'],
    ['Dŵr', 'DWR'],
    ['"burst its banks"', 'The river has BURST  its—banks'],
    ['"glasgow helicopter crash"', '#GlasgowHelicopter crash'],
    ['#glasgowhelicopter', 'so sad #GlasgowHelicopter'],
    ['glasgowhelicopter', 'so sad #GlasgowHelicopter'],
    ['don’t', "I don't"],
    ['police', 'the police’s car'],
    ['fire NEAR/3 bridge', 'bridge is on fire'],
    ['rain NEAR/3 😂', 'rain😂'],
    ['@alice', 'hi @alice.bsky.social'],
    ['東京', '私は東京にいます'],
    ['has:question', 'anyone know why?'],
    ['flood -(a b)', 'flood a'],
    ['x OR (flood NOT y)', 'flood'],
  ])('%s matches %s', (search, text) => {
    expect(isMatch(search, post(text))).toBe(true)
  })

  test.each([
    ['"rain today"', 'rain again today'],
    ['fire NEAR/2 bridge', 'fire is on the old bridge'],
    ['flood NEAR/3 flood', 'one flood only'],
    ['flood* NEAR/3 floods', 'only floods'],
    ['rain', 'see https://t.co/rain'],
    ['has:question', 'https://t.co/a?b=c'],
    ['#flood', 'flood'],
    ['alice', '#notalice'],
    ['flood -(a b)', 'b flood a'],
  ])('%s does not match %s', (search, text) => {
    expect(isMatch(search, post(text))).toBe(false)
  })

  test('no phrase reaches from the text into the picture', () => {
    const document = post('a burst', { altTexts: ['pipe in the road'], contentWarning: 'flood' })
    expect(isMatch('"burst pipe"', document)).toBe(false)
    expect(isMatch('burst NEAR/30 pipe', document)).toBe(false)
    expect(isMatch('burst pipe flood', document)).toBe(true)
  })

  test('tags and mentions count where the text does not show them', () => {
    const document = post('look', { tags: ['StormCiara', 'two words'], mentions: ['bob@mas.to'] })
    expect(isMatch('#stormciara #twowords @bob @bob@mas.to to:bob', document)).toBe(true)
    expect(isMatch('storm', document)).toBe(false)
  })

  test('filters ask what the network and the labels say', () => {
    const document = post(
      'x',
      {
        links: [{ url: 'https://www.bbc.co.uk/News/1', domain: 'bbc.co.uk' }],
        link: true,
        media: true,
        handle: 'BBC.co.uk',
      },
      {
        lang: 'en-GB',
        tone: 'negative',
        sourceKind: 'media',
        places: [{ id: '1', name: 'Ynys Môn', lat: 53.76, lon: -2.48 }],
      },
    )
    for (const search of [
      'from:bbc',
      'from:bbc.co.uk',
      'from:did:plc:a',
      'domain:bbc.co.uk',
      'domain:uk',
      'url:bbc.co.uk/news',
      'lang:en',
      'lang:en-gb',
      'tone:negative',
      'source:media',
      'place:"ynys mon"',
      'within:2km',
      'channel:bluesky',
      'has:link has:media',
    ])
      expect(isMatch(search, document), search).toBe(true)
    for (const search of [
      'from:bb',
      'domain:bc.co.uk',
      'url:bbc.co.uk/sport',
      'lang:cy',
      'tone:neutral',
      'place:ynys',
      'within:1km',
      'channel:feed',
      'to:bbc',
    ])
      expect(isMatch(search, document), search).toBe(false)
  })

  test('labels are asked for only when they can decide, and once', () => {
    let asked = 0
    const document = (text: string) =>
      toDocument(facts({ text }), () => {
        asked++
        return plainLabels
      })
    const matcher = new Matcher()
    matcher.set('a', tree('flood lang:en'))
    matcher.set('b', tree('flood tone:negative'))
    expect(matcher.match(document('sunshine'))).toEqual([])
    expect(asked).toBe(0)
    expect(matcher.match(document('flood'))).toEqual(['a'])
    expect(asked).toBe(1)
    matcher.set('c', tree('lang:en'))
    expect(matcher.match(document('sunshine'))).toEqual(['c'])
    matcher.remove('c')
    expect(matcher.match(document('sunshine'))).toEqual([])
    expect(asked).toBe(2)
  })
})

describe('Matcher', () => {
  test('a search that asks for nothing is refused and leaves nothing behind', () => {
    const matcher = new Matcher()
    expect(() => matcher.set('a', { kind: 'not', part: tree('flood') })).toThrow()
    expect(matcher.size).toBe(0)
  })

  test('a search set again replaces the one of that name', () => {
    const matcher = new Matcher()
    matcher.set('a', tree('flood'))
    matcher.set('a', tree('fire'))
    expect(matcher.size).toBe(1)
    expect(matcher.match(post('flood'))).toEqual([])
    expect(matcher.match(post('fire'))).toEqual(['a'])
  })

  test('whatever is added, replaced, moved and removed, it answers as the evaluator does', () => {
    const WORDS = Array.from({ length: 40 }, (_, i) => `${'abcdefgh'[i % 8]}${'klmno'[i % 5]}${i}`)
    const word = fc.constantFrom(...WORDS)
    const atom = fc.oneof(
      word,
      word.map((one) => `${one.slice(0, 2)}*`),
      fc.tuple(word, word).map(([a, b]) => `"${a} ${b}"`),
      fc.tuple(word, word).map(([a, b]) => `(${a} NEAR/3 ${b})`),
    )
    const some = fc.array(atom, { minLength: 1, maxLength: 12 })
    const search = fc.oneof(
      some.map((all) => all.slice(0, 3).join(' ')),
      fc
        .tuple(some, some, atom)
        .map(([one, other, not]) => `(${one.join(' OR ')}) (${other.join(' OR ')}) -${not}`),
    )
    const text = fc.array(word, { maxLength: 20 }).map((words) => words.join(' '))
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.record({ do: fc.constant('set' as const), id: fc.nat(30), search }) },
      { weight: 3, arbitrary: fc.record({ do: fc.constant('remove' as const), id: fc.nat(30) }) },
      { weight: 1, arbitrary: fc.constant({ do: 'tune' as const }) },
      { weight: 6, arbitrary: fc.record({ do: fc.constant('match' as const), text }) },
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const matcher = new Matcher()
        const standing = new Map<string, Query>()
        for (const one of steps) {
          if (one.do === 'set') {
            matcher.set(`${one.id}`, tree(one.search))
            standing.set(`${one.id}`, tree(one.search))
          } else if (one.do === 'remove') {
            matcher.remove(`${one.id}`)
            standing.delete(`${one.id}`)
          } else if (one.do === 'tune') matcher.tune()
          else {
            const document = post(one.text)
            const expected = [...standing].filter(([, asked]) => matches(asked, document)).map(([id]) => id)
            expect(matcher.match(document).sort()).toEqual(expected.sort())
          }
          expect(matcher.size).toBe(standing.size)
        }
      }),
      { numRuns: 400, seed: 15 },
    )
  })

  test('ten thousand searches come and go without the memory growing', () => {
    const matcher = new Matcher()
    const round = (from: number) => {
      for (let i = 0; i < 10_000; i++)
        matcher.set(`${i}`, tree(`(a${from + i} OR "b${i % 97} c${from + i}") d${i % 11} -ee* lang:cy`))
      for (let i = 0; i < 10_000; i++) matcher.remove(`${i}`)
    }
    round(0)
    const before = matcher.bytes
    for (let r = 1; r < 5; r++) round(r * 10_000)
    expect(matcher.size).toBe(0)
    expect(matcher.bytes).toBeLessThanOrEqual(before * 1.2)
  })
})

describe('a phrase that several searches ask for', () => {
  test('is found or not for each post anew', () => {
    const matcher = new Matcher()
    for (const [id, search] of [
      ['a', '"river burst"'],
      ['b', '"river burst" flood'],
      ['c', 'river NEAR/3 flood'],
      ['d', '(river NEAR/3 flood) OR "river burst" OR ford'],
    ] as const)
      matcher.set(id, tree(search))
    const found = (text: string) => matcher.match(post(text)).sort().join('')
    expect(found('The river burst in flood')).toBe('abcd')
    expect(found('The river has burst, a flood')).toBe('')
    expect(found('flood by the river')).toBe('cd')
    expect(found('the river burst')).toBe('ad')
    matcher.remove('a')
    matcher.set('e', tree('"burst river"'))
    expect(found('burst river burst')).toBe('de')
  })
})

describe('what has been counted', () => {
  test('fades: a word that becomes common after a million posts is searched for elsewhere', () => {
    const frequency = new Frequency()
    const tokens = (text: string) => tokensOf(post(text))
    const share = (word: string) => frequency.ofWord(word, finish(rollingHash(word)))
    for (let i = 0; i < 4_000; i++) frequency.learn(tokens('quiet morning'), facts())
    for (let i = 0; i < 3; i++) frequency.fade()
    expect(frequency.posts).toBe(500)
    for (let i = 0; i < 500; i++) frequency.learn(tokens('flood'), facts())
    expect(share('flood')).toBeGreaterThan(0.4)
    expect(frequency.ofFact('channel', 'bluesky', 0)).toBeGreaterThan(0.8)
  })
})

describe('toVector', () => {
  test('writes words with their positions, quoted', () => {
    expect(toVector(post("O'Brien? flood #Flood"))).toBe("'obrien':2 '?':2 'flood':3,4 '#flood':4")
  })

  test('stays under a megabyte and under position 16,383 for the worst post', () => {
    const long = (i: number) => `${i}${'\u0926'.repeat(70)}`
    const words = Array.from({ length: 5_000 }, (_, i) => long(i)).join(' ')
    const vector = toVector(post(words, { altTexts: Array.from({ length: 300 }, (_, i) => `x${i}`) }))
    expect(Buffer.byteLength(vector)).toBeLessThan(1_000_000)
    const parted = toVector(post('a', { altTexts: Array.from({ length: 300 }, (_, i) => `x${i}`) }))
    expect(Math.max(...[...parted.matchAll(/:(\d+)/g)].map((found) => Number(found[1])))).toBeLessThan(16_383)
  })
})

describe('highlights', () => {
  test.each([
    ['flood -river', 'A flood by the river', '[flood]'],
    ['rain*', 'Rain😂, raining', '[Rain][raining]'],
    ['"burst its banks" OR its', 'It burst its banks; its own', '[burst][its][banks][its]'],
    ['#GlasgowHelicopter', 'x #GlasgowHelicopter', '[#GlasgowHelicopter]'],
    ['helicopter', 'x #GlasgowHelicopter', '[Helicopter]'],
    ['fire NEAR/2 bridge', 'fire at bridge, fire far from the old bridge', '[fire][bridge][fire]'],
    [
      '(bridge OR "the road") NEAR/2 (fire OR bridge)',
      'bridge on fire; the road to the bridge',
      '[bridge][fire][the][road]',
    ],
    ['dŵr place:"X" lang:cy', 'Mae’r DWR', '[DWR]'],
  ])('%s in %s', (search, text, expected) => {
    expect(
      highlights(tree(search), text)
        .map(({ start, end }) => `[${text.slice(start, end)}]`)
        .join(''),
    ).toBe(expected)
  })
})
