/** Okapi BM25 over one field, with documents that come and go (Robertson and Zaragoza 2009, k1 and b as usual). */
const k1 = 1.2
const b = 0.75

interface Posting {
  slots: number[]
  counts: number[]
}

/** Terms of documents by slot; slots are small numbers that the owner gives and takes back. */
export class Bm25Field {
  readonly #postings = new Map<string, Posting>()
  readonly #lengths: number[] = []
  #documents = 0
  #total = 0

  /** Enters a document; the slot must be free. */
  enter(slot: number, terms: readonly string[]): void {
    for (const [term, count] of counted(terms)) {
      let posting = this.#postings.get(term)
      if (!posting) {
        posting = { slots: [], counts: [] }
        this.#postings.set(term, posting)
      }
      posting.slots.push(slot)
      posting.counts.push(count)
    }
    this.#lengths[slot] = terms.length
    this.#documents++
    this.#total += terms.length
  }

  /** Takes a document out, by the terms with which it was entered. */
  leave(slot: number, terms: readonly string[]): void {
    for (const [term] of counted(terms)) {
      const posting = this.#postings.get(term)
      const at = posting?.slots.indexOf(slot) ?? -1
      if (!posting || at < 0) continue
      posting.slots.splice(at, 1)
      posting.counts.splice(at, 1)
      if (posting.slots.length === 0) this.#postings.delete(term)
    }
    this.#documents--
    this.#total -= terms.length
  }

  /** How much a term tells: high for rare ones, and the most for one never seen. */
  weight(term: string): number {
    const n = this.#postings.get(term)?.slots.length ?? 0
    return Math.log(1 + (this.#documents - n + 0.5) / (n + 0.5))
  }

  /** Adds `share` × the score of every document for these terms to `scores`, by slot. */
  score(terms: Iterable<string>, scores: Float64Array, share: number): void {
    const mean = this.#total / Math.max(1, this.#documents)
    for (const term of new Set(terms)) {
      const posting = this.#postings.get(term)
      if (!posting) continue
      const gain = share * this.weight(term) * (k1 + 1)
      for (let i = 0; i < posting.slots.length; i++) {
        const slot = posting.slots[i]!
        const count = posting.counts[i]!
        scores[slot]! += (gain * count) / (count + k1 * (1 - b + (b * this.#lengths[slot]!) / mean))
      }
    }
  }
}

function counted(terms: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1)
  return counts
}
