import type { TokenBuffer } from '../text/tokenise-buffer.ts'

const SIZE = 1 << 17

// The words that fill English and Welsh posts: until posts have been counted, no search is looked for under these.
const COMMON =
  'the to a and of in i is for on you it at my with this that be are have me so just was we not if your but up all out from what about will can by do get no an when or its they now has been more how who our as he she his her them there their had were would could should going one time today people like good day new s t m re ve ll rt amp via y yn yr i r o a ar wedi mae dw ni fi ti chi nid am gan gyda hefyd ond sy sydd'

/**
 * How often words occur, counted from the posts that go by (one in eight) in a table that never grows. It only decides
 * where searches are looked for; a wrong figure costs time, never a match.
 */
export class Frequency {
  private readonly counts = new Uint32Array(SIZE)
  private readonly common = new Set(COMMON.split(' '))
  /** Posts counted. */
  posts = 0

  /** Counts the words of a post. */
  learn(tokens: TokenBuffer): void {
    this.posts++
    const { hash, count } = tokens
    for (let i = 0; i < count; i++) this.counts[hash[i]! & (SIZE - 1)]!++
  }

  /** Expected occurrences in a post of a word with this hash. */
  ofWord(word: string, hash: number): number {
    // What is known beforehand weighs as much as 200 posts; a short word is a common one.
    const before = this.common.has(word) ? 60 : word.length < 4 ? 2 : word.length < 7 ? 0.2 : 0.05
    return (this.counts[hash & (SIZE - 1)]! + before) / (this.posts + 200)
  }

  /** Expected share of posts, from a count kept with the term itself. */
  ofCounted(hits: number, before: number): number {
    return (hits + before * 200) / (this.posts + 200)
  }
}
