import { describe, expect, test } from 'vitest'
import { readListedModel, weigh } from '../../engines/text/listed-model.ts'
import { random } from './linear.ts'
import { calibrate, crossScores, type Lesson, listedFile, listHashes, tell, trainListed } from './listed.ts'

const next = random(5)
/** Feature 1 or 2 tells the class nine times in ten; 100… is noise; 900 + event is known to one event alone. */
const lessons: Lesson[] = Array.from({ length: 400 }, (_, i) => {
  const label = i % 4 === 0 ? 1 : 0
  const says = next() < 0.9 ? label : 1 - label
  const event = i % 5
  return {
    hashes: Uint32Array.of(says + 1, 100 + Math.floor(next() * 20), 900 + event, 0xfffffff0),
    values: Float64Array.of(1, 0.5, 1, 0.2),
    label,
    weight: 1,
    event: `e${event}`,
  }
})
const settings = { classes: 2, epochs: 4, rate: 0.2, dropout: 0.2, events: 2, texts: 2 }
const emitted =
  ({ hashes, values }: Lesson) =>
  (emit: (h: number, v: number, a: number, b: number) => void) => {
    for (const [i, hash] of hashes.entries()) emit(hash, values[i]!, 0, 0)
  }

describe('a listed model', () => {
  const listed = trainListed(lessons, settings)
  const calibration = calibrate(crossScores(lessons, 3, (some) => trainListed(some, settings)))
  const file = listedFile(listed, calibration)
  const model = readListedModel(file)

  test('lists what two events say, not what one says', () => {
    const hashes = listHashes(lessons, 2, 2)
    expect([...hashes.keys()].filter((hash) => hash >= 900 && hash < 910)).toEqual([])
    expect(hashes.has(1)).toBe(true)
    expect(hashes.has(0xfffffff0)).toBe(true)
  })

  test('says as a file what it said in training, but for rounding', () => {
    for (const lesson of lessons.slice(0, 50)) {
      const told = tell(listed, calibration, lesson)
      const weighed = weigh(model, 1, emitted(lesson))
      expect(weighed.decided).toBe(told.decided)
      expect(weighed.probabilities[1]).toBeCloseTo(told.probabilities[1]!, 1)
    }
  })

  test('a feature never met changes nothing, and a feature said twice counts once', () => {
    const known = weigh(model, 1, (emit) => emit(1, 1, 0, 0)).probabilities
    const more = weigh(model, 1, (emit) => {
      emit(1, 1, 0, 0)
      emit(1, 1, 0, 0)
      emit(424242, 1, 0, 0)
    }).probabilities
    expect(more).toEqual(known)
  })

  test('a mean over the features counts those not listed, and says as a file what it said in training', () => {
    const mean = { ...listed, unitLength: false, unlisted: [0, 3] }
    const read = readListedModel(listedFile(mean, calibration))
    for (const lesson of lessons.slice(0, 50))
      expect(weigh(read, 1, emitted(lesson)).balanced[1]).toBeCloseTo(
        tell(mean, calibration, lesson).balanced[1]!,
        1,
      )
    const nothingKnown = weigh(read, 1, (emit) => {
      for (let hash = 5000; hash < 5008; hash++) emit(hash, 1, 0, 0)
    }).balanced[1]!
    const [none, one] = listed.model.bias
    expect(nothingKnown).toBeCloseTo(1 / (1 + Math.exp(none! - one! - 3)), 5)
  })

  test('its probabilities come to the share of the class', () => {
    const mean = lessons.reduce((sum, lesson) => sum + tell(listed, calibration, lesson).probabilities[1]!, 0)
    expect(mean / lessons.length).toBeCloseTo(0.25, 1)
  })

  test('the same lessons give the same bytes', () => {
    expect(listedFile(trainListed(lessons, settings), calibration)).toEqual(file)
  })

  test('another file is refused', () => {
    expect(() => readListedModel(new TextEncoder().encode('FMW1 and more'))).toThrow('not a model file')
  })
})
