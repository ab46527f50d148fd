import { MAX_TOKENS, type TokenBuffer } from '../text/tokenise-buffer.ts'
import { type Document, domainsAbove } from './document.ts'
import { ENTERED, FILTER_BITS, PLACED, type Terms } from './terms.ts'
import { foldName, lowerAscii, shortHandle } from './tree.ts'

/** Posts after which stamps would run out of numbers. */
const LAST_EPOCH = 0x7ffffff0

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
    const { hash, from, to, units, position, count } = tokens
    while (this.hits.length < count) this.hits = twice(this.hits)
    while (this.stamped.length < count) this.stamped = twice(this.stamped)
    const { hits, stamped, known } = this
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
      for (let slot = h & mask; ; slot = (slot + 1) & mask) {
        const value = slots[4 * slot + 1]!
        if (value === 0) break
        if (slots[4 * slot] !== h) continue
        const term = value >>> 2
        const start = from[i]!
        const length = to[i]! - start
        const at = 2 * slots[4 * slot + 2]!
        if (texts[at] !== length) continue
        let k = 0
        while (k < length && texts[at + 1 + k] === units[start + k]) k++
        if (k < length) continue
        if ((value & PLACED) !== 0) this.note(term, position[i]!)
        if ((seen[term >>> 5]! & (1 << term)) === 0) {
          seen[term >>> 5]! |= 1 << term
          stamped[stampedCount++] = term
          if ((value & ENTERED) !== 0) hits[hitCount++] = term
        }
        break
      }
    }
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
    for (let i = 0; i < count; i++) {
      const start = from[i]!
      const end = to[i]!
      const first = start + shortestPrefix - 1
      if (first >= end || (stems[(roll[first]! & 0xffff) >>> 5]! & (1 << roll[first]!)) === 0) continue
      for (let u = first; u < end; u++)
        if ((known[(roll[u]! & 0xffff) >>> 5]! & (1 << roll[u]!)) !== 0)
          this.prefix(tokens, i, roll[u]!, u + 1 - start)
    }
  }

  private prefix(tokens: TokenBuffer, i: number, rolled: number, length: number): void {
    const texts = this.terms.units
    const { slots, mask } = this.terms.prefixes
    const start = tokens.from[i]!
    for (let slot = rolled & mask; slots[4 * slot + 1] !== 0; slot = (slot + 1) & mask) {
      const value = slots[4 * slot + 1]!
      const at = 2 * slots[4 * slot + 2]!
      if (slots[4 * slot] !== rolled || texts[at] !== length) continue
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
    if (entry >= this.positions.length) {
      this.positions = twice(this.positions)
      this.following = twice(this.following)
    }
    this.positions[entry] = position
    this.following[entry] = 0
    const { seen, head, tail } = this.terms
    if ((seen[term >>> 5]! & (1 << term)) === 0) head[term] = entry
    else this.following[tail[term]!] = entry
    tail[term] = entry
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
      this.name(from, lowerAscii(facts.accountId))
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
