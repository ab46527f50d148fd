import { EDGE, needsOf } from './pattern-needs.ts'
import { FOREIGN, foldSign } from './pattern-parts.ts'

/** Signs that are told apart at most (a power of two): letters, a figure, and what patterns ask for besides. */
const SIGNS = 64
const SHIFT = 6

/**
 * Finds in one walk over a text which of many patterns can match it, so that the others need not be tried: each says by
 * itself what a text must hold (`needsOf`), and one automaton (Aho and Corasick 1975) looks for all of that at once. It may
 * let through a pattern that does not match, and never holds back one that does.
 */
export class PatternFilter {
  /** By unit of a text: the number of its sign, 0 for one that no pattern asks for. */
  private readonly signOf = new Uint8Array(128)
  private readonly foreign: number
  private readonly edge: number
  private readonly next: Uint16Array
  /** What is found in a state: `found[foundFrom[state]..foundFrom[state + 1]]`, as numbers of sets. */
  private readonly foundFrom: Int32Array
  private readonly found: Uint16Array
  /** For each set the last text that held one of its strings. */
  private readonly seen: Int32Array
  /** Sets asked for by pattern `p`: those from `asks[p]` to `asks[p + 1]`. */
  private readonly asks: Int32Array
  private texts = 0
  private everything = false

  constructor(patterns: readonly RegExp[]) {
    const sets = patterns.map(needsOf)
    this.asks = new Int32Array(patterns.length + 1)
    for (const [p, own] of sets.entries()) this.asks[p + 1] = this.asks[p]! + own.length
    const all = sets.flat()
    const signs = new Map<string, number>()
    for (const string of all.flat())
      for (const sign of string) if (!signs.has(sign)) signs.set(sign, signs.size + 1)
    if (signs.size >= SIGNS) throw new Error('more signs than an automaton has room for')
    for (let unit = 0; unit < 128; unit++)
      this.signOf[unit] = signs.get(foldSign(String.fromCharCode(unit))) ?? 0
    this.foreign = signs.get(FOREIGN) ?? 0
    this.edge = signs.get(EDGE) ?? 0
    const { next, found } = automaton(all, signs)
    this.next = next
    this.foundFrom = new Int32Array(found.length + 1)
    for (const [state, ids] of found.entries())
      this.foundFrom[state + 1] = this.foundFrom[state]! + ids.length
    this.found = Uint16Array.from(found.flat())
    this.seen = new Int32Array(all.length)
  }

  /** Reads a text; `may` answers for it until the next. */
  read(text: string): void {
    if (this.texts === 0x7fffffff) {
      this.seen.fill(0)
      this.texts = 0
    }
    this.texts++
    this.everything = false
    const { signOf, foreign, edge } = this
    let state = 0
    let inWord = false
    let wasForeign = false
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      if (unit > 127) {
        // Two letters that are the same as an s and a k to some patterns and not to others.
        if (unit === 0x17f || unit === 0x212a) this.everything = true
        if (wasForeign) continue
        if (inWord) state = this.step(state, edge)
        state = this.step(state, foreign)
        wasForeign = true
        inWord = false
        continue
      }
      wasForeign = false
      const word = WORD[unit] === 1
      if (word !== inWord) {
        state = this.step(state, edge)
        inWord = word
      }
      state = this.step(state, signOf[unit]!)
    }
    if (inWord) this.step(state, edge)
  }

  /** Whether a pattern can match what was read. */
  may(pattern: number): boolean {
    if (this.everything) return true
    const { seen, texts } = this
    const until = this.asks[pattern + 1]!
    for (let set = this.asks[pattern]!; set < until; set++) if (seen[set] !== texts) return false
    return true
  }

  private step(from: number, sign: number): number {
    const state = this.next[(from << SHIFT) | sign]!
    const until = this.foundFrom[state + 1]!
    for (let i = this.foundFrom[state]!; i < until; i++) this.seen[this.found[i]!] = this.texts
    return state
  }
}

/** 1 for the letters, figures and line of which words are made to a pattern. */
const WORD = Uint8Array.from({ length: 128 }, (_, unit) => (/\w/.test(String.fromCharCode(unit)) ? 1 : 0))

/** States with their next ones by sign, and the sets that are found in each. */
function automaton(sets: string[][], signs: Map<string, number>): { next: Uint16Array; found: number[][] } {
  const children: Map<number, number>[] = [new Map()]
  const own: Set<number>[] = [new Set()]
  for (const [id, set] of sets.entries())
    for (const string of set) {
      let state = 0
      for (const sign of string) {
        const number = signs.get(sign)!
        let child = children[state]!.get(number)
        if (child === undefined) {
          child = children.push(new Map()) - 1
          own.push(new Set())
          children[state]!.set(number, child)
        }
        state = child
      }
      own[state]!.add(id)
    }
  if (children.length > 0xffff) throw new Error('more strings than an automaton has room for')
  const next = new Uint16Array(children.length << SHIFT)
  const shorter = new Int32Array(children.length)
  const order = [0]
  for (const state of order) {
    for (let sign = 0; sign < SIGNS; sign++) {
      const child = children[state]!.get(sign)
      const back = state === 0 ? 0 : next[(shorter[state]! << SHIFT) | sign]!
      next[(state << SHIFT) | sign] = child ?? back
      if (child === undefined) continue
      shorter[child] = back
      for (const id of own[back]!) own[child]!.add(id)
      order.push(child)
    }
  }
  return { next, found: own.map((ids) => [...ids]) }
}
