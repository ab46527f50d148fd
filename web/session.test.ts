import { expect, test } from 'vitest'
import { loggedPath, safePath } from './session.server.ts'

test('a path to go on to is one of ours, as a browser reads it', () => {
  expect(safePath('/listen/search?q=%C5%B5#a')).toBe('/listen/search?q=%C5%B5#a')
  expect(safePath('/listen/search?q=ŵy')).toBe('/listen/search?q=%C5%B5y')
  for (const bad of [
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    'https://evil.example/',
    'listen',
    '',
    null,
  ])
    expect(safePath(bad)).toBe('/')
})

test('a link that opens a door is not written to the log', () => {
  expect(loggedPath('/join/AbC-9_/passkey')).toBe('/join/…/passkey')
  expect(loggedPath('/set-up/AbC')).toBe('/set-up/…')
  expect(loggedPath('/listen/post/1')).toBe('/listen/post/1')
})
