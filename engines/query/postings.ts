import { IntPool } from './int-pool.ts'
import { ANCHORS, LABEL, type Terms } from './terms.ts'

/** Under every term the searches that are entered there: pairs of (search, guard). */
export class Postings {
  readonly pool = new IntPool(1 << 14)
  /** Entries under labels: while there are any, every post's labels are asked for. */
  labels = 0
  private readonly terms: Terms

  constructor(terms: Terms) {
    this.terms = terms
  }

  add(term: number, search: number, guard: number): void {
    const { terms, pool } = this
    const count = terms.postingsCount[term]!
    if (count === 0) {
      terms.postingsRoom[term] = IntPool.room(2)
      terms.postingsAt[term] = pool.take(2)
      terms.flag(term, ANCHORS, true)
    } else if (2 * count + 2 > terms.postingsRoom[term]!) this.widen(term, count)
    const at = terms.postingsAt[term]! + 2 * count
    pool.data[at] = search
    pool.data[at + 1] = guard
    terms.postingsCount[term] = count + 1
    if (terms.kind[term] === LABEL) this.labels++
  }

  private widen(term: number, count: number): void {
    const { terms, pool } = this
    const before = terms.postingsAt[term]!
    const room = terms.postingsRoom[term]!
    const after = pool.take(2 * room)
    pool.data.copyWithin(after, before, before + 2 * count)
    pool.give(before, room)
    terms.postingsAt[term] = after
    terms.postingsRoom[term] = IntPool.room(2 * room)
  }

  /** Takes away one entry of a search under a term. */
  drop(term: number, search: number): void {
    const { terms, pool } = this
    const at = terms.postingsAt[term]!
    const last = at + 2 * (terms.postingsCount[term]! - 1)
    let p = at
    while (p < last && pool.data[p] !== search) p += 2
    pool.data[p] = pool.data[last]!
    pool.data[p + 1] = pool.data[last + 1]!
    if (terms.kind[term] === LABEL) this.labels--
    if (--terms.postingsCount[term]! > 0) return
    pool.give(at, terms.postingsRoom[term]!)
    terms.flag(term, ANCHORS, false)
  }
}
