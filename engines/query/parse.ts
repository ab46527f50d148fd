import { tokenise } from '../text/tokenise.ts'
import { type FilterOptions, readFilter } from './filters.ts'
import { cut, type Piece } from './lex.ts'
import { waysOf } from './matches.ts'
import { problemAt, type QueryMessage } from './messages.ts'
import {
  asksForSomething,
  type Item,
  MAX_CHARACTERS,
  MAX_DEPTH,
  MAX_NEAR,
  MAX_TERMS,
  MAX_WAYS,
  type Phrase,
  type Problem,
  type Query,
} from './tree.ts'

export type ParseOptions = FilterOptions
export type ParsedQuery = { ok: true; tree: Query } | { ok: false; problems: Problem[] }

/** NUL, and halves of characters: neither the record nor SQL can hold them. */
const UNREADABLE = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/**
 * Reads a search. A search that cannot be read comes back with where (UTF-16 offset and length), what is wrong and what
 * was expected, in plain words. Limits: 2,000 characters, 200 terms, 32 levels of parentheses, NEARs that come
 * to 20,000 words when written out; a search must ask for something, not only leave things out. `options` give `within:` its centre and say which places are known.
 */
export function parseQuery(text: string, options: ParseOptions = {}): ParsedQuery {
  try {
    if (text.length > MAX_CHARACTERS)
      fail(MAX_CHARACTERS, text.length - MAX_CHARACTERS, 'query-long', MAX_CHARACTERS.toLocaleString('en-GB'))
    const unreadable = UNREADABLE.exec(text)
    if (unreadable) fail(unreadable.index, 1, 'query-character')
    const pieces = cut(text)
    if (!Array.isArray(pieces)) return { ok: false, problems: [pieces] }
    if (pieces[0]!.kind === 'end') fail(0, text.length, 'query-empty')
    const tree = new Reader(pieces, options).whole()
    if (!asksForSomething(tree)) {
      const first = pieces.find((piece) => piece.kind === 'not') ?? pieces[0]!
      fail(first.at, first.length, 'query-only-not')
    }
    return { ok: true, tree }
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, problems: [error.problem] }
    throw error
  }
}

class Unreadable extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.message)
    this.problem = problem
  }
}

function fail(at: number, length: number, code: QueryMessage, ...values: string[]): never {
  throw new Unreadable(problemAt(at, length, code, ...values))
}

class Reader {
  private readonly pieces: Piece[]
  private readonly options: ParseOptions
  private next = 0
  private terms = 0
  private ways = 0
  private depth = 0

  constructor(pieces: Piece[], options: ParseOptions) {
    this.pieces = pieces
    this.options = options
  }

  whole(): Query {
    const tree = this.alternatives()
    const piece = this.peek()
    if (piece.kind === 'close') fail(piece.at, 1, 'query-opens-nothing')
    if (piece.kind !== 'end') fail(piece.at, piece.length, 'query-not-here')
    return tree
  }

  private peek(): Piece {
    return this.pieces[this.next]!
  }

  private alternatives(): Query {
    const parts = [this.conjunction()]
    while (this.peek().kind === 'or') {
      this.next++
      parts.push(this.conjunction())
    }
    return join('or', parts)
  }

  private conjunction(): Query {
    const parts = [this.near()]
    for (;;) {
      const kind = this.peek().kind
      if (kind === 'and') this.next++
      else if (kind === 'end' || kind === 'close' || kind === 'or') break
      parts.push(this.near())
    }
    return join('and', parts)
  }

  private near(): Query {
    const start = this.peek()
    let left = this.unary()
    const parts: Query[] = []
    while (this.peek().kind === 'near') {
      const operator = this.peek()
      if (operator.kind !== 'near') break
      if (operator.distance < 1 || operator.distance > MAX_NEAR)
        fail(operator.at, operator.length, 'query-near-reach', String(MAX_NEAR))
      this.next++
      const after = this.peek()
      const right = this.unary()
      const side = (tree: Query, piece: Piece): Phrase[] =>
        phrasesOf(tree) ?? fail(piece.at, piece.length, 'query-near-what')
      const near = { left: side(left, start), right: side(right, after), distance: operator.distance }
      this.ways += waysOf(near.left, near.right, near.distance)
      if (this.ways > MAX_WAYS) fail(operator.at, operator.length, 'query-near-ways')
      parts.push({ kind: 'near', ...near })
      left = right
    }
    return parts.length === 0 ? left : join('and', parts)
  }

  private unary(): Query {
    const piece = this.peek()
    if (piece.kind === 'not') {
      this.next++
      this.deeper(piece)
      const part = this.unary()
      this.depth--
      return { kind: 'not', part }
    }
    if (piece.kind === 'open') return this.group(piece)
    if (piece.kind === 'text') return this.words(piece)
    if (piece.kind === 'field') return this.filter(piece)
    return this.missing(piece)
  }

  private deeper(piece: Piece): void {
    if (++this.depth > MAX_DEPTH) fail(piece.at, piece.length, 'query-levels', String(MAX_DEPTH))
  }

  private group(open: Piece): Query {
    this.next++
    this.deeper(open)
    if (this.peek().kind === 'close') fail(open.at, this.peek().at + 1 - open.at, 'query-brackets-empty')
    const inside = this.alternatives()
    if (this.peek().kind !== 'close') fail(open.at, 1, 'query-bracket-open')
    this.next++
    this.depth--
    return inside
  }

  private missing(piece: Piece): never {
    const before = this.pieces[this.next - 1]
    const name =
      before &&
      { or: 'OR', and: 'AND', not: before.length === 1 ? '-' : 'NOT', near: 'NEAR' }[before.kind as string]
    if (piece.kind === 'end' || piece.kind === 'close') {
      if (before && name) fail(before.at, before.length, 'query-nothing-after', name)
      if (before?.kind === 'open' && piece.kind === 'end')
        fail(before.at, before.length, 'query-bracket-open')
      fail(piece.at, piece.length, 'query-opens-nothing')
    }
    const written = piece.kind === 'near' ? 'NEAR' : piece.kind.toUpperCase()
    return fail(piece.at, piece.length, 'query-nothing-before', written)
  }

  private count(piece: Piece, items = 1): void {
    this.terms += items
    if (this.terms > MAX_TERMS) fail(piece.at, piece.length, 'query-terms', String(MAX_TERMS))
  }

  private filter(piece: Piece & { kind: 'field' }): Query {
    this.next++
    this.count(piece)
    const read = readFilter(piece, this.options)
    if ('message' in read) throw new Unreadable(read)
    return read
  }

  private words(piece: Piece & { kind: 'text' }): Query {
    this.next++
    if (/^https?:\/\//i.test(piece.text)) {
      this.count(piece)
      return { kind: 'filter', field: 'url', value: piece.text.replace(/^https?:\/\//i, '').toLowerCase() }
    }
    const items = readPhrase(piece.text, piece.textAt)
    if (items.length === 0)
      fail(piece.at, piece.length, piece.quoted ? 'query-no-word-quoted' : 'query-no-word')
    this.count(piece, items.length)
    return { kind: 'words', items }
  }
}

/**
 * The words of a phrase as the tokeniser gives them, with how far each is from the first; `*` after one makes it a
 * prefix. `textAt` is where the text stands in the search.
 */
function readPhrase(text: string, textAt: number): Phrase {
  const tokens = tokenise(text).filter((token) => token.word !== '?')
  const items: Item[] = []
  const stars = new Set<number>()
  let first = 0
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    // A tag or handle stands for itself: what the tokeniser found inside it is not asked for.
    const outer = tokens
      .slice(0, i)
      .some((other) => /^[#@]/.test(other.word) && token.end <= other.end && token.start >= other.start)
    if (outer) continue
    if (items.length === 0) first = token.position
    const prefix = text[token.end] === '*'
    if (prefix) {
      stars.add(token.end)
      if (token.word.length < 2 || (token.word.length < 3 && /^[#@]/.test(token.word)))
        fail(textAt + token.start, token.end + 1 - token.start, 'query-star-short')
    }
    items.push({ word: token.word, prefix, offset: token.position - first })
  }
  const star = [...text].length === 0 ? -1 : strayStar(text, stars)
  if (star >= 0 && items.length > 0) fail(textAt + star, 1, 'query-star-inside')
  return items
}

function strayStar(text: string, known: Set<number>): number {
  for (let i = text.indexOf('*'); i >= 0; i = text.indexOf('*', i + 1)) {
    const glued = /[\p{L}\p{N}]/u.test(text[i + 1] ?? '')
    if (!known.has(i) || glued) return i
  }
  return -1
}

function join(kind: 'and' | 'or', parts: Query[]): Query {
  if (parts.length === 1) return parts[0]!
  return { kind, parts: parts.flatMap((part) => (part.kind === kind ? part.parts : [part])) }
}

function phrasesOf(tree: Query): Phrase[] | null {
  if (tree.kind === 'words') return [tree.items]
  if (tree.kind !== 'or') return null
  const all: Phrase[] = []
  for (const part of tree.parts) {
    if (part.kind !== 'words') return null
    all.push(part.items)
  }
  return all
}
