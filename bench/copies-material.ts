import { readdirSync } from 'node:fs'
import path from 'node:path'
import { tokenise } from '../engines/text/index.ts'
import { readCrises, readSemEval, readTweetEval } from '../tools/train/corpora.ts'
import { random } from '../tools/train/linear.ts'

export type Words = readonly { word: string }[]

/**
 * Posts of the sets, shuffled with a fixed seed, in words. Where the sets have fewer than `count`, the rest is put
 * together from halves of two of them: as long and as common in their words, and nobody's copy.
 */
export function readStream(data: string, count: number): { posts: Words[]; real: number } {
  const texts = [...new Set(allTexts(data))]
  const next = random(20_261_125)
  for (let i = texts.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1))
    ;[texts[i], texts[j]] = [texts[j]!, texts[i]!]
  }
  const posts: Words[] = texts.slice(0, count).map(tokenise)
  const real = posts.length
  while (posts.length < count) {
    const [one, two] = [posts[Math.floor(next() * real)]!, posts[Math.floor(next() * real)]!]
    posts.push([...one.slice(0, one.length >> 1), ...two.slice(two.length >> 1)])
  }
  return { posts, real }
}

function* allTexts(data: string): Generator<string> {
  for (const { text } of readCrises(path.join(data, 'crisislex-t26'))) yield text
  const semeval = path.join(data, 'semeval2017-task4a')
  for (const file of readdirSync(semeval).toSorted())
    if (file.endsWith('.tsv')) for (const { text } of readSemEval(path.join(semeval, file))) yield text
  for (const part of ['train', 'val', 'test'])
    for (const { text } of readTweetEval(path.join(data, 'tweeteval/sentiment'), part)) yield text
}

/** The distinct words of a post as small numbers, the same for every post that goes through one of these. */
export function numbering(): (words: Words) => Int32Array {
  const numbers = new Map<string, number>()
  return (words) => {
    const set = new Set<number>()
    for (const { word } of words) {
      let number = numbers.get(word)
      if (number === undefined) {
        number = numbers.size
        numbers.set(word, number)
      }
      set.add(number)
    }
    return Int32Array.from(set).sort()
  }
}

/** Brute force, helped by lists of who has a word: every earlier text with the share in common, for sets given in turn. */
export class EveryPair {
  readonly #having = new Map<number, number[]>()
  readonly #sets: Int32Array[] = []

  /** Positions of earlier sets whose Jaccard share with this one is at least `share`. */
  near(set: Int32Array, share: number): number[] {
    const common = new Uint16Array(this.#sets.length)
    for (const word of set) for (const other of this.#having.get(word) ?? []) common[other]!++
    const near: number[] = []
    for (let other = 0; other < common.length; other++) {
      const both = common[other]!
      if (both > 0 && both / (set.length + this.#sets[other]!.length - both) >= share - 1e-12)
        near.push(other)
    }
    return near
  }

  enter(set: Int32Array): number {
    const at = this.#sets.push(set) - 1
    for (const word of set) {
      const list = this.#having.get(word)
      if (list) list.push(at)
      else this.#having.set(word, [at])
    }
    return at
  }
}
