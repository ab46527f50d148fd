import { TokenBuffer } from '../text/tokenise-buffer.ts'
import { type Anchor, anchorsOf } from './anchors.ts'
import { type Document, domainsAbove, type Scan, scanDocument, tokensOf } from './document.ts'
import { Evaluator } from './evaluate.ts'
import { Frequency } from './frequency.ts'
import { IntPool } from './int-pool.ts'
import { compile, eachTerm, type Special } from './program.ts'
import { LABEL, PREFIX, Terms, WORD } from './terms.ts'
import { asksForSomething, foldName, lowerAscii, type Query, shortHandle } from './tree.ts'

export interface MatcherOptions {
  /** Another way to find the words of a post (for benches); it must give each word as `parseQuery` would. */
  scan?: Scan
}

/** How many posts go by for one that is counted. */
const COUNT_EVERY = 8
/** Posts counted before searches are first moved to rarer terms; they are moved again each time the count doubles. */
const FIRST_TUNING = 512
const LAST_TUNING = 1 << 20
const EPOCHS = 0x7ffffff0

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
 * be met, guarded by the second rarest, and runs only when a post has both. Adding and removing are cheap and take effect
 * at once. Nothing is allocated for a post that matches nothing, save what its labels need.
 */
export class Matcher {
  private readonly terms = new Terms()
  private readonly pool = new IntPool(1 << 14)
  private readonly postings = new IntPool(1 << 14)
  private readonly specials: (Special | null)[] = []
  private readonly freeSpecials: number[] = []
  private readonly numbers = new Map<string, number>()
  private readonly ids: (string | null)[] = []
  private readonly freeNumbers: number[] = []
  /** Where the block of a search is: length, number of anchors, the anchors, the program. */
  private blocks = new Int32Array(256)
  private tried = new Int32Array(256)
  private readonly frequency = new Frequency()
  private readonly evaluator: Evaluator
  private readonly scan: Scan
  private readonly ownTokens: TokenBuffer | null
  private hits = new Int32Array(1024)
  private hitCount = 0
  private labelled = 0
  private labelAnchors = 0
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
    this.evaluator = new Evaluator(this.terms, this.specials, () => this.stampLabels())
  }

  /** How many searches stand. */
  get size(): number {
    return this.numbers.size
  }

  /** Bytes held in arrays (without the names of the searches). */
  get bytes(): number {
    return (
      this.terms.bytes +
      this.pool.bytes +
      this.postings.bytes +
      this.blocks.byteLength +
      this.tried.byteLength
    )
  }

  /** Adds a search, or replaces the one of that name. Throws when it asks for nothing (`parseQuery` refuses such a one). */
  set(id: string, tree: Query): void {
    if (!asksForSomething(tree)) throw new Error('a search without anything to look for')
    this.remove(id)
    const program = compile(tree, this.sink)
    const number = this.freeNumbers.pop() ?? this.ids.length
    if (number >= this.blocks.length) this.grow()
    this.ids[number] = id
    this.numbers.set(id, number)
    this.tried[number] = 0
    this.enter(number, Int32Array.from(program), 0)
  }

  /** Takes a search away; nothing happens when there is none of that name. */
  remove(id: string): void {
    const number = this.numbers.get(id)
    if (number === undefined) return
    const { terms, pool } = this
    this.leave(number)
    const at = this.blocks[number]!
    const length = pool.data[at]!
    eachTerm(
      pool.data,
      at + 2 + pool.data[at + 1]!,
      (term, placed) => {
        if (placed) terms.placeRefs[term]!--
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
    const evaluator = this.evaluator
    if (evaluator.epoch >= EPOCHS) this.startAgain()
    evaluator.epoch++
    evaluator.entries = 1
    evaluator.document = document
    this.hitCount = 0
    const counting = ++this.passed % COUNT_EVERY === 0
    if (counting) this.frequency.learn(tokens)
    this.stampWords(tokens)
    if (this.terms.shortestPrefix > 0) this.stampPrefixes(tokens)
    if (this.terms.named.size > 0) this.stampFacts(document)
    if (this.labelAnchors > 0) this.stampLabels()
    if (counting) this.countHits()
    this.runHits(found)
    evaluator.document = null
    if (this.frequency.posts >= this.nextTuning) this.tuneOne()
    return found
  }

  /** Counts the words of a post without looking for anything; a few thousand of these before `tune` save the warming-up. */
  learn(document: Document): void {
    this.frequency.learn(this.read(document))
  }

  /** Moves every search to the terms that have proved rarest. `match` does the same little by little. */
  tune(): void {
    for (let number = 0; number < this.ids.length; number++)
      if (this.ids[number] !== null) this.retune(number)
  }

  private read(document: Document): TokenBuffer {
    if (this.ownTokens === null) return tokensOf(document)
    this.scan(document, this.ownTokens)
    return this.ownTokens
  }

  private stampWords(tokens: TokenBuffer): void {
    const { terms, evaluator } = this
    const { seen, placeRefs, textAt, textLength } = terms
    const { slots, mask } = terms.words
    const texts = terms.texts.data
    const { hash, from, to, units, position, count } = tokens
    const epoch = evaluator.epoch
    for (let i = 0; i < count; i++) {
      const h = hash[i]!
      for (let slot = h & mask; ; slot = (slot + 1) & mask) {
        const term = slots[2 * slot + 1]!
        if (term === 0) break
        if (slots[2 * slot] !== h) continue
        const start = from[i]!
        const length = to[i]! - start
        if (textLength[term] !== length) continue
        const at = textAt[term]!
        let k = 0
        while (k < length && texts[at + k] === units[start + k]) k++
        if (k < length) continue
        if (placeRefs[term]! > 0) evaluator.note(term, position[i]!)
        if (seen[term] !== epoch) this.hit(term)
        break
      }
    }
  }

  /** The rolling hash of every beginning of a word is already there: one look in a small table each. */
  private stampPrefixes(tokens: TokenBuffer): void {
    const { prefixFilter, shortestPrefix } = this.terms
    const { from, to, roll, count } = tokens
    for (let i = 0; i < count; i++) {
      const start = from[i]!
      const end = to[i]!
      for (let u = start + shortestPrefix - 1; u < end; u++)
        if (prefixFilter[roll[u]! & 0xffff] !== 0) this.stampPrefix(tokens, i, roll[u]!, u + 1 - start)
    }
  }

  private stampPrefix(tokens: TokenBuffer, i: number, rolled: number, length: number): void {
    const { terms, evaluator } = this
    const { slots, mask } = terms.prefixes
    const start = tokens.from[i]!
    for (let slot = rolled & mask; slots[2 * slot + 1] !== 0; slot = (slot + 1) & mask) {
      const term = slots[2 * slot + 1]!
      if (slots[2 * slot] !== rolled || terms.textLength[term] !== length) continue
      const at = terms.textAt[term]!
      let k = 0
      while (k < length && terms.texts.data[at + k] === tokens.units[start + k]) k++
      if (k < length) continue
      if (terms.placeRefs[term]! > 0) evaluator.note(term, tokens.position[i]!)
      if (terms.seen[term] !== evaluator.epoch) this.hit(term)
      return
    }
  }

  private hit(term: number): void {
    this.terms.seen[term] = this.evaluator.epoch
    if (this.hitCount >= this.hits.length) {
      const hits = new Int32Array(2 * this.hits.length)
      hits.set(this.hits)
      this.hits = hits
    }
    this.hits[this.hitCount++] = term
  }

  private stampName(field: string, value: string): void {
    const term = this.terms.named.get(field)?.get(value)
    if (term !== undefined && this.terms.seen[term] !== this.evaluator.epoch) this.hit(term)
  }

  private stampFacts(document: Document): void {
    const { named } = this.terms
    const facts = document.facts
    if (named.has('channel')) this.stampName('channel', facts.channel)
    if (named.has('from')) {
      const handle = lowerAscii(facts.handle)
      this.stampName('from', handle)
      this.stampName('from', shortHandle(handle))
      this.stampName('from', lowerAscii(facts.accountId))
    }
    if (named.has('to'))
      for (const mention of facts.mentions) {
        const handle = lowerAscii(mention)
        this.stampName('to', handle)
        this.stampName('to', shortHandle(handle))
      }
    if (named.has('domain'))
      for (const link of facts.links)
        for (const domain of domainsAbove(link.domain)) this.stampName('domain', domain)
    if (named.has('has')) {
      if (facts.link) this.stampName('has', 'link')
      if (facts.media) this.stampName('has', 'media')
    }
  }

  /** Asks for the labels that searches name, once a post. */
  private stampLabels(): void {
    if (this.labelled === this.evaluator.epoch) return
    this.labelled = this.evaluator.epoch
    const { named } = this.terms
    const labels = this.evaluator.document!.labels()
    if (named.has('lang')) {
      const lang = lowerAscii(labels.lang)
      this.stampName('lang', lang)
      this.stampName('lang', lang.split('-')[0]!)
    }
    if (named.has('source')) this.stampName('source', labels.sourceKind)
    if (named.has('tone')) this.stampName('tone', labels.tone)
    if (named.has('placed') && labels.places.length > 0) this.stampName('placed', '')
    if (named.has('place')) for (const place of labels.places) this.stampName('place', foldName(place.name))
  }

  private runHits(found: string[]): void {
    const { evaluator, tried, blocks, hits } = this
    const { seen, postingsAt, postingsCount } = this.terms
    const epoch = evaluator.epoch
    const postings = this.postings.data
    const code = this.pool.data
    const hitCount = this.hitCount // labels asked for on the way are no anchors
    for (let i = 0; i < hitCount; i++) {
      const term = hits[i]!
      const at = postingsAt[term]!
      const end = at + 2 * postingsCount[term]!
      for (let p = at; p < end; p += 2) {
        const guard = postings[p + 1]!
        if (guard !== 0 && seen[guard] !== epoch) continue
        const number = postings[p]!
        if (tried[number] === epoch) continue
        tried[number] = epoch
        const block = blocks[number]!
        if (evaluator.holds(code, block + 2 + code[block + 1]!)) found.push(this.ids[number]!)
      }
    }
  }

  private likely(term: number): number {
    const { terms, frequency } = this
    const kind = terms.kind[term]!
    if (kind === WORD) return frequency.ofWord(terms.text(term), terms.hash[term]!)
    if (kind === PREFIX)
      return frequency.ofCounted(terms.hits[term]!, terms.textLength[term]! < 5 ? 0.02 : 0.004)
    const before = BEFORE[terms.fieldOf(term)] ?? 0.3
    return frequency.ofCounted(terms.hits[term]!, before) + (kind === LABEL ? LABEL_COST : 0)
  }

  private countHits(): void {
    for (let i = 0; i < this.hitCount; i++) this.terms.hits[this.hits[i]!]!++
  }

  private anchors(code: Int32Array, at: number): Anchor[] {
    const known = new Map<number, number>()
    const likely = (term: number) => {
      let share = known.get(term)
      if (share === undefined) {
        share = this.likely(term)
        known.set(term, share)
      }
      return share
    }
    return anchorsOf(code, at, likely, (term) => this.terms.kind[term] !== LABEL)
  }

  /** Puts a program into a block and enters it under its anchors. */
  private enter(number: number, code: Int32Array, programAt: number): void {
    const anchors = this.anchors(code, programAt)
    const size = code[programAt + 1]!
    const length = 2 + anchors.length + size
    const at = this.pool.take(length)
    const data = this.pool.data
    data[at] = length
    data[at + 1] = anchors.length
    for (let i = 0; i < anchors.length; i++) data[at + 2 + i] = anchors[i]!.anchor
    data.set(code.subarray(programAt, programAt + size), at + 2 + anchors.length)
    this.blocks[number] = at
    for (const { anchor, guard } of anchors) this.addPosting(anchor, number, guard)
  }

  private addPosting(term: number, number: number, guard: number): void {
    const { terms, postings } = this
    const count = terms.postingsCount[term]!
    if (count === 0) {
      terms.postingsRoom[term] = IntPool.room(2)
      terms.postingsAt[term] = postings.take(2)
    } else if (2 * count + 2 > terms.postingsRoom[term]!) {
      const before = terms.postingsAt[term]!
      const room = terms.postingsRoom[term]!
      const after = postings.take(2 * room)
      postings.data.copyWithin(after, before, before + 2 * count)
      postings.give(before, room)
      terms.postingsAt[term] = after
      terms.postingsRoom[term] = IntPool.room(2 * room)
    }
    const at = terms.postingsAt[term]! + 2 * count
    postings.data[at] = number
    postings.data[at + 1] = guard
    terms.postingsCount[term] = count + 1
    if (terms.kind[term] === LABEL) this.labelAnchors++
  }

  /** Takes a search from under all its anchors. */
  private leave(number: number): void {
    const at = this.blocks[number]!
    const data = this.pool.data
    for (let i = 0; i < data[at + 1]!; i++) this.dropPosting(data[at + 2 + i]!, number)
  }

  private dropPosting(term: number, number: number): void {
    const { terms, postings } = this
    const at = terms.postingsAt[term]!
    const last = at + 2 * (terms.postingsCount[term]! - 1)
    let p = at
    while (p < last && postings.data[p] !== number) p += 2
    postings.data[p] = postings.data[last]!
    postings.data[p + 1] = postings.data[last + 1]!
    if (terms.kind[term] === LABEL) this.labelAnchors--
    if (--terms.postingsCount[term]! === 0) postings.give(at, terms.postingsRoom[term]!)
  }

  /** One search a post, until all have been moved; then not until twice as many posts have been counted. */
  private tuneOne(): void {
    while (this.tuning < this.ids.length && this.ids[this.tuning] === null) this.tuning++
    if (this.tuning < this.ids.length) this.retune(this.tuning++)
    else {
      this.tuning = 0
      this.nextTuning = this.nextTuning >= LAST_TUNING ? Number.POSITIVE_INFINITY : 2 * this.nextTuning
    }
  }

  private retune(number: number): void {
    this.leave(number)
    const at = this.blocks[number]!
    const length = this.pool.data[at]!
    const program = this.pool.data.slice(at + 2 + this.pool.data[at + 1]!, at + length)
    this.pool.give(at, length)
    this.enter(number, program, 0)
  }

  private keepSpecial(special: Special): number {
    const number = this.freeSpecials.pop() ?? this.specials.length
    this.specials[number] = special
    return number
  }

  private grow(): void {
    const blocks = new Int32Array(2 * this.blocks.length)
    blocks.set(this.blocks)
    this.blocks = blocks
    const tried = new Int32Array(blocks.length)
    tried.set(this.tried)
    this.tried = tried
  }

  /** After two thousand million posts the stamps begin anew. */
  private startAgain(): void {
    this.evaluator.epoch = 0
    this.labelled = 0
    this.terms.seen.fill(0)
    this.tried.fill(0)
  }
}
