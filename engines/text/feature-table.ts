/**
 * The numbers of listed features by their 32-bit hashes. Most features of a text are listed nowhere, and a small table of
 * bits that stays in a near cache says so for nine of ten of them.
 */
export class FeatureTable {
  /** Open addressing: a hash and after it the feature's number plus one, 0 for an empty place. */
  private readonly slots: Int32Array
  private readonly mask: number
  private readonly bits: Int32Array
  private readonly bitMask: number

  constructor(count: number, hashAt: (i: number) => number) {
    let size = 4
    while (size < count * 2) size *= 2
    this.mask = size - 1
    this.slots = new Int32Array(2 * size)
    this.bits = new Int32Array(Math.max(1, size >> 3))
    this.bitMask = this.bits.length - 1
    for (let i = 0; i < count; i++) this.enter(hashAt(i) | 0, i + 1)
  }

  /** The number of a feature, or -1. */
  rowOf(hash: number): number {
    const spread = hash ^ (hash >>> 15)
    if (((this.bits[(spread >>> 5) & this.bitMask]! >>> (spread & 31)) & 1) === 0) return -1
    const { slots, mask } = this
    const whole = hash | 0
    for (let at = spread & mask; ; at = (at + 1) & mask) {
      const row = slots[2 * at + 1]!
      if (row === 0) return -1
      if (slots[2 * at] === whole) return row - 1
    }
  }

  private enter(hash: number, row: number): void {
    const spread = hash ^ (hash >>> 15)
    this.bits[(spread >>> 5) & this.bitMask]! |= 1 << (spread & 31)
    let at = spread & this.mask
    while (this.slots[2 * at + 1] !== 0) at = (at + 1) & this.mask
    this.slots[2 * at] = hash
    this.slots[2 * at + 1] = row
  }
}
