import { expect, test } from 'vitest'
import { outside } from './outside.ts'

test('only a whole http or https address becomes a link', () => {
  expect(outside('https://news.example/a?b=c#d')).toBe('https://news.example/a?b=c#d')
  for (const bad of [
    'javascript:alert(1)',
    ' JaVa\tScRiPt:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'blob:https://x.test/1',
    '//x.test/',
    '/estate',
    '',
    null,
    undefined,
  ])
    expect(outside(bad)).toBe(null)
})
