import { expect, test } from 'vitest'
import { jsonBodies, texts } from '../../tests/support/bad-input.ts'
import { fuzz, generated } from './fuzz.ts'

test('a million generated strings neither throw nor hold the thread, and matcher and evaluator agree on them', () => {
  const seeds = [...texts, ...jsonBodies.map((body) => body.toString().slice(0, 10_000))]
  const found = fuzz(generated(1_000_000, 3, seeds))
  expect(found.strings).toBe(1_000_000)
  expect(found.searches).toBeGreaterThan(50_000)
  expect(found.matched).toBeGreaterThan(10_000)
}, 900_000)
