import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createCopyIndex } from './copy-index.ts'
import { tokenise } from './tokenise.ts'

const vocabulary = Array.from({ length: 60 }, (_, i) => `w${i}`)
const share = (a: Set<string>, b: Set<string>) => {
  const both = [...a].filter((word) => b.has(word)).length
  return both / (a.size + b.size - both)
}
const words = (set: Iterable<string>) => [...set].map((word) => ({ word }))

describe('near-identical posts', () => {
  test('a copy with a word changed joins the first, another story does not', () => {
    const index = createCopyIndex()
    const add = (id: string, text: string) => index.add(id, tokenise(text))
    expect(
      add('a', 'Police have closed the bridge at Bryntref after the river burst its banks this morning'),
    ).toBeNull()
    expect(
      add('b', 'Police have closed the bridge at Bryntref after the river burst its banks this evening'),
    ).toBe('a')
    expect(
      add('c', 'The council has opened a rest centre at the leisure centre for anyone who had to leave home'),
    ).toBeNull()
    expect(
      add('d', 'POLICE have closed the bridge at Bryntref, after the river burst its banks this morning!'),
    ).toBe('a')
    expect(index.size).toBe(2)
  })

  test('short greetings are never grouped', () => {
    const index = createCopyIndex()
    expect(index.add('a', tokenise('Thank you'))).toBeNull()
    expect(index.add('b', tokenise('Thank you'))).toBeNull()
    expect(index.size).toBe(0)
  })

  test('what is removed is forgotten, and can begin again', () => {
    const index = createCopyIndex()
    const text = tokenise('the river has burst its banks at the old bridge')
    index.add('a', text)
    expect(index.remove('a')).toBe(true)
    expect(index.remove('a')).toBe(false)
    expect(index.add('b', text)).toBeNull()
    expect(index.add('c', text)).toBe('b')
  })

  test('an heir leads the group in the place of its first text, by its own words', () => {
    const index = createCopyIndex()
    const text = tokenise('the river has burst its banks at the old bridge')
    const heir = tokenise('the river has burst its banks at the old bridge tonight')
    index.add('a', text)
    expect(index.succeed('a', 'b', heir)).toBe(true)
    expect(index.add('c', text)).toBe('b')
    expect(index.remove('a')).toBe(false)
    expect(index.succeed('nobody', 'd', heir)).toBe(false)
    expect(index.succeed('b', 'e', tokenise('too short'))).toBe(true)
    expect(index.size).toBe(0)
  })

  test('the window holds: the group that was idle longest goes first', () => {
    const index = createCopyIndex({ window: 3 })
    const text = (name: string) => words(vocabulary.slice(0, 6).map((word) => word + name))
    for (const name of ['a', 'b', 'c']) index.add(name, text(name))
    expect(index.add('a2', text('a'))).toBe('a')
    index.add('d', text('d'))
    expect(index.size).toBe(3)
    expect(index.add('a3', text('a'))).toBe('a')
    expect(index.add('b2', text('b'))).toBeNull()
  })

  test('a post added twice is not its own copy', () => {
    const index = createCopyIndex()
    const text = tokenise('the river has burst its banks at the old bridge')
    expect(index.add('a', text)).toBeNull()
    expect(index.add('a', text)).toBeNull()
    expect(index.add('b', text)).toBe('a')
  })

  test('precision is whole and recall at least 0.995 against comparing with every first text', () => {
    let should = 0
    let found = 0
    fc.assert(
      fc.property(
        fc.array(fc.uniqueArray(fc.constantFrom(...vocabulary), { minLength: 4, maxLength: 25 }), {
          minLength: 2,
          maxLength: 25,
        }),
        fc.nat(1000),
        (bases, seed) => {
          const index = createCopyIndex()
          const firsts = new Map<string, Set<string>>()
          const texts = bases.flatMap((base, i) => [
            base,
            base.filter((_, at) => (at * 7 + seed + i) % 6 !== 0),
          ])
          texts.forEach((text, i) => {
            const set = new Set(text)
            if (set.size < 4) return
            const close = [...firsts].filter(([, first]) => share(set, first) >= 0.7 - 1e-12)
            const leader = index.add(String(i), words(set))
            if (close.length > 0) should++
            if (leader === null) firsts.set(String(i), set)
            else {
              expect(share(set, firsts.get(leader)!)).toBeGreaterThanOrEqual(0.7)
              found++
            }
          })
        },
      ),
      { numRuns: 400, seed: 11 },
    )
    expect(should).toBeGreaterThan(1500)
    expect(found / should).toBeGreaterThanOrEqual(0.995)
  })

  test('a long stream neither grows nor loses its chains', () => {
    const index = createCopyIndex({ window: 50 })
    for (let i = 0; i < 3000; i++) {
      index.add(`p${i}`, words(Array.from({ length: 8 }, (_, at) => `x${i}-${at}`)))
      if (i % 7 === 0) index.remove(`p${i}`)
    }
    expect(index.size).toBeLessThanOrEqual(50)
    expect(index.add('again', words(Array.from({ length: 8 }, (_, at) => `x2999-${at}`)))).toBe('p2999')
  })
})
