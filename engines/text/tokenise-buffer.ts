/** At most this many words of a post are seen by searches, whichever form they take. */
export const MAX_TOKENS = 4_000
/** At most this many occurrences of one word count (a `tsvector` keeps 256). */
export const MAX_OCCURRENCES = 200
/** UTF-16 units of a folded word; longer words are cut here, in posts and in searches alike. */
export const MAX_WORD = 64
/** Words past this position are not seen (a `tsvector` has no position above 16,383). */
export const MAX_POSITION = 16_000
/** Positions between the parts of a post, so that no phrase or NEAR reaches from one to the next. */
export const PART_GAP = 100

/** A power of two, at least twice `MAX_TOKENS`. */
const SLOTS = 8_192
/** The rolling hash of nothing, and what it is multiplied by for each unit. */
export const SEED = 0x811c9dc5 | 0
export const PRIME = 0x01000193

/**
 * The words of one post, flat and reusable: nothing is allocated for a post once the arrays have grown.
 * Word `i` is `units[from[i]..to[i]]`, at `position[i]`, from `start[i]` to `end[i]` (UTF-16) of part `part[i]`.
 * `roll` holds the rolling hash after each unit of a word, so the hash of every prefix is already there.
 */
export class TokenBuffer {
  count = 0
  /** A cap was reached: the rest of the post is not seen. */
  full = false
  top = 0
  place = 1
  currentPart = 0
  units = new Uint16Array(4096)
  roll = new Int32Array(4096)
  /** `units`, to be read two at a time from any of them. */
  pairs = new DataView(this.units.buffer)
  readonly from = new Int32Array(MAX_TOKENS)
  readonly to = new Int32Array(MAX_TOKENS)
  readonly hash = new Int32Array(MAX_TOKENS)
  readonly position = new Int32Array(MAX_TOKENS)
  readonly start = new Int32Array(MAX_TOKENS)
  readonly end = new Int32Array(MAX_TOKENS)
  readonly part = new Int32Array(MAX_TOKENS)
  /** Words by hash, for `finish`: one more than the number of their first token, 0 where there is none. */
  private readonly slots = new Int32Array(SLOTS)
  private readonly times = new Int32Array(MAX_TOKENS)

  clear(): void {
    this.count = 0
    this.full = false
    this.top = 0
    this.place = 1
    this.currentPart = 0
  }

  /** Starts another part of the post, far enough away that no phrase spans the two. */
  nextPart(part: number): void {
    this.currentPart = part
    if (this.count > 0) this.place += PART_GAP
  }

  /** Makes room for the words of `length` more units of text; a tag is written up to three times, a unit as up to three. */
  reserve(length: number): void {
    const room = this.top + Math.min(12 * length, (MAX_TOKENS + 4) * MAX_WORD) + 4 * MAX_WORD
    if (room <= this.units.length) return
    const size = Math.max(room, 2 * this.units.length)
    const units = new Uint16Array(size)
    units.set(this.units)
    this.units = units
    this.pairs = new DataView(units.buffer)
    const roll = new Int32Array(size)
    roll.set(this.roll)
    this.roll = roll
  }

  /** Adds one unit to the word that began at `from`; nothing past the longest word. */
  push(from: number, unit: number): void {
    const top = this.top
    if (top - from >= MAX_WORD) return
    this.units[top] = unit
    this.roll[top] = Math.imul((top === from ? SEED : this.roll[top - 1]!) ^ unit, PRIME)
    this.top = top + 1
  }

  pushText(from: number, text: string): void {
    if (this.top - from + text.length > MAX_WORD) return // never half a surrogate pair
    for (let i = 0; i < text.length; i++) this.push(from, text.charCodeAt(i))
  }

  /** Ends the word that began at `from`; it becomes a token at the current position. */
  token(from: number, start: number, end: number): void {
    const top = this.top
    if (top === from) return
    const i = this.count
    if (i >= MAX_TOKENS || this.place > MAX_POSITION) {
      this.full = true
      this.top = from
      return
    }
    this.from[i] = from
    this.to[i] = top
    this.hash[i] = finish(this.roll[top - 1]!)
    this.position[i] = this.place
    this.start[i] = start
    this.end[i] = end
    this.part[i] = this.currentPart
    this.count = i + 1
  }

  /** The word of token `i`. */
  word(i: number): string {
    return String.fromCharCode.apply(
      null,
      this.units.subarray(this.from[i]!, this.to[i]!) as unknown as number[],
    )
  }

  /** Drops occurrences of a word beyond the cap. Call once, after the last part. */
  finish(): void {
    if (this.count <= MAX_OCCURRENCES) return
    this.slots.fill(0)
    let kept = 0
    for (let i = 0; i < this.count; i++) {
      const first = this.firstLike(i, kept)
      if (first === kept) this.times[kept] = 1
      else if (this.times[first]! >= MAX_OCCURRENCES) continue
      else this.times[first]!++
      if (kept !== i) this.move(i, kept)
      kept++
    }
    this.count = kept
  }

  /** The first kept token with the same word as token `i`; `fresh`, noted as such, when there is none. */
  private firstLike(i: number, fresh: number): number {
    let slot = this.hash[i]! & (SLOTS - 1)
    for (; this.slots[slot] !== 0; slot = (slot + 1) & (SLOTS - 1))
      if (this.isSame(this.slots[slot]! - 1, i)) return this.slots[slot]! - 1
    this.slots[slot] = fresh + 1
    return fresh
  }

  private isSame(a: number, b: number): boolean {
    const from = this.from[a]!
    const length = this.to[a]! - from
    if (this.hash[a] !== this.hash[b] || this.to[b]! - this.from[b]! !== length) return false
    const other = this.from[b]!
    for (let at = 0; at < length; at++) if (this.units[from + at] !== this.units[other + at]) return false
    return true
  }

  private move(i: number, to: number): void {
    for (const column of [this.from, this.to, this.hash, this.position, this.start, this.end, this.part])
      column[to] = column[i]!
  }
}

/** Spreads a rolling hash over all 32 bits; the hash of a whole word. */
export function finish(rolled: number): number {
  let h = rolled ^ (rolled >>> 15)
  h = Math.imul(h, 0x2c1b3c6d)
  return h ^ (h >>> 13)
}

/** The rolling hash of a folded word or prefix, as `roll` holds it. */
export function rollingHash(word: string): number {
  let h = SEED
  for (let i = 0; i < word.length; i++) h = Math.imul(h ^ word.charCodeAt(i), PRIME)
  return h
}
