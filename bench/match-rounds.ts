import type { Matcher } from '../engines/query/index.ts'
import { expectSame, median, pass, type Tally, tallyOf } from './match-engine.ts'
import type { BenchPost, BenchQuery } from './match-material.ts'
import { HyperscanPeer, MemIndexPeer } from './match-native.ts'
import { type Peer, regexpPeer, tsqueryPeer } from './match-peers.ts'

/** A peer as the rounds see it. */
export interface Rival {
  name: string
  /** Posts in one pass. */
  posts: number
  /** CPU seconds of one pass; throws when it found anything else than the matcher. */
  pass(): Promise<number>
  close(): Promise<void>
}

/** What the bench prints. */
export interface Result {
  figures: Record<string, number>
  /** Posts a second of each peer. */
  peers: Record<string, number>
  /** How many times as fast as the peer: the median of the rounds, and the least and most of them. */
  ratio: Record<string, number>
  range: Record<string, [number, number]>
}

/** The matcher and each peer in turn, several times; ratios of neighbours. */
export async function compete(
  size: string,
  matcher: Matcher,
  posts: BenchPost[],
  rivals: Rival[],
  rounds: number,
  result: Result,
): Promise<void> {
  const ours: number[] = []
  const rates = rivals.map((): number[] => [])
  const ratios = rivals.map((): number[] => [])
  for (let warm = 0; warm < 2; warm++) pass(matcher, posts)
  for (const rival of rivals) await rival.pass()
  for (let round = 0; round < rounds; round++) {
    if (rivals.length === 0) ours.push(pass(matcher, posts))
    for (const [r, rival] of rivals.entries()) {
      const rate = pass(matcher, posts)
      const theirs = rival.posts / (await rival.pass())
      ours.push(rate)
      rates[r]!.push(theirs)
      ratios[r]!.push(rate / theirs)
    }
  }
  result.figures[`posts_per_s_${size}`] = Math.round(median(ours))
  for (const [r, rival] of rivals.entries()) {
    const key = `${rival.name}_${size}`
    const shown = (ratio: number) => Number(ratio.toFixed(ratio < 10 ? 2 : 1))
    result.peers[key] = Math.round(median(rates[r]!))
    result.ratio[key] = shown(median(ratios[r]!))
    result.range[key] = [shown(Math.min(...ratios[r]!)), shown(Math.max(...ratios[r]!))]
    await rival.close()
  }
  const beside = rivals.map(({ name }) => `${result.ratio[`${name}_${size}`]} × ${name}`)
  console.error([`${size}: ${result.figures[`posts_per_s_${size}`]} posts/s`, ...beside].join(', '))
}

/** Lucene's MemoryIndex on the first `count` posts. */
export async function memIndex(folder: string, set: string, count: number, expected: Tally): Promise<Rival> {
  const peer = await MemIndexPeer.start(folder, set, count)
  return {
    name: 'memindex',
    posts: count,
    async pass() {
      const found = await peer.run(count)
      expectSame(`MemoryIndex on ${set}`, found, expected)
      return found.cpu
    },
    close: () => peer.close(),
  }
}

export async function hyperscan(folder: string, set: string, count: number): Promise<Rival> {
  const peer = await HyperscanPeer.start(folder, set)
  return { name: 'hyperscan', posts: count, pass: () => peer.run(count), close: () => peer.close() }
}

export function regexp(queries: BenchQuery[], posts: BenchPost[], matcher: Matcher): Rival {
  return inProcess('regexp', regexpPeer(queries), posts, matcher, () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  })
}

/** A database works in a process of its own: its time is the wall's. */
export async function tsquery(queries: BenchQuery[], posts: BenchPost[], matcher: Matcher): Promise<Rival> {
  return inProcess(
    'tsquery',
    await tsqueryPeer(queries, posts),
    posts,
    matcher,
    () => performance.now() / 1e3,
  )
}

function inProcess(
  name: string,
  peer: Peer,
  posts: BenchPost[],
  matcher: Matcher,
  seconds: () => number,
): Rival {
  const expected = tallyOf(matcher, posts)
  return {
    name,
    posts: posts.length,
    async pass() {
      const before = seconds()
      const found = await peer.run(posts)
      const used = seconds() - before
      expectSame(name, found(), expected)
      return used
    },
    close: () => peer.close(),
  }
}
