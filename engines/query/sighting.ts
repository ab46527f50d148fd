import type { TokenBuffer } from '../text/tokenise-buffer.ts'
import { type Document, domainsAbove } from './document.ts'
import { ANCHORS, PLACED, type Terms } from './terms.ts'
import { foldName, lowerAscii, shortHandle } from './tree.ts'

/** Posts after which stamps would run out of numbers. */
const LAST_EPOCH = 0x7ffffff0

/**
 * What is in the post at hand: which terms were seen (stamped with this post's number), where, and which of them searches
 * are entered under. Nothing is cleared between posts and nothing allocated.
 */
export class Sighting {
  /** Number of the present post. */
  epoch = 0
  document: Document | null = null
  /** Terms seen that may have searches under them; the first `wordHits` are words. */
  hits = new Int32Array(1024)
  hitCount = 0
  wordHits = 0
  /** Positions in this post: entries, each with the next one of the same term (0: none). */
  positions = new Int32Array(1024)
  following = new Int32Array(1024)
  private entries = 1
  private labelled = 0
  private readonly terms: Terms

  constructor(terms: Terms) {
    this.terms = terms
  }

  /** Begins a post. True when the numbers ran out and all stamps were wiped. */
  begin(document: Document): boolean {
    this.document = document
    this.hitCount = 0
    this.entries = 1
    const wiped = this.epoch >= LAST_EPOCH
    if (wiped) {
      this.epoch = 0
      this.labelled = 0
      this.terms.seen.fill(0)
    }
    this.epoch++
    return wiped
  }

  words(tokens: TokenBuffer): void {
    const { terms, epoch } = this
    const { seen, textAt, textLength } = terms
    const { slots, mask } = terms.words
    const texts = terms.texts.data
    const { hash, from, to, units, position, count } = tokens
    while (this.hits.length < count) this.widenHits()
    const hits = this.hits
    let hitCount = 0
    for (let i = 0; i < count; i++) {
      const h = hash[i]!
      for (let slot = h & mask; ; slot = (slot + 1) & mask) {
        const value = slots[2 * slot + 1]!
        if (value === 0) break
        if (slots[2 * slot] !== h) continue
        const term = value >>> 2
        const start = from[i]!
        const length = to[i]! - start
        if (textLength[term] !== length) continue
        const at = textAt[term]!
        let k = 0
        while (k < length && texts[at + k] === units[start + k]) k++
        if (k < length) continue
        if ((value & PLACED) !== 0) this.note(term, position[i]!)
        if (seen[term] !== epoch) {
          seen[term] = epoch
          if ((value & ANCHORS) !== 0) hits[hitCount++] = term
        }
        break
      }
    }
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
      if (slots[2 * slot] !== rolled || terms.textLength[term] !== length) continue
      const at = terms.textAt[term]!
      let k = 0
      while (k < length && terms.texts.data[at + k] === tokens.units[start + k]) k++
      if (k < length) continue
      if ((value & PLACED) !== 0) this.note(term, tokens.position[i]!)
      if (terms.seen[term] !== this.epoch) this.hit(term)
      return
    }
  }

  /** Notes that a term stands at a position. Positions of a term come in ascending order. */
  private note(term: number, position: number): void {
    const entry = this.entries++
    if (entry >= this.positions.length) this.widenPositions()
    this.positions[entry] = position
    this.following[entry] = 0
    const { seen, head, tail } = this.terms
    if (seen[term] !== this.epoch) head[term] = entry
    else this.following[tail[term]!] = entry
    tail[term] = entry
  }

  private hit(term: number): void {
    this.terms.seen[term] = this.epoch
    if (this.hitCount >= this.hits.length) this.widenHits()
    this.hits[this.hitCount++] = term
  }

  private name(field: string, value: string): void {
    const term = this.terms.named.get(field)?.get(value)
    if (term !== undefined && this.terms.seen[term] !== this.epoch) this.hit(term)
  }

  /** What the network says, as far as any search asks. */
  facts(): void {
    const { named } = this.terms
    const facts = this.document!.facts
    if (named.has('channel')) this.name('channel', facts.channel)
    if (named.has('from')) {
      this.handle('from', facts.handle)
      this.name('from', lowerAscii(facts.accountId))
    }
    if (named.has('to')) for (const mention of facts.mentions) this.handle('to', mention)
    if (named.has('domain'))
      for (const link of facts.links)
        for (const domain of domainsAbove(link.domain)) this.name('domain', domain)
    if (named.has('has')) {
      if (facts.link) this.name('has', 'link')
      if (facts.media) this.name('has', 'media')
    }
  }

  private handle(field: string, written: string): void {
    const handle = lowerAscii(written)
    this.name(field, handle)
    this.name(field, shortHandle(handle))
  }

  /** Asks for the labels that searches name, once a post. */
  labels(): void {
    if (this.labelled === this.epoch) return
    this.labelled = this.epoch
    const { named } = this.terms
    const labels = this.document!.labels()
    if (named.has('lang')) {
      const lang = lowerAscii(labels.lang)
      this.name('lang', lang)
      this.name('lang', lang.split('-')[0]!)
    }
    if (named.has('source')) this.name('source', labels.sourceKind)
    if (named.has('tone')) this.name('tone', labels.tone)
    if (named.has('placed') && labels.places.length > 0) this.name('placed', '')
    if (named.has('place')) for (const place of labels.places) this.name('place', foldName(place.name))
  }

  private widenHits(): void {
    const hits = new Int32Array(2 * this.hits.length)
    hits.set(this.hits)
    this.hits = hits
  }

  private widenPositions(): void {
    const positions = new Int32Array(2 * this.positions.length)
    positions.set(this.positions)
    this.positions = positions
    const following = new Int32Array(positions.length)
    following.set(this.following)
    this.following = following
  }
}
