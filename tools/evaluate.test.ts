import { describe, expect, test } from 'vitest'
import { cells, hostOf } from './data/read-table.ts'
import {
  areaUnderCurve,
  calibrationError,
  f1Of,
  interval,
  type Judged,
  macroF1,
  macroRecall,
  mean,
} from './evaluate.ts'
import { collect, random, scoresOf, trainLinear } from './train/linear.ts'

const items: Judged[] = [
  { truth: 'a', guess: 'a', probability: 0.9 },
  { truth: 'a', guess: 'b', probability: 0.9 },
  { truth: 'b', guess: 'b', probability: 0.6 },
  { truth: 'b', guess: 'b', probability: 0.6 },
]

describe('measures', () => {
  test('recall, F1 and calibration are those of the books', () => {
    expect(macroRecall(items, ['a', 'b'])).toBeCloseTo(0.75)
    expect(f1Of(items, 'a')).toBeCloseTo(2 / 3)
    expect(f1Of(items, 'b')).toBeCloseTo(0.8)
    expect(macroF1(items, ['a', 'b'])).toBeCloseTo((2 / 3 + 0.8) / 2)
    expect(calibrationError(items)).toBeCloseTo((Math.abs(1.8 - 1) + Math.abs(1.2 - 2)) / 4)
  })

  test('the area under the curve counts ties as half', () => {
    const scored = (pairs: [number, boolean][]) => pairs.map(([score, truth]) => ({ score, truth }))
    expect(
      areaUnderCurve(
        scored([
          [1, false],
          [2, true],
          [3, true],
        ]),
      ),
    ).toBe(1)
    expect(
      areaUnderCurve(
        scored([
          [1, true],
          [1, false],
        ]),
      ),
    ).toBe(0.5)
    expect(
      areaUnderCurve(
        scored([
          [3, false],
          [1, true],
        ]),
      ),
    ).toBe(0)
  })

  test('an interval holds the measure and is the same each time', () => {
    const values = Array.from({ length: 100 }, (_, i) => i)
    const [low, high] = interval(values, mean)
    expect(low).toBeLessThan(49.5)
    expect(high).toBeGreaterThan(49.5)
    expect(interval(values, mean)).toEqual([low, high])
  })
})

describe('tables', () => {
  test('quotes, separators and line breaks inside a cell stay in it', () => {
    expect(cells('a,"b ""c"", d"\n"e\nf",g\n')).toEqual([
      ['a', 'b "c", d'],
      ['e\nf', 'g'],
    ])
    expect(cells('a;b 5"\n', ';')).toEqual([['a', 'b 5"']])
  })

  test('a host is read from an address or is none', () => {
    expect(hostOf('http://www.Example.co.uk/news')).toBe('example.co.uk')
    expect(hostOf('example.org/path')).toBe('example.org')
    expect(hostOf('NA')).toBeNull()
    expect(hostOf('not an address')).toBeNull()
  })
})

test('the trainer learns what can be told apart, the same way each time', () => {
  const next = random(1)
  const examples = Array.from({ length: 200 }, (_, i) => ({
    features: collect(8, (emit) => {
      emit(i % 2 === 0 ? 11 : 22, 1)
      emit(100 + Math.floor(next() * 50), 0.3)
    }),
    label: i % 2,
    weight: 1,
  }))
  const settings = { classes: 2, bits: 8, epochs: 3, rate: 0.2, l2: 1e-5, dropout: 0.2 }
  const model = trainLinear(examples, settings)
  for (const { features, label } of examples) {
    const scores = scoresOf(model, features)
    expect(scores[label]!).toBeGreaterThan(scores[1 - label]!)
  }
  expect(trainLinear(examples, settings).weights).toEqual(model.weights)
})
