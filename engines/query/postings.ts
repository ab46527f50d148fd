import { ChunkPool, IN_CHUNK, roomFor } from './int-pool.ts'
import { LABEL, type Terms } from './terms.ts'

/** The number of a search in a posting, without the sign that says that it is sure. */
export const NUMBER = 0x7fffffff
const SURE = -0x80000000

/** Under every term a list of searches, each in `stride` numbers of which the first is the search's. */
class TermLists {
  readonly pool = new ChunkPool()
  /** Of every term two numbers: where its list is, and how many searches are in it. */
  lists = new Int32Array(2 * 256)
  /** How many searches are in all the lists. */
  total = 0
  private room = new Int32Array(256)
  private readonly stride: number
  protected readonly terms: Terms

  constructor(terms: Terms, stride: number) {
    this.terms = terms
    this.stride = stride
  }

  /** Puts one more search under a term; `second` is the second number of its entry, if entries have two. */
  protected append(term: number, first: number, second: number): void {
    const { pool, stride } = this
    const used = stride * this.lists[2 * term + 1]!
    if (used === 0) {
      this.room[term] = roomFor(stride)
      this.lists[2 * term] = pool.take(stride)
      this.terms.enter(term, 1)
    } else if (used + stride > this.room[term]!) this.widen(term, used)
    const at = this.lists[2 * term]!
    const chunk = pool.chunk(at)
    chunk[(at & IN_CHUNK) + used] = first
    if (stride > 1) chunk[(at & IN_CHUNK) + used + 1] = second
    this.lists[2 * term + 1]!++
    this.total++
  }

  private widen(term: number, used: number): void {
    const { pool } = this
    const before = this.lists[2 * term]!
    const room = this.room[term]!
    const after = pool.take(2 * room)
    const from = before & IN_CHUNK
    pool.chunk(after).set(pool.chunk(before).subarray(from, from + used), after & IN_CHUNK)
    pool.give(before, room)
    this.lists[2 * term] = after
    this.room[term] = roomFor(2 * room)
  }

  /** Makes room for the terms below `size`: whatever is seen in a post can be looked up here. */
  fit(size: number): void {
    if (size <= this.room.length) return
    const { lists, room } = this
    this.lists = new Int32Array(2 * size)
    this.lists.set(lists)
    this.room = new Int32Array(size)
    this.room.set(room)
  }

  /** Takes away one entry of a search under a term. */
  drop(term: number, search: number): void {
    const { pool, stride } = this
    const at = this.lists[2 * term]!
    const chunk = pool.chunk(at)
    let p = at & IN_CHUNK
    const last = p + stride * (this.lists[2 * term + 1]! - 1)
    while (p < last && (chunk[p]! & NUMBER) !== search) p += stride
    chunk.copyWithin(p, last, last + stride)
    this.total--
    if (--this.lists[2 * term + 1]! > 0) return
    pool.give(at, this.room[term]!)
    this.terms.enter(term, -1)
  }

  /** Bytes held in arrays. */
  get bytes(): number {
    return this.pool.bytes + 3 * this.room.byteLength
  }
}

/** Under every term the searches that are looked for there: pairs of (search, guard), below zero where it is sure. */
export class Postings extends TermLists {
  /** Entries under labels: while there are any, every post's labels are asked for. */
  labels = 0

  constructor(terms: Terms) {
    super(terms, 2)
  }

  add(term: number, search: number, guard: number, sure: boolean): void {
    this.append(term, sure ? search | SURE : search, guard)
    if (this.terms.kind[term] === LABEL) this.labels++
  }

  override drop(term: number, search: number): void {
    super.drop(term, search)
    if (this.terms.kind[term] === LABEL) this.labels--
  }
}

/** Under every term the searches that it is a mark of. */
export class Marks extends TermLists {
  constructor(terms: Terms) {
    super(terms, 1)
  }

  add(term: number, search: number): void {
    this.append(term, search, 0)
  }
}
