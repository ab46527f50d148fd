/**
 * What was worked out for words, kept for those that come again: the newest `most` and, of those before, the ones that
 * were asked for since. Never holds more than twice `most`.
 */
export class WordMemory<T> {
  readonly #most: number
  #newer = new Map<string, T>()
  #older = new Map<string, T>()

  constructor(most: number) {
    this.#most = most
  }

  /** The value of a word, made on first use. */
  of(word: string, make: (word: string) => T): T {
    const known = this.#newer.get(word)
    if (known !== undefined) return known
    const value = this.#older.get(word) ?? make(word)
    if (this.#newer.size >= this.#most) {
      this.#older = this.#newer
      this.#newer = new Map()
    }
    this.#newer.set(word, value)
    return value
  }
}
