/** How a copy index is made. */
export interface CopyOptions {
  /** How many groups are remembered; past it the one that has gone longest without a copy is forgotten. Default 20,000. */
  window?: number
  /** Share of all distinct words of two texts that both must have (Jaccard). Default 0.7. */
  threshold?: number
  /** Texts with fewer distinct words are never grouped: two people may both say "thank you". Default 4. */
  minimumWords?: number
}

/** Near-identical texts over a stream. */
export interface CopyIndex {
  /** The id of the group's first text when this is a copy of it; null when it starts a group (or is too short). */
  add(id: string, tokens: readonly { word: string }[]): string | null
  /** Forgets a group by the id of its first text; false when it is not known. */
  remove(id: string): boolean
  /**
   * Forgets the first text of a group and puts another of the same group in its place, with its own words; false when
   * the group is not known. One with too few words leads nothing: the group is forgotten.
   */
  succeed(id: string, heir: string, tokens: readonly { word: string }[]): boolean
  /** How many groups are remembered. */
  readonly size: number
}

/**
 * 25 bands of 4: two texts at exactly 0.7 are overlooked about once in a thousand, closer ones hardly ever. Three in a band
 * would propose eight times as many that have little in common.
 */
const bands = 25
const rows = 4
const hashes = bands * rows

/** Odd multipliers and offsets of the permutations, from a fixed stream. */
const multipliers = new Int32Array(hashes)
const offsets = new Int32Array(hashes)
{
  let state = 0x2545f491
  const next = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state
  }
  for (let i = 0; i < hashes; i++) {
    multipliers[i] = next() | 1
    offsets[i] = next()
  }
}

/**
 * A bounded index of near-identical texts: minhash bands propose earlier first texts, the exact share of common words
 * decides. Texts are compared with the first of each group, so a group never drifts away from what it began with.
 * Memory is about 600 bytes a group of 20-word texts.
 */
export function createCopyIndex(options: CopyOptions = {}): CopyIndex {
  const window = options.window ?? 20_000
  const threshold = options.threshold ?? 0.7
  if (window < 1 || threshold <= 0 || threshold > 1)
    throw new RangeError('window must be at least 1, threshold in 0..1')
  return new Groups(window, threshold, options.minimumWords ?? 4)
}

class Groups implements CopyIndex {
  readonly #window: number
  readonly #threshold: number
  readonly #minimumWords: number
  readonly #ids: string[] = []
  readonly #sets: Int32Array[] = []
  /** Of each slot how many words, and these as 64 bits: enough to turn most candidates away. */
  readonly #sketches: Int32Array
  readonly #slotOf = new Map<string, number>()
  readonly #free: number[] = []
  readonly #bands: Bands
  readonly #idle: IdleList
  readonly #seen: Int32Array
  #round = 0
  readonly #signature = new Int32Array(hashes)

  constructor(window: number, threshold: number, minimumWords: number) {
    this.#window = window
    this.#threshold = threshold
    this.#minimumWords = minimumWords
    this.#sketches = new Int32Array(window * 3)
    this.#bands = new Bands(window)
    this.#idle = new IdleList(window)
    this.#seen = new Int32Array(window)
  }

  get size(): number {
    return this.#slotOf.size
  }

  add(id: string, tokens: readonly { word: string }[]): string | null {
    const length = wordSet(tokens)
    if (length < this.#minimumWords) return null
    sign(scratch, length, this.#signature)
    const slot = this.#closest(length)
    if (slot < 0) {
      const known = this.#slotOf.get(id)
      if (known !== undefined) this.#forget(known)
      this.#start(id, length)
      return null
    }
    this.#idle.remove(slot)
    this.#idle.append(slot)
    return this.#ids[slot] === id ? null : this.#ids[slot]!
  }

  remove(id: string): boolean {
    const slot = this.#slotOf.get(id)
    if (slot === undefined) return false
    this.#forget(slot)
    return true
  }

  succeed(id: string, heir: string, tokens: readonly { word: string }[]): boolean {
    if (!this.remove(id)) return false
    const length = wordSet(tokens)
    if (length < this.#minimumWords || this.#slotOf.has(heir)) return true
    sign(scratch, length, this.#signature)
    this.#start(heir, length)
    return true
  }

  /** Begins a group with the text whose words lie in `scratch` and whose signature was made last. */
  #start(id: string, length: number): void {
    if (this.#slotOf.size >= this.#window) this.#forget(this.#idle.first)
    const slot = this.#free.pop() ?? this.#sets.length
    this.#ids[slot] = id
    this.#sets[slot] = scratch.slice(0, length)
    const [low, high] = sketch(length)
    this.#sketches[slot * 3] = length
    this.#sketches[slot * 3 + 1] = low
    this.#sketches[slot * 3 + 2] = high
    this.#slotOf.set(id, slot)
    this.#bands.enter(slot, this.#signature)
    this.#idle.append(slot)
  }

  #forget(slot: number): void {
    this.#bands.leave(slot)
    this.#idle.remove(slot)
    this.#slotOf.delete(this.#ids[slot]!)
    this.#free.push(slot)
  }

  /** How many words two texts with so many in all must share. */
  #needed(total: number): number {
    return Math.ceil((this.#threshold * total) / (1 + this.#threshold) - 1e-9)
  }

  /** The slot of the first text that is most like the one whose signature was made last; -1 when none is like enough. */
  #closest(length: number): number {
    const seen = this.#seen
    const sketches = this.#sketches
    const [low, high] = sketch(length)
    if (this.#round === 0x7fffffff) {
      seen.fill(0)
      this.#round = 0
    }
    const round = ++this.#round
    let best = -1
    let most = 0
    for (let band = 0; band < bands; band++) {
      const key = bandKey(this.#signature, band)
      for (let at = this.#bands.first(key); at >= 0; at = this.#bands.next(at)) {
        if (!this.#bands.is(at, key)) continue
        const slot = (at / bands) | 0
        if (seen[slot] === round) continue
        seen[slot] = round
        const other = sketches[slot * 3]!
        const mine = length - bits(low & ~sketches[slot * 3 + 1]!) - bits(high & ~sketches[slot * 3 + 2]!)
        const theirs = other - bits(sketches[slot * 3 + 1]! & ~low) - bits(sketches[slot * 3 + 2]! & ~high)
        // A bit that only one of them has is a word that only one of them has: more than this they cannot share.
        if (Math.min(mine, theirs) < this.#needed(length + other)) continue
        const share = jaccard(scratch, length, this.#sets[slot]!, this.#needed(length + other))
        if (share > most) {
          most = share
          best = slot
        }
      }
    }
    return best
  }
}

/** Which slots have which band of a signature: hash chains in flat arrays. An entry is slot × bands + band. */
class Bands {
  readonly #mask: number
  /** Entries plus one; 0 ends a chain. */
  readonly #heads: Int32Array
  /** Of each entry its key, then the next in its chain plus one: they are read together. */
  readonly #entries: Int32Array

  constructor(window: number) {
    let buckets = 1
    while (buckets < window * bands) buckets *= 2
    this.#mask = buckets - 1
    this.#heads = new Int32Array(buckets)
    this.#entries = new Int32Array(window * bands * 2)
  }

  /** The first entry of the chain in which this key would be; -1 when it is empty. */
  first(key: number): number {
    return this.#heads[this.#bucketFor(key)]! - 1
  }

  next(entry: number): number {
    return this.#entries[entry * 2 + 1]! - 1
  }

  is(entry: number, key: number): boolean {
    return this.#entries[entry * 2] === key
  }

  enter(slot: number, signature: Int32Array): void {
    for (let band = 0; band < bands; band++) {
      const entry = slot * bands + band
      const key = bandKey(signature, band)
      const bucket = this.#bucketFor(key)
      this.#entries[entry * 2] = key
      this.#entries[entry * 2 + 1] = this.#heads[bucket]!
      this.#heads[bucket] = entry + 1
    }
  }

  leave(slot: number): void {
    for (let band = 0; band < bands; band++) {
      const entry = slot * bands + band
      const bucket = this.#bucketFor(this.#entries[entry * 2]!)
      if (this.#heads[bucket] === entry + 1) this.#heads[bucket] = this.#entries[entry * 2 + 1]!
      else {
        let at = this.#heads[bucket]! - 1
        while (this.#entries[at * 2 + 1] !== entry + 1) at = this.#entries[at * 2 + 1]! - 1
        this.#entries[at * 2 + 1] = this.#entries[entry * 2 + 1]!
      }
    }
  }

  #bucketFor(key: number): number {
    return (key ^ (key >>> 15)) & this.#mask
  }
}

/** Slots from the longest idle to the latest used, as a linked list in flat arrays; `end` is before the first and after the last. */
class IdleList {
  readonly #end: number
  readonly #newer: Int32Array
  readonly #older: Int32Array

  constructor(window: number) {
    this.#end = window
    this.#newer = new Int32Array(window + 1).fill(window)
    this.#older = new Int32Array(window + 1).fill(window)
  }

  /** The slot that has gone longest without use. */
  get first(): number {
    return this.#newer[this.#end]!
  }

  append(slot: number): void {
    const last = this.#older[this.#end]!
    this.#older[slot] = last
    this.#newer[slot] = this.#end
    this.#newer[last] = slot
    this.#older[this.#end] = slot
  }

  remove(slot: number): void {
    this.#newer[this.#older[slot]!] = this.#newer[slot]!
    this.#older[this.#newer[slot]!] = this.#older[slot]!
  }
}

/** Where the distinct words of the text at hand lie, as sorted hashes; it grows when a text is longer than any before. */
let scratch = new Int32Array(256)

/** Distinct words as sorted hashes, in `scratch`; returns how many. */
function wordSet(tokens: readonly { word: string }[]): number {
  if (scratch.length < tokens.length) scratch = new Int32Array(tokens.length * 2)
  let count = 0
  for (const { word } of tokens) {
    let h = 0x811c9dc5 | 0
    for (let c = 0; c < word.length; c++) h = Math.imul(h ^ word.charCodeAt(c), 0x01000193)
    // FNV leaves short words close together; the permutations need them spread.
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
    scratch[count++] = h ^ (h >>> 13)
  }
  if (count > 64) scratch.subarray(0, count).sort()
  else sortFew(scratch, count)
  let distinct = 0
  for (let i = 0; i < count; i++)
    if (i === 0 || scratch[i] !== scratch[i - 1]) scratch[distinct++] = scratch[i]!
  return distinct
}

/** By insertion: for the few words of a post quicker than the general sort. */
function sortFew(numbers: Int32Array, count: number): void {
  for (let i = 1; i < count; i++) {
    const number = numbers[i]!
    let at = i
    while (at > 0 && numbers[at - 1]! > number) {
      numbers[at] = numbers[at - 1]!
      at--
    }
    numbers[at] = number
  }
}

function sign(set: Int32Array, length: number, signature: Int32Array): void {
  for (let i = 0; i < hashes; i++) {
    const multiplier = multipliers[i]!
    const offset = offsets[i]!
    let least = 0x7fffffff
    for (let w = 0; w < length; w++) {
      const value = Math.imul(set[w]! ^ offset, multiplier)
      if (value < least) least = value
    }
    signature[i] = least
  }
}

/** How many bits are set. */
function bits(x: number): number {
  let n = x - ((x >>> 1) & 0x55555555)
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333)
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

function bandKey(signature: Int32Array, band: number): number {
  let h = Math.imul(band + 1, 0x9e3779b1)
  for (let r = band * rows; r < band * rows + rows; r++)
    h = Math.imul(h ^ signature[r]!, 0x85ebca6b) ^ (h >>> 13)
  return h
}

/** The share of common words, or 0 as soon as fewer than `needed` can be common. */
function jaccard(a: Int32Array, length: number, b: Int32Array, needed: number): number {
  let i = 0
  let j = 0
  let both = 0
  while (i < length && j < b.length) {
    if (both + Math.min(length - i, b.length - j) < needed) return 0
    const x = a[i]!
    const y = b[j]!
    if (x === y) {
      both++
      i++
      j++
    } else if (x < y) i++
    else j++
  }
  return both >= needed ? both / (length + b.length - both) : 0
}

/** The words in `scratch` as bits of two numbers. */
function sketch(length: number): [number, number] {
  let [low, high] = [0, 0]
  for (let w = 0; w < length; w++) {
    const word = scratch[w]!
    if ((word & 32) === 0) low |= 1 << (word & 31)
    else high |= 1 << (word & 31)
  }
  return [low, high]
}
