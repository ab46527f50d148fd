import type { TokenBuffer } from '../text/tokenise-buffer.ts'
import { type Document, domainsAbove } from './document.ts'
import { ANCHORS, FILTER_BITS, PLACED, type Terms } from './terms.ts'
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
    const { seen, textAt, words, texts: pool } = this.terms
    const { slots, mask, filter } = words
    const texts = pool.data
    const { hash, from, to, units, position, count } = tokens
    while (this.hits.length < count) this.hits = twice(this.hits)
    while (this.stamped.length < count) this.stamped = twice(this.stamped)
    const { hits, stamped } = this
    let hitCount = 0
    let stampedCount = 0
    for (let i = 0; i < count; i++) {
      const h = hash[i]!
      if ((filter[(h & (FILTER_BITS - 1)) >>> 5]! & (1 << h)) === 0) continue
      for (let slot = h & mask; ; slot = (slot + 1) & mask) {
        const value = slots[2 * slot + 1]!
        if (value === 0) break
        if (slots[2 * slot] !== h) continue
        const term = value >>> 2
        const start = from[i]!
        const length = to[i]! - start
        const at = textAt[term]!
        if (texts[at] !== length) continue
        let k = 0
        while (k < length && texts[at + 1 + k] === units[start + k]) k++
        if (k < length) continue
        if ((value & PLACED) !== 0) this.note(term, position[i]!)
        if ((seen[term >>> 5]! & (1 << term)) === 0) {
          seen[term >>> 5]! |= 1 << term
          stamped[stampedCount++] = term
          if ((value & ANCHORS) !== 0) hits[hitCount++] = term
        }
        break
      }
    }
    this.stampedCount = stampedCount
    this.hitCount = hitCount
    this.wordHits = hitCount
  }

  /** The rolling hash of every beginning of a word is already there: one look in a small table each. */
  prefixes(tokens: TokenBuffer): void {
    const { prefixFilter, shortestPrefix } = this.terms
    const { from, to, roll, count } = tokens
    for (let i = 0; i < count; i++) {
      const start = from[i]!
      const end = to[i]!
      for (let u = start + shortestPrefix - 1; u < end; u++)
        if (prefixFilter[roll[u]! & 0xffff] !== 0) this.prefix(tokens, i, roll[u]!, u + 1 - start)
    }
  }

  private prefix(tokens: TokenBuffer, i: number, rolled: number, length: number): void {
    const { terms } = this
    const { slots, mask } = terms.prefixes
    const start = tokens.from[i]!
    for (let slot = rolled & mask; slots[2 * slot + 1] !== 0; slot = (slot + 1) & mask) {
      const value = slots[2 * slot + 1]!
      const term = value >>> 2
      const at = terms.textAt[term]!
      if (slots[2 * slot] !== rolled || terms.texts.data[at] !== length) continue
      let k = 0
      while (k < length && terms.texts.data[at + 1 + k] === tokens.units[start + k]) k++
      if (k < length) continue
      if ((value & PLACED) !== 0) this.note(term, tokens.position[i]!)
      this.hit(term)
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
