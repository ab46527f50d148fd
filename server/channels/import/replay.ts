import type { Clock } from '../../platform/clock.ts'
import { type Batch, type Heard, pause, quiet } from '../channel.ts'

const mostPosts = 1_000_000
/** While nothing is due it says this often that it goes on. */
const signMs = 60_000

export interface ReplayOptions {
  speed: number
  clock: Clock
  signal: AbortSignal
  /** Keep the dates that the posts carry. By default each is dated at the moment it is played. */
  keepTimes?: boolean
}

/** See `Files.replay` in the port. Holds all posts in memory, a million at most, because files are seldom in order. */
export async function* replay(posts: AsyncIterable<Heard>, options: ReplayOptions): AsyncGenerator<Batch> {
  const dated: Heard[] = []
  const undated: Heard[] = []
  for await (const post of posts) {
    if (dated.length + undated.length >= mostPosts) break
    ;(post.publishedAt ? dated : undated).push(post)
  }
  dated.sort((a, b) => a.publishedAt!.getTime() - b.publishedAt!.getTime())
  const { clock, signal } = options
  const speed = Math.max(0.01, options.speed)
  const began = clock.now().getTime()
  const first = dated[0]?.publishedAt?.getTime() ?? 0
  const dueAt = (post: Heard) => began + (post.publishedAt!.getTime() - first) / speed
  const played = (post: Heard, at: number): Heard =>
    options.keepTimes ? post : { ...post, publishedAt: new Date(at) }
  const batch = (part: Heard[]): Batch => ({ ...quiet(null), posts: part, heard: part.length })

  for (let n = 0; n < undated.length && !signal.aborted; n += 500) yield batch(undated.slice(n, n + 500))
  let next = 0
  let signed = clock.now().getTime()
  while (next < dated.length && !signal.aborted) {
    const now = clock.now().getTime()
    const due: Heard[] = []
    while (next < dated.length && due.length < 500 && dueAt(dated[next]!) <= now) {
      due.push(played(dated[next]!, dueAt(dated[next]!)))
      next++
    }
    if (due.length > 0 || now - signed >= signMs) {
      signed = now
      yield batch(due)
    } else await pause(Math.min(Math.max(dueAt(dated[next]!) - now, 1), 200), signal)
  }
}
