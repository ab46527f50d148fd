import { ALL, AND, ANY, LABELLED, NONE, NOT, OR, PHRASE, TERM, URL, WITHIN } from './program.ts'

/** Where a search is looked for: with `anchor` seen, and `guard` too unless it is 0, the search may match. */
export interface Anchor {
  anchor: number
  /** Another term that must be there; `MARKED` when it is some mark of the search; 0 when there is none. */
  guard: number
  /** Nothing else is asked: with both seen, the search matches. */
  sure: boolean
}

/** In the place of a guard: one of the marks of the search must have been seen. */
export const MARKED = -1

/** Where a search is entered. */
export interface Entries {
  anchors: Anchor[]
  /** Terms without one of which the search cannot hold either: what a second long part of it asks for. */
  marks: number[]
}

/** How likely a term is to be in a post. */
export type Likelihood = (term: number) => number

/** A way in which a search can be met: terms that must all be there. */
type Way = number[]

/** Ways that a short search is multiplied out to; a longer one is entered by its cheapest part. */
const MAX_WAYS = 64
/** Running a long search costs about as much as noting this many marks. */
const MARKS_A_RUN = 30

/** What is found on the way down a program. */
interface Plan {
  likely: Likelihood
  mayGuard(term: number): boolean
  /** Some part was left out of the ways because they would have become too many. */
  partial: boolean
}

/**
 * The fewest, rarest terms without one of which a program cannot hold: for every way to meet it the rarest term, with the
 * second rarest as guard. A search of several long parts is entered by its cheapest part; the next cheapest gives marks,
 * one of which stands guard. `mayGuard` says which terms are known before any label is asked for.
 */
export function entriesOf(
  code: Int32Array,
  at: number,
  likely: Likelihood,
  mayGuard: (term: number) => boolean,
): Entries {
  const plan: Plan = { likely, mayGuard, partial: false }
  const sets = partsOf(code, at, plan)
  const ways = bothOf(sets, plan)
  const marks = plan.partial ? marksOf(sets, plan) : []
  const marked = marks.length > 0 ? sum(marks, likely) : 1
  const decided = !plan.partial && isPlain(code, at)
  const byAnchor = new Map<number, Map<number, boolean>>()
  for (const way of ways) {
    let [anchor, guard] = rarestTwo(way, plan)
    if (marks.length > 0 && (guard === 0 || likely(guard) > marked)) guard = MARKED
    const guards = byAnchor.get(anchor) ?? new Map<number, boolean>()
    const sure = decided && way.length === (guard === 0 ? 1 : 2)
    guards.set(guard, sure || guards.get(guard) === true)
    byAnchor.set(anchor, guards)
  }
  const anchors: Anchor[] = []
  for (const [anchor, guards] of byAnchor) {
    const alone = guards.get(0)
    if (alone !== undefined) anchors.push({ anchor, guard: 0, sure: alone })
    else for (const [guard, sure] of guards) anchors.push({ anchor, guard, sure })
  }
  return { anchors, marks: anchors.some(({ guard }) => guard === MARKED) ? marks : [] }
}

/** The sets of ways of each part that must hold for the whole to hold. */
function partsOf(code: Int32Array, at: number, plan: Plan): Way[][] {
  const end = at + code[at + 1]!
  const sets: Way[][] = []
  if (code[at] !== AND) {
    const ways = waysOf(code, at, false, plan)
    if (ways !== null) sets.push(ways)
  } else
    for (let i = at + 2; i < end; i += code[i + 1]!) {
      const ways = waysOf(code, i, false, plan)
      if (ways !== null) sets.push(ways)
    }
  if (sets.length === 0) throw new Error('a search without anything to look for')
  return sets
}

/** The rarest term of each way to meet the second cheapest part; none where they would cost more than they save. */
function marksOf(sets: Way[][], plan: Plan): number[] {
  const [first, second] = cheapestFirst(sets, plan)
  if (second === undefined) return []
  const marks = new Set<number>()
  for (const way of second) {
    const known = way.filter(plan.mayGuard)
    if (known.length === 0) return []
    marks.add(rarestTwo(known, plan)[0])
  }
  const cost = sum([...marks], plan.likely)
  return cost < 0.5 && cost < MARKS_A_RUN * expected(first!, plan) ? [...marks] : []
}

const sum = (terms: number[], likely: Likelihood) => terms.reduce((all, term) => all + likely(term), 0)

/** Whether a program asks for nothing but words and facts that must be there. */
function isPlain(code: Int32Array, at: number): boolean {
  const op = code[at]!
  if (op === TERM || op === ANY || op === ALL) return true
  if (op !== AND && op !== OR) return false
  for (let i = at + 2; i < at + code[at + 1]!; i += code[i + 1]!) if (!isPlain(code, i)) return false
  return true
}

function rarestTwo(way: Way, { likely, mayGuard }: Plan): [number, number] {
  let anchor = way[0]!
  for (const term of way) if (likely(term) < likely(anchor)) anchor = term
  let guard = 0
  for (const term of way)
    if (term !== anchor && mayGuard(term) && (guard === 0 || likely(term) < likely(guard))) guard = term
  return [anchor, guard]
}

/** Null: can hold with nothing seen. */
function waysOf(code: Int32Array, at: number, negated: boolean, plan: Plan): Way[] | null {
  const op = code[at]!
  const end = at + code[at + 1]!
  if (op === NOT) return waysOf(code, at + 2, !negated, plan)
  if (op === AND || op === OR) return combine(code, at + 2, end, (op === AND) !== negated, negated, plan)
  if (op === NONE ? !negated : negated) return null
  if (op === TERM || op === LABELLED) return [[code[at + 2]!]]
  if (op === URL || op === WITHIN) return [[code[at + 3]!]]
  const terms: number[] = []
  if (op === ANY || op === ALL || op === NONE) for (let i = at + 2; i < end; i++) terms.push(code[i]!)
  if (op === ANY || op === NONE) return terms.map((term) => [term])
  if (op === ALL) return [terms]
  return op === PHRASE ? [phraseTerms(code, at)] : nearWays(code, at, plan)
}

function phraseTerms(code: Int32Array, at: number): number[] {
  const terms: number[] = []
  for (let i = at + 3; i < at + code[at + 1]!; i += 2) if (!terms.includes(code[i]!)) terms.push(code[i]!)
  return terms
}

function nearWays(code: Int32Array, at: number, plan: Plan): Way[] {
  const phrases: Way[] = []
  for (let i = at + 6; i < at + code[at + 1]!; i += code[i + 1]!) phrases.push(phraseTerms(code, i))
  const lefts = code[at + 5]!
  return bothOf([phrases.slice(0, lefts), phrases.slice(lefts)], plan)
}

function combine(
  code: Int32Array,
  from: number,
  end: number,
  all: boolean,
  negated: boolean,
  plan: Plan,
): Way[] | null {
  const sets: Way[][] = []
  for (let i = from; i < end; i += code[i + 1]!) {
    const ways = waysOf(code, i, negated, plan)
    if (ways !== null) sets.push(ways)
    else if (!all) return null
  }
  if (sets.length === 0) return null
  return all ? bothOf(sets, plan) : sets.flat()
}

/** How many of these ways a post is expected to have begun. */
function expected(ways: Way[], plan: Plan): number {
  return ways.reduce((all, way) => all + Math.min(...way.map(plan.likely)), 0)
}

function cheapestFirst(sets: Way[][], plan: Plan): Way[][] {
  if (sets.length < 2) return sets
  const cost = new Map(sets.map((ways) => [ways, expected(ways, plan)]))
  return [...sets].sort((a, b) => cost.get(a)! - cost.get(b)!)
}

/** Ways to meet every one of several sets of ways. */
function bothOf(sets: Way[][], plan: Plan): Way[] {
  const sorted = cheapestFirst(sets, plan)
  let ways = sorted[0]!
  for (let s = 1; s < sorted.length; s++) {
    const more = sorted[s]!
    if (ways.length * more.length > MAX_WAYS) {
      plan.partial = true
      continue
    }
    ways = ways.flatMap((one) =>
      more.map((other) => [...one, ...other.filter((term) => !one.includes(term))]),
    )
  }
  return ways
}
