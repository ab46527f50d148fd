import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Scan } from '../engines/query/document.ts'
import { type LabelFacts, type PostFacts, type Query, toDocument } from '../engines/query/index.ts'
import * as buffer from '../engines/text/tokenise-buffer.ts'
import { finish, type TokenBuffer } from '../engines/text/tokenise-buffer.ts'

// Constants of another module are read from memory at every use; those of this one the compiler knows.
const { MAX_WORD, PRIME, SEED } = buffer

/** A post of the bench: its number and what searches see of it. */
export interface BenchPost {
  id: number
  text: string
  facts: PostFacts
  labels: LabelFacts
}

/** The posts of a corpus file: id, language, channel, region and text, separated by tabs. */
export function readPosts(file: string, limit = Number.POSITIVE_INFINITY): BenchPost[] {
  const posts: BenchPost[] = []
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (!line || posts.length >= limit) continue
    // JSON.parse makes flat strings, as a network would
    const [id, lang, channel, region, text] = JSON.parse(JSON.stringify(line.split('\t'))) as [
      string,
      string,
      string,
      string,
      string,
    ]
    posts.push({
      id: Number(id),
      text,
      facts: {
        text, contentWarning: null, altTexts: [], poll: [], handle: region, accountId: '', mentions: [], tags: [], links: [],
        channel, media: false, link: false,
      }, // biome-ignore format: one post
      labels: { lang, tone: 'neutral', sourceKind: 'public', places: [] },
    })
  }
  return posts
}

export const documentOf = (post: BenchPost) => toDocument(post.facts, () => post.labels)

export interface BenchQuery {
  id: number
  tree: Query
}

/** Queries in the bench's own notation, as trees. `region` is the author's handle, `source` the channel. */
export function readQueries(file: string): BenchQuery[] {
  const queries: BenchQuery[] = []
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const tab = line.indexOf('\t')
    if (tab > 0) queries.push({ id: Number(line.slice(0, tab)), tree: readTree(line.slice(tab + 1)) })
  }
  return queries
}

const one = (text: string, prefix = false): Query => ({
  kind: 'words',
  items: [{ word: text, prefix, offset: 0 }],
})

function readTree(text: string): Query {
  const pieces = text.match(/[()]|[^\s()]+/g) ?? []
  let next = 0
  const read = (): Query => {
    const piece = pieces[next++]!
    if (piece !== '(') return one(piece)
    const op = pieces[next++]!
    if (op === 'and' || op === 'or' || op === 'not') {
      const parts: Query[] = []
      while (pieces[next] !== ')') parts.push(read())
      next++
      return op === 'not' ? { kind: 'not', part: parts[0]! } : { kind: op, parts }
    }
    const words: string[] = []
    while (pieces[next] !== ')') words.push(pieces[next++]!)
    next++
    return readAtom(op, words)
  }
  return read()
}

function readAtom(op: string, words: string[]): Query {
  const [first, second, third] = words as [string, string, string]
  if (op === 'prefix') return one(first, true)
  if (op === 'phrase')
    return { kind: 'words', items: words.map((text, offset) => ({ word: text, prefix: false, offset })) }
  if (op === 'near') {
    const side = (text: string) => [[{ word: text, prefix: false, offset: 0 }]]
    return { kind: 'near', distance: Number(first) + 1, left: side(second), right: side(third) }
  }
  const field = ({ lang: 'lang', source: 'channel', region: 'from' } as const)[
    first as 'lang' | 'source' | 'region'
  ]
  return { kind: 'filter', field, value: second }
}

const FOLD = new Uint16Array(65536)
for (let c = 0; c < 65536; c++) if (isWord(c)) FOLD[c] = fold(c)

export function fold(c: number): number {
  return (c >= 65 && c <= 90) || (c >= 0xc0 && c <= 0xde && c !== 0xd7) ? c + 32 : c
}

export function isWord(c: number): boolean {
  if (c < 128) return (c >= 97 && c <= 122) || (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || c === 95
  if (c < 0xc0 || c === 0xd7 || c === 0xf7) return false
  return !((c >= 0x2000 && c <= 0x206f) || (c >= 0x3000 && c <= 0x303f) || (c >= 0xfe00 && c <= 0xfe0f))
}

/** Where runs of word units begin and end; then the length of the text. */
let runs = new Int32Array(1 << 12)

/**
 * The words of a post by the bench's rules (its `tokenise.mjs`), so that matches can be compared with other engines. As
 * in the product's own scan, ends of words are found without a branch: they come too irregularly to be foretold.
 */
export const benchScan: Scan = (document, out) => {
  const text = document.facts.text
  out.clear()
  out.reserve(text.length)
  const runCount = findRuns(text, out)
  const { units, roll, from, to, hash, position, start: starts, end: ends, part } = out
  out.top = text.length
  let count = 0
  let place = 1
  let taken = 0
  for (let r = 0; r < runCount; r += 2) {
    const start = runs[r]!
    const end = runs[r + 1]!
    if (start < taken) continue
    const before = start > taken ? text.charCodeAt(start - 1) : 0
    const signed = before === 35 || before === 64
    if (
      !signed &&
      end - start <= 5 &&
      text.charCodeAt(end) === 58 &&
      /^https?:\/\//.test(text.slice(start, start + 8))
    ) {
      out.count = count
      out.place = place
      taken = address(text, start, out)
      count = out.count
      place = out.place
      continue
    }
    const last = Math.min(end, start + MAX_WORD)
    place++
    from[count] = start
    to[count] = last
    hash[count] = finish(roll[last - 1]!)
    position[count] = place
    starts[count] = start
    ends[count] = end
    part[count++] = 0
    if (!signed) continue
    // A tag or handle: its sign and its units once more, behind the text
    let top = out.top
    from[count] = top
    let h = Math.imul(SEED ^ before, PRIME)
    units[top] = before
    roll[top++] = h
    for (let i = start; i < end && top - from[count]! < MAX_WORD; i++) {
      h = Math.imul(h ^ units[i]!, PRIME)
      units[top] = units[i]!
      roll[top++] = h
    }
    out.top = top
    to[count] = top
    hash[count] = finish(h)
    position[count] = place
    starts[count] = start - 1
    ends[count] = end
    part[count++] = 0
  }
  out.count = count
  out.place = place
}

function findRuns(text: string, out: TokenBuffer): number {
  const { units, roll } = out
  const length = text.length
  if (length >= runs.length) runs = new Int32Array(2 * length)
  let h = 0
  let was = 0
  let count = 0
  for (let i = 0; i < length; i++) {
    const unit = FOLD[text.charCodeAt(i)]!
    const is = -unit >>> 31
    h = Math.imul(((h & -was) | (SEED & (was - 1))) ^ unit, PRIME)
    units[i] = unit
    roll[i] = h
    runs[count] = i
    count += is ^ was
    was = is
  }
  runs[count] = length
  return count
}

/** Takes the host of an address as a word; answers where the address ends. */
function address(text: string, at: number, out: TokenBuffer): number {
  let j = at + (text.charCodeAt(at + 4) === 115 ? 8 : 7)
  const from = out.top
  out.push(from, 94)
  for (; j < text.length; j++) {
    const d = text.charCodeAt(j)
    if (d <= 32 || d === 47 || d === 63 || d === 35 || d === 58) break
    out.push(from, fold(d))
  }
  out.place++
  if (out.top - from > 1) out.token(from, at, j)
  else out.top = from
  while (j < text.length && text.charCodeAt(j) > 32) j++
  return j
}

/** The checksum of one match in the bench's expected figures. */
export function matchHash(post: number, query: number): number {
  let h = Math.imul(post + 1, 0x9e3779b1) ^ Math.imul(query + 1, 0x85ebca77)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  return h ^ (h >>> 12)
}

export interface Expected {
  queries: string
  posts: number
  matches: number
  postsHit: number
  checksum: number
}

/** The expected figures beside the bench material, and whether a file is the one they were made from. */
export function readExpected(folder: string): { rows: Expected[]; sha256: Record<string, string> } {
  return JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8')) as {
    rows: Expected[]
    sha256: Record<string, string>
  }
}

export function isTheSame(file: string, sha256: string | undefined): boolean {
  return existsSync(file) && createHash('sha256').update(readFileSync(file)).digest('hex') === sha256
}
