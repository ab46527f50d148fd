import { type Token, tokenise } from '../text/tokenise.ts'
import { leastDistance, starts, width } from './matches.ts'
import type { Phrase, Query } from './tree.ts'

/** UTF-16 offsets into a text. */
export interface Span {
  start: number
  end: number
}

/**
 * The parts of a text that a search asks for, in order and without overlaps; nothing of what it leaves out. Filters have
 * no words and mark nothing.
 */
export function highlights(tree: Query, text: string): Span[] {
  const tokens = tokenise(text)
  const words = new Map<string, number[]>()
  for (const token of tokens) {
    const positions = words.get(token.word)
    if (positions) positions.push(token.position)
    else words.set(token.word, [token.position])
  }
  const marked = new Set<Token>()
  mark(tree, false, words, (items, at) => {
    for (const item of items)
      for (const token of tokens)
        if (
          token.position === at + item.offset &&
          (item.prefix ? token.word.startsWith(item.word) : token.word === item.word)
        )
          marked.add(token)
  })
  return merge([...marked].map(({ start, end }) => ({ start, end })))
}

type Found = (items: Phrase, at: number) => void

function mark(tree: Query, negated: boolean, words: Map<string, number[]>, found: Found): void {
  if (tree.kind === 'and' || tree.kind === 'or')
    for (const part of tree.parts) mark(part, negated, words, found)
  else if (tree.kind === 'not') mark(tree.part, !negated, words, found)
  else if (negated) return
  else if (tree.kind === 'words') for (const at of starts(tree.items, words)) found(tree.items, at)
  else if (tree.kind === 'near') markNear(tree, words, found)
}

function markNear(tree: Query & { kind: 'near' }, words: Map<string, number[]>, found: Found): void {
  const least = leastDistance(tree.left, tree.right)
  const inReach = (gap: number) => gap >= least && gap <= tree.distance
  for (const one of tree.left)
    for (const other of tree.right)
      for (const a of starts(one, words))
        for (const b of starts(other, words))
          if (inReach(b - a - width(one)) || inReach(a - b - width(other))) {
            found(one, a)
            found(other, b)
          }
}

function merge(spans: Span[]): Span[] {
  spans.sort((a, b) => a.start - b.start || b.end - a.end)
  const out: Span[] = []
  for (const span of spans) {
    const before = out[out.length - 1]
    if (before && span.start < before.end) before.end = Math.max(before.end, span.end)
    else out.push(span)
  }
  return out
}
