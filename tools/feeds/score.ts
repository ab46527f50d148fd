import { readHtml } from '../../server/channels/channel.ts'
import type { FeedPerson, Words } from '../../server/channels/feed/parsed.ts'

const flat = (x: unknown): unknown => (typeof x === 'string' ? x.replace(/\s+/g, ' ').trim() : x)

/** Counts fields that a set expects and that come out so; what a set leaves empty expects nothing. */
export class Score {
  right = 0
  all = 0
  readonly wrong: string[] = []

  get share(): number {
    return this.all === 0 ? 0 : this.right / this.all
  }

  is(where: string, expected: unknown, got: unknown): void {
    if (expected === null || expected === undefined || expected === '') return
    this.all++
    const [a, b] = [JSON.stringify(flat(expected)), JSON.stringify(flat(got))]
    if (a === b) this.right++
    else this.wrong.push(`${where}: ${a?.slice(0, 120)} != ${b?.slice(0, 120)}`)
  }

  /** One of several is enough: sets differ in what they call the same thing. */
  has(where: string, expected: unknown, got: unknown[]): void {
    this.is(where, expected, got.find((g) => flat(g) === flat(expected)) ?? got[0])
  }

  /** As words a person reads: one set keeps markup where another does not. */
  words(where: string, expected: unknown, got: Words | null): void {
    if (typeof expected === 'string') this.is(where, shown(expected), shown(textOf(got)))
  }

  /** Expected addresses may be as written or as resolved. */
  address(where: string, expected: unknown, got: (string | null | undefined)[]): void {
    if (typeof expected !== 'string') return
    const plain = (x: string) => (URL.canParse(x, BASE) ? new URL(x, BASE).href : x)
    const same = got.find((g) => typeof g === 'string' && plain(g) === plain(expected))
    this.is(where, expected, same === undefined ? got[0] : expected)
  }

  person(where: string, expected: Record<string, unknown>, got: FeedPerson[]): void {
    const name = expected['name']
    this.has(
      `${where}.name`,
      name,
      got.flatMap((g) => [g.name, g.email]),
    )
    this.has(
      `${where}.email`,
      expected['email'],
      got.map((g) => g.email),
    )
    this.address(
      `${where}.uri`,
      expected['uri'] ?? expected['href'] ?? expected['url'],
      got.map((g) => g.uri),
    )
  }
}

/** What addresses of a set are relative to that does not say. */
export const BASE = 'https://feed.example/'

export const textOf = (w: Words | null): string | null =>
  w ? (w.type === 'html' ? readHtml(w.value, w.base).text : w.value) : null

export const shown = (x: unknown): unknown =>
  typeof x === 'string' ? readHtml(x, BASE).text.replace(/\s+/g, ' ') : x

/** A moment as RFC 3339 without its fraction when that is nothing. */
export const timeOf = (d: Date | null): string | null => d?.toISOString().replace('.000Z', 'Z') ?? null

export const isoOf = (x: unknown): string | null =>
  typeof x === 'string' && !Number.isNaN(Date.parse(x)) ? timeOf(new Date(x)) : null

export type Json = Record<string, unknown>
export const isObject = (x: unknown): x is Json => typeof x === 'object' && x !== null && !Array.isArray(x)
export const objects = (x: unknown): Json[] => (Array.isArray(x) ? x.filter(isObject) : [])
