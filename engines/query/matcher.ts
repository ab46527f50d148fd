import { TokenBuffer } from '../text/tokenise-buffer.ts'
import { type Entries, entriesOf } from './anchors.ts'
import { type Document, type Scan, scanDocument, tokensOf } from './document.ts'
import { Evaluator } from './evaluate.ts'
import { Frequency } from './frequency.ts'
import * as pools from './int-pool.ts'
import { ChunkPool } from './int-pool.ts'
import { Names } from './names.ts'
import * as lists from './postings.ts'
import { Marks, Postings } from './postings.ts'
import { compile, eachTerm, type Special } from './program.ts'
import { Sighting } from './sighting.ts'
import { FACT, LABEL, PREFIX, Terms, WORD } from './terms.ts'
import { asksForSomething, type Query } from './tree.ts'

// Constants of another module are read from memory at every use; those of this one the compiler knows.
const { CHUNK_BITS, IN_CHUNK } = pools
const { NUMBER } = lists

export interface MatcherOptions {
  /** Another way to find the words of a post (for benches); it must give each word as `parseQuery` would. */
  scan?: Scan
}

/** How many posts go by for one that is counted: few while little is known, more once most searches stand well. */
const COUNT_EVERY = [8, 32] as const
/** Posts counted before searches are first moved to rarer terms; again at four times as many, and at last after each so many. */
const FIRST_TUNING = 512
const LAST_TUNING = 1 << 19
/** Posts counted before what was counted is halved: a word that becomes common counts as common again. */
const MOST_COUNTED = 1 << 20
/** Posts that go by for one search that is moved: few while little is known, many once most searches stand well. */
const MOVE_EVERY = [4, 32] as const
const WELL_KNOWN = 1 << 13

/** Expected share of posts for what has not been counted yet. */
const BEFORE: Record<string, number> = {
  from: 1e-4,
  to: 1e-4,
  domain: 1e-3,
  channel: 0.5,
  has: 0.4,
  place: 0.01,
}
/** Asking for labels costs about as much as looking at this many searches. */
const LABEL_COST = 50

/**
 * All standing searches at once. Every search is a program; it is entered under the rarest term of each way in which it can
 * be met, guarded by the second rarest, and runs only when a post has both; where nothing else is asked it matches without
 * being run. A long search is guarded by marks: the terms of its second cheapest part, noted before anything runs. Adding and removing are cheap and take effect
 * at once. Nothing is allocated for a post that matches nothing, save what its labels need.
 */
export class Matcher {
  private readonly terms = new Terms()
  private readonly pool = new ChunkPool()
  private readonly specials: (Special | null)[] = []
  private readonly freeSpecials: number[] = []
  private readonly numbers = new Names()
  private readonly ids: (string | null)[] = []
  private readonly freeNumbers: number[] = []
  /** Where the block of a search is: length, the program, then the anchors and the marks, each after their number. */
  private blocks = new Int32Array(256)
  /** The last post for which a search was tried, and the last that had a mark of it. */
  private tried = new Int32Array(256)
  private marked = new Int32Array(256)
  private readonly frequency = new Frequency()
  private readonly postings = new Postings(this.terms)
  private readonly marks = new Marks(this.terms)
  private readonly sighting = new Sighting(this.terms)
  private readonly evaluator = new Evaluator(this.terms, this.sighting, this.specials)
  private readonly scan: Scan
  private readonly ownTokens: TokenBuffer | null
  private passed = 0
  private tuning = 0
  private nextTuning = FIRST_TUNING
  private readonly sink = {
    terms: this.terms,
    frequency: (term: number) => this.likely(term),
    keep: (special: Special) => this.keepSpecial(special),
  }

  constructor(options: MatcherOptions = {}) {
    this.scan = options.scan ?? scanDocument
    this.ownTokens = options.scan ? new TokenBuffer() : null
  }

  /** How many searches stand. */
  get size(): number {
    return this.numbers.size
  }

  /** Bytes held in arrays (without the names of the searches). */
  get bytes(): number {
    return (
      this.terms.bytes + this.pool.bytes + this.postings.bytes + this.marks.bytes + 3 * this.blocks.byteLength
    )
  }

  /** Adds a search, or replaces the one of that name. Throws when it asks for nothing (`parseQuery` refuses such a one). */
  set(id: string, tree: Query): void {
    if (!asksForSomething(tree)) throw new Error('a search without anything to look for')
    this.remove(id)
    const program = compile(tree, this.sink)
    this.postings.fit(this.terms.room)
    this.marks.fit(this.terms.room)
    const number = this.freeNumbers.pop() ?? this.ids.length
    if (number >= this.blocks.length) this.grow()
    this.ids[number] = id
    this.numbers.set(id, number)
    this.tried[number] = 0
    this.marked[number] = 0
    this.enter(number, Int32Array.from(program))
  }

  /** Takes a search away; nothing happens when there is none of that name. */
  remove(id: string): void {
    const number = this.numbers.get(id)
    if (number === undefined) return
    const { terms, pool } = this
    this.leave(number)
    const at = this.blocks[number]!
    const code = pool.chunk(at)
    const length = code[at & IN_CHUNK]!
    eachTerm(
      code,
      (at & IN_CHUNK) + 1,
      (term, placed) => {
        if (placed) terms.placed(term, -1)
        terms.release(term)
      },
      (special) => {
        this.specials[special] = null
        this.freeSpecials.push(special)
      },
    )
    pool.give(at, length)
    this.numbers.delete(id)
    this.ids[number] = null
    this.freeNumbers.push(number)
  }

  /** The names of the searches that match a post, in no particular order. */
  match(document: Document): string[] {
    const found: string[] = []
    if (this.numbers.size === 0) return found
    const tokens = this.read(document)
    const sighting = this.sighting
    if (sighting.begin(document)) this.forget()
    const counting = ++this.passed % this.countEvery === 0
    if (counting) this.frequency.learn(tokens, document.facts)
    sighting.words(tokens)
    if (this.terms.shortestPrefix > 0) sighting.prefixes(tokens)
    if (this.terms.namedCount > 0) sighting.facts()
    if (this.postings.labels > 0) sighting.labels()
    if (counting) this.countHits()
    this.runHits(found)
    sighting.document = null
    if (this.frequency.posts >= this.nextTuning && this.passed % this.moveEvery === 0) this.tuneOne()
    return found
  }

  private get countEvery(): number {
    return COUNT_EVERY[this.frequency.posts < WELL_KNOWN ? 0 : 1]
  }

  private get moveEvery(): number {
    return MOVE_EVERY[this.frequency.posts < WELL_KNOWN ? 0 : 1]
  }

  /** Counts the words of a post without looking for anything; a few thousand of these before `tune` save the warming-up. */
  learn(document: Document): void {
    this.frequency.learn(this.read(document), document.facts)
  }

  /** Moves every search to the terms that have proved rarest. `match` does the same little by little. */
  tune(): void {
    for (let number = 0; number < this.ids.length; number++)
      if (this.ids[number] !== null) this.retune(number)
    this.tuning = 0
    while (this.nextTuning <= this.frequency.posts) this.nextTuning *= 4
  }

  private read(document: Document): TokenBuffer {
    if (this.ownTokens === null) return tokensOf(document)
    this.scan(document, this.ownTokens)
    return this.ownTokens
  }

  private forget(): void {
    this.tried.fill(0)
    this.marked.fill(0)
    this.evaluator.forget()
  }

  private runHits(found: string[]): void {
    const { tried, marked, ids } = this
    const { hits, epoch, hitCount } = this.sighting // labels asked for on the way are no anchors
    if (this.marks.total > 0) this.mark()
    const { seen } = this.terms
    const { lists } = this.postings
    const { chunks } = this.postings.pool
    for (let i = 0; i < hitCount; i++) {
      const term = hits[i]!
      const postings = chunks[lists[2 * term]! >>> CHUNK_BITS]!
      const from = lists[2 * term]! & IN_CHUNK
      const end = from + 2 * lists[2 * term + 1]!
      for (let p = from; p < end; p += 2) {
        const guard = postings[p + 1]!
        if (guard > 0 && (seen[guard >>> 5]! & (1 << guard)) === 0) continue
        const posting = postings[p]!
        const number = posting & NUMBER
        if ((guard < 0 && marked[number] !== epoch) || tried[number] === epoch) continue
        tried[number] = epoch
        if (posting < 0 || this.runs(number)) found.push(ids[number]!)
      }
    }
  }

  /** Whether the program of a search holds for the present post. */
  private runs(number: number): boolean {
    const block = this.blocks[number]!
    return this.evaluator.holds(this.pool.chunks[block >>> CHUNK_BITS]!, (block & IN_CHUNK) + 1)
  }

  /** Notes every search of which some mark is there. */
  private mark(): void {
    const { marked } = this
    const { hits, epoch, hitCount } = this.sighting
    const { lists } = this.marks
    const { chunks } = this.marks.pool
    for (let i = 0; i < hitCount; i++) {
      const term = hits[i]!
      const marks = chunks[lists[2 * term]! >>> CHUNK_BITS]!
      const from = lists[2 * term]! & IN_CHUNK
      const end = from + lists[2 * term + 1]!
      for (let p = from; p < end; p++) marked[marks[p]!] = epoch
    }
  }

  private likely(term: number): number {
    const { terms, frequency } = this
    const kind = terms.kind[term]!
    if (kind === WORD) return frequency.ofWord(terms.text(term), terms.hash[term]!)
    if (kind === PREFIX)
      return frequency.ofCounted(terms.hits[term]!, terms.lengthOf(term) < 5 ? 0.02 : 0.004)
    const [field, value] = terms.nameOf(term)
    const before = BEFORE[field] ?? 0.3
    if (kind === FACT) return frequency.ofFact(field, value, before)
    return frequency.ofCounted(terms.hits[term]!, before) + LABEL_COST
  }

  private countHits(): void {
    const { hits, wordHits, hitCount } = this.sighting
    if (this.frequency.posts > MOST_COUNTED) this.fade()
    this.frequency.looked++
    for (let i = wordHits; i < hitCount; i++) this.terms.hits[hits[i]!]!++
  }

  private fade(): void {
    const { hits } = this.terms
    this.frequency.fade()
    for (let term = 0; term < hits.length; term++) hits[term]! /= 2
    this.nextTuning = Math.min(this.nextTuning, this.frequency.posts + LAST_TUNING)
  }

  private entries(code: Int32Array): Entries {
    const known = new Map<number, number>()
    const likely = (term: number) => {
      let share = known.get(term)
      if (share === undefined) {
        share = this.likely(term)
        known.set(term, share)
      }
      return share
    }
    return entriesOf(code, 0, likely, (term) => this.terms.kind[term] !== LABEL)
  }

  /** Puts a program into a block and enters it under its anchors and marks. */
  private enter(number: number, program: Int32Array): void {
    const { anchors, marks } = this.entries(program)
    const length = 3 + program.length + anchors.length + marks.length
    const at = this.pool.take(length)
    const data = this.pool.chunk(at)
    let next = at & IN_CHUNK
    data[next++] = length
    data.set(program, next)
    next += program.length
    data[next++] = anchors.length
    for (const { anchor } of anchors) data[next++] = anchor
    data[next++] = marks.length
    data.set(marks, next)
    this.blocks[number] = at
    for (const { anchor, guard, sure } of anchors) this.postings.add(anchor, number, guard, sure)
    for (const mark of marks) this.marks.add(mark, number)
  }

  /** Takes a search from under all its anchors and marks. */
  private leave(number: number): void {
    const data = this.pool.chunk(this.blocks[number]!)
    const at = (this.blocks[number]! & IN_CHUNK) + 1
    const anchors = at + data[at + 1]!
    const marks = anchors + 1 + data[anchors]!
    for (let i = anchors + 1; i < marks; i++) this.postings.drop(data[i]!, number)
    for (let i = 1; i <= data[marks]!; i++) this.marks.drop(data[marks + i]!, number)
  }

  /** One search every few posts, until all have been moved; then not until many more posts have been counted. */
  private tuneOne(): void {
    while (this.tuning < this.ids.length && this.ids[this.tuning] === null) this.tuning++
    if (this.tuning < this.ids.length) this.retune(this.tuning++)
    else {
      this.tuning = 0
      this.nextTuning = Math.min(4 * this.nextTuning, this.frequency.posts + LAST_TUNING)
    }
  }

  private retune(number: number): void {
    this.leave(number)
    const at = this.blocks[number]!
    const data = this.pool.chunk(at)
    const from = at & IN_CHUNK
    const program = data.slice(from + 1, from + 1 + data[from + 2]!)
    this.pool.give(at, data[from]!)
    this.enter(number, program)
  }

  private keepSpecial(special: Special): number {
    const number = this.freeSpecials.pop() ?? this.specials.length
    this.specials[number] = special
    return number
  }

  private grow(): void {
    const wider = (old: Int32Array) => {
      const column = new Int32Array(2 * old.length)
      column.set(old)
      return column
    }
    this.blocks = wider(this.blocks)
    this.tried = wider(this.tried)
    this.marked = wider(this.marked)
  }
}
