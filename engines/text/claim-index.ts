/** Which known claims a post may repeat: BM25 over words and pieces of words, then a learnt order of the best twenty. */
import { Bm25Field } from './bm25-field.ts'
import { type ClaimText, claimFeatures, type PostWords, postWords } from './claim-features.ts'
import { claimCertainty, claimWeights } from './claim-weights.ts'
import { type ClaimWord, claimWords, wordGrams } from './claim-words.ts'

/** A claim that somebody has looked into, or that a room keeps an eye on. */
export interface KnownClaim {
  id: string
  /** The claim in one or two sentences. */
  text: string
  /** A headline or question under which it is known. */
  title?: string
}

/** A claim that a post may repeat. */
export interface ClaimMatch {
  id: string
  /** How likely it is that the post repeats this very claim, 0 to 1. */
  probability: number
  /** The words of the post that they have in common, the most telling first; at most eight. */
  because: string[]
}

/** Known claims, to be asked what a post repeats. */
export interface ClaimIndex {
  /** Enters a claim, or puts a new wording in the place of the old one. */
  add(claim: KnownClaim): void
  /** False when the claim is not known. */
  remove(id: string): boolean
  /** The likeliest first; at most `most` (default 5); none when no word is shared. */
  match(post: string, most?: number): ClaimMatch[]
  readonly size: number
}

/** How many of the first search are looked at closely. */
const candidates = 20
const gramShare = 0.45
/** Longer posts are read this far: the claim of a long text stands in its beginning. */
const wordsRead = 200

/** An index of known claims. Some 3 kB a claim; a post is answered in a millisecond or two among 10,000 claims. */
export function createClaimIndex(): ClaimIndex {
  return new Claims()
}

interface Candidate {
  slot: number
  features: number[]
}

/** Also what the training looks at; everybody else takes `createClaimIndex`. */
export class Claims implements ClaimIndex {
  readonly #slots = new Map<string, number>()
  readonly #ids: string[] = []
  readonly #texts: ClaimText[] = []
  readonly #free: number[] = []
  readonly #words = new Bm25Field()
  readonly #grams = new Bm25Field()
  readonly #weights: readonly number[]
  #scores = new Float64Array(0)

  constructor(weights: readonly number[] = claimWeights) {
    this.#weights = weights
  }

  get size(): number {
    return this.#slots.size
  }

  add({ id, text, title }: KnownClaim): void {
    this.remove(id)
    const slot = this.#free.pop() ?? this.#ids.length
    const claim = {
      text: claimWords(text).slice(0, wordsRead),
      title: claimWords(title ?? '').slice(0, wordsRead),
    }
    this.#slots.set(id, slot)
    this.#ids[slot] = id
    this.#texts[slot] = claim
    const all = [...claim.text, ...claim.title]
    this.#words.enter(slot, keysOf(all))
    this.#grams.enter(slot, wordGrams(all))
  }

  remove(id: string): boolean {
    const slot = this.#slots.get(id)
    if (slot === undefined) return false
    const { text, title } = this.#texts[slot]!
    const all = [...text, ...title]
    this.#words.leave(slot, keysOf(all))
    this.#grams.leave(slot, wordGrams(all))
    this.#slots.delete(id)
    this.#free.push(slot)
    return true
  }

  match(post: string, most = 5): ClaimMatch[] {
    const { words, ranked } = this.rank(post)
    const second = ranked[1]?.value ?? 0
    return ranked.slice(0, most).map(({ slot, value }, i) => ({
      id: this.#ids[slot]!,
      probability: certainty(value, i === 0 ? value - second : value - ranked[0]!.value),
      because: this.#shared(words, this.#texts[slot]!),
    }))
  }

  /** The candidates with their features and value, best first. */
  rank(post: string): { words: PostWords; ranked: (Candidate & { id: string; value: number })[] } {
    const words = postWords(claimWords(post).slice(0, wordsRead), (word) => this.#words.weight(word))
    const ranked = this.#closest(words)
      .map((one) => ({ ...one, id: this.#ids[one.slot]!, value: this.#valueOf(one.features) }))
      .sort((a, b) => b.value - a.value || a.slot - b.slot)
    return { words, ranked }
  }

  #closest(post: PostWords): Candidate[] {
    if (this.#scores.length < this.#ids.length) this.#scores = new Float64Array(this.#ids.length * 2)
    const scores = this.#scores.fill(0)
    this.#words.score(post.keys, scores, 1)
    this.#grams.score(wordGrams(post.words), scores, gramShare)
    const slots = highest(scores, this.#ids.length, candidates)
    const best = slots.length > 0 ? scores[slots[0]!]! : 0
    const weigh = (word: string) => this.#words.weight(word)
    return slots.map((slot) => ({
      slot,
      features: claimFeatures(post, this.#texts[slot]!, weigh, { score: scores[slot]!, best }),
    }))
  }

  #valueOf(features: readonly number[]): number {
    return features.reduce((sum, feature, i) => sum + feature * this.#weights[i]!, 0)
  }

  #shared(post: PostWords, claim: ClaimText): string[] {
    const keys = new Set(keysOf([...claim.text, ...claim.title]))
    const found = new Map<string, string>()
    // A quarter of what a word weighs that no claim has: everyday words decide nothing.
    const telling = this.#words.weight('') / 4
    for (const { key, shown } of post.words) if (keys.has(key) && !found.has(key)) found.set(key, shown)
    return [...found]
      .map(([key, shown]) => ({ shown, weight: this.#words.weight(key) }))
      .filter(({ weight }) => weight > telling)
      .sort((a, b) => b.weight - a.weight)
      .slice(0, 8)
      .map(({ shown }) => shown)
  }
}

const keysOf = (words: readonly ClaimWord[]): string[] => words.map(({ key }) => key)

function certainty(value: number, ahead: number): number {
  const [bias, own, gap] = claimCertainty as [number, number, number]
  return 1 / (1 + Math.exp(-(bias + own * value + gap * ahead)))
}

/** The slots with the highest scores above 0, best first; of equals the lower slot. */
function highest(scores: Float64Array, length: number, most: number): number[] {
  const best: number[] = []
  for (let slot = 0; slot < length; slot++) {
    const score = scores[slot]!
    if (score <= 0 || (best.length === most && score <= scores[best.at(-1)!]!)) continue
    let at = best.length
    while (at > 0 && scores[best[at - 1]!]! < score) at--
    best.splice(at, 0, slot)
    if (best.length > most) best.pop()
  }
  return best
}
