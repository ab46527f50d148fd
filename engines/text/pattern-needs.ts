import { FOREIGN, type Part, partsOf } from './pattern-parts.ts'

/** Stands in strings where a word begins or ends. */
export const EDGE = '\u0001'

/**
 * What a part of a pattern asks of a text: the very strings that it can match where they are few (`exact`), else sets of
 * strings of each of which the text must hold one.
 */
interface Needs {
  exact: string[] | null
  sets: string[][]
}

/** Strings that one part may stand for; past that they are no longer joined to what follows. */
const MOST_STRINGS = 240
/** Sets that are asked for a pattern: the rarest say most. */
const MOST_SETS = 3

/**
 * Sets of strings, folded as `foldSign` folds and with `EDGE` where words begin and end, such that a text that a pattern
 * matches holds one of each set. None when nothing can be said.
 */
export function needsOf(pattern: RegExp): string[][] {
  const { exact, sets } = needs(partsOf(pattern.source))
  return usable(exact ? [exact, ...sets] : sets).slice(0, MOST_SETS)
}

function needs(part: Part): Needs {
  switch (part.is) {
    case 'any':
      return { exact: null, sets: [] }
    case 'nothing':
      return { exact: [''], sets: [] }
    case 'edge':
      return { exact: [EDGE], sets: [] }
    case 'sign':
      return { exact: part.signs, sets: [] }
    case 'times':
      return repeated(part)
    case 'either':
      return oneOf(part.parts.map(needs))
    case 'all':
      return together(edgesInside(part.parts))
  }
}

/** Of what stands once or more often `edgesInside` has made parts of their own. */
function repeated({ part, least, most }: Part & { is: 'times' }): Needs {
  const one = needs(part)
  if (least === 0) return { exact: most === 1 && one.exact ? ['', ...one.exact] : null, sets: [] }
  return { exact: null, sets: one.exact ? [one.exact, ...one.sets] : one.sets }
}

function oneOf(branches: Needs[]): Needs {
  const count = branches.reduce((sum, { exact }) => sum + (exact?.length ?? MOST_STRINGS + 1), 0)
  if (count <= MOST_STRINGS) return { exact: branches.flatMap(({ exact }) => exact!), sets: [] }
  const best = branches.map(({ exact, sets }) => usable(exact ? [exact, ...sets] : sets)[0])
  return { exact: null, sets: best.every((set) => set !== undefined) ? [best.flat() as string[]] : [] }
}

function together(parts: Part[]): Needs {
  const sets: string[][] = []
  let run = ['']
  let whole = true
  for (const part of parts) {
    const { exact, sets: more } = needs(part)
    sets.push(...more)
    if (exact && run.length * exact.length <= MOST_STRINGS) {
      run = run.flatMap((head) => exact.map((tail) => head + tail))
      continue
    }
    whole = false
    sets.push(run)
    run = exact ?? ['']
  }
  return whole ? { exact: run, sets } : { exact: null, sets: [...sets, run] }
}

/** `\b(?:a|b)\b` as `(?:\ba\b|\bb\b)`, since where a word ends tells more than half of its letters; `a+` as `a`. */
function edgesInside(parts: Part[]): Part[] {
  const out: Part[] = []
  for (let i = 0; i < parts.length; i++) {
    let part = parts[i]!
    if (part.is === 'times' && part.least > 0) {
      // What comes at least so often comes first, and then, where it may come more often, anything.
      for (let time = 0; time < Math.min(part.least, 4); time++) out.push(part.part)
      if (part.most > 4 || part.most > part.least) out.push({ is: 'any' })
      continue
    }
    if (part.is === 'either') {
      const before = out.at(-1)?.is === 'edge' ? [out.pop()!] : []
      const after = parts[i + 1]?.is === 'edge' ? [parts[++i]!] : []
      if (before.length + after.length > 0)
        part = {
          is: 'either',
          parts: part.parts.map((one) => ({ is: 'all', parts: [...before, ...flat(one), ...after] })),
        }
    }
    out.push(part)
  }
  return out
}

const flat = (part: Part): Part[] => (part.is === 'all' ? part.parts : [part])

/** Sets that say something, the rarest first. */
function usable(sets: string[][]): string[][] {
  return sets
    .map((set) => [...new Set(set.map(edged).filter((one) => one !== null))])
    .filter((set) => set.length > 0 && set.every((one) => commonness(one) < 1))
    .map((set) => ({ set, common: set.reduce((sum, one) => sum + commonness(one), 0) }))
    .sort((a, b) => a.common - b.common)
    .map(({ set }) => set)
}

/** About how often a string is found: a guess by its length alone, which is enough to choose among sets. */
function commonness(string: string): number {
  let signs = 0
  for (const sign of string) signs += sign === EDGE ? 0.6 : sign === ' ' ? 0.3 : sign === FOREIGN ? 2 : 1
  return 0.3 ** (signs - 0.9)
}

const isWord = (sign: string): boolean => /[a-z0-9_]/.test(sign)

/** A string with an edge between every letter and what is none, once; null when it asks for one inside a word. */
function edged(string: string): string | null {
  let out = ''
  let before = ''
  let asked = false
  for (const sign of string) {
    if (sign === EDGE) {
      asked = true
      continue
    }
    if (sign === FOREIGN && before === FOREIGN) {
      if (asked) return null
      continue
    }
    if (before === '') out += asked ? EDGE : ''
    else if (isWord(before) !== isWord(sign)) out += EDGE
    else if (asked) return null
    asked = false
    before = sign
    out += sign
  }
  return asked && before !== '' ? out + EDGE : out
}
