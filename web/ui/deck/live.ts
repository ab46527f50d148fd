import type { PostCard } from '../../../server/listen/views.ts'

/**
 * What an open deck knows and how events change it. Pure: the page hands in events, cards and the time.
 * New posts first wait; a column lets them in at once while it flows, and on a button while it is held.
 */
export interface ColumnFlow {
  search: string
  shown: PostCard[]
  /** Ids that came since, newest first, at most `MOST_WAITING`. */
  waiting: string[]
  /** How many came since, also those whose ids were let go. */
  more: number
}

export const MOST_SHOWN = 120
export const MOST_WAITING = 50
export const SHED_ABOVE = 5_000
export const SHED_BELOW = 4_000

export const startFlow = (search: string, posts: PostCard[]): ColumnFlow => ({
  search,
  shown: posts,
  waiting: [],
  more: 0,
})

/** `n` posts came for the search; `ids` names the newest of them, newest first. */
export function arrive(flow: ColumnFlow, ids: string[], n: number): ColumnFlow {
  const known = new Set(flow.waiting)
  for (const card of flow.shown) known.add(card.id)
  const fresh = ids.filter((id) => !known.has(id))
  // After a reconnect events come again; ids that are known count once.
  const count = Math.max(0, n - (ids.length - fresh.length))
  if (!count) return flow
  return { ...flow, waiting: [...fresh, ...flow.waiting].slice(0, MOST_WAITING), more: flow.more + count }
}

const newest = (a: PostCard, b: PostCard): number => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1)

/**
 * Lets cards in at the top. Copies go under their leader. `cap` keeps the page light; a person who reads far down keeps
 * what is there, so the page gives a higher cap then.
 */
export function admit(flow: ColumnFlow, cards: PostCard[], cap = MOST_SHOWN): ColumnFlow {
  const shown = new Map(flow.shown.map((card) => [card.id as string, card]))
  for (const card of cards) {
    const leader = card.copyOf ? shown.get(card.copyOf) : undefined
    if (leader && !shown.has(card.id)) shown.set(leader.id, { ...leader, copies: leader.copies + 1 })
    else if (!card.copyOf) shown.set(card.id, card)
  }
  return { ...flow, shown: [...shown.values()].sort(newest).slice(0, cap), waiting: [], more: 0 }
}

/** Older posts at the foot. */
export function append(flow: ColumnFlow, cards: PostCard[]): ColumnFlow {
  const known = new Set(flow.shown.map((card) => card.id))
  return { ...flow, shown: [...flow.shown, ...cards.filter((card) => !known.has(card.id))] }
}

/** A card changed where it stands: an edit, a correction, one more copy. Nothing moves. */
export function replace(flow: ColumnFlow, cards: PostCard[]): ColumnFlow {
  const fresh = new Map(cards.map((card) => [card.id, card]))
  if (!flow.shown.some((card) => fresh.has(card.id))) return flow
  return { ...flow, shown: flow.shown.map((card) => fresh.get(card.id) ?? card) }
}

/** Erased posts go, except one that is being read: the page shows in its place that it is gone until it is left. */
export function erase(flow: ColumnFlow, ids: string[], reading: string | null): ColumnFlow {
  const gone = new Set(ids)
  const waiting = flow.waiting.filter((id) => !gone.has(id))
  const shown = flow.shown.filter((card) => !gone.has(card.id) || card.id === reading)
  const more = flow.more - (flow.waiting.length - waiting.length)
  return { ...flow, shown, waiting, more }
}

/** Posts a minute, from the last ten seconds, and whether the deck should show counts only. */
export class Rate {
  #seconds: { at: number; n: number }[] = []
  shedding = false

  add(n: number, nowMs: number): void {
    const at = Math.floor(nowMs / 1000)
    const last = this.#seconds.at(-1)
    if (last?.at === at) last.n += n
    else this.#seconds.push({ at, n })
  }

  /** Looks at the clock; call it at least once a second. */
  perMinute(nowMs: number): number {
    const from = Math.floor(nowMs / 1000) - 10
    while (this.#seconds[0] && this.#seconds[0].at <= from) this.#seconds.shift()
    const rate = this.#seconds.reduce((sum, one) => sum + one.n, 0) * 6
    // Two marks, so that a rate near the edge does not make the page flicker between two forms.
    if (rate > SHED_ABOVE) this.shedding = true
    else if (rate < SHED_BELOW) this.shedding = false
    return rate
  }
}

/** What the polite live region says, at most every `everyMs`; empty while there is nothing to say. */
export class Speaker {
  #counts = new Map<string, number>()
  #lastMs: number
  #everyMs: number

  constructor(nowMs: number, everyMs = 20_000) {
    this.#lastMs = nowMs
    this.#everyMs = everyMs
  }

  heard(name: string, n: number): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + n)
  }

  say(nowMs: number, words: (total: number, parts: [string, number][]) => string): string | null {
    if (nowMs - this.#lastMs < this.#everyMs || !this.#counts.size) return null
    const parts = [...this.#counts].sort((a, b) => b[1] - a[1])
    this.#lastMs = nowMs
    this.#counts.clear()
    return words(
      parts.reduce((sum, [, n]) => sum + n, 0),
      parts,
    )
  }
}
