import { bucketOf, type LinearModel, toProbabilities } from './linear-model.ts'
import { type FeatureList, isNegation, MOST_FEATURES, negationOf } from './tone-features.ts'
import { MOST_WORDS, type ToneReading } from './tone-reading.ts'

/** A linear model with the room it needs to score one text after another; nothing is allocated for a text. */
export class Scorer {
  /** Shares of the classes after `score`. */
  readonly shares: Float64Array
  readonly classes: number
  private readonly model: LinearModel
  /** Buckets met in this text, so that each counts once: a small table, which stays in the nearest cache. */
  private readonly met = new Int32Array(2 * MOST_FEATURES)
  private readonly stampOf = new Int32Array(2 * MOST_FEATURES)
  private stamp = 0
  private readonly worth = new Float64Array(MOST_WORDS)

  constructor(model: LinearModel) {
    this.model = model
    this.classes = model.classes
    this.shares = new Float64Array(model.classes)
  }

  /** Scores a text's features; the first of two in one bucket counts. Answers the likeliest class. */
  score(features: FeatureList): number {
    const { classes, shares, model } = this
    const norm = classes === 3 ? this.addThree(features) : this.addAll(features)
    const factor = norm === 0 ? 0 : model.scale / Math.sqrt(norm)
    for (let c = 0; c < classes; c++) shares[c] = shares[c]! * factor + model.bias[c]!
    toProbabilities(shares, model.temperature)
    let best = 0
    for (let c = 1; c < classes; c++) if (shares[c]! > shares[best]!) best = c
    return best
  }

  /** Begins a text: answers the mask of the table of buckets met. */
  private begin(count: number): number {
    if (this.stamp === 0x7fffffff) {
      this.stampOf.fill(0)
      this.stamp = 0
    }
    this.stamp++
    let slots = 64
    while (slots < 2 * count) slots *= 2
    return slots - 1
  }

  /** Sums for three classes, which is most of the work of a post: the sums stay in registers. */
  private addThree({ count, hash, value }: FeatureList): number {
    const slots = this.begin(count)
    const { met, stampOf, stamp } = this
    const { weights, mask } = this.model
    let norm = 0
    let a = 0
    let b = 0
    let c = 0
    for (let i = 0; i < count; i++) {
      const bucket = bucketOf(hash[i]!, mask)
      let slot = bucket & slots
      while (stampOf[slot] === stamp && met[slot] !== bucket) slot = (slot + 1) & slots
      if (stampOf[slot] === stamp) continue
      stampOf[slot] = stamp
      met[slot] = bucket
      const strength = value[i]!
      norm += strength * strength
      const at = bucket * 3
      a += weights[at]! * strength
      b += weights[at + 1]! * strength
      c += weights[at + 2]! * strength
    }
    this.shares[0] = a
    this.shares[1] = b
    this.shares[2] = c
    return norm
  }

  private addAll({ count, hash, value }: FeatureList): number {
    const slots = this.begin(count)
    const { met, stampOf, stamp, shares, classes } = this
    const { weights, mask } = this.model
    let norm = 0
    shares.fill(0)
    for (let i = 0; i < count; i++) {
      const bucket = bucketOf(hash[i]!, mask)
      let slot = bucket & slots
      while (stampOf[slot] === stamp && met[slot] !== bucket) slot = (slot + 1) & slots
      if (stampOf[slot] === stamp) continue
      stampOf[slot] = stamp
      met[slot] = bucket
      const strength = value[i]!
      norm += strength * strength
      const at = bucket * classes
      for (let c = 0; c < classes; c++) shares[c]! += weights[at + c]! * strength
    }
    return norm
  }

  /**
   * Up to three words that spoke for a class, strongest first, as written and with the negation they stand under ("not
   * good"). Only words that `tells` says mean something to a reader are named.
   */
  because(
    text: string,
    reading: ToneReading,
    features: FeatureList,
    chosen: number,
    tells: (word: number) => boolean,
  ): string[] {
    const telling: number[] = []
    for (let i = 0; i < reading.count; i++) if (!isNegation(reading.hash[i]!) && tells(i)) telling.push(i)
    if (telling.length === 0) return []
    this.weigh(features, reading.count, chosen)
    const { worth } = this
    // All of them spoke through the sums of ratings or groups; what each said by itself only ranks them.
    telling.sort((a, b) => worth[b]! - worth[a]!)
    const named = telling.map((word) => {
      const under = negationOf(reading, word)
      return text.slice(reading.start[under < 0 ? word : under], reading.end[word])
    })
    return [...new Set(named)].slice(0, 3)
  }

  /** How much more each word by itself said for a class than for the others. */
  private weigh({ count, hash, value, first, last }: FeatureList, words: number, chosen: number): void {
    const { classes, worth } = this
    const { weights, mask } = this.model
    worth.fill(0, 0, words)
    for (let i = 0; i < count; i++) {
      const word = first[i]!
      if (word < 0 || word !== last[i]) continue
      const at = bucketOf(hash[i]!, mask) * classes
      const own = weights[at + chosen]!
      let all = 0
      for (let c = 0; c < classes; c++) all += weights[at + c]!
      worth[word]! += (own - (all - own) / (classes - 1)) * value[i]!
    }
  }
}
