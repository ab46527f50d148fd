import { lazily } from '../text/bundled.ts'
import type { Point } from './distance.ts'
import { readBoundaries, type Shape, unitsADegree } from './read-boundaries.ts'

/** An area that a point lies in. */
export interface AreaHere {
  /** ONS code: of a district of today, of a ward of 2013. */
  code: string
  name: string
}

/**
 * Areas over a grid. A cell that no boundary crosses knows its area; in the others the areas that have an edge there
 * are asked, each with no more of its edges than cross the row of the grid.
 */
class AreaGrid {
  readonly areas: AreaHere[]
  private readonly cell: number
  private readonly x0: number
  private readonly y0: number
  private readonly columns: number
  private readonly rows: number
  /** 0 nobody, n + 1 wholly area n, -(n + 1) the list that begins at `crossed[n]`. */
  private readonly cells: Int32Array
  /** Lists of areas, each ended by -1. */
  private readonly crossed: Int32Array
  /** Edges by area and row: x, y of both ends, four numbers each. */
  private readonly edges: Int32Array
  /** Where the edges of a row of an area begin; one more than rows for each area. */
  private readonly starts: Int32Array

  constructor(shapes: Shape[], cellDegrees: number) {
    this.areas = shapes.map(({ code, name }) => ({ code, name }))
    this.cell = Math.round(cellDegrees * unitsADegree)
    const box = extent(shapes)
    this.x0 = box[0] - 1
    this.y0 = box[1] - 1
    this.columns = Math.floor((box[2] - this.x0) / this.cell) + 1
    this.rows = Math.floor((box[3] - this.y0) / this.cell) + 1
    this.starts = new Int32Array(shapes.length * (this.rows + 1) + 1)
    this.edges = this.edgesByRow(shapes)
    const lists = this.markCells(shapes)
    this.cells = new Int32Array(this.columns * this.rows)
    this.crossed = this.layOut(lists)
    this.fillCells()
  }

  /** The number of the area at a point in units, -1 when in none. */
  at(x: number, y: number): number {
    const column = Math.floor((x - this.x0) / this.cell)
    const row = Math.floor((y - this.y0) / this.cell)
    // Written so that what is no number is nowhere.
    if (!(column >= 0 && row >= 0 && column < this.columns && row < this.rows)) return -1
    const known = this.cells[row * this.columns + column]!
    if (known >= 0) return known - 1
    for (let i = -known - 1; ; i++) {
      const area = this.crossed[i]!
      if (area < 0) return -1
      if (this.holds(area, row, x, y)) return area
    }
  }

  private holds(area: number, row: number, x: number, y: number): boolean {
    const { edges, starts } = this
    const from = starts[area * (this.rows + 1) + row]!
    const to = starts[area * (this.rows + 1) + row + 1]!
    let inside = false
    for (let i = from * 4; i < to * 4; i += 4) {
      const ya = edges[i + 1]!
      const yb = edges[i + 3]!
      if (ya > y !== yb > y && x < ((edges[i + 2]! - edges[i]!) * (y - ya)) / (yb - ya) + edges[i]!)
        inside = !inside
    }
    return inside
  }

  private rowOf = (y: number) => Math.floor((y - this.y0) / this.cell)

  /** Counts, then lays out, each edge once for every row that it crosses. */
  private edgesByRow(shapes: Shape[]): Int32Array {
    const { starts, rows } = this
    const each = (see: (slot: number, ring: Int32Array, a: number, b: number) => void) => {
      shapes.forEach(({ rings }, area) => {
        for (const ring of rings)
          for (let b = 0, a = ring.length - 2; b < ring.length; a = b, b += 2) {
            const ya = ring[a + 1]!
            const yb = ring[b + 1]!
            // A level edge is crossed by no level ray.
            if (ya === yb) continue
            const last = this.rowOf(Math.max(ya, yb))
            for (let row = this.rowOf(Math.min(ya, yb)); row <= last; row++)
              see(area * (rows + 1) + row, ring, a, b)
          }
      })
    }
    each((slot) => {
      starts[slot + 1]!++
    })
    for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!
    const edges = new Int32Array(starts.at(-1)! * 4)
    const next = starts.slice()
    each((slot, ring, a, b) => {
      const i = next[slot]!++ * 4
      edges[i] = ring[a]!
      edges[i + 1] = ring[a + 1]!
      edges[i + 2] = ring[b]!
      edges[i + 3] = ring[b + 1]!
    })
    return edges
  }

  /** For each cell the areas that have an edge in it, or beside it by less than a unit. */
  private markCells(shapes: Shape[]): Map<number, number[]> {
    const lists = new Map<number, number[]>()
    const mark = (column: number, row: number, area: number) => {
      const cell = row * this.columns + column
      const list = lists.get(cell)
      if (!list) lists.set(cell, [area])
      else if (list.at(-1) !== area && !list.includes(area)) list.push(area)
    }
    shapes.forEach(({ rings }, area) => {
      for (const ring of rings)
        for (let b = 0, a = ring.length - 2; b < ring.length; a = b, b += 2)
          this.cross(ring[a]!, ring[a + 1]!, ring[b]!, ring[b + 1]!, (column, row) => mark(column, row, area))
    })
    return lists
  }

  /** Every cell that an edge passes through: in each row, the columns between its ends there. */
  private cross(
    xa: number,
    ya: number,
    xb: number,
    yb: number,
    see: (column: number, row: number) => void,
  ): void {
    const first = this.rowOf(Math.min(ya, yb))
    const last = this.rowOf(Math.max(ya, yb))
    for (let row = first; row <= last; row++) {
      const low = this.y0 + row * this.cell
      const high = low + this.cell
      const xLow = first === last || ya === yb ? xa : along(xa, ya, xb, yb, clamp(low, ya, yb))
      const xHigh = first === last || ya === yb ? xb : along(xa, ya, xb, yb, clamp(high, ya, yb))
      const to = Math.floor((Math.max(xLow, xHigh) + 1 - this.x0) / this.cell)
      for (let column = Math.floor((Math.min(xLow, xHigh) - 1 - this.x0) / this.cell); column <= to; column++)
        if (column >= 0 && column < this.columns) see(column, row)
    }
  }

  private layOut(lists: Map<number, number[]>): Int32Array {
    const flat: number[] = []
    const known = new Map<string, number>()
    for (const [cell, list] of lists) {
      list.sort((a, b) => a - b)
      const key = list.join()
      let start = known.get(key)
      if (start === undefined) {
        start = flat.length
        known.set(key, start)
        flat.push(...list, -1)
      }
      this.cells[cell] = -(start + 1)
    }
    return Int32Array.from(flat)
  }

  /** A run of cells in a row without a boundary lies in one area or in none: its first cell's middle tells. */
  private fillCells(): void {
    for (let row = 0; row < this.rows; row++) {
      let value = -1
      let beside: number[] = []
      for (let column = 0; column < this.columns; column++) {
        const cell = row * this.columns + column
        const known = this.cells[cell]!
        if (known < 0) {
          beside = []
          for (let i = -known - 1; this.crossed[i]! >= 0; i++) beside.push(this.crossed[i]!)
          value = -1
          continue
        }
        if (value < 0) {
          const x = this.x0 + (column + 0.5) * this.cell
          const y = this.y0 + (row + 0.5) * this.cell
          // Beyond a boundary begins an area that has an edge in the cell just left.
          value = beside.find((area) => this.holds(area, row, x, y)) ?? this.areas.length
        }
        this.cells[cell] = value === this.areas.length ? 0 : value + 1
      }
    }
  }
}

const clamp = (y: number, a: number, b: number) => Math.min(Math.max(y, Math.min(a, b)), Math.max(a, b))
const along = (xa: number, ya: number, xb: number, yb: number, y: number) =>
  xa + ((xb - xa) * (y - ya)) / (yb - ya)

function extent(shapes: Shape[]): [number, number, number, number] {
  const box: [number, number, number, number] = [2 ** 30, 2 ** 30, -(2 ** 30), -(2 ** 30)]
  for (const { rings } of shapes)
    for (const ring of rings)
      for (let i = 0; i < ring.length; i += 2) {
        box[0] = Math.min(box[0], ring[i]!)
        box[1] = Math.min(box[1], ring[i + 1]!)
        box[2] = Math.max(box[2], ring[i]!)
        box[3] = Math.max(box[3], ring[i + 1]!)
      }
  return box
}

const districts = lazily(() => new AreaGrid(readBoundaries('engines/place/data/districts.bin'), 0.02))
const wards = lazily(() => new AreaGrid(readBoundaries('engines/place/data/wards.bin'), 0.005))

const find = (grid: AreaGrid, { lat, lon }: Point): AreaHere | null =>
  grid.areas[grid.at(lon * unitsADegree, lat * unitsADegree)] ?? null

/** The district (of today) of the United Kingdom that a point lies in; null at sea and abroad. Edges are about 100 m right. */
export const districtAt = (point: Point): AreaHere | null => find(districts(), point)

/** The ward (of 2013) that a point lies in; null where no ward is given (see data/SOURCES.md). */
export const wardAt = (point: Point): AreaHere | null => find(wards(), point)
