import {
  ADDRESS, HANDLE, MOST_LETTERS, MOST_WORDS, SHOUTED, SIGN, STRETCHED, signs, TAG, type ToneReading, wordHash,
} from './tone-reading.ts' // biome-ignore format: one list of names

export const PRIME = 0x01000193
/** The hash that every run of letters begins with. */
export const RUN_SEED = 0x2f0b4a27
/** Features of a text at most (a power of two): a text of 400 words of ordinary length has fewer. */
export const MOST_FEATURES = 32_768

/**
 * The features of one text: hash, strength, and the first and last word each was made of (-1: the text as a whole).
 * Reused from text to text. One of strength 0 stands for all runs of letters of its word (`RUNS` each), which are most
 * of a text's features and known from the word before; `spelt` has them written out.
 */
export class FeatureList {
  count = 0
  readonly spelt: boolean
  readonly hash = new Int32Array(MOST_FEATURES)
  readonly value = new Float32Array(MOST_FEATURES)
  readonly first = new Int16Array(MOST_FEATURES)
  readonly last = new Int16Array(MOST_FEATURES)
  /** The valence of each word, turned by the negation it stands under; 0 where none is known. */
  readonly valence = new Float32Array(MOST_WORDS)
  /** Where the features that begin at each word begin, and after the last word those of the text as a whole. */
  readonly from = new Int32Array(MOST_WORDS + 1)

  constructor(spelt = false) {
    this.spelt = spelt
  }

  add(hash: number, value: number, first: number, last: number): void {
    const i = this.count
    if (i >= MOST_FEATURES) return
    this.hash[i] = hash
    this.value[i] = value
    this.first[i] = first
    this.last[i] = last
    this.count = i + 1
  }

  /** The runs of letters of a word. */
  addRuns({ hash, letters, from, to }: ToneReading, word: number): void {
    if (!this.spelt) {
      this.add(hash[word]!, 0, word, word)
      return
    }
    const i = this.count
    if (i + 3 * MOST_LETTERS > MOST_FEATURES) return
    const runs = writeRuns(letters, from[word]!, to[word]!, this.hash, i)
    this.value.fill(RUNS, i, i + runs)
    this.first.fill(word, i, i + runs)
    this.last.fill(word, i, i + runs)
    this.count = i + runs
  }
}

/** How good or bad words are by themselves, about -4..4; open addressing by `wordHash`, 0 for an empty place. */
export class Valences {
  private readonly mask: number
  private readonly keys: Int32Array
  private readonly values: Float32Array
  /** A bit for each word by the end of its hash: most words of a text are known to be none of these without a look. */
  private readonly may = new Int32Array(2048)

  constructor(size: number) {
    let slots = 16
    while (slots < 2 * size) slots *= 2
    this.mask = slots - 1
    this.keys = new Int32Array(slots)
    this.values = new Float32Array(slots)
  }

  set(hash: number, value: number): void {
    let at = this.slot(hash)
    while (this.keys[at] !== 0 && this.keys[at] !== hash) at = (at + 1) & this.mask
    this.keys[at] = hash
    this.may[(hash >>> 5) & 2047]! |= 1 << (hash & 31)
    this.values[at] = value
  }

  /** 0 when the word is not known. */
  of(hash: number): number {
    const { keys, mask, may } = this
    if (((may[(hash >>> 5) & 2047]! >>> (hash & 31)) & 1) === 0) return 0
    let at = this.slot(hash)
    for (let key = keys[at]!; key !== 0; key = keys[at]!) {
      if (key === hash) return this.values[at]!
      at = (at + 1) & mask
    }
    return 0
  }

  private slot(hash: number): number {
    return (hash ^ (hash >>> 15)) & this.mask
  }
}

const negations = new Set(
  'no not never none nobody nothing neither nor cannot without hardly barely dont doesnt didnt isnt arent wasnt werent wont wouldnt cant couldnt shouldnt havent hasnt hadnt aint nt cannae couldnae didnae dinnae isnae wisnae wasnae nae nowt'
    .split(' ')
    .map(wordHash),
)
/** After these a negation has spent itself. */
const turns = new Set([
  ...'but however although though yet'.split(' ').map(wordHash),
  signs.cry,
  signs.ask,
  signs.stop,
])

/** By the low bits of a hash, whether it can be a negation (1) or a turn (2): spares most words the look-up. */
const hints = new Uint8Array(4096)
for (const hash of negations) hints[hash & 4095]! |= 1
for (const hash of turns) hints[hash & 4095]! |= 2

export const isNegation = (hash: number): boolean => (hints[hash & 4095]! & 1) !== 0 && negations.has(hash)
const isTurn = (hash: number): boolean => (hints[hash & 4095]! & 2) !== 0 && turns.has(hash)

/** The negation that word `i` stands under, -1 when there is none. */
export function negationOf({ hash }: ToneReading, i: number): number {
  for (let j = i - 1; j >= 0 && j >= i - REACH; j--) {
    if (isTurn(hash[j]!)) return -1
    if (isNegation(hash[j]!)) return j
  }
  return -1
}

/** Strength of a run of letters, as it is kept. */
export const RUNS = Math.fround(0.4)
const ONE = 1
const PAIR = 0.7
const VALENCE = 1.5

/** Mixes a kind or a second word into a hash. */
export const join = (a: number, b: number): number => {
  const h = Math.imul(a ^ (b >>> 16), PRIME) ^ b
  return Math.imul(h ^ (h >>> 13), 0x5bd1e995)
}

/** How far a negation reaches over the words after it. */
const REACH = 4
/** By how much a negation turns a word's valence. */
const TURNED = -0.7

/** Sums over a text of its words' own valences, in the order of `tally`. */
const sums = new Float64Array(8)

/**
 * Fills `out` with the features of a text: words, words under a negation, pairs, triples, pairs with a gap, runs of
 * letters (for spellings never seen), and how the words' own valences add up, negation turned.
 */
export function toneFeatures(reading: ToneReading, valences: Valences, out: FeatureList): void {
  const { count, hash, kind, marks } = reading
  out.count = 0
  for (let i = 0; i < sums.length; i++) sums[i] = 0
  let negated = 0
  for (let i = 0; i < count; i++) {
    const own = hash[i]!
    out.from[i] = out.count
    out.add(own, ONE, i, i)
    let under = false
    if (isNegation(own)) negated = REACH
    else if (isTurn(own)) negated = 0
    else if (negated > 0) {
      negated--
      under = true
      out.add(join(own, 0x51), ONE, i, i)
    }
    const mark = marks[i]!
    if (mark !== 0) {
      if ((mark & SHOUTED) !== 0) out.add(join(0x61, 1), ONE, i, i)
      if ((mark & STRETCHED) !== 0) out.add(join(0x61, 2), ONE, i, i)
    }
    const is = kind[i]!
    let valence = is === HANDLE || is === ADDRESS || is === SIGN ? 0 : valences.of(own)
    if (under) valence *= TURNED
    out.valence[i] = valence
    if (valence !== 0) tally(valence, mark, 2 * i >= count)
    if (is === TAG) continue
    pairs(reading, i, own, out)
    if (is < HANDLE && reading.to[i]! - reading.from[i]! > 5) out.addRuns(reading, i)
  }
  out.from[count] = out.count
  if (count === 0) return
  out.add(join(hash[count - 1]!, 6), ONE, count - 1, count - 1)
  valenceSteps(out)
}

function pairs({ count, hash }: ToneReading, i: number, own: number, out: FeatureList): void {
  if (i + 1 >= count) return
  const pair = join(own, hash[i + 1]!)
  out.add(pair, PAIR, i, i + 1)
  if (i + 2 >= count) return
  out.add(join(pair, hash[i + 2]!), PAIR, i, i + 2)
  out.add(join(join(own, 4), hash[i + 2]!), PAIR, i, i + 2)
}

function tally(valence: number, mark: number, late: boolean): void {
  const v = (mark & SHOUTED) !== 0 ? valence * 1.3 : valence
  if (v > 0) sums[0]! += v
  else sums[1]! -= v
  if (v > sums[3]!) sums[3] = v
  if (v < sums[4]!) sums[4] = v
  sums[5] = v
  if (late) sums[6]! += v
}

/** One feature for the step and one for each step below it, so that neighbouring sums share what they learn. */
function valenceSteps(out: FeatureList): void {
  sums[2] = sums[0]! - sums[1]!
  for (let sum = 0; sum < 7; sum++) addSteps(out, sum, sums[sum]! * 1.2, 8, VALENCE)
}

/** A number as a feature for its step and one for each step towards nought. */
export function addSteps(out: FeatureList, kind: number, sum: number, most: number, strength: number): void {
  const step = Math.max(-most, Math.min(most, Math.round(sum)))
  out.add(stepHash(kind, step), strength, -1, -1)
  const towards = Math.sign(step)
  for (let under = towards; under !== step; under += towards)
    out.add(stepHash(kind + 32, under), strength / 2, -1, -1)
}

const stepHash = (kind: number, step: number): number =>
  Math.imul(0x9e3779b1 ^ (kind * 64 + step + 32), 0x85ebca6b)

/** Writes the hashes of three to five letters from each place of a word on; answers how many. */
export function writeRuns(
  letters: Uint16Array,
  from: number,
  to: number,
  out: Int32Array,
  first: number,
): number {
  let i = first
  for (let at = from; at + 3 <= to; at++) {
    let h = RUN_SEED
    const until = Math.min(to, at + 5)
    for (let j = at; j < until; j++) {
      h = Math.imul(h ^ letters[j]!, PRIME)
      if (j - at >= 2) out[i++] = Math.imul(h ^ 0x1f, PRIME)
    }
  }
  return i - first
}
