import { expect, test } from 'vitest'
import type { ListenDoor } from './door.ts'
import * as listen from './index.ts'

/** The compiler holds the door to its contract; a shape that differs does not build. */
const door: ListenDoor = listen

test('the door has every command and query that the contract names', () => {
  const names = Object.values(listen).filter((what) => typeof what === 'function')
  expect(names.length).toBeGreaterThan(45)
  expect(door.getDeck).toBe(listen.getDeck)
})
