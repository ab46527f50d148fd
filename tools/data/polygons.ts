import { readFileSync } from 'node:fs'

type Ring = [number, number][]

interface Shape {
  code: string
  box: [number, number, number, number]
  polygons: Ring[][]
}

interface Topology {
  transform: { scale: [number, number]; translate: [number, number] }
  arcs: [number, number][][]
  objects: Record<
    string,
    { geometries: { type: string; properties: Record<string, string>; arcs: unknown }[] }
  >
}

/** Districts as polygons, from the TopoJSON files of `boundaries-uk`. */
export function readShapes(path: string, codeProperty: string): Shape[] {
  const topology = JSON.parse(readFileSync(path, 'utf8')) as Topology
  const { scale, translate } = topology.transform
  const arcs = topology.arcs.map((arc) => {
    let x = 0
    let y = 0
    return arc.map(([dx, dy]): [number, number] => {
      x += dx
      y += dy
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]]
    })
  })
  const ring = (indexes: number[]): Ring =>
    indexes.flatMap((index) => (index >= 0 ? arcs[index]! : [...arcs[~index]!].reverse()))
  const [object] = Object.values(topology.objects)
  return object!.geometries.flatMap((geometry) => {
    const code = geometry.properties[codeProperty]
    if (!code || !geometry.arcs) return []
    const polygons =
      geometry.type === 'Polygon'
        ? [(geometry.arcs as number[][]).map(ring)]
        : (geometry.arcs as number[][][]).map((polygon) => polygon.map(ring))
    const points = polygons.flat(2)
    const xs = points.map((point) => point[0])
    const ys = points.map((point) => point[1])
    return [{ code, box: [min(xs), min(ys), max(xs), max(ys)], polygons }]
  })
}

const min = (values: number[]) => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
const max = (values: number[]) => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)

/** The code of the shape that holds the point; null outside all (at sea, abroad). */
export function shapeAt(shapes: Shape[], lat: number, lon: number): string | null {
  for (const { code, box, polygons } of shapes) {
    if (lon < box[0] || lon > box[2] || lat < box[1] || lat > box[3]) continue
    for (const polygon of polygons) {
      let inside = false
      for (const ring of polygon)
        for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
          const [xi, yi] = ring[i]!
          const [xj, yj] = ring[j]!
          if (yi > lat !== yj > lat && lon < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) inside = !inside
        }
      if (inside) return code
    }
  }
  return null
}
