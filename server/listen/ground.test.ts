import { expect, test } from 'vitest'
import { groundOf, type InventedTown, readQuery, registerTown } from './ground.ts'

const town = (area: string, lat: number): InventedTown => ({
  area,
  name: area,
  lat,
  lon: 0,
  places: [],
  outlets: [],
  bodies: [],
})

test('what was read is kept, apart for each area, and no more of it than so many characters', () => {
  registerTown(town('read-north', 55))
  registerTown(town('read-south', 50))
  const [north, south] = [groundOf('read-north'), groundOf('read-south')]
  const first = readQuery('flood within:5km', north)
  expect(readQuery('flood within:5km', north)).toBe(first)
  expect(readQuery('flood within:5km', south)).not.toEqual(first)
  // Long ones by other people push it out only when there are very many of them.
  const long = (i: number) => `word${i} ${'x'.repeat(1_900)}`
  for (let i = 0; i < 500; i++) readQuery(long(i), north)
  expect(readQuery('flood within:5km', north)).toBe(first)
  const early = readQuery(long(0), north)
  for (let i = 500; i < 2_000; i++) readQuery(long(i), north)
  expect(readQuery(long(0), north)).not.toBe(early)
})
