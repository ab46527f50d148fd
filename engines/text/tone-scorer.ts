import { bucketOf, type LinearModel, toProbabilities } from './linear-model.ts'
import * as tone from './tone-features.ts'
import { type FeatureList, isNegation, negationOf } from './tone-features.ts'
import { MOST_LETTERS, MOST_WORDS, type ToneReading } from './tone-reading.ts'

// Constants of another module are read from memory at every use; those of this one the compiler knows.
const { PRIME, RUN_SEED, RUNS, writeRuns } = tone

/** A linear model with the room it needs to score one text after another; nothing is allocated for a text. */
export class Scorer {
  /** Shares of the classes after `score`. */
  readonly shares: Float64Array
  readonly classes: number
  private readonly model: LinearModel
  /** The weights of three classes side by side in one number, each a byte, 128 for nought; empty for more classes. */
  private readonly threes: Int32Array
  /**
   * Buckets met in this text, so that each counts once: a bit for each of sixteen buckets, under the number of the text
   * that they were met in. What another text left counts as empty; no branch hangs on it that would be guessed wrong.
   */
  private readonly met: Int32Array
  private stamp = 0
  /** Of one word. */
  private readonly runs = new Int32Array(3 * MOST_LETTERS)
  private readonly worth = new Float64Array(MOST_WORDS)

  constructor(model: LinearModel) {
    this.model = model
    this.classes = model.classes
    this.shares = new Float64Array(model.classes)
    this.threes = model.classes === 3 ? packed(model.weights) : new Int32Array(0)
    this.met = new Int32Array((model.mask + 16) >>> 4)
  }

  /** Scores a text's features; the first of two in one bucket counts. Answers the likeliest class. */
  score(reading: ToneReading, features: FeatureList): number {
    const { classes, shares, model } = this
    const norm = classes === 3 ? this.addThree(reading, features) : this.addAll(reading, features)
    const factor = norm === 0 ? 0 : model.scale / Math.sqrt(norm)
    for (let c = 0; c < classes; c++) shares[c] = shares[c]! * factor + model.bias[c]!
    toProbabilities(shares, model.temperature)
    let best = 0
    for (let c = 1; c < classes; c++) if (shares[c]! > shares[best]!) best = c
    return best
  }

  /** Begins a text: answers its number. */
  private begin(): number {
    if (this.stamp === 0xffff) {
      this.met.fill(0)
      this.stamp = 0
    }
    return ++this.stamp
  }

  /** Sums for three classes, which is most of the work of a post: the sums stay in registers. */
  private addThree(reading: ToneReading, { count, hash, value, first }: FeatureList): number {
    const stamp = this.begin()
    const { met, threes } = this
    const { mask } = this.model
    const { letters, from, to } = reading
    let norm = 0
    let a = 0
    let b = 0
    let c = 0
    let runs = 0
    let runsA = 0
    let runsB = 0
    let runsC = 0
    for (let i = 0; i < count; i++) {
      const strength = value[i]!
      if (strength !== 0) {
        const bucket = bucketOf(hash[i]!, mask)
        const old = met[bucket >>> 4]!
        const now = old & ((((old >>> 16) ^ stamp) - 1) >> 31)
        met[bucket >>> 4] = (stamp << 16) | (now & 0xffff) | (1 << (bucket & 15))
        const s = strength * (1 - ((now >>> (bucket & 15)) & 1))
        norm += s * strength
        const three = threes[bucket]!
        a += ((three & 255) - 128) * s
        b += (((three >>> 8) & 255) - 128) * s
        c += (((three >>> 16) & 255) - 128) * s
        continue
      }
      // A word has so few runs that the sums of two classes fit into the halves of one number.
      let sumAC = 0
      let sumB = 0
      let once = 0
      const word = first[i]!
      const end = to[word]!
      for (let at = from[word]!; at + 3 <= end; at++) {
        let h = RUN_SEED
        const until = at + 5 < end ? at + 5 : end
        h = Math.imul(h ^ letters[at]!, PRIME)
        h = Math.imul(h ^ letters[at + 1]!, PRIME)
        for (let j = at + 2; j < until; j++) {
          h = Math.imul(h ^ letters[j]!, PRIME)
          const bucket = bucketOf(Math.imul(h ^ 0x1f, PRIME), mask)
          const old = met[bucket >>> 4]!
          const now = old & ((((old >>> 16) ^ stamp) - 1) >> 31)
          met[bucket >>> 4] = (stamp << 16) | (now & 0xffff) | (1 << (bucket & 15))
          const had = (now >>> (bucket & 15)) & 1
          once += 1 - had
          const three = threes[bucket]! & (had - 1)
          sumAC += three & 0xff00ff
          sumB += (three >>> 8) & 255
        }
      }
      runs += once
      runsA += sumAC & 0xffff
      runsB += sumB
      runsC += sumAC >>> 16
    }
    this.shares[0] = a + (runsA - 128 * runs) * RUNS
    this.shares[1] = b + (runsB - 128 * runs) * RUNS
    this.shares[2] = c + (runsC - 128 * runs) * RUNS
    return norm + runs * RUNS * RUNS
  }

  /** Sums for any number of classes. */
  private addAll(reading: ToneReading, { count, hash, value, first }: FeatureList): number {
    const stamp = this.begin()
    const { runs } = this
    const { mask } = this.model
    const { letters, from, to } = reading
    let norm = 0
    this.shares.fill(0)
    for (let i = 0; i < count; i++) {
      const strength = value[i]!
      if (strength !== 0) {
        norm += this.addOnce(bucketOf(hash[i]!, mask), strength, stamp)
        continue
      }
      const word = first[i]!
      const written = writeRuns(letters, from[word]!, to[word]!, runs, 0)
      for (let r = 0; r < written; r++) norm += this.addOnce(bucketOf(runs[r]!, mask), RUNS, stamp)
    }
    return norm
  }

  /** Adds a bucket's weights to all classes unless this text had it; answers what it adds to the norm. */
  private addOnce(bucket: number, strength: number, stamp: number): number {
    const { met, shares, classes } = this
    const { weights } = this.model
    const old = met[bucket >>> 4]!
    const now = old & ((((old >>> 16) ^ stamp) - 1) >> 31)
    const bit = 1 << (bucket & 15)
    if ((now & bit) !== 0) return 0
    met[bucket >>> 4] = (stamp << 16) | (now & 0xffff) | bit
    const at = bucket * classes
    for (let c = 0; c < classes; c++) shares[c]! += weights[at + c]! * strength
    return strength * strength
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
    const { worth } = this
    const told: string[] = []
    let left = 0
    for (let i = 0; i < reading.count; i++) {
      const telling = tells(i) && !isNegation(reading.hash[i]!)
      if (telling) left++
      worth[i] = telling ? 0 : Number.NaN
    }
    // All of them spoke through the sums of ratings or groups; what each said by itself only ranks them.
    if (left > 1)
      for (let i = 0; i < reading.count; i++)
        if (worth[i] === 0) worth[i] = this.weigh(reading, features, chosen, i)
    for (; left > 0 && told.length < 3; left--) {
      let word = -1
      for (let i = 0; i < reading.count; i++)
        if (!Number.isNaN(worth[i]!) && (word < 0 || worth[i]! > worth[word]!)) word = i
      worth[word] = Number.NaN
      const under = negationOf(reading, word)
      const shown = text.slice(reading.start[under < 0 ? word : under], reading.end[word])
      if (!told.includes(shown)) told.push(shown)
    }
    return told
  }

  /** How much more a word by itself said for a class than for the others. */
  private weigh(reading: ToneReading, features: FeatureList, chosen: number, word: number): number {
    const { count, hash, value, first, last, from } = features
    const { runs } = this
    const { mask } = this.model
    let worth = 0
    const until = from[word + 1]!
    const tail = from[reading.count]!
    for (let i = from[word]!; i < count; i = i + 1 === until ? tail : i + 1) {
      if (first[i] !== word || last[i] !== word) continue
      const strength = value[i]!
      if (strength !== 0) {
        worth += this.lead(bucketOf(hash[i]!, mask), chosen) * strength
        continue
      }
      const written = writeRuns(reading.letters, reading.from[word]!, reading.to[word]!, runs, 0)
      for (let r = 0; r < written; r++) worth += this.lead(bucketOf(runs[r]!, mask), chosen) * RUNS
    }
    return worth
  }

  /** How much more a bucket says for a class than for the mean of the others. */
  private lead(bucket: number, chosen: number): number {
    const { classes } = this
    const { weights } = this.model
    const at = bucket * classes
    const own = weights[at + chosen]!
    let all = 0
    for (let c = 0; c < classes; c++) all += weights[at + c]!
    return own - (all - own) / (classes - 1)
  }
}

/** Three signed bytes after another as one number each time, 128 for nought. */
function packed(weights: Int8Array): Int32Array {
  const threes = new Int32Array(weights.length / 3)
  for (let i = 0; i < threes.length; i++)
    threes[i] =
      (weights[3 * i]! + 128) | ((weights[3 * i + 1]! + 128) << 8) | ((weights[3 * i + 2]! + 128) << 16)
  return threes
}
