import { expect, test } from 'vitest'
import { jsonBodies, texts } from '../../tests/support/bad-input.ts'
import { fuzz, generated } from './fuzz.ts'

test('what strangers send, as a post and as a search, neither throws nor holds the thread', () => {
  // A post is cut long before this
  const sent = [...texts, ...jsonBodies.map((body) => body.toString().slice(0, 300_000))]
  expect(fuzz(sent).strings).toBeGreaterThan(20)
})

test('one emoji two hundred times, apart, in a row and near itself, does not hold the thread', () => {
  const row = '👨‍👩‍👧'.repeat(190)
  const found = fuzz(['👨‍👩‍👧 '.repeat(190), row, `"${row}"`, `${'👍'.repeat(90)} NEAR/5 ${'👍'.repeat(90)}`])
  expect(found.searches).toBeGreaterThan(2)
})

test('4,000 generated strings neither throw nor hold the thread, and matcher and evaluator agree on them', () => {
  const found = fuzz(generated(4_000, 20260717, texts))
  expect(found.searches).toBeGreaterThan(200)
  expect(found.matched).toBeGreaterThan(100)
})
