/** The size that a block of `size` numbers really has. */
export function roomFor(size: number): number {
  if (size <= 64) return (size + 3) & ~3
  const power = 1 << (31 - Math.clz32(size - 1))
  return size <= power * 1.5 ? power * 1.5 : power * 2
}

/**
 * Blocks of numbers, taken and given back, so that a hundred thousand small lists cost four bytes a number and no objects.
 * Block sizes are rounded up to a few classes, each with a free list.
 */
abstract class Pool {
  private readonly free = new Map<number, number[]>()

  /** Where a block with room for `size` numbers is; its content is whatever was there. */
  take(size: number): number {
    const room = roomFor(size)
    return this.free.get(room)?.pop() ?? this.extend(room)
  }

  give(at: number, size: number): void {
    const room = roomFor(size)
    const freed = this.free.get(room)
    if (freed) freed.push(at)
    else this.free.set(room, [at])
  }

  /** Where a block that was never used before is. */
  protected abstract extend(room: number): number

  /** Bytes held. */
  abstract get bytes(): number
}

/** All blocks in one array, which is copied when it grows: for what stays small. */
export class IntPool extends Pool {
  data = new Int32Array(1 << 12)
  private top = 4

  protected extend(room: number): number {
    if (this.top + room > this.data.length)
      this.data = longer(this.data, Math.max(this.top + room, Math.ceil(this.data.length * 1.5)))
    const at = this.top
    this.top += room
    return at
  }

  get bytes(): number {
    return this.data.byteLength
  }
}

const CHUNK = 1 << 18
/** The number of a chunk is in the bits above these, the offset into it in those below. */
export const CHUNK_BITS = 18
export const IN_CHUNK = CHUNK - 1

/**
 * Blocks in chunks of a megabyte, of which only the first is ever copied: however much is held, taking one more block never
 * takes long. The block at `at` begins at `at & IN_CHUNK` of `chunks[at >>> CHUNK_BITS]` and never leaves it.
 */
export class ChunkPool extends Pool {
  readonly chunks: Int32Array<ArrayBuffer>[] = [new Int32Array(1 << 12)]
  private filling = 0
  private top = 4

  protected extend(room: number): number {
    if (room > CHUNK) return (this.chunks.push(new Int32Array(room)) - 1) << CHUNK_BITS
    if (this.top + room > CHUNK) {
      this.filling = this.chunks.push(new Int32Array(CHUNK)) - 1
      this.top = 0
    } else if (this.top + room > this.chunks[this.filling]!.length) {
      const chunk = this.chunks[this.filling]!
      this.chunks[this.filling] = longer(chunk, Math.min(CHUNK, Math.max(this.top + room, 2 * chunk.length)))
    }
    const at = (this.filling << CHUNK_BITS) | this.top
    this.top += room
    return at
  }

  /** The chunk that a block is in. */
  chunk(at: number): Int32Array<ArrayBuffer> {
    return this.chunks[at >>> CHUNK_BITS]!
  }

  get bytes(): number {
    return this.chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0)
  }
}

function longer(numbers: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const made = new Int32Array(length)
  made.set(numbers)
  return made
}
