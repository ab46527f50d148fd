/** How a post and one known claim lie beside each other, in numbers; what the weights in claim-weights.ts were learnt over. */
import type { ClaimWord } from './claim-words.ts'

export const claimFeatureNames = [
  'first score, as a share of the best candidate',
  'first score, by the weight of the post',
  'share of the post, by weight',
  'share of the claim, by weight',
  'share of the title, by weight',
  'pairs of neighbours in common',
  'longest run of words in common',
  'numbers in common',
  'numbers of the claim that the post lacks',
  'weight of what the claim says and the post does not',
] as const

/** The words of a claim, in order, for comparing. */
export interface ClaimText {
  text: readonly ClaimWord[]
  title: readonly ClaimWord[]
}

/** What is the same for every candidate of one post. */
export interface PostWords {
  words: readonly ClaimWord[]
  keys: ReadonlySet<string>
  pairs: ReadonlySet<string>
  /** Sum of the weights of the distinct words. */
  total: number
}

type Weigh = (word: string) => number

export function postWords(words: readonly ClaimWord[], weigh: Weigh): PostWords {
  const keys = new Set(words.map(({ key }) => key))
  let total = 0
  for (const key of keys) total += weigh(key)
  return { words, keys, pairs: new Set(pairsOf(words)), total: Math.max(total, 1) }
}

/** In the order of `claimFeatureNames`, each about 0 to 1. */
export function claimFeatures(
  post: PostWords,
  claim: ClaimText,
  weigh: Weigh,
  first: { score: number; best: number },
): number[] {
  const all = new Set([...claim.text, ...claim.title].map(({ key }) => key))
  let both = 0
  for (const key of all) if (post.keys.has(key)) both += weigh(key)
  const text = share(claim.text, post.keys, weigh)
  const pairs = pairsOf(claim.text)
  const numbers = new Set(claim.text.filter(({ number }) => number).map(({ key }) => key))
  let sharedNumbers = 0
  for (const number of numbers) if (post.keys.has(number)) sharedNumbers++
  return [
    first.score / Math.max(first.best, 1e-9),
    first.score / post.total,
    both / post.total,
    text.share,
    share(claim.title, post.keys, weigh).share,
    pairs.filter((pair) => post.pairs.has(pair)).length / Math.max(3, pairs.length),
    Math.log1p(longestRun(claim.text, post.words)) / 3,
    Math.min(1, sharedNumbers / 2),
    numbers.size === 0 ? 0 : 1 - sharedNumbers / numbers.size,
    Math.log1p(text.missing) / 5,
  ]
}

function share(words: readonly ClaimWord[], keys: ReadonlySet<string>, weigh: Weigh) {
  let all = 0
  let inside = 0
  for (const key of new Set(words.map((word) => word.key))) {
    const weight = weigh(key)
    all += weight
    if (keys.has(key)) inside += weight
  }
  return { share: all === 0 ? 0 : inside / all, missing: all - inside }
}

const pairsOf = (words: readonly ClaimWord[]): string[] =>
  words.slice(1).map(({ key }, i) => `${words[i]!.key} ${key}`)

/** Words in the longest stretch that both texts have. */
function longestRun(a: readonly ClaimWord[], b: readonly ClaimWord[]): number {
  let longest = 0
  let before = new Uint16Array(b.length + 1)
  let now = new Uint16Array(b.length + 1)
  for (const { key } of a) {
    for (let j = 0; j < b.length; j++) {
      now[j + 1] = b[j]!.key === key ? before[j]! + 1 : 0
      if (now[j + 1]! > longest) longest = now[j + 1]!
    }
    const spare = before
    before = now
    now = spare
  }
  return longest
}
