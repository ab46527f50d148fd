/** Start of every feature hash (FNV-1a's offset); mixed with a small number for each kind of feature. */
export const seed = 0x811c9dc5

/**
 * Mixes a word into a hash and closes it, so that "ab" + "c" is not "a" + "bc". Hashes are signed: those above 2^31 would
 * each be an object of its own.
 */
export function mix(hash: number, word: string): number {
  let h = hash
  for (let i = 0; i < word.length; i++) h = Math.imul(h ^ word.charCodeAt(i), 0x01000193)
  return Math.imul(h ^ 0x1f, 0x01000193)
}

/** Takes a feature of a text: its hash, its strength, and the first and last word it was made of. */
export type Emit = (hash: number, value: number, first: number, last: number) => void
