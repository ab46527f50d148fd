import { type Token, tokenise } from '../text/tokenise.ts'
import { leastDistance, starts, width } from './matches.ts'
import type { Phrase, Query } from './tree.ts'

/** UTF-16 offsets into a text. */
export interface Span {
  start: number
  end: number
}

/** Places looked at for one text. Marks are a courtesy: past this the rest stays unmarked rather than the page waiting. */
const MOST_LOOKS = 50_000

/**
 * The parts of a text that a search asks for, in order and without overlaps; nothing of what it leaves out. Filters have
 * no words and mark nothing.
 */
export function highlights(tree: Query, text: string): Span[] {
  const words = new Map<string, number[]>()
  const at = new Map<number, Token[]>()
  for (const token of tokenise(text)) {
    push(words, token.word, token.position)
    push(at, token.position, token)
  }
  const marked = new Set<Token>()
  const looks: Looks = { left: MOST_LOOKS, phrases: new Set() }
  mark(tree, false, words, looks, (items, start) => {
    looks.left -= items.length
    for (const item of items)
      for (const token of at.get(start + item.offset) ?? [])
        if (item.prefix ? token.word.startsWith(item.word) : token.word === item.word) marked.add(token)
  })
  return merge([...marked].map(({ start, end }) => ({ start, end })))
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

interface Looks {
  left: number
  /** Phrases that have been marked: one that is written two hundred times is looked for once. */
  phrases: Set<string>
}
type Found = (items: Phrase, at: number) => void

function mark(tree: Query, negated: boolean, words: Map<string, number[]>, looks: Looks, found: Found): void {
  if (looks.left <= 0) return
  if (tree.kind === 'and' || tree.kind === 'or')
    for (const part of tree.parts) mark(part, negated, words, looks, found)
  else if (tree.kind === 'not') mark(tree.part, !negated, words, looks, found)
  else if (negated) return
  else if (tree.kind === 'words') {
    const phrase = JSON.stringify(tree.items)
    if (looks.phrases.has(phrase)) return
    looks.phrases.add(phrase)
    // Emoji in a row share one position: it is looked at once
    for (const at of new Set(starts(tree.items, words))) found(tree.items, at)
  } else if (tree.kind === 'near') markNear(tree, words, looks, found)
}

/** Looks around each occurrence of the left side for where the right side begins or ends. */
function markNear(
  tree: Query & { kind: 'near' },
  words: Map<string, number[]>,
  looks: Looks,
  found: Found,
): void {
  const begins = new Map<number, Phrase[]>()
  const ends = new Map<number, Phrase[]>()
  for (const items of once(tree.right))
    for (const at of new Set(starts(items, words))) {
      push(begins, at, items)
      push(ends, at + width(items), items)
    }
  const least = leastDistance(tree.left, tree.right)
  for (const items of once(tree.left))
    for (const at of new Set(starts(items, words)))
      for (let d = least; d <= tree.distance && looks.left > 0; d++) {
        looks.left--
        const [after, before] = [at + width(items) + d, at - d]
        const right = [
          ...(begins.get(after) ?? []).map((other) => [other, after] as const),
          ...(ends.get(before) ?? []).map((other) => [other, before - width(other)] as const),
        ]
        if (right.length > 0) found(items, at)
        for (const [other, start] of right) found(other, start)
      }
}

/** Each phrase once, however often it was written. */
function once(phrases: Phrase[]): Phrase[] {
  return [...new Map(phrases.map((phrase) => [JSON.stringify(phrase), phrase])).values()]
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
