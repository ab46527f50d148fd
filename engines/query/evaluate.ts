import { MAX_POSITION } from '../text/tokenise-buffer.ts'
import { isWithin } from './matches.ts'
import type { Special } from './program.ts'
import * as program from './program.ts'
import type { Sighting } from './sighting.ts'
import type { Terms } from './terms.ts'
import { lowerAscii } from './tree.ts'

// Constants of another module are read from memory at every use; those of this one the compiler knows.
const { ALL, AND, ANY, LABELLED, NEAR, NONE, NOT, OR, PHRASE, TERM, URL, WITHIN } = program

const isSeen = (seen: Int32Array, term: number) => (seen[term >>> 5]! & (1 << term)) !== 0

/** Whether two instructions are the same numbers. */
function isSame(a: Int32Array, at: number, b: Int32Array, bt: number): boolean {
  const length = a[at + 1]!
  for (let i = 0; i < length; i++) if (a[at + i] !== b[bt + i]) return false
  return true
}

/** How many phrases of a post are remembered. */
const REMEMBERED = 256

const FIRST = 0
const STAMP = 1
const TOUCH = 2

/** Runs programs against the post of a sighting. */
export class Evaluator {
  private readonly terms: Terms
  private readonly sighting: Sighting
  private readonly specials: readonly (Special | null)[]
  private readonly cursors = new Int32Array(2048)
  private readonly endStamps = new Int32Array(MAX_POSITION + 2048)
  private readonly startStamps = new Int32Array(MAX_POSITION + 2048)
  /** Phrases and NEARs that were looked for, by their hash: in which post, which, and whether they were found. */
  private readonly askedIn = new Int32Array(REMEMBERED)
  private readonly askedCode: (Int32Array | undefined)[] = new Array<undefined>(REMEMBERED)
  private readonly askedAt = new Int32Array(REMEMBERED)
  private readonly heldThen = new Uint8Array(REMEMBERED)
  private stamp = 0
  private least = 0
  private most = 0

  constructor(terms: Terms, sighting: Sighting, specials: readonly (Special | null)[]) {
    this.terms = terms
    this.sighting = sighting
    this.specials = specials
  }

  /** The numbers of posts begin anew. */
  forget(): void {
    this.askedIn.fill(0)
  }

  /** Whether the program at `at` of `code` holds for the present post. */
  holds(code: Int32Array, at: number): boolean {
    const seen = this.terms.seen
    const end = at + code[at + 1]!
    switch (code[at]) {
      case TERM:
        return isSeen(seen, code[at + 2]!)
      case ANY:
        for (let i = at + 2; i < end; i++) if (isSeen(seen, code[i]!)) return true
        return false
      case ALL:
        for (let i = at + 2; i < end; i++) if (!isSeen(seen, code[i]!)) return false
        return true
      case NONE:
        for (let i = at + 2; i < end; i++) if (isSeen(seen, code[i]!)) return false
        return true
      case AND:
        for (let i = at + 2; i < end; i += code[i + 1]!) if (!this.holds(code, i)) return false
        return true
      case OR:
        for (let i = at + 2; i < end; i += code[i + 1]!) if (this.holds(code, i)) return true
        return false
      case NOT:
        return !this.holds(code, at + 2)
      case PHRASE:
      case NEAR:
        return this.once(code, at)
      case LABELLED:
        this.sighting.labels()
        return isSeen(seen, code[at + 2]!)
      case URL:
        return isSeen(seen, code[at + 3]!) && this.hasUrl(code[at + 2]!)
      case WITHIN:
        this.sighting.labels()
        return isSeen(seen, code[at + 3]!) && this.isWithin(code[at + 2]!)
      default:
        throw new Error(`no such instruction: ${code[at]}`)
    }
  }

  /** A phrase or NEAR that several searches ask for is looked for once a post. */
  private once(code: Int32Array, at: number): boolean {
    const slot = code[at + 2]! & (REMEMBERED - 1)
    const epoch = this.sighting.epoch
    if (this.askedIn[slot] === epoch && isSame(code, at, this.askedCode[slot]!, this.askedAt[slot]!))
      return this.heldThen[slot] === 1
    const held = code[at] === PHRASE ? this.phrase(code, at, FIRST) >= 0 : this.near(code, at)
    this.askedIn[slot] = epoch
    this.askedCode[slot] = code
    this.askedAt[slot] = at
    this.heldThen[slot] = held ? 1 : 0
    return held
  }

  private hasUrl(special: number): boolean {
    const asked = this.specials[special] as { url: string }
    return this.sighting.document!.facts.links.some((link) => lowerAscii(link.url).includes(asked.url))
  }

  private isWithin(special: number): boolean {
    const asked = this.specials[special] as { km: number; lat: number; lon: number }
    return this.sighting.document!.labels().places.some((place) => isWithin(asked, place))
  }

  /**
   * Walks the beginnings of the phrase at `at`, each term's positions once. FIRST answers the first of them, or -1;
   * STAMP stamps every beginning and end; TOUCH answers the first that is near something stamped.
   */
  private phrase(code: Int32Array, at: number, task: typeof FIRST | typeof STAMP | typeof TOUCH): number {
    if (!this.sighting.linked) this.sighting.link()
    const { seen, head } = this.terms
    const { positions, following } = this.sighting
    const cursors = this.cursors
    const size = (code[at + 1]! - 3) >> 1
    for (let k = 0; k < size; k++) {
      const term = code[at + 3 + 2 * k]!
      if (!isSeen(seen, term)) return -1
      cursors[k] = head[term]!
    }
    const width = code[at + 2 + 2 * size]!
    for (let entry = cursors[0]!; entry !== 0; entry = following[entry]!) {
      const start = positions[entry]!
      let k = 1
      for (; k < size; k++) {
        const wanted = start + code[at + 4 + 2 * k]!
        let cursor = cursors[k]!
        while (cursor !== 0 && positions[cursor]! < wanted) cursor = following[cursor]!
        cursors[k] = cursor
        if (cursor === 0) return -1
        if (positions[cursor] !== wanted) break
      }
      if (k < size) continue
      if (task === STAMP) {
        this.startStamps[start] = this.stamp
        this.endStamps[start + width] = this.stamp
      } else if (task === FIRST || this.touches(start, start + width)) return start
    }
    return -1
  }

  private touches(start: number, end: number): boolean {
    const { stamp, startStamps, endStamps, most } = this
    for (let d = this.least; d <= most; d++) {
      if (start >= d && endStamps[start - d] === stamp) return true
      if (startStamps[end + d] === stamp) return true
    }
    return false
  }

  /** Stamps where the left side begins and ends, then looks around every occurrence of the right side. */
  private near(code: Int32Array, at: number): boolean {
    const end = at + code[at + 1]!
    let lefts = code[at + 5]!
    if (++this.stamp > 0x7ffffff0) {
      this.stamp = 1
      this.startStamps.fill(0)
      this.endStamps.fill(0)
    }
    this.least = code[at + 3]!
    this.most = code[at + 4]!
    let i = at + 6
    for (; lefts > 0; lefts--, i += code[i + 1]!) this.phrase(code, i, STAMP)
    for (; i < end; i += code[i + 1]!) if (this.phrase(code, i, TOUCH) >= 0) return true
    return false
  }
}
