import { rollingHash, type TokenBuffer } from '../text/tokenise-buffer.ts'
import { domainsAbove, type PostFacts } from './document.ts'
import { lowerAscii, shortHandle } from './tree.ts'

const SIZE = 1 << 17
const FACTS = 1 << 14

// The words that fill English and Welsh posts: until posts have been counted, no search is looked for under these.
const COMMON =
  'the to a and of in i is for on you it at my with this that be are have me so just was we not if your but up all out from what about will can by do get no an when or its they now has been more how who our as he she his her them there their had were would could should going one time today people like good day new s t m re ve ll rt amp via y yn yr i r o a ar wedi mae dw ni fi ti chi nid am gan gyda hefyd ond sy sydd'

/**
 * How often words occur, counted from the posts that go by (one in eight, later one in 32) in a table that never grows. It only decides
 * where searches are looked for; a wrong figure costs time, never a match.
 */
export class Frequency {
  private readonly counts = new Uint32Array(SIZE)
  private readonly common = new Set(COMMON.split(' '))
  private readonly facts = new Uint32Array(FACTS)
  /** Posts counted. */
  posts = 0
  /** Those of them of which the terms that were seen are counted too. */
  looked = 0

  /** Counts the words of a post and what the network says of it. */
  learn(tokens: TokenBuffer, facts: PostFacts): void {
    this.posts++
    const { hash, count } = tokens
    for (let i = 0; i < count; i++) this.counts[hash[i]! & (SIZE - 1)]!++
    this.learnFacts(facts)
  }

  /** Halves what was counted, so that what is said now weighs more than what was said long ago. */
  fade(): void {
    for (const counts of [this.counts, this.facts])
      for (let i = 0; i < counts.length; i++) counts[i] = counts[i]! >>> 1
    this.posts >>>= 1
    this.looked >>>= 1
  }

  private learnFacts(facts: PostFacts): void {
    this.fact('channel', facts.channel)
    this.handle('from', facts.handle)
    if (facts.accountId !== '') this.fact('from', lowerAscii(facts.accountId))
    for (const mention of facts.mentions) this.handle('to', mention)
    for (const link of facts.links) for (const above of domainsAbove(link.domain)) this.fact('domain', above)
    if (facts.link) this.fact('has', 'link')
    if (facts.media) this.fact('has', 'media')
  }

  private handle(field: string, written: string): void {
    const handle = lowerAscii(written)
    const short = shortHandle(handle)
    this.fact(field, handle)
    if (short !== handle) this.fact(field, short)
  }

  private fact(field: string, value: string): void {
    this.facts[slotOf(field, value)]!++
  }

  /** Expected occurrences in a post of a word with this hash. */
  ofWord(word: string, hash: number): number {
    // What is known beforehand weighs as much as 200 posts; a short word is a common one.
    const before = this.common.has(word) ? 60 : word.length < 4 ? 2 : word.length < 7 ? 0.2 : 0.05
    return (this.counts[hash & (SIZE - 1)]! + before) / (this.posts + 200)
  }

  /** Expected share of posts of which the network says this; `before` is what is thought of it before any was counted. */
  ofFact(field: string, value: string, before: number): number {
    return (this.facts[slotOf(field, value)]! + before * 200) / (this.posts + 200)
  }

  /** Expected share of posts, from a count kept with the term itself. */
  ofCounted(hits: number, before: number): number {
    return (hits + before * 200) / (this.looked + 200)
  }
}

const slotOf = (field: string, value: string) => (rollingHash(value) ^ rollingHash(field)) & (FACTS - 1)
