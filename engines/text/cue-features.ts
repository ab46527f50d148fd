import { cueKinds, cuesOf } from './cue-words.ts'
import { mix, seed } from './hashing.ts'
import { tokenise } from './tokenise.ts'
import { WordMemory } from './word-memory.ts'

/** A turn of phrase that was found, with the words that showed it. */
export interface FoundCue {
  name: string
  shown: string
}

/** What the models of intents and threats read of a text: words with stops between them, and turns of phrase. */
export interface CueReading {
  words: string[]
  start: number[]
  end: number[]
  cues: FoundCue[]
}

/**
 * A feature of a text. Words count in proportion to all words (`first` to `last` made it); a sign counts by itself
 * (`cue` is its place among the reading's cues, -1 for a kind of word).
 */
export type EmitCue = (
  hash: number,
  value: number,
  sign: boolean,
  first: number,
  last: number,
  cue: number,
) => void

/** Turns of phrase are looked for in the beginning of a text only: a post is shorter, and a long text is not slow. */
const farthest = 2_000
const stop = /[.!…;:\n]/

export function readCues(text: string, patterns: readonly [string, RegExp][]): CueReading {
  const words: string[] = []
  const start: number[] = []
  const end: number[] = []
  let last = 0
  for (const token of tokenise(text)) {
    // The words inside a tag or handle come again by themselves: the first telling is enough.
    if (token.start < last) continue
    if (words.length > 0 && token.start > last && stop.test(text.slice(last, token.start))) {
      words.push(text.slice(last, token.start).includes('!') ? '!' : '.')
      start.push(last)
      end.push(token.start)
    }
    words.push(token.word.charCodeAt(0) === 64 ? '<handle>' : token.word)
    start.push(token.start)
    end.push(token.end)
    last = token.end
  }
  const head = text.length > farthest ? text.slice(0, farthest) : text
  const cues: FoundCue[] = []
  for (const [name, pattern] of patterns) {
    const found = pattern.exec(head)
    if (found) cues.push({ name, shown: found[0].trim() })
  }
  return { words, start, end, cues }
}

const strengthOf = { word: 1, pair: 0.8, gap: 0.5, triple: 0.6, edge: 0.8, letters: 0.25 }
const signOf = { cue: 0.5, cues: 0.2, kind: 0.3, kinds: 0.25, beside: 0.15 }
/** Kinds of words this near to each other speak together. */
const near = 4

/** Calls `emit` for each feature of a reading. Work grows with the length of the text and no faster. */
export function cueFeatures(reading: CueReading, emit: EmitCue): void {
  wordsOf(reading, emit)
  kindsOf(reading, emit)
  const { cues } = reading
  for (let i = 0; i < cues.length; i++) {
    const own = mix(seed ^ 0x210, cues[i]!.name)
    emit(own, signOf.cue, true, -1, -1, i)
    for (let j = i + 1; j < cues.length; j++)
      emit(mix(own ^ 0x211, cues[j]!.name), signOf.cues, true, -1, -1, -1)
  }
  if (cues.length === 0) emit(mix(seed ^ 0x212, 'none'), signOf.cue, true, -1, -1, -1)
}

/** Runs of letters by word: most words of a stream are the same few thousand. */
const runs = new WordMemory<Uint32Array>(6_000)

function runsOfLetters(word: string): Uint32Array {
  const edged = `_${word}_`
  const found: number[] = []
  for (let size = 3; size <= 5; size++)
    for (let at = 0; at + size <= edged.length; at++)
      found.push(mix(seed ^ 0x205, edged.slice(at, at + size)))
  return Uint32Array.from(found)
}

function wordsOf({ words }: CueReading, emit: EmitCue): void {
  const word = (hash: number, value: number, first: number, last: number) =>
    emit(hash, value, false, first, last, -1)
  let opens = true
  for (let i = 0; i < words.length; i++) {
    const own = words[i]!
    word(mix(seed ^ 0x200, own), strengthOf.word, i, i)
    if (opens) word(mix(seed ^ 0x201, own), strengthOf.edge, i, i)
    opens = own === '.' || own === '!' || own === '?'
    if (i + 1 < words.length) {
      const pair = mix(mix(seed ^ 0x202, own), words[i + 1]!)
      word(pair, strengthOf.pair, i, i + 1)
      if (i + 2 < words.length) {
        word(mix(pair ^ 0x203, words[i + 2]!), strengthOf.triple, i, i + 2)
        word(mix(mix(seed ^ 0x204, own), words[i + 2]!), strengthOf.gap, i, i + 2)
      }
    }
    if (own.length > 3 && own.charCodeAt(0) > 64)
      for (const run of runs.of(own, runsOfLetters)) word(run, strengthOf.letters, i, i)
  }
  if (words.length === 0) return
  word(mix(seed ^ 0x206, words.at(-1)!), strengthOf.edge, words.length - 1, words.length - 1)
  emit(mix(seed ^ 0x207, String(Math.min(6, words.length >> 2))), signOf.kind, true, -1, -1, -1)
}

/** Kinds of words: how often each stands in the text, and which stand near each other in which order. */
function kindsOf({ words }: CueReading, emit: EmitCue): void {
  const counts = new Uint16Array(cueKinds.length)
  const recent: { at: number; kind: number }[] = []
  for (let i = 0; i < words.length; i++) {
    const kinds = cuesOf(words[i]!)
    if (kinds.length === 0) continue
    while (recent.length > 0 && recent[0]!.at < i - near) recent.shift()
    for (const kind of kinds) {
      counts[kind]!++
      for (const before of recent)
        if (before.at < i)
          emit(pairOf(0x220, before.kind, kind), signOf.kinds, true, before.at, i, -1)
      if (i + 1 < words.length) emit(mix(seed ^ 0x221 ^ (kind << 12), words[i + 1]!), signOf.beside, true, i, i + 1, -1)
      if (i > 0) emit(mix(seed ^ 0x222 ^ (kind << 12), words[i - 1]!), signOf.beside, true, i - 1, i, -1)
    }
    for (const kind of kinds) recent.push({ at: i, kind })
  }
  for (let kind = 0; kind < counts.length; kind++)
    for (let step = 1; step <= Math.min(3, counts[kind]!); step++)
      emit(pairOf(0x223, kind, step), signOf.kind, true, -1, -1, -1)
}

const pairOf = (kind: number, a: number, b: number): number =>
  Math.imul(Math.imul(seed ^ kind, 0x01000193) ^ (a * 256 + b + 1), 0x85ebca6b) >>> 0
