import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Heard } from '../channel.ts'

const most = 2_000
const wide = 12

/** What a feed's cursor holds between two looks. */
const Kept = z.object({
  /** The feed itself, where a page's address was given. */
  found: z.string().nullable().default(null),
  etag: z.string().nullable().default(null),
  modified: z.string().nullable().default(null),
  /** Twelve characters an item: eight of its name's digest, four of its words'. Oldest first. */
  seen: z.string().default(''),
  minutes: z.number().min(0).nullable().default(null),
  /** Unix ms of the last good answer and of the next question. */
  heardAt: z.number().nullable().default(null),
  next: z.number().default(0),
})
export type Kept = z.infer<typeof Kept>

export function readKept(cursor: string | null): Kept {
  try {
    return Kept.parse(JSON.parse(cursor ?? '{}'))
  } catch {
    return Kept.parse({})
  }
}

const digest = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, length)

/** Which of these are new, which are changed, and what to remember: items no longer in the feed are forgotten last. */
export function sift(
  seen: string,
  posts: Heard[],
): { fresh: Heard[]; changed: Heard[]; known: number; seen: string } {
  const before = new Map<string, string>()
  for (let n = 0; n + wide <= seen.length; n += wide)
    before.set(seen.slice(n, n + 8), seen.slice(n + 8, n + wide))
  const after = new Map(before)
  const fresh: Heard[] = []
  const changed: Heard[] = []
  for (const post of posts) {
    const name = digest(post.uri, 8)
    const words = digest(`${post.text}\n${post.url}\n${post.media.map((m) => m.url).join(' ')}`, 4)
    const was = before.get(name)
    if (was === undefined) fresh.push(post)
    else if (was !== words) changed.push(post)
    after.delete(name)
    after.set(name, words)
  }
  const kept = [...after].slice(-most)
  return {
    fresh,
    changed,
    known: posts.length - fresh.length,
    seen: kept.map(([name, words]) => name + words).join(''),
  }
}
