import { type CopyIndex, createCopyIndex, tokenise } from '../../engines/text/index.ts'
import type { Database, Executor, Tx } from '../platform/db/database.ts'
import { eventSpan, readEvents, type StoredEvent } from '../platform/events/index.ts'
import { type KeptPost, newestTexts, readPosts, setLeaders, type TakenIn } from '../record/index.ts'
import { beginning } from './label-post.ts'
import type { Wanted } from './write-batch.ts'

/* Which post a near-identical one stands under: the index that the stream asks, kept true to what was erased. */

/** Posts that a new one is compared with when looking for copies. */
const WINDOW = 20_000
/** Heirs remembered for posts that were read before their leader went and are written after. */
const HEIRS_KEPT = 5_000
const EVENTS_AT_ONCE = 1_000

/** One organisation's copies as its stream hears them. */
export interface Copies {
  index: CopyIndex
  /** Erased leaders and who leads in their place. */
  heirs: Map<string, string>
  /** The number of the last event that was heeded; null before the first look. */
  heeded: number | null
}

export const createCopies = (): Copies => ({
  index: createCopyIndex({ window: WINDOW }),
  heirs: new Map(),
  heeded: null,
})

/** Starts from the newest leaders that the record has. */
export async function seedCopies(db: Database, organisation: string, copies: Copies): Promise<void> {
  // The number first: what is erased while the texts are read is heeded afterwards.
  copies.heeded = (await eventSpan(db, organisation)).newest
  for (const { id, text } of await newestTexts(db.read, organisation, WINDOW / 4))
    copies.index.add(id, wordsOf(text))
}

const wordsOf = (text: string) => tokenise(beginning(text))

/** Takes in what was erased since the last look, by whomever: erased leaders go, their heirs take their place. */
export async function heedErasures(on: Executor, organisation: string, copies: Copies): Promise<void> {
  // Numbers follow commits: whatever is read below, nothing up to here can still come.
  const { newest } = await eventSpan({ read: on }, organisation)
  let after = copies.heeded ?? 0
  while (after < newest) {
    const events = await readEvents({ read: on }, organisation, after, EVENTS_AT_ONCE, 'listen.posts-erased')
    for (const event of events) await heed(on, organisation, copies, event)
    after = events.length < EVENTS_AT_ONCE ? newest : events.at(-1)!.number
  }
  copies.heeded = Math.max(copies.heeded ?? 0, after)
}

async function heed(on: Executor, organisation: string, copies: Copies, event: StoredEvent): Promise<void> {
  const { posts, heirs } = event.data as { posts: string[]; heirs?: [string, string][] }
  const kept = new Map<string, KeptPost>(
    (
      await readPosts(
        on,
        organisation,
        (heirs ?? []).map(([, heir]) => heir),
      )
    ).map((p) => [p.id, p]),
  )
  for (const [leader, heir] of heirs ?? []) {
    copies.heirs.set(leader, heir)
    // An heir that is gone as well has an heir of its own, or none: a later event says so.
    const post = kept.get(heir)
    copies.index.succeed(leader, heir, post ? wordsOf(post.text) : wordsOf(''))
  }
  while (copies.heirs.size > HEIRS_KEPT) copies.heirs.delete(copies.heirs.keys().next().value!)
  for (const id of posts) copies.index.remove(id)
}

/** Who leads in the place of an erased post; null when nobody is known to. */
function heirOf(copies: Copies, leader: string): string | null {
  let heir = copies.heirs.get(leader)
  for (let n = 0; heir !== undefined && n < 100; n++) {
    const next = copies.heirs.get(heir)
    if (next === undefined) return heir
    heir = next
  }
  return null
}

/**
 * Posts whose leader was erased between their reading and their writing go under its heir. Where there is none, the
 * first of them leads the others and whatever comes after.
 */
export async function rehome(
  tx: Tx,
  organisation: string,
  copies: Copies,
  taken: TakenIn,
  wanted: Wanted[],
): Promise<void> {
  if (taken.missingLeaders.size === 0) return
  await heedErasures(tx, organisation, copies)
  const first = new Map<string, string>()
  const moved = new Map<string, Wanted['post']>()
  for (const { post } of wanted) {
    const gone = post.copyOf
    if (gone === null || !taken.inserted.has(post.id) || !taken.missingLeaders.has(gone)) continue
    let leader = heirOf(copies, gone) ?? first.get(gone) ?? null
    if (leader === null) {
      const words = wordsOf(post.text)
      // The index may have forgotten the erased one by now, and begun the group anew with a later post.
      if (!copies.index.succeed(gone, post.id, words)) leader = copies.index.add(post.id, words)
      first.set(gone, leader ?? post.id)
    }
    post.copyOf = leader as Wanted['post']['copyOf']
    moved.set(post.id, post)
  }
  await setLeaders(
    tx,
    organisation,
    [...moved.values()].map(({ id, copyOf }) => ({ id, leader: copyOf })),
  )
}
