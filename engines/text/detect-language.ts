import { bundledBytes, lazily } from './bundled.ts'
import type { Labelled } from './labelled.ts'
import { languageWords, wordFeatures } from './language-features.ts'
import { WordMemory } from './word-memory.ts'

interface Profiles {
  codes: string[]
  /** What each profile answers: `ur-Latn` (Urdu in Latin letters) says `ur`. */
  answers: string[]
  /** Open addressing: feature + 1 by hash; 0 is empty. */
  slots: Int32Array
  /** The hash of the feature in each slot. */
  hashes: Uint32Array
  /** Where each feature's pairs begin; one more than there are features. */
  from: Uint32Array
  /** Language and weight, in turn. */
  pairs: Uint8Array
  /** What a feature is worth to a language that never showed it. */
  unseen: Uint8Array
}

const profiles = lazily((): Profiles => {
  const bytes = bundledBytes('engines/text/data/language.bin')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [languages, count, pairs, length] = [4, 8, 12, 16].map((at) => view.getUint32(at, true)) as [
    number,
    number,
    number,
    number,
  ]
  const codes = new TextDecoder().decode(bytes.subarray(20, 20 + length)).split('\0')
  const unseenAt = 20 + length
  const hashesAt = unseenAt + languages
  const sizesAt = hashesAt + 4 * count
  const pairsAt = sizesAt + count
  let size = 1
  while (size < count * 1.5) size *= 2
  const slots = new Int32Array(size)
  const hashes = new Uint32Array(size)
  const from = new Uint32Array(count + 1)
  for (let i = 0; i < count; i++) {
    const hash = view.getUint32(hashesAt + 4 * i, true)
    from[i + 1] = from[i]! + 2 * bytes[sizesAt + i]!
    let slot = (hash ^ (hash >>> 15)) & (size - 1)
    while (slots[slot] !== 0) slot = (slot + 1) & (size - 1)
    slots[slot] = i + 1
    hashes[slot] = hash
  }
  return {
    codes,
    answers: codes.map((code) => code.split('-')[0]!),
    slots,
    hashes,
    from,
    pairs: bytes.subarray(pairsAt, pairsAt + 2 * pairs),
    unseen: bytes.subarray(unseenAt, hashesAt),
  }
})

/** Scripts that one language of ours has to itself. */
const byScript: [RegExp, string, string][] = [
  [/[\u0A00-\u0A7F]/g, 'pa', 'Gurmukhi letters'],
  [/[\u0A80-\u0AFF]/g, 'gu', 'Gujarati letters'],
  [/[\u0980-\u09FF]/g, 'bn', 'Bengali letters'],
  [/[\u0B80-\u0BFF]/g, 'ta', 'Tamil letters'],
  [/[\u0C00-\u0C7F]/g, 'te', 'Telugu letters'],
  [/[\u0C80-\u0CFF]/g, 'kn', 'Kannada letters'],
  [/[\u0D00-\u0D7F]/g, 'ml', 'Malayalam letters'],
  [/[\u0D80-\u0DFF]/g, 'si', 'Sinhala letters'],
  [/[\u0E00-\u0E7F]/g, 'th', 'Thai letters'],
  [/[\u1000-\u109F]/g, 'my', 'Burmese letters'],
  [/[\u10A0-\u10FF]/g, 'ka', 'Georgian letters'],
  [/[\u0530-\u058F]/g, 'hy', 'Armenian letters'],
  [/[\u0590-\u05FF]/g, 'he', 'Hebrew letters'],
  [/[\u0370-\u03FF]/g, 'el', 'Greek letters'],
  [/[\u1200-\u137F]/g, 'am', 'Ethiopic letters'],
  [/[\uAC00-\uD7AF\u1100-\u11FF]/g, 'ko', 'Korean letters'],
  [/[\u3040-\u30FF]/g, 'ja', 'Japanese letters'],
  [/[\u4E00-\u9FFF]/g, 'zh', 'Chinese characters'],
]
const beyondLatin = /[\u0370-\uD7AF]/

/** Scripts that several languages share: which profiles stand for a choice. */
const shared: [RegExp, string[]][] = [
  [/[\u0400-\u04FF]/g, ['ru', 'uk', 'bg', 'be', 'sr', 'mk']],
  [/[\u0600-\u06FF\u0750-\u077F\uFB50-\uFDFF\uFE70-\uFEFC]/g, ['ar', 'ur', 'fa', 'ps', 'ckb', 'ug']],
  [/[\u0900-\u097F]/g, ['hi', 'mr', 'ne']],
]
const celticCodes = ['cy', 'gd', 'ga']
const notLatin = new Set(shared.flatMap(([, codes]) => codes))

/** Letters that settle a choice between languages of one script. */
const telling: [RegExp, string][] = [
  [/[іїєґІЇЄҐ]/g, 'uk'],
  [/[ўЎ]/g, 'be'],
  [/[ђћџљњ]/gi, 'sr'],
  [/[ѓќѕ]/gi, 'mk'],
  [/[ыэЫЭё]/g, 'ru'],
  [/[ٹڈڑںےہھ]/g, 'ur'],
  [/[ةىأإ]/g, 'ar'],
  [/[ټډړښځڅۍې]/g, 'ps'],
  [/[ێۆڵڕ]/g, 'ckb'],
]

/** Flattens a word's features, which overlap (12 units are one natural log); fitted on held-out catalogues. */
const sharpness = 1 / 12 / 4.5
/** How far any one word is trusted. */
const doubt = 0.0001
/**
 * The same for Welsh, Gaelic and Irish: in the United Kingdom it is English posts that borrow from them ("diolch",
 * "cwtch", names of places and grandparents), so that a handful of such words must not carry a sentence.
 */
const celticBorrowing = 0.012
/** A share smaller than this (as a natural log) is none. */
const negligible = -10
/** Every language borrows English words: how much of an English word's share the others keep. */
const borrowing = 0.04
/** Flattens the sum over words to a probability that means what it says. */
const temperature = 0.6

/** Below this probability the answer is `und`: fitted so that short strings still get their language. */
const leastSure = 0.25

const sums = new Float64Array(64)
const ofWord = new Float64Array(64)

/**
 * The language of a text as a two-letter code (`ckb` has three), `und` when there is too little to tell: no words, or
 * none that any profile prefers. `hint` are codes that the author or network gave; they break ties only.
 */
export function detectLanguage(text: string, hint: string[] = []): Labelled<string> {
  if (beyondLatin.test(text)) {
    const other = byLetters(text)
    if (other) return other
  }
  const words = languageWords(text)
  if (words.length === 0) return { value: 'und', probability: 1, because: [] }
  return byProfile(
    words,
    choices('latin', (code) => !notLatin.has(code)),
    hint,
  )
}

const amount = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0

function byLetters(text: string): Labelled<string> | null {
  const latin = amount(text, /[A-Za-zÀ-ɏ]/g)
  let most = 0
  let found: Labelled<string> | null = null
  for (const [pattern, code, why] of byScript) {
    const count = amount(text, pattern)
    // A Chinese or Japanese character says as much as two or three Latin letters; kana settle between the two.
    const weight = code === 'ja' ? count * 6 : code === 'zh' || code === 'ko' ? count * 3 : count
    if (weight > most) {
      most = weight
      found = { value: code, probability: weight > latin ? 0.99 : 0.6, because: [why] }
    }
  }
  for (const [pattern, codes] of shared) {
    const count = amount(text, pattern)
    if (count <= most) continue
    most = count
    const clue = telling
      .filter(([, code]) => codes.includes(code))
      .map(([letters, code]): [number, string, RegExp] => [amount(text, letters), code, letters])
      .sort((a, b) => b[0] - a[0])[0]
    const profile = byProfile(
      languageWords(text).filter((word) => word.charCodeAt(0) >= 0x370), // names in Latin letters tell nothing here
      choices(codes[0]!, (code) => codes.includes(code)),
      [],
    )
    if (
      clue &&
      clue[0] > 0 &&
      (profile.value !== clue[1] || profile.probability < 0.8) &&
      clue[0] >= count * 0.02
    )
      found = { value: clue[1], probability: 0.95, because: [...new Set(text.match(clue[2]))].slice(0, 4) }
    else found = profile
  }
  // A foreign word or two in a Latin text do not make its language.
  return most * 2 >= latin && most >= 2 ? found : null
}

const kept = new Map<string, boolean[]>()

/** Which profiles stand for a choice, worked out once. */
function choices(name: string, allowed: (code: string) => boolean): boolean[] {
  let list = kept.get(name)
  if (!list) {
    list = profiles().codes.map(allowed)
    kept.set(name, list)
  }
  return list
}

/** What a word adds to every language, worked out once a word: most words of a stream are the same few thousand. */
interface WordSays {
  features: number
  /** Languages that it speaks for or against, with what it adds; the rest get nothing. */
  languages: number[]
  adds: number[]
  /** What it adds to a language on average. */
  mean: number
}

const silent: WordSays = { features: 0, languages: [], adds: [], mean: 0 }

const MOST_WORDS = 16_000
const saidBy = new Map<boolean[], WordMemory<WordSays>>()

function memoryOf(allowed: boolean[]): WordMemory<WordSays> {
  let memory = saidBy.get(allowed)
  if (!memory) {
    memory = new WordMemory<WordSays>(MOST_WORDS)
    saidBy.set(allowed, memory)
  }
  return memory
}

const adds = new Float64Array(64)

function weigh(word: string, allowed: boolean[]): WordSays {
  const { codes, from, pairs, unseen } = profiles()
  const languages = codes.length
  const english = allowed[codes.indexOf('en')] ? codes.indexOf('en') : -1
  ofWord.fill(0)
  adds.fill(0)
  let own = 0
  wordFeatures(word, (hash) => {
    const at = find(hash)
    if (at < 0) return
    own++
    for (let i = from[at]!; i < from[at + 1]!; i += 2)
      ofWord[pairs[i]!]! += pairs[i + 1]! - unseen[pairs[i]!]!
  })
  if (own === 0) return silent
  let most = Number.NEGATIVE_INFINITY
  for (let l = 0; l < languages; l++) {
    ofWord[l]! += own * unseen[l]!
    if (allowed[l] && ofWord[l]! > most) most = ofWord[l]!
  }
  let total = 0
  for (let l = 0; l < languages; l++) {
    const below = (ofWord[l]! - most) * sharpness
    const share = allowed[l] && below > negligible ? Math.exp(below) : 0
    ofWord[l] = share
    total += share
  }
  // No word says more than `doubt` allows: a name must not outvote a sentence. What all get alike is left out.
  const least = (english < 0 ? 0 : (borrowing * ofWord[english]!) / total) + doubt
  const floor = Math.log(least)
  for (let l = 0; l < languages; l++)
    if (ofWord[l] !== 0) adds[l]! += Math.log(ofWord[l]! / total + least) - floor
  if (english >= 0)
    for (const code of celticCodes) {
      const l = codes.indexOf(code)
      if (l < 0) continue
      const share = ofWord[l]! / total
      const borrowed = Math.log(share + celticBorrowing * (ofWord[english]! / total) + doubt)
      adds[l]! += borrowed - (share === 0 ? floor : Math.log(share + least))
    }
  const says: WordSays = { features: own, languages: [], adds: [], mean: 0 }
  for (let l = 0; l < languages; l++) {
    if (adds[l] === 0) continue
    says.languages.push(l)
    says.adds.push(adds[l]!)
    says.mean += adds[l]! / languages
  }
  return says
}

function byProfile(words: string[], allowed: boolean[], hint: string[]): Labelled<string> {
  const { answers } = profiles()
  const languages = answers.length
  sums.fill(0)
  let features = 0
  const memory = memoryOf(allowed)
  const make = (word: string) => weigh(word, allowed)
  const says = (word: string) => memory.of(word, make)
  for (const word of words) {
    const { features: some, languages, adds } = says(word)
    features += some
    for (let i = 0; i < languages.length; i++) sums[languages[i]!]! += adds[i]!
  }
  if (features === 0) return { value: 'und', probability: 1, because: [] }
  let best = -1
  for (let l = 0; l < languages; l++) if (allowed[l] && (best < 0 || sums[l]! > sums[best]!)) best = l
  const wanted = hint.map((tag) => tag.toLowerCase().split('-')[0]!)
  let total = 0
  for (let l = 0; l < languages; l++)
    if (allowed[l]) total += Math.exp((sums[l]! - sums[best]!) * temperature)
  let probability = 1 / total
  if (wanted.length > 0 && !wanted.includes(answers[best]!)) {
    const said = answers.findIndex((code, l) => allowed[l] && wanted.includes(code))
    // The author's own word counts for about twenty to one: decisive for "ok" and "lol", not against a sentence.
    if (said >= 0 && (sums[best]! - sums[said]!) * temperature < 3) {
      best = said
      probability = Math.max(0.5, 1 - probability)
    }
  }
  const because = tellingWords(words, says, best)
  if (probability < leastSure) return { value: 'und', probability: 1 - probability, because }
  return { value: answers[best]!, probability, because }
}

function find(hash: number): number {
  const { slots, hashes } = profiles()
  const mask = slots.length - 1
  let slot = (hash ^ (hash >>> 15)) & mask
  for (;;) {
    if (slots[slot] === 0) return -1
    if (hashes[slot] === hash) return slots[slot]! - 1
    slot = (slot + 1) & mask
  }
}

/** The three words that speak most for a language against the mean of all. */
function tellingWords(words: string[], says: (word: string) => WordSays, language: number): string[] {
  const ranked: [number, string][] = []
  for (const word of new Set(words.slice(0, 60))) {
    const { languages, adds, mean } = says(word)
    const worth = (adds[languages.indexOf(language)] ?? 0) - mean
    if (worth > 0) ranked.push([worth, word])
  }
  return ranked
    .sort((a, b) => b[0] - a[0])
    .slice(0, 3)
    .map(([, word]) => word)
}
