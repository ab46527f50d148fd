import { bundledBytes } from '../text/bundled.ts'

/** Degrees are stored as whole numbers of this part of a degree (about a metre). */
export const unitsADegree = 100_000

/** One area: its name and the rings of its polygons, x and y in turn, in units; even-odd over all rings is its ground. */
export interface Shape {
  code: string
  name: string
  rings: Int32Array[]
}

/**
 * Reads a packed file of areas: a count, then for each its code and name (length and UTF-8), the count of its rings,
 * and of each the count of its points and their differences, zigzag, all as variable-length numbers of 7 bits a byte.
 */
export function readBoundaries(file: string): Shape[] {
  const bytes = bundledBytes(file)
  let at = 0
  const number = () => {
    let value = 0
    let shift = 0
    for (;;) {
      const byte = bytes[at++]!
      value |= (byte & 127) << shift
      if (byte < 128) return value
      shift += 7
    }
  }
  const difference = () => {
    const value = number()
    return (value >>> 1) ^ -(value & 1)
  }
  const decoder = new TextDecoder()
  const text = () => {
    const length = number()
    at += length
    return decoder.decode(bytes.subarray(at - length, at))
  }
  const shapes: Shape[] = []
  for (let left = number(); left > 0; left--) {
    const code = text()
    const name = text()
    const rings: Int32Array[] = []
    for (let more = number(); more > 0; more--) {
      const ring = new Int32Array(number() * 2)
      let x = 0
      let y = 0
      for (let i = 0; i < ring.length; i += 2) {
        x += difference()
        y += difference()
        ring[i] = x
        ring[i + 1] = y
      }
      rings.push(ring)
    }
    shapes.push({ code, name, rings })
  }
  return shapes
}
