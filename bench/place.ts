/**
 * Places: posts a CPU second for finding the places that they name, and points a CPU second for telling the district and the
 * ward that a point lies in. Peers in the same run: compromise's `.places()` on the same posts; the packages
 * point-in-polygon-hao and @turf/boolean-point-in-polygon on the same polygons, each asked only of the rings whose box holds
 * the point. What the two say of points is compared with ours before any speed is told; compromise, which answers other
 * places, is only timed. `--quick` ends within 40 s; `--data DIR` says where posts are, else posts are made.
 */
import { existsSync, readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { districtAt, findPlaces, ukGazetteer, wardAt } from '../engines/place/index.ts'
import { readBoundaries, type Shape, unitsADegree } from '../engines/place/read-boundaries.ts'
import { seeded } from './ground-material.ts'
import { peerPackage } from './peer-packages.ts'

interface Compromise {
  default: (text: string) => { places(): { out(form: 'array'): string[] } }
}
interface Hao {
  default: (point: Position, polygon: Position[][]) => boolean | 0
}
interface Turf {
  booleanPointInPolygon: (point: Position, polygon: { type: 'Polygon'; coordinates: Position[][] }) => boolean
}

const { default: compromise } = await peerPackage<Compromise>('compromise')
const { default: hao } = await peerPackage<Hao>('point-in-polygon-hao')
const { booleanPointInPolygon: turf } = await peerPackage<Turf>('@turf/boolean-point-in-polygon')

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    data: { type: 'string', default: path.join(import.meta.dirname, '../../shared/data') },
  },
})
const rounds = values.quick ? 3 : 7
const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!

/** Items a CPU second of this process. */
function rate(items: number, run: () => void): number {
  const begun = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(begun)
  return items / ((user + system) / 1e6)
}

/** Tweets of the tone corpus; without it, sentences about places of the gazetteer. */
function posts(): string[] {
  const file = `${values.data}/semeval2017-task4a/twitter-2016test-A.tsv`
  if (existsSync(file))
    return readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.split('\t')[2] ?? '')
      .filter((text) => text !== '')
  const random = seeded(5)
  const { places } = ukGazetteer()
  const name = () => places[Math.floor(random() * places.length)]!.name
  return Array.from(
    { length: 20_000 },
    () => `Crews are at a fire in ${name()} and the road to ${name()} is shut, stay safe everybody`,
  )
}

type Position = [number, number]
type Box = [number, number, number, number]
interface Ring {
  box: Box
  points: Position[]
}

/** Areas as a program that reads GeoJSON would hold them, each ring with its box. */
const boxed = (shapes: Shape[]): { code: string; rings: Ring[] }[] =>
  shapes.map(({ code, rings }) => ({
    code,
    rings: rings.map((ring) => {
      const points: Position[] = []
      for (let i = 0; i < ring.length; i += 2)
        points.push([ring[i]! / unitsADegree, ring[i + 1]! / unitsADegree])
      points.push(points[0]!)
      const box: Box = [180, 90, -180, -90]
      for (const [lon, lat] of points) {
        box[0] = Math.min(box[0], lon)
        box[1] = Math.min(box[1], lat)
        box[2] = Math.max(box[2], lon)
        box[3] = Math.max(box[3], lat)
      }
      return { box, points }
    }),
  }))

type Inside = (lon: number, lat: number, ring: Position[]) => boolean

const insideHao: Inside = (lon, lat, ring) => hao([lon, lat], [ring]) !== false
const insideTurf: Inside = (lon, lat, ring) => turf([lon, lat], { type: 'Polygon', coordinates: [ring] })

/** An odd number of an area's rings holds the point. */
function areaOf(areas: ReturnType<typeof boxed>, lon: number, lat: number, inside: Inside): string | null {
  for (const { code, rings } of areas) {
    let times = 0
    for (const { box, points } of rings)
      if (lon >= box[0] && lat >= box[1] && lon <= box[2] && lat <= box[3] && inside(lon, lat, points))
        times++
    if (times % 2 === 1) return code
  }
  return null
}

interface Result {
  figures: Record<string, number>
  peers: Record<string, number>
  ratio: Record<string, number>
}

function finding(result: Result): void {
  const texts = posts()
  findPlaces('Leeds')
  let found = 0
  const ours = () => {
    for (const text of texts) found += findPlaces(text).length
  }
  ours()
  const some = texts.slice(0, values.quick ? 300 : 1_500)
  const theirs = () => {
    for (const text of some) found += compromise(text).places().out('array').length
  }
  theirs()
  const pairs = Array.from({ length: rounds }, () => [rate(texts.length, ours), rate(some.length, theirs)])
  if (found === 0) throw new Error('nobody found a place')
  tell(result, 'posts_per_s', 'compromise', pairs)
}

function points(result: Result, kind: 'districts' | 'wards', at: typeof districtAt, box: number[]): void {
  const random = seeded(9)
  const [lonLow = 0, latLow = 0, lonHigh = 0, latHigh = 0] = box
  const asked = Array.from({ length: values.quick ? 200_000 : 1_000_000 }, () => ({
    lon: lonLow + random() * (lonHigh - lonLow),
    lat: latLow + random() * (latHigh - latLow),
  }))
  const areas = boxed(readBoundaries(`engines/place/data/${kind}.bin`))
  const some = asked.slice(0, values.quick ? 500 : 2_000)
  for (const inside of [insideHao, insideTurf]) {
    const differing = some.filter((p) => (at(p)?.code ?? null) !== areaOf(areas, p.lon, p.lat, inside))
    if (differing.length > 0)
      throw new Error(
        `${differing.length} of ${some.length} points differ in ${kind}: ${JSON.stringify(differing[0])}`,
      )
  }
  let found = 0
  const ours = () => {
    for (const point of asked) if (at(point)) found++
  }
  ours()
  for (const [name, inside] of [
    ['hao', insideHao],
    ['turf', insideTurf],
  ] as const) {
    const theirs = () => {
      for (const { lon, lat } of some) if (areaOf(areas, lon, lat, inside)) found++
    }
    const pairs = Array.from({ length: rounds }, () => [rate(asked.length, ours), rate(some.length, theirs)])
    tell(result, `points_per_s_${kind}`, `${name}_${kind}`, pairs)
  }
  if (found === 0) throw new Error('nobody found an area')
}

/** Paired rounds: medians of both and of their ratio. */
function tell(result: Result, figure: string, peer: string, pairs: number[][]): void {
  result.figures[figure] = Math.round(median(pairs.map(([ours]) => ours!)))
  result.peers[peer] = Math.round(median(pairs.map(([, theirs]) => theirs!)))
  result.ratio[peer] = Number(median(pairs.map(([ours, theirs]) => ours! / theirs!)).toFixed(1))
}

const result: Result = { figures: {}, peers: {}, ratio: {} }
finding(result)
points(result, 'districts', districtAt, [-6, 50.3, 1.5, 57])
points(result, 'wards', wardAt, [-3, 52.7, 0.3, 53.9])
console.log(
  JSON.stringify({
    bench: 'place',
    ...result,
    load: Number(os.loadavg()[0]!.toFixed(2)),
    node: process.versions.node,
  }),
)
