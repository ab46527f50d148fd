import { readdirSync } from 'node:fs'
import { unitsADegree } from '../../engines/place/read-boundaries.ts'
import { currentDistricts, readCouncils } from './build-areas.ts'
import { readShapes } from './polygons.ts'
import { readTable } from './read-table.ts'

interface Named {
  code: string
  name: string
  rings: [number, number][][]
}

/** `districts.bin`: the districts of 2013 under the codes and names of today's; those since merged are one area. */
export function buildDistricts(from: string): Uint8Array {
  const today = currentDistricts(readCouncils(from))
  const names = new Map(
    readTable(`${from}/uk-public-bodies/uk_local_authorities_current.csv`).map((row) => [
      row['gss-code']!,
      row['nice-name']!.trim(),
    ]),
  )
  const shapes = [
    ...readShapes(`${from}/boundaries-uk/topo_lad.json`, 'LAD13CD'),
    ...readShapes(`${from}/boundaries-uk/topo_lgd.json`, 'LGDCode'),
  ]
  const byCode = new Map<string, Named>()
  for (const shape of shapes) {
    const code = today.get(shape.code) ?? shape.code
    const area = byCode.get(code) ?? { code, name: names.get(code) ?? '', rings: [] }
    area.rings.push(...shape.polygons.flat())
    byCode.set(code, area)
  }
  // Northern Ireland comes twice: whole, as 26 districts of before 2015 (N0900000x are today's eleven).
  return pack([...byCode.values()].filter(({ name }) => name !== ''))
}

/** `wards.bin`: the wards of 2013 of the districts that are given. */
export function buildWards(from: string): Uint8Array {
  const folder = `${from}/boundaries-uk/wards`
  return pack(
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .sort()
      .flatMap((file) => {
        const names = new Map(
          readShapes(`${folder}/${file}`, 'WD13NM').map((shape, i) => [i, shape.code] as const),
        )
        return readShapes(`${folder}/${file}`, 'WD13CD').map((shape, i) => ({
          code: shape.code,
          name: names.get(i) ?? '',
          rings: shape.polygons.flat(),
        }))
      }),
  )
}

/** See `readBoundaries` for the form. */
function pack(areas: Named[]): Uint8Array {
  const bytes: number[] = []
  const number = (value: number) => {
    let rest = value >>> 0
    while (rest > 127) {
      bytes.push((rest & 127) | 128)
      rest >>>= 7
    }
    bytes.push(rest)
  }
  const text = (value: string) => {
    const encoded = new TextEncoder().encode(value)
    number(encoded.length)
    for (const byte of encoded) bytes.push(byte)
  }
  number(areas.length)
  for (const { code, name, rings } of areas.sort((a, b) => (a.code < b.code ? -1 : 1))) {
    text(code)
    text(name)
    number(rings.length)
    for (const ring of rings) {
      const points = withoutRepeats(ring)
      number(points.length)
      let x = 0
      let y = 0
      for (const [nextX, nextY] of points) {
        for (const difference of [nextX - x, nextY - y]) number((difference << 1) ^ (difference >> 31))
        x = nextX
        y = nextY
      }
    }
  }
  return Uint8Array.from(bytes)
}

/** Points in whole units, none the same as the one before, the last not the first again. */
function withoutRepeats(ring: [number, number][]): [number, number][] {
  const points: [number, number][] = []
  for (const [lon, lat] of ring) {
    const point: [number, number] = [Math.round(lon * unitsADegree), Math.round(lat * unitsADegree)]
    const last = points.at(-1)
    if (!last || last[0] !== point[0] || last[1] !== point[1]) points.push(point)
  }
  const [first] = points
  const last = points.at(-1)
  if (points.length > 1 && first && last && first[0] === last[0] && first[1] === last[1]) points.pop()
  return points
}
