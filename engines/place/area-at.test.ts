import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { areas, districtAt, wardAt } from './index.ts'
import { readBoundaries, unitsADegree } from './read-boundaries.ts'

/** Every edge of every area asked, as in a text book. */
function plainly(file: string): (lat: number, lon: number) => string | null {
  const shapes = readBoundaries(`engines/place/data/${file}`)
  return (lat, lon) => {
    const x = lon * unitsADegree
    const y = lat * unitsADegree
    for (const { code, rings } of shapes) {
      let inside = false
      for (const ring of rings)
        for (let b = 0, a = ring.length - 2; b < ring.length; a = b, b += 2) {
          const ya = ring[a + 1]!
          const yb = ring[b + 1]!
          if (ya > y !== yb > y && x < ((ring[b]! - ring[a]!) * (y - ya)) / (yb - ya) + ring[a]!)
            inside = !inside
        }
      if (inside) return code
    }
    return null
  }
}

describe('the district and the ward of a point', () => {
  test.each([
    ['Lincoln', 53.2307, -0.5406],
    ['Manchester', 53.4794, -2.2453],
    ['Cornwall', 50.2632, -5.051],
    ['Highland', 57.4778, -4.2247],
    ['Cardiff', 51.4816, -3.1791],
    ['Belfast', 54.5973, -5.9301],
    // Formed in 2019 and 2023: districts of 2013 that are one today.
    ['Bournemouth, Christchurch and Poole', 50.72, -1.98],
    ['Cumberland', 54.89, -2.93],
    ['North Yorkshire', 54.34, -1.43],
  ])('%s', (name, lat, lon) => {
    expect(districtAt({ lat, lon })?.name).toContain(name)
  })

  test('every district is a council of today, under its code', () => {
    const councils = new Set(
      areas()
        .filter(({ kind }) => kind === 'council')
        .map(({ code }) => code),
    )
    const shapes = readBoundaries('engines/place/data/districts.bin')
    expect(
      shapes.filter(({ code }) => !councils.has(code)).map(({ code, name }) => `${code} ${name}`),
    ).toEqual([])
    expect(shapes.length).toBeGreaterThan(355)
  })

  test('nobody rules the sea, and abroad nobody of ours', () => {
    expect(districtAt({ lat: 53.9, lon: 1.5 })).toBeNull()
    expect(districtAt({ lat: 48.85, lon: 2.35 })).toBeNull()
    expect(districtAt({ lat: Number.NaN, lon: 0 })).toBeNull()
    expect(wardAt({ lat: 51.5, lon: -0.1 })).toBeNull()
    expect(wardAt({ lat: 53.2307, lon: -0.5406 })?.name).toBeTruthy()
  })

  test.each([
    ['districts.bin', districtAt, [49.8, 61, -8.7, 2]],
    ['wards.bin', wardAt, [52.5, 54.3, -3.2, 0.5]],
  ] as const)('%s: the grid says what every edge says', (file, at, [south, north, west, east]) => {
    const slow = plainly(file)
    fc.assert(
      fc.property(
        fc.double({ min: south, max: north, noNaN: true }),
        fc.double({ min: west, max: east, noNaN: true }),
        (lat, lon) => {
          expect(at({ lat, lon })?.code ?? null).toBe(slow(lat, lon))
        },
      ),
      { numRuns: 300 },
    )
  })
})
