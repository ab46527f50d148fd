/**
 * One growing `Int32Array` from which blocks are taken and to which they are given back, so that a hundred thousand small
 * lists cost four bytes a number and no objects. Block sizes are rounded up to a few classes, each with a free list.
 */
export class IntPool {
  data: Int32Array
  private top = 4
  private readonly free = new Map<number, number[]>()

  constructor(size = 1 << 12) {
    this.data = new Int32Array(size)
  }

  /** The size that a block of `size` numbers really has. */
  static room(size: number): number {
    if (size <= 64) return (size + 3) & ~3
    const power = 1 << (31 - Math.clz32(size - 1))
    return size <= power * 1.5 ? power * 1.5 : power * 2
  }

  /** Offset of a block with room for `size` numbers; its content is whatever was there. */
  take(size: number): number {
    const room = IntPool.room(size)
    const freed = this.free.get(room)
    if (freed !== undefined && freed.length > 0) return freed.pop()!
    if (this.top + room > this.data.length) {
      const data = new Int32Array(Math.max(this.top + room, Math.ceil(this.data.length * 1.5)))
      data.set(this.data)
      this.data = data
    }
    const at = this.top
    this.top += room
    return at
  }

  give(at: number, size: number): void {
    const room = IntPool.room(size)
    const freed = this.free.get(room)
    if (freed) freed.push(at)
    else this.free.set(room, [at])
  }

  /** Bytes held. */
  get bytes(): number {
    return this.data.byteLength
  }
}
