import { readdirSync } from 'node:fs'
import { foreign, ordinary, personal, placeAfter, placeBefore } from '../../engines/place/data/words.ts'
import { readShapes } from './polygons.ts'

interface WardPlace {
  code: string
  name: string
  lat: number
  lon: number
}

/** Parts of a ward's name that make of it a part of a place, or two places, rather than a place's own name. */
const composed = /\b(north|south|east|west|central|upper|lower|town|park|and|with|the|ward|rural|village|road)\b|[&/,]/i

/** Wards whose names are places' own, at the middle of their largest ring. Ordinary words and people's names are left out. */
export function wardPlaces(from: string): WardPlace[] {
  const folder = `${from}/boundaries-uk/wards`
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .flatMap((file) => {
      const names = readShapes(`${folder}/${file}`, 'WD13NM').map(({ code }) => code)
      return readShapes(`${folder}/${file}`, 'WD13CD').map(({ code, polygons }, i) => ({
        code,
        name: names[i]!.trim(),
        ...middle(polygons.map(([outer]) => outer!)),
      }))
    })
    .filter(({ name }) => {
      const word = name.toLowerCase()
      const ambiguous = [ordinary, personal, foreign, placeAfter, placeBefore].some((list) => list.has(word))
      return !ambiguous && !composed.test(name) && name.length > 4
    })
}

/** Middle of gravity of the ring that covers most. */
function middle(rings: [number, number][][]): { lat: number; lon: number } {
  let best = { area: -1, lat: 0, lon: 0 }
  for (const ring of rings) {
    let area = 0
    let x = 0
    let y = 0
    const [x0, y0] = ring[0]!
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const xa = ring[j]![0] - x0
      const ya = ring[j]![1] - y0
      const xb = ring[i]![0] - x0
      const yb = ring[i]![1] - y0
      const cross = xa * yb - xb * ya
      area += cross
      x += (xa + xb) * cross
      y += (ya + yb) * cross
    }
    if (Math.abs(area) > best.area)
      best = { area: Math.abs(area), lon: x0 + x / (3 * area), lat: y0 + y / (3 * area) }
  }
  return { lat: best.lat, lon: best.lon }
}
