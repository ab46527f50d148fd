import { leastDistance } from './matches.ts'
import { FACT, LABEL, type Terms } from './terms.ts'
import type { Field, Phrase, Query } from './tree.ts'

/*
 * A search as a run of small integers. Every instruction begins with its code and its length in numbers.
 *   TERM  2 t              the term was seen            (so do LABEL, after the labels have been asked)
 *   ANY, ALL, NONE n t…    some, all, none of the terms were seen
 *   AND, OR  n i…          instructions
 *   NOT   n i              an instruction
 *   PHRASE n h (t offset)…   terms at these distances; h is a hash of what follows it, the same for equal phrases
 *   NEAR  n h least most lefts, then phrases as in PHRASE: the first `lefts` of them are one side
 *   URL, WITHIN 3 s t      special number s; t is a term that must have been seen for it to hold
 */
export const TERM = 1
export const LABELLED = 2
export const ANY = 3
export const ALL = 4
export const NONE = 5
export const AND = 6
export const OR = 7
export const NOT = 8
export const PHRASE = 9
export const NEAR = 10
export const URL = 11
export const WITHIN = 12

/** What cannot be looked up as a term. */
export type Special = { url: string } | { km: number; lat: number; lon: number }

/** Where a compiler puts what it makes. */
export interface Sink {
  terms: Terms
  /** How rare a term is: expected posts with it, per post. */
  frequency(term: number): number
  keep(special: Special): number
}

/** A tree as a program; every term in it counts one use for each time it stands there. */
export function compile(tree: Query, sink: Sink): number[] {
  return order(build(tree, sink), sink)
}

type Node = { op: number; terms: number[]; parts: Node[]; numbers: number[] }

const node = (op: number, terms: number[] = [], parts: Node[] = [], numbers: number[] = []): Node => ({
  op,
  terms,
  parts,
  numbers,
})

function build(tree: Query, sink: Sink): Node {
  switch (tree.kind) {
    case 'and':
    case 'or':
      return gather(
        tree.kind === 'and' ? AND : OR,
        tree.parts.map((part) => build(part, sink)),
      )
    case 'not': {
      const part = build(tree.part, sink)
      if (part.op === TERM || part.op === ANY) return node(NONE, part.terms)
      return part.op === NONE ? node(ANY, part.terms) : node(NOT, [], [part])
    }
    case 'words':
      return phraseNode(tree.items, sink)
    case 'near':
      return node(
        NEAR,
        [],
        [...tree.left, ...tree.right].map((items) => positioned(items, sink)),
        [leastDistance(tree.left, tree.right), tree.distance, tree.left.length],
      )
    case 'filter':
      return filterNode(tree.field, tree.value, sink)
    case 'place':
      return node(LABELLED, [sink.terms.name(LABEL, 'place', tree.name)])
    case 'within':
      return node(
        WITHIN,
        [sink.terms.name(LABEL, 'placed', '')],
        [],
        [sink.keep({ km: tree.km, lat: tree.lat, lon: tree.lon })],
      )
  }
}

function phraseNode(items: Phrase, sink: Sink): Node {
  if (items.length > 1) return positioned(items, sink)
  return node(TERM, [sink.terms.word(items[0]!.word, items[0]!.prefix)])
}

function positioned(items: Phrase, sink: Sink): Node {
  const terms = items.map((item) => sink.terms.word(item.word, item.prefix))
  for (const term of terms) sink.terms.placed(term, 1)
  return node(
    PHRASE,
    terms,
    [],
    items.map((item) => item.offset),
  )
}

function filterNode(field: Field, value: string, sink: Sink): Node {
  if (field === 'has' && value === 'question') return node(TERM, [sink.terms.word('?', false)])
  if (field === 'url')
    return node(URL, [sink.terms.name(FACT, 'has', 'link')], [], [sink.keep({ url: value })])
  const labelled = field === 'lang' || field === 'source' || field === 'tone'
  return node(labelled ? LABELLED : TERM, [sink.terms.name(labelled ? LABEL : FACT, field, value)])
}

/** Plain terms under one AND or OR become one instruction. */
function gather(op: typeof AND | typeof OR, parts: Node[]): Node {
  const plain: number[] = []
  const none: number[] = []
  const others: Node[] = []
  for (const part of parts) {
    if (part.op === TERM || part.op === (op === AND ? ALL : ANY)) plain.push(...part.terms)
    else if (part.op === NONE && (op === AND || part.terms.length === 1)) none.push(...part.terms)
    else others.push(part)
  }
  const all: Node[] = []
  if (plain.length === 1) all.push(node(TERM, plain))
  else if (plain.length > 1) all.push(node(op === AND ? ALL : ANY, plain))
  if (none.length > 0 && op === AND) all.push(node(NONE, none))
  else for (const term of none) all.push(node(NONE, [term]))
  all.push(...others)
  return all.length === 1 ? all[0]! : node(op, [], all)
}

/** What is cheap and likely to decide comes first; what asks for labels comes last. */
const COST: Record<number, number> = {
  [TERM]: 0, [ALL]: 1, [ANY]: 2, [NONE]: 3, [PHRASE]: 4, [OR]: 5, [AND]: 5, [NOT]: 5, [NEAR]: 6, [URL]: 7, [LABELLED]: 8, [WITHIN]: 9,
} // biome-ignore format: a table

function cost(made: Node): number {
  let most = COST[made.op]!
  for (const part of made.parts) if (made.op !== NEAR) most = Math.max(most, cost(part))
  return most
}

function order(made: Node, sink: Sink): number[] {
  const rare = (a: number, b: number) => sink.frequency(a) - sink.frequency(b)
  switch (made.op) {
    case TERM:
    case LABELLED:
      return [made.op, 3, made.terms[0]!]
    case ALL:
      return [ALL, made.terms.length + 2, ...made.terms.sort(rare)]
    case ANY:
    case NONE:
      return [made.op, made.terms.length + 2, ...made.terms.sort((a, b) => rare(b, a))]
    case PHRASE:
      return wrap(PHRASE, hashed(made.terms.flatMap((term, i) => [term, made.numbers[i]!])))
    case URL:
    case WITHIN:
      return [made.op, 4, made.numbers[0]!, made.terms[0]!]
    case NEAR:
      return wrap(NEAR, hashed([...made.numbers, ...made.parts.flatMap((part) => order(part, sink))]))
    default:
      return wrap(
        made.op,
        made.parts.sort((a, b) => cost(a) - cost(b)).flatMap((part) => order(part, sink)),
      )
  }
}

/** Numbers behind their hash. */
function hashed(numbers: number[]): number[] {
  let h = numbers.length
  for (const number of numbers) h = Math.imul(h ^ number, 0x01000193)
  return [h ^ (h >>> 15), ...numbers]
}

function wrap(op: number, inside: number[]): number[] {
  return [op, inside.length + 2, ...inside]
}

/** Calls `use` with every term of a program, and whether its positions are needed; `special` with every special number. */
export function eachTerm(
  code: Int32Array,
  at: number,
  use: (term: number, positioned: boolean) => void,
  special: (number: number) => void,
): void {
  const op = code[at]!
  const end = at + code[at + 1]!
  if (op === TERM || op === LABELLED || op === ANY || op === ALL || op === NONE)
    for (let i = at + 2; i < end; i++) use(code[i]!, false)
  else if (op === PHRASE) for (let i = at + 3; i < end; i += 2) use(code[i]!, true)
  else if (op === URL || op === WITHIN) {
    special(code[at + 2]!)
    use(code[at + 3]!, false)
  } else for (let i = at + (op === NEAR ? 6 : 2); i < end; i += code[i + 1]!) eachTerm(code, i, use, special)
}
