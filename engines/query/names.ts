import { rollingHash } from '../text/tokenise-buffer.ts'

const MAPS = 256

/** Numbers by name, in many small maps: one map of a hundred thousand names stops everything when it grows or shrinks. */
export class Names {
  size = 0
  private readonly maps: Map<string, number>[] = []

  private mapOf(name: string): Map<string, number> {
    const i = rollingHash(name) & (MAPS - 1)
    while (this.maps.length <= i) this.maps.push(new Map())
    return this.maps[i]!
  }

  get(name: string): number | undefined {
    return this.mapOf(name).get(name)
  }

  /** Gives a number to a name that has none. */
  set(name: string, number: number): void {
    this.mapOf(name).set(name, number)
    this.size++
  }

  /** Takes away a name that has a number. */
  delete(name: string): void {
    this.mapOf(name).delete(name)
    this.size--
  }
}
