import { cueKinds, cuesOf } from './cue-words.ts'
import { mix, seed } from './hashing.ts'
import { PatternFilter } from './pattern-filter.ts'
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

const filters = new WeakMap<readonly [string, RegExp][], PatternFilter>()

function filterOf(patterns: readonly [string, RegExp][]): PatternFilter {
  let filter = filters.get(patterns)
  if (!filter) {
    filter = new PatternFilter(patterns.map(([, pattern]) => pattern))
    filters.set(patterns, filter)
  }
  return filter
}

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
  const filter = filterOf(patterns)
  filter.read(head)
  for (let p = 0; p < patterns.length; p++) {
    if (!filter.may(p)) continue
    const [name, pattern] = patterns[p]!
    const found = pattern.exec(head)
    if (found) cues.push({ name, shown: found[0].trim() })
  }
  return { words, start, end, cues }
}

const strengthOf = { word: 1, pair: 0.8, gap: 0.5, triple: 0.6, edge: 0.8, letters: 0.25 }
const signOf = { cue: 0.5, cues: 0.2, kind: 0.3, kinds: 0.25, beside: 0.15 }
/** Kinds of words this near to each other speak together. */
const near = 4

/** What is known of a word by itself: most words of a stream are the same few thousand. */
interface WordFacts {
  hash: number
  kinds: number[]
  /** Runs of three to five letters. */
  runs: Int32Array
}

const facts = new WordMemory<WordFacts>(6_000)

function lookAt(word: string): WordFacts {
  const found: number[] = []
  if (word.length > 3 && word.charCodeAt(0) > 64) {
    const edged = `_${word}_`
    for (let size = 3; size <= 5; size++)
      for (let at = 0; at + size <= edged.length; at++)
        found.push(mix(seed ^ 0x205, edged.slice(at, at + size)))
  }
  return { hash: mix(seed, word), kinds: cuesOf(word), runs: Int32Array.from(found) }
}

/** One hash of two, in this order, for features of one sort. */
function join(sort: number, a: number, b: number): number {
  let h = Math.imul(a ^ sort, 0x9e3779b1) ^ Math.imul(b + sort, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 15), 0xc2b2ae35)
  return h ^ (h >>> 13)
}

/** Calls `emit` for each feature of a reading. Work grows with the length of the text and no faster. */
export function cueFeatures(reading: CueReading, emit: EmitCue): void {
  const known = reading.words.map((word) => facts.of(word, lookAt))
  wordsOf(reading, known, emit)
  kindsOf(known, emit)
  const { cues } = reading
  const names = cues.map(({ name }) => mix(seed ^ 0x210, name))
  for (let i = 0; i < cues.length; i++) {
    emit(names[i]!, signOf.cue, true, -1, -1, i)
    for (let j = i + 1; j < cues.length; j++)
      emit(join(0x211, names[i]!, names[j]!), signOf.cues, true, -1, -1, -1)
  }
  if (cues.length === 0) emit(join(0x212, 1, 1), signOf.cue, true, -1, -1, -1)
}

function wordsOf({ words }: CueReading, known: WordFacts[], emit: EmitCue): void {
  const count = known.length
  let opens = true
  for (let i = 0; i < count; i++) {
    const { hash, runs } = known[i]!
    emit(join(0x200, hash, 0), strengthOf.word, false, i, i, -1)
    if (opens) emit(join(0x201, hash, 0), strengthOf.edge, false, i, i, -1)
    opens = words[i] === '.' || words[i] === '!' || words[i] === '?'
    if (i + 1 < count) {
      const pair = join(0x202, hash, known[i + 1]!.hash)
      emit(pair, strengthOf.pair, false, i, i + 1, -1)
      if (i + 2 < count) {
        emit(join(0x203, pair, known[i + 2]!.hash), strengthOf.triple, false, i, i + 2, -1)
        emit(join(0x204, hash, known[i + 2]!.hash), strengthOf.gap, false, i, i + 2, -1)
      }
    }
    for (let r = 0; r < runs.length; r++) emit(runs[r]!, strengthOf.letters, false, i, i, -1)
  }
  if (count === 0) return
  emit(join(0x206, known[count - 1]!.hash, 0), strengthOf.edge, false, count - 1, count - 1, -1)
  emit(join(0x207, Math.min(6, count >> 2), 0), signOf.kind, true, -1, -1, -1)
}

/** Kinds of words: how often each stands in the text, and which stand near each other in which order. */
function kindsOf(known: WordFacts[], emit: EmitCue): void {
  const counts = new Uint16Array(cueKinds.length)
  for (let i = 0; i < known.length; i++)
    for (const kind of known[i]!.kinds) {
      counts[kind]!++
      for (let before = Math.max(0, i - near); before < i; before++)
        for (const other of known[before]!.kinds)
          emit(join(0x220, other, kind), signOf.kinds, true, before, i, -1)
      if (i + 1 < known.length) emit(join(0x221, kind, known[i + 1]!.hash), signOf.beside, true, i, i + 1, -1)
      if (i > 0) emit(join(0x222, kind, known[i - 1]!.hash), signOf.beside, true, i - 1, i, -1)
    }
  for (let kind = 0; kind < counts.length; kind++)
    for (let step = 1; step <= Math.min(3, counts[kind]!); step++)
      emit(join(0x223, kind, step), signOf.kind, true, -1, -1, -1)
}
