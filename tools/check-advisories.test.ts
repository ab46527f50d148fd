import { expect, test } from 'vitest'
import { compareVersions, inspectLock } from './check-advisories.ts'

test('a package below its floor is named with the reason', () => {
  const lock = { packages: { 'node_modules/undici': { version: '7.1.0' } } }
  const said = inspectLock(lock, {
    floors: [{ package: 'undici', below: '7.30.0', why: 'look-up' }],
    installScriptsAllowed: [],
  })
  expect(said).toEqual(['undici 7.1.0 is below 7.30.0: look-up'])
})

test('a runtime package that wants an install script is named unless it is listed', () => {
  const lock = { packages: { 'node_modules/x': { version: '1.0.0', hasInstallScript: true } } }
  expect(inspectLock(lock, { floors: [], installScriptsAllowed: [] })).toHaveLength(1)
  expect(inspectLock(lock, { floors: [], installScriptsAllowed: ['x'] })).toHaveLength(0)
})

test('versions compare by number, not by letter', () => {
  expect(compareVersions('7.9.0', '7.30.0')).toBeLessThan(0)
})
