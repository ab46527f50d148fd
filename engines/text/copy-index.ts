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

/** 20 bands of 3: two texts at 0.7 are overlooked twice in ten thousand. */
const bands = 20
const rows = 3
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
 * Memory is about 500 bytes a group of 20-word texts.
 */
export function createCopyIndex(options: CopyOptions = {}): CopyIndex {
  const window = options.window ?? 20_000
  const threshold = options.threshold ?? 0.7
  const minimumWords = options.minimumWords ?? 4
  if (window < 1 || threshold <= 0 || threshold > 1)
    throw new RangeError('window must be at least 1, threshold in 0..1')

  let buckets = 1
  while (buckets < window * bands) buckets *= 2
  /** Entry = slot × bands + band, plus one; 0 ends a chain. */
  const heads = new Int32Array(buckets)
  const following = new Int32Array(window * bands)
  const keys = new Int32Array(window * bands)
  const ids: string[] = []
  const sets: Int32Array[] = []
  const slotOf = new Map<string, number>()
  const free: number[] = []
  /** Slots from the longest idle to the latest used, as a linked list; `window` is its end. */
  const newer = new Int32Array(window + 1).fill(window)
  const older = new Int32Array(window + 1).fill(window)
  const seen = new Int32Array(window)
  let round = 0
  const signature = new Int32Array(hashes)

  const unlink = (slot: number) => {
    newer[older[slot]!] = newer[slot]!
    older[newer[slot]!] = older[slot]!
  }
  const toNewest = (slot: number) => {
    older[slot] = older[window]!
    newer[slot] = window
    newer[older[window]!] = slot
    older[window] = slot
  }

  const bucketFor = (key: number) => (key ^ (key >>> 15)) & (buckets - 1)

  const forget = (slot: number) => {
    for (let band = 0; band < bands; band++) {
      const entry = slot * bands + band
      const bucket = bucketFor(keys[entry]!)
      if (heads[bucket] === entry + 1) heads[bucket] = following[entry]!
      else {
        let at = heads[bucket]! - 1
        while (following[at] !== entry + 1) at = following[at]! - 1
        following[at] = following[entry]!
      }
    }
    unlink(slot)
    slotOf.delete(ids[slot]!)
    free.push(slot)
  }

  const start = (id: string, set: Int32Array) => {
    if (slotOf.size >= window) forget(newer[window]!)
    const slot = free.pop() ?? sets.length
    ids[slot] = id
    sets[slot] = set
    slotOf.set(id, slot)
    for (let band = 0; band < bands; band++) {
      const entry = slot * bands + band
      const key = bandKey(signature, band)
      const bucket = bucketFor(key)
      keys[entry] = key
      following[entry] = heads[bucket]!
      heads[bucket] = entry + 1
    }
    toNewest(slot)
  }

  const closest = (set: Int32Array): number => {
    if (round === 0x7fffffff) {
      seen.fill(0)
      round = 0
    }
    round++
    let best = -1
    let most = 0
    for (let band = 0; band < bands; band++) {
      const key = bandKey(signature, band)
      for (let at = heads[bucketFor(key)]! - 1; at >= 0; at = following[at]! - 1) {
        if (keys[at] !== key) continue
        const slot = (at / bands) | 0
        if (seen[slot] === round) continue
        seen[slot] = round
        const share = jaccard(set, sets[slot]!, threshold)
        if (share > most) {
          most = share
          best = slot
        }
      }
    }
    return best
  }

  return {
    add(id, tokens) {
      const set = wordSet(tokens)
      if (set.length < minimumWords) return null
      sign(set, signature)
      const slot = closest(set)
      if (slot < 0) {
        const known = slotOf.get(id)
        if (known !== undefined) forget(known)
        start(id, set)
        return null
      }
      unlink(slot)
      toNewest(slot)
      return ids[slot] === id ? null : ids[slot]!
    },
    remove(id) {
      const slot = slotOf.get(id)
      if (slot === undefined) return false
      forget(slot)
      return true
    },
    succeed(id, heir, tokens) {
      const slot = slotOf.get(id)
      if (slot === undefined) return false
      forget(slot)
      const set = wordSet(tokens)
      if (set.length < minimumWords || slotOf.has(heir)) return true
      sign(set, signature)
      start(heir, set)
      return true
    },
    get size() {
      return slotOf.size
    },
  }
}

/** Distinct words as sorted hashes. */
function wordSet(tokens: readonly { word: string }[]): Int32Array {
  const all = new Int32Array(tokens.length)
  for (let i = 0; i < tokens.length; i++) {
    const { word } = tokens[i]!
    let h = 0x811c9dc5 | 0
    for (let c = 0; c < word.length; c++) h = Math.imul(h ^ word.charCodeAt(c), 0x01000193)
    // FNV leaves short words close together; the permutations need them spread.
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
    all[i] = h ^ (h >>> 13)
  }
  all.sort()
  let distinct = 0
  for (let i = 0; i < all.length; i++) if (i === 0 || all[i] !== all[i - 1]) all[distinct++] = all[i]!
  return all.slice(0, distinct)
}

function sign(set: Int32Array, signature: Int32Array): void {
  for (let i = 0; i < hashes; i++) {
    const multiplier = multipliers[i]!
    const offset = offsets[i]!
    let least = 0x7fffffff
    for (let w = 0; w < set.length; w++) {
      const value = Math.imul(set[w]! ^ offset, multiplier)
      const mixed = value ^ (value >>> 16)
      if (mixed < least) least = mixed
    }
    signature[i] = least
  }
}

function bandKey(signature: Int32Array, band: number): number {
  let h = Math.imul(band + 1, 0x9e3779b1)
  for (let r = band * rows; r < band * rows + rows; r++)
    h = Math.imul(h ^ signature[r]!, 0x85ebca6b) ^ (h >>> 13)
  return h
}

/** The share of common words, or 0 as soon as it cannot reach `enough`. */
function jaccard(a: Int32Array, b: Int32Array, enough: number): number {
  const total = a.length + b.length
  const needed = Math.ceil((enough * total) / (1 + enough) - 1e-9)
  if (Math.min(a.length, b.length) < needed) return 0
  let i = 0
  let j = 0
  let both = 0
  while (i < a.length && j < b.length) {
    if (both + Math.min(a.length - i, b.length - j) < needed) return 0
    const x = a[i]!
    const y = b[j]!
    if (x === y) {
      both++
      i++
      j++
    } else if (x < y) i++
    else j++
  }
  const share = both / (total - both)
  return share >= enough ? share : 0
}
