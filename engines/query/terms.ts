import { finish, PRIME, rollingHash, SEED } from '../text/tokenise-buffer.ts'
import { IntPool } from './int-pool.ts'

export const WORD = 1
export const PREFIX = 2
/** Something the network says of a post: author, channel, domain of a link. Costs nothing to ask. */
export const FACT = 3
/** Something a label says of a post. Asked for only when a search cannot be decided without it. */
export const LABEL = 4

/** Flags beside a term in its slot, so that a word of a post is dealt with where it is found. */
export const ENTERED = 1
export const PLACED = 2

export const FILTER_BITS = 1 << 18

/** Numbers in a row of a `HashIndex`, and where in it the first units of the word begin. */
export const ROW = 8
export const UNITS_AT = 4
/** Units of a word that lie in its row; the rest of a longer one is with the texts. */
export const IN_ROW = 2 * (ROW - UNITS_AT)

/**
 * Open addressing over rows of (hash, term and flags, length, where its text is, its first eight units):
 * `slots[8i + 1] >>> 2` is the term, 0 where there is none. A row lies in one line of the cache and settles nearly every
 * word by itself. Removal shifts back, so there are no gravestones to sweep.
 */
export class HashIndex {
  slots = new Int32Array(ROW * 256)
  mask = 255
  count = 0
  /** One bit for the low bits of every hash there is: most words of a post are nobody's, and go no further than this. */
  readonly filter = new Int32Array(FILTER_BITS / 32)
  private removed = 0

  /** Enters a term whose word lies at twice `textAt` of `units`, its length first. */
  add(hash: number, term: number, textAt: number, units: Uint16Array): void {
    if (2 * ++this.count > this.mask) this.grow()
    const row = new Int32Array(ROW)
    const length = units[2 * textAt]!
    row.set([hash, term << 2, length, textAt])
    new Uint16Array(row.buffer).set(
      units.subarray(2 * textAt + 1, 2 * textAt + 1 + Math.min(length, IN_ROW)),
      2 * UNITS_AT,
    )
    this.put(row, 0)
    this.filter[(hash & (FILTER_BITS - 1)) >>> 5]! |= 1 << hash
  }

  /** Bits of terms that are gone stay until there are many. */
  private refilter(): void {
    this.removed = 0
    this.filter.fill(0)
    for (let i = 0; i < this.slots.length; i += ROW)
      if (this.slots[i + 1] !== 0)
        this.filter[(this.slots[i]! & (FILTER_BITS - 1)) >>> 5]! |= 1 << this.slots[i]!
  }

  private put(rows: Int32Array, at: number): void {
    let slot = rows[at]! & this.mask
    while (this.slots[ROW * slot + 1] !== 0) slot = (slot + 1) & this.mask
    for (let k = 0; k < ROW; k++) this.slots[ROW * slot + k] = rows[at + k]!
  }

  private grow(): void {
    const old = this.slots
    this.mask = 2 * this.mask + 1
    this.slots = new Int32Array(ROW * (this.mask + 1))
    for (let i = 0; i < old.length; i += ROW) if (old[i + 1] !== 0) this.put(old, i)
  }

  private slotOf(hash: number, term: number): number {
    let slot = hash & this.mask
    while (this.slots[ROW * slot + 1]! >>> 2 !== term) slot = (slot + 1) & this.mask
    return slot
  }

  flag(hash: number, term: number, flag: number, on: boolean): void {
    const at = ROW * this.slotOf(hash, term) + 1
    this.slots[at] = on ? this.slots[at]! | flag : this.slots[at]! & ~flag
  }

  remove(hash: number, term: number): void {
    const { slots, mask } = this
    let hole = this.slotOf(hash, term)
    this.count--
    for (let slot = (hole + 1) & mask; slots[ROW * slot + 1] !== 0; slot = (slot + 1) & mask) {
      const home = slots[ROW * slot]! & mask
      if (((slot - home) & mask) < ((slot - hole) & mask)) continue
      slots.copyWithin(ROW * hole, ROW * slot, ROW * (slot + 1))
      hole = slot
    }
    slots[ROW * hole] = 0
    slots[ROW * hole + 1] = 0
    if (++this.removed > 8192) this.refilter()
  }
}

/** Which hashes there may be, by their low 16 bits: one bit each to be read, one count each so that they can be taken away. */
class CountedFilter {
  readonly bits = new Int32Array(65536 / 32)
  private readonly counts = new Uint8Array(65536)

  add(hash: number): void {
    const slot = hash & 0xffff
    this.bits[slot >>> 5]! |= 1 << slot
    if (this.counts[slot]! < 255) this.counts[slot]! += 1 // 255 stays: it only costs a look
  }

  remove(hash: number): void {
    const slot = hash & 0xffff
    if (this.counts[slot] === 255) return
    this.counts[slot]! -= 1
    if (this.counts[slot] === 0) this.bits[slot >>> 5]! &= ~(1 << slot)
  }

  clear(): void {
    this.bits.fill(0)
    this.counts.fill(0)
  }
}

/** Fields whose values are terms; `placed` is whether a place was found at all. */
export type Named =
  | 'channel'
  | 'from'
  | 'to'
  | 'domain'
  | 'has'
  | 'lang'
  | 'source'
  | 'tone'
  | 'place'
  | 'placed'

/**
 * Everything that standing searches ask for, each thing once, numbered from 1: words, beginnings of words, facts, labels.
 * Bit `t` of `seen` says that term `t` is in the present post.
 */
export class Terms {
  readonly words = new HashIndex()
  readonly prefixes = new HashIndex()
  /** Beginnings by their hash. */
  readonly prefixFilter = new CountedFilter()
  /** The first `shortestPrefix` units of every beginning: a word that begins otherwise is looked at no further. */
  readonly stemFilter = new CountedFilter()
  private readonly prefixLengths = new Map<number, number>()
  shortestPrefix = 0
  /** Terms of facts and labels by field and value; an empty map is a field that nobody asks for. */
  readonly named: Record<Named, Map<string, number>> = {
    channel: new Map(), from: new Map(), to: new Map(), domain: new Map(), has: new Map(), lang: new Map(), source: new Map(),
    tone: new Map(), place: new Map(), placed: new Map(),
  } // biome-ignore format: a list of fields
  /** How many of them there are. */
  namedCount = 0

  readonly texts = new IntPool()
  /** The same memory as UTF-16 units: at twice `textAt` of a word its length, then its units. */
  units = new Uint16Array(this.texts.data.buffer)
  textAt = new Int32Array(256)
  hash = new Int32Array(256)
  kind = new Uint8Array(256)
  /** How many searches use a term; and how many of them need to know where it stands. */
  refs = new Int32Array(256)
  placeRefs = new Int32Array(256)
  /** One bit a term: it is in the present post. A hundred thousand terms fit the fastest memory there is. */
  seen = new Int32Array(256 / 32)
  /** First and last entry of the positions of a term in the present post. */
  head = new Int32Array(256)
  tail = new Int32Array(256)
  /** Posts in which the term was seen, of those that were counted. */
  hits = new Float64Array(256)
  /** In how many kinds of lists there are searches under a term. */
  private entered = new Uint8Array(256)
  private readonly names = new Map<number, [field: Named, value: string]>()
  private readonly freed: number[] = []
  private top = 1

  /** Terms have numbers below this. */
  get room(): number {
    return this.hash.length
  }

  /** The term of a folded word or beginning; made when it is new. Counts one use. */
  word(word: string, prefix: boolean): number {
    const rolled = rollingHash(word)
    const hash = prefix ? rolled : finish(rolled)
    const index = prefix ? this.prefixes : this.words
    let term = this.find(index, hash, word)
    if (term === 0) {
      term = this.make(prefix ? PREFIX : WORD)
      this.hash[term] = hash
      this.textAt[term] = this.keepText(word)
      index.add(hash, term, this.textAt[term]!, this.units)
      if (prefix) this.addPrefix(term, word.length)
    }
    this.refs[term]!++
    return term
  }

  private keepText(word: string): number {
    const at = this.texts.take((word.length + 2) >> 1)
    if (this.units.buffer !== this.texts.data.buffer) this.units = new Uint16Array(this.texts.data.buffer)
    this.units[2 * at] = word.length
    for (let i = 0; i < word.length; i++) this.units[2 * at + 1 + i] = word.charCodeAt(i)
    return at
  }

  private addPrefix(term: number, length: number): void {
    this.prefixFilter.add(this.hash[term]!)
    this.prefixLengths.set(length, (this.prefixLengths.get(length) ?? 0) + 1)
    if (this.shortestPrefix === 0 || length < this.shortestPrefix) this.restem()
    else this.stemFilter.add(this.stem(term))
  }

  private dropPrefix(term: number, length: number): void {
    this.prefixFilter.remove(this.hash[term]!)
    this.stemFilter.remove(this.stem(term))
    const left = this.prefixLengths.get(length)! - 1
    if (left > 0) this.prefixLengths.set(length, left)
    else this.prefixLengths.delete(length)
    if (left === 0 && length === this.shortestPrefix) this.restem()
  }

  /** The rolling hash of the first `shortestPrefix` units of a beginning. */
  private stem(term: number): number {
    const at = 2 * this.textAt[term]! + 1
    let h = SEED
    for (let i = 0; i < this.shortestPrefix; i++) h = Math.imul(h ^ this.units[at + i]!, PRIME)
    return h
  }

  /** The shortest beginning is another than before. */
  private restem(): void {
    this.shortestPrefix = this.prefixLengths.size > 0 ? Math.min(...this.prefixLengths.keys()) : 0
    this.stemFilter.clear()
    const { slots } = this.prefixes
    for (let i = 1; i < slots.length; i += ROW)
      if (slots[i] !== 0) this.stemFilter.add(this.stem(slots[i]! >>> 2))
  }

  private find(index: HashIndex, hash: number, word: string): number {
    for (let slot = hash & index.mask; index.slots[ROW * slot + 1] !== 0; slot = (slot + 1) & index.mask) {
      const term = index.slots[ROW * slot + 1]! >>> 2
      if (index.slots[ROW * slot] === hash && this.text(term) === word) return term
    }
    return 0
  }

  /** Units of the word of a word or prefix term. */
  lengthOf(term: number): number {
    return this.units[2 * this.textAt[term]!]!
  }

  /** The folded word of a word or prefix term. */
  text(term: number): string {
    const at = 2 * this.textAt[term]! + 1
    return String.fromCharCode(...this.units.subarray(at, at + this.units[at - 1]!))
  }

  /** The term of a fact or label; made when it is new. Counts one use. */
  name(kind: typeof FACT | typeof LABEL, field: Named, value: string): number {
    const values = this.named[field]
    let term = values.get(value)
    if (term === undefined) {
      term = this.make(kind)
      this.namedCount++
      values.set(value, term)
      this.names.set(term, [field, value])
    }
    this.refs[term]!++
    return term
  }

  /** Field and value of a fact or label term. */
  nameOf(term: number): readonly [field: Named, value: string] {
    return this.names.get(term)!
  }

  /** One use less; the last one frees the number. */
  release(term: number): void {
    if (--this.refs[term]! > 0) return
    const kind = this.kind[term]!
    if (kind === WORD || kind === PREFIX) {
      const length = this.lengthOf(term)
      const index = kind === WORD ? this.words : this.prefixes
      index.remove(this.hash[term]!, term)
      if (kind === PREFIX) this.dropPrefix(term, length)
      this.texts.give(this.textAt[term]!, (length + 2) >> 1)
    } else {
      const [field, value] = this.names.get(term)!
      this.named[field].delete(value)
      this.namedCount--
      this.names.delete(term)
    }
    this.kind[term] = 0
    this.freed.push(term)
  }

  /** One search more, or less, needs to know where a word stands. */
  placed(term: number, by: 1 | -1): void {
    const before = this.placeRefs[term]!
    this.placeRefs[term] = before + by
    if (before === 0 || before + by === 0) this.flag(term, PLACED, by === 1)
  }

  /** One kind of list more, or less, has searches under a term. */
  enter(term: number, by: 1 | -1): void {
    const before = this.entered[term]!
    this.entered[term] = before + by
    if (before === 0 || before + by === 0) this.flag(term, ENTERED, by === 1)
  }

  /** Notes in the slot of a word or prefix that searches are entered under it, or that its positions are needed. */
  private flag(term: number, flag: number, on: boolean): void {
    const kind = this.kind[term]!
    if (kind === WORD) this.words.flag(this.hash[term]!, term, flag, on)
    else if (kind === PREFIX) this.prefixes.flag(this.hash[term]!, term, flag, on)
  }

  private make(kind: number): number {
    const term = this.freed.pop() ?? this.top++
    if (term >= this.hash.length) this.grow()
    this.kind[term] = kind
    this.refs[term] = 0
    this.placeRefs[term] = 0
    this.seen[term >>> 5]! &= ~(1 << term)
    this.hits[term] = 0
    this.entered[term] = 0
    return term
  }

  private grow(): void {
    const size = 2 * this.hash.length
    const wider = (old: Int32Array, length = size) => {
      const column = new Int32Array(length)
      column.set(old)
      return column
    }
    this.textAt = wider(this.textAt)
    this.hash = wider(this.hash)
    this.refs = wider(this.refs)
    this.placeRefs = wider(this.placeRefs)
    this.seen = wider(this.seen, size / 32)
    this.head = wider(this.head)
    this.tail = wider(this.tail)
    const entered = new Uint8Array(size)
    entered.set(this.entered)
    this.entered = entered
    const kind = new Uint8Array(size)
    kind.set(this.kind)
    this.kind = kind
    const hits = new Float64Array(size)
    hits.set(this.hits)
    this.hits = hits
  }

  /** Bytes held in arrays. */
  get bytes(): number {
    return (
      this.hash.length * (6 * 4 + 2 + 8) +
      this.texts.bytes +
      this.words.slots.byteLength +
      this.prefixes.slots.byteLength
    )
  }
}
