import type { Emit } from './hashing.ts'

/**
 * Emits the runs of three to five letters from each place of a word on (`_` at its ends), hashed on from one to the next
 * as `mix(start, run)` would each by itself: for spellings never seen.
 */
export function letterRuns(start: number, edged: string, strength: number, word: number, emit: Emit): void {
  for (let from = 0; from + 3 <= edged.length; from++) {
    let hash = start
    const until = Math.min(edged.length, from + 5)
    for (let at = from; at < until; at++) {
      hash = Math.imul(hash ^ edged.charCodeAt(at), 0x01000193)
      if (at - from >= 2) emit(Math.imul(hash ^ 0x1f, 0x01000193), strength, word, word)
    }
  }
}
