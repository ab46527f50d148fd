import { problemAt } from './messages.ts'
import type { Problem } from './tree.ts'

/** A piece of a search as written. `at` and `length` are UTF-16 offsets into it. */
export type Piece = { at: number; length: number } & (
  | { kind: 'open' | 'close' | 'or' | 'and' | 'not' | 'end' }
  | { kind: 'near'; distance: number }
  /** Text between quotation marks, or a run without spaces; `textAt` is where `text` begins. */
  | { kind: 'text'; text: string; textAt: number; quoted: boolean }
  | { kind: 'field'; field: string; value: string; valueAt: number; quoted: boolean; rest: Rest | null }
)

/** What follows the first part of a two-part value: `"Blackburn"` in `within:5km:"Blackburn"`. */
export interface Rest {
  text: string
  at: number
}

const OPENING = '"“”„‟«»'
const SPACE = /\s/u
const FIELD = /^([a-z]+):/i

/** Cuts a search into pieces, or says where a quotation mark has no partner. */
export function cut(search: string): Piece[] | Problem {
  const pieces: Piece[] = []
  let i = 0
  while (i < search.length) {
    const ch = search[i]!
    if (SPACE.test(ch)) i++
    else if (ch === '(' || ch === ')') {
      pieces.push({ kind: ch === '(' ? 'open' : 'close', at: i, length: 1 })
      i++
    } else if (isMinus(ch) && startsSomething(search, i + 1)) {
      pieces.push({ kind: 'not', at: i, length: 1 })
      i++
    } else {
      const piece = OPENING.includes(ch) ? quoted(search, i) : bare(search, i)
      if (!('kind' in piece)) return piece
      pieces.push(piece)
      i = piece.at + piece.length
    }
  }
  pieces.push({ kind: 'end', at: search.length, length: 0 })
  return pieces
}

function isMinus(ch: string): boolean {
  return ch === '-' || ch === '−' || ch === '–'
}

function startsSomething(search: string, i: number): boolean {
  return i < search.length && !SPACE.test(search[i]!) && search[i] !== ')' && !isMinus(search[i]!)
}

function quoted(search: string, at: number): Piece | Problem {
  const end = closing(search, at)
  if (end < 0) return unclosed(at, search)
  return {
    kind: 'text',
    at,
    length: end + 1 - at,
    text: search.slice(at + 1, end),
    textAt: at + 1,
    quoted: true,
  }
}

function closing(search: string, at: number): number {
  for (let i = at + 1; i < search.length; i++) if (OPENING.includes(search[i]!)) return i
  return -1
}

function unclosed(at: number, search: string): Problem {
  return problemAt(at, search.length - at, 'query-quote-open')
}

function bare(search: string, at: number): Piece | Problem {
  let end = at
  while (
    end < search.length &&
    !SPACE.test(search[end]!) &&
    !'()'.includes(search[end]!) &&
    !OPENING.includes(search[end]!)
  )
    end++
  const text = search.slice(at, end)
  const word = operator(text)
  if (word) return { ...word, at, length: text.length }
  const field = FIELD.exec(text)
  if (!field || /^https?:\/\//i.test(text))
    return { kind: 'text', at, length: text.length, text, textAt: at, quoted: false }
  return fieldPiece(search, at, field[1]!.toLowerCase(), at + field[0].length, end)
}

type Operator = { kind: 'or' | 'and' | 'not' } | { kind: 'near'; distance: number }

function operator(text: string): Operator | null {
  if (text === 'OR') return { kind: 'or' }
  if (text === 'AND') return { kind: 'and' }
  if (text === 'NOT') return { kind: 'not' }
  const near = /^NEAR(?:\/(\d{1,6}))?$/.exec(text) ?? /^near\/(\d{1,6})$/i.exec(text)
  return near ? { kind: 'near', distance: near[1] === undefined ? 5 : Number(near[1]) } : null
}

function fieldPiece(
  search: string,
  at: number,
  field: string,
  valueAt: number,
  end: number,
): Piece | Problem {
  const open = end < search.length && OPENING.includes(search[end]!)
  if (!open || (end > valueAt && search[end - 1] !== ':')) {
    const value = search.slice(valueAt, end)
    return {
      kind: 'field',
      at,
      length: end - at,
      field,
      value,
      valueAt,
      quoted: false,
      rest: afterColon(field, value, valueAt),
    }
  }
  const close = closing(search, end)
  if (close < 0) return unclosed(end, search)
  const inside = search.slice(end + 1, close)
  const whole = { kind: 'field' as const, at, length: close + 1 - at, field }
  if (end === valueAt) return { ...whole, value: inside, valueAt: end + 1, quoted: true, rest: null }
  const value = search.slice(valueAt, end - 1)
  return { ...whole, value, valueAt, quoted: false, rest: { text: inside, at: end + 1 } }
}

/** `within:5km:Blackburn` without quotation marks. */
function afterColon(field: string, value: string, valueAt: number): Rest | null {
  const colon = field === 'within' ? value.indexOf(':') : -1
  return colon < 0 ? null : { text: value.slice(colon + 1), at: valueAt + colon + 1 }
}
