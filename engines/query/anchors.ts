import { ALL, AND, ANY, LABELLED, NONE, NOT, OR, PHRASE, TERM, URL, WITHIN } from './program.ts'

/** Where a search is looked for: with `anchor` seen, and `guard` too unless it is 0, the search may match. */
export interface Anchor {
  anchor: number
  guard: number
}

/** How likely a term is to be in a post. */
export type Likelihood = (term: number) => number

/** A way in which a search can be met: terms that must all be there. */
type Way = number[]

/** Ways that a short search is multiplied out to; a longer one is entered by its cheapest part. */
const MAX_WAYS = 64

/**
 * The fewest, rarest terms without one of which a program cannot hold: for every way to meet it the rarest term, with the
 * second rarest as guard. `mayGuard` says which terms are known before any label is asked for.
 */
export function anchorsOf(
  code: Int32Array,
  at: number,
  likely: Likelihood,
  mayGuard: (term: number) => boolean,
): Anchor[] {
  const ways = waysOf(code, at, false, likely)
  if (ways === null) throw new Error('a search without anything to look for')
  const byAnchor = new Map<number, Set<number>>()
  for (const way of ways) {
    const [anchor, guard] = rarestTwo(way, likely, mayGuard)
    const guards = byAnchor.get(anchor)
    if (guards) guards.add(guard)
    else byAnchor.set(anchor, new Set([guard]))
  }
  const anchors: Anchor[] = []
  for (const [anchor, guards] of byAnchor) {
    if (guards.has(0)) anchors.push({ anchor, guard: 0 })
    else for (const guard of guards) anchors.push({ anchor, guard })
  }
  return anchors
}

function rarestTwo(way: Way, likely: Likelihood, mayGuard: (term: number) => boolean): [number, number] {
  let anchor = way[0]!
  for (const term of way) if (likely(term) < likely(anchor)) anchor = term
  let guard = 0
  for (const term of way)
    if (term !== anchor && mayGuard(term) && (guard === 0 || likely(term) < likely(guard))) guard = term
  return [anchor, guard]
}

/** Null: can hold with nothing seen. */
function waysOf(code: Int32Array, at: number, negated: boolean, likely: Likelihood): Way[] | null {
  const op = code[at]!
  const end = at + code[at + 1]!
  if (op === NOT) return waysOf(code, at + 2, !negated, likely)
  if (op === AND || op === OR) return combine(code, at + 2, end, (op === AND) !== negated, negated, likely)
  if (op === NONE ? !negated : negated) return null
  if (op === TERM || op === LABELLED) return [[code[at + 2]!]]
  if (op === URL || op === WITHIN) return [[code[at + 3]!]]
  const terms: number[] = []
  if (op === ANY || op === ALL || op === NONE) for (let i = at + 2; i < end; i++) terms.push(code[i]!)
  if (op === ANY || op === NONE) return terms.map((term) => [term])
  if (op === ALL) return [terms]
  return op === PHRASE ? [phraseTerms(code, at)] : nearWays(code, at, likely)
}

function phraseTerms(code: Int32Array, at: number): number[] {
  const terms: number[] = []
  for (let i = at + 2; i < at + code[at + 1]!; i += 2) if (!terms.includes(code[i]!)) terms.push(code[i]!)
  return terms
}

function nearWays(code: Int32Array, at: number, likely: Likelihood): Way[] {
  const phrases: Way[] = []
  for (let i = at + 5; i < at + code[at + 1]!; i += code[i + 1]!) phrases.push(phraseTerms(code, i))
  const lefts = code[at + 4]!
  return bothOf([phrases.slice(0, lefts), phrases.slice(lefts)], likely)
}

function combine(
  code: Int32Array,
  from: number,
  end: number,
  all: boolean,
  negated: boolean,
  likely: Likelihood,
): Way[] | null {
  const sets: Way[][] = []
  for (let i = from; i < end; i += code[i + 1]!) {
    const ways = waysOf(code, i, negated, likely)
    if (ways !== null) sets.push(ways)
    else if (!all) return null
  }
  if (sets.length === 0) return null
  return all ? bothOf(sets, likely) : sets.flat()
}

/** Ways to meet every one of several sets of ways. */
function bothOf(sets: Way[][], likely: Likelihood): Way[] {
  const expected = (ways: Way[]) => ways.reduce((sum, way) => sum + Math.min(...way.map(likely)), 0)
  const sorted = sets.length > 1 ? [...sets].sort((a, b) => expected(a) - expected(b)) : sets
  let ways = sorted[0]!
  for (let s = 1; s < sorted.length; s++) {
    const more = sorted[s]!
    if (ways.length * more.length > MAX_WAYS) continue
    ways = ways.flatMap((one) =>
      more.map((other) => [...one, ...other.filter((term) => !one.includes(term))]),
    )
  }
  return ways
}
