import { MAX_TOKENS, type TokenBuffer } from '../text/tokenise-buffer.ts'
import { type Document, domainsAbove } from './document.ts'
import type { Terms } from './terms.ts'
import * as rows from './terms.ts'
import { foldName, lowerAscii, shortHandle } from './tree.ts'

// Constants of another module are read from memory at every use; those of this one the compiler knows.
const { ENTERED, FILTER_BITS, IN_ROW, PLACED, ROW, UNITS_AT } = rows

/** Posts after which stamps would run out of numbers. */
const LAST_EPOCH = 0x7ffffff0

/** Of a word of so many units, which bits of the numbers of its row count: four numbers for each length. */
const MASKS = new Int32Array(4 * (IN_ROW + 1))
for (let length = 1; length <= IN_ROW; length++)
  for (let k = 0; k < length; k++) MASKS[4 * length + (k >> 1)]! |= k % 2 === 0 ? 0xffff : -0x10000

/**
 * What is in the post at hand: which terms were seen, where, and which of them searches are entered under. Nothing is
 * allocated for a post, and only what the post before it set is cleared.
 */
export class Sighting {
  /** Number of the present post. */
  epoch = 0
  document: Document | null = null
  /** Terms seen that may have searches under them; the first `wordHits` are words. */
  hits = new Int32Array(1024)
  hitCount = 0
  wordHits = 0
  /** Tokens of the present post whose words may be terms. */
  private readonly known = new Int32Array(MAX_TOKENS)
  /** All terms seen, to be cleared by the next post. */
  private stamped = new Int32Array(1024)
  private stampedCount = 0
  /** Positions in this post: entries, each with the next one of the same term (0: none). */
  positions = new Int32Array(1024)
  following = new Int32Array(1024)
  linked = false
  private termAt = new Int32Array(1024)
  private entries = 1
  private labelled = 0
  private readonly terms: Terms

  constructor(terms: Terms) {
    this.terms = terms
  }

  /** Begins a post. True when the numbers ran out and begin anew. */
  begin(document: Document): boolean {
    const { seen } = this.terms
    for (let i = 0; i < this.stampedCount; i++) seen[this.stamped[i]! >>> 5] = 0
    this.stampedCount = 0
    this.document = document
    this.hitCount = 0
    this.entries = 1
    this.linked = false
    const wiped = this.epoch >= LAST_EPOCH
    if (wiped) {
      this.epoch = 0
      this.labelled = 0
    }
    this.epoch++
    return wiped
  }

  words(tokens: TokenBuffer): void {
    const { seen, words, units: texts } = this.terms
    const { slots, mask, filter } = words
    const { hash, from, to, units, pairs, position, count } = tokens
    while (this.hits.length < count) this.hits = twice(this.hits)
    while (this.stamped.length < count) this.stamped = twice(this.stamped)
    while (this.positions.length < count + this.entries) this.widen()
    const { hits, stamped, known, termAt, positions } = this
    let entries = this.entries
    // What may be a term is gathered first, without a branch, so that its rows come from memory side by side
    let knownCount = 0
    for (let i = 0; i < count; i++) {
      const h = hash[i]!
      known[knownCount] = i
      knownCount += (filter[(h & (FILTER_BITS - 1)) >>> 5]! >>> h) & 1
    }
    let hitCount = 0
    let stampedCount = 0
    for (let c = 0; c < knownCount; c++) {
      const i = known[c]!
      const h = hash[i]!
      const start = from[i]!
      const length = to[i]! - start
      for (let slot = h & mask; ; slot = (slot + 1) & mask) {
        const row = ROW * slot
        const value = slots[row + 1]!
        if (value === 0) break
        if (slots[row] !== h || slots[row + 2] !== length) continue
        // The first eight units without a branch: what lies behind the word is masked away
        const masks = length < IN_ROW ? 4 * length : 4 * IN_ROW
        const first = row + UNITS_AT
        if (
          (((pairs.getInt32(2 * start, true) ^ slots[first]!) & MASKS[masks]!) |
            ((pairs.getInt32(2 * start + 4, true) ^ slots[first + 1]!) & MASKS[masks + 1]!) |
            ((pairs.getInt32(2 * start + 8, true) ^ slots[first + 2]!) & MASKS[masks + 2]!) |
            ((pairs.getInt32(2 * start + 12, true) ^ slots[first + 3]!) & MASKS[masks + 3]!)) !==
          0
        )
          continue
        if (length > IN_ROW) {
          const at = 2 * slots[row + 3]! + 1
          let k = IN_ROW
          while (k < length && texts[at + k] === units[start + k]) k++
          if (k < length) continue
        }
        const term = value >>> 2
        if ((value & PLACED) !== 0) {
          termAt[entries] = term
          positions[entries++] = position[i]!
        }
        if ((seen[term >>> 5]! & (1 << term)) === 0) {
          seen[term >>> 5]! |= 1 << term
          stamped[stampedCount++] = term
          if ((value & ENTERED) !== 0) hits[hitCount++] = term
        }
        break
      }
    }
    this.entries = entries
    this.stampedCount = stampedCount
    this.hitCount = hitCount
    this.wordHits = hitCount
  }

  /** The rolling hash of every beginning of a word is already there: one look a word, and more where it may begin something. */
  prefixes(tokens: TokenBuffer): void {
    const { shortestPrefix } = this.terms
    const stems = this.terms.stemFilter.bits
    const known = this.terms.prefixFilter.bits
    const { from, to, roll, count } = tokens
    const { known: begun } = this
    // Gathered without a branch, as words are: what is long enough and begins like some beginning
    let begunCount = 0
    const before = shortestPrefix - 1
    for (let i = 0; i < count; i++) {
      const first = from[i]! + before
      const stem = roll[first]!
      begun[begunCount] = i
      begunCount += (stems[(stem & 0xffff) >>> 5]! >>> stem) & ((first - to[i]!) >>> 31)
    }
    for (let b = 0; b < begunCount; b++) {
      const i = begun[b]!
      const start = from[i]!
      const end = to[i]!
      for (let u = start + before; u < end; u++)
        if ((known[(roll[u]! & 0xffff) >>> 5]! & (1 << roll[u]!)) !== 0)
          this.prefix(tokens, i, roll[u]!, u + 1 - start)
    }
  }

  private prefix(tokens: TokenBuffer, i: number, rolled: number, length: number): void {
    const texts = this.terms.units
    const { slots, mask } = this.terms.prefixes
    const start = tokens.from[i]!
    for (let slot = rolled & mask; slots[ROW * slot + 1] !== 0; slot = (slot + 1) & mask) {
      const value = slots[ROW * slot + 1]!
      const at = 2 * slots[ROW * slot + 3]!
      if (slots[ROW * slot] !== rolled || slots[ROW * slot + 2] !== length) continue
      let k = 0
      while (k < length && texts[at + 1 + k] === tokens.units[start + k]) k++
      if (k < length) continue
      if ((value & PLACED) !== 0) this.note(value >>> 2, tokens.position[i]!)
      this.hit(value >>> 2)
      return
    }
  }

  /** Notes that a term stands at a position. Positions of a term come in ascending order. */
  private note(term: number, position: number): void {
    const entry = this.entries++
    if (entry >= this.positions.length) this.widen()
    this.positions[entry] = position
    this.termAt[entry] = term
  }

  private widen(): void {
    this.positions = twice(this.positions)
    this.termAt = twice(this.termAt)
    this.following = twice(this.following)
  }

  /** Strings the positions of each term together, once a post and only when a phrase is looked for. */
  link(): void {
    this.linked = true
    const { termAt, following, entries } = this
    const { head, tail } = this.terms
    for (let entry = 1; entry < entries; entry++) head[termAt[entry]!] = 0
    for (let entry = 1; entry < entries; entry++) {
      const term = termAt[entry]!
      following[entry] = 0
      if (head[term] === 0) head[term] = entry
      else following[tail[term]!] = entry
      tail[term] = entry
    }
  }

  private hit(term: number): void {
    const { seen } = this.terms
    if ((seen[term >>> 5]! & (1 << term)) !== 0) return
    seen[term >>> 5]! |= 1 << term
    if (this.stampedCount >= this.stamped.length) this.stamped = twice(this.stamped)
    this.stamped[this.stampedCount++] = term
    if (this.hitCount >= this.hits.length) this.hits = twice(this.hits)
    this.hits[this.hitCount++] = term
  }

  private name(values: Map<string, number>, value: string): void {
    const term = values.get(value)
    if (term !== undefined) this.hit(term)
  }

  /** What the network says, as far as some search asks. */
  facts(): void {
    const { channel, from, to, domain, has } = this.terms.named
    const facts = this.document!.facts
    if (channel.size > 0) this.name(channel, facts.channel)
    if (from.size > 0) {
      this.handle(from, facts.handle)
      if (facts.accountId !== '') this.name(from, lowerAscii(facts.accountId))
    }
    if (to.size > 0) for (const mention of facts.mentions) this.handle(to, mention)
    if (domain.size > 0)
      for (const link of facts.links) for (const above of domainsAbove(link.domain)) this.name(domain, above)
    if (has.size > 0 && facts.link) this.name(has, 'link')
    if (has.size > 0 && facts.media) this.name(has, 'media')
  }

  private handle(values: Map<string, number>, written: string): void {
    const handle = lowerAscii(written)
    this.name(values, handle)
    const short = shortHandle(handle)
    if (short !== handle) this.name(values, short)
  }

  /** Asks for the labels that searches name, once a post. */
  labels(): void {
    if (this.labelled === this.epoch) return
    this.labelled = this.epoch
    const { lang, source, tone, place, placed } = this.terms.named
    const labels = this.document!.labels()
    if (lang.size > 0) {
      const said = lowerAscii(labels.lang)
      this.name(lang, said)
      const dash = said.indexOf('-')
      if (dash >= 0) this.name(lang, said.slice(0, dash))
    }
    if (source.size > 0) this.name(source, labels.sourceKind)
    if (tone.size > 0) this.name(tone, labels.tone)
    if (placed.size > 0 && labels.places.length > 0) this.name(placed, '')
    if (place.size > 0) for (const found of labels.places) this.name(place, foldName(found.name))
  }
}

function twice(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(2 * numbers.length)
  wider.set(numbers)
  return wider
}
