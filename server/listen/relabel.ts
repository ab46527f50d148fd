import type { Tx } from '../platform/db/database.ts'
import type { KeptPost } from '../record/index.ts'
import { bumpMinutes, matchesOf, relabelMatches } from './store-hear.ts'

/** Labels as matches and counts repeat them. */
export interface CountedLabels {
  tone: string
  kind: string
  lang: string
}

export const countedLabels = (post: Pick<KeptPost, 'tone' | 'sourceKind' | 'lang'>): CountedLabels => ({
  tone: post.tone.value,
  kind: post.sourceKind.value,
  lang: post.lang.value.slice(0, 35),
})

/** Moves a post from its labels to others in every search that keeps it: its matches, and the minute's counts with them. */
export async function relabel(
  tx: Tx,
  organisation: string,
  post: KeptPost,
  to: CountedLabels,
): Promise<void> {
  const from = countedLabels(post)
  if (from.tone === to.tone && from.kind === to.kind && from.lang === to.lang) return
  const matches = await matchesOf(tx, organisation, [post.id])
  const counted = (labels: CountedLabels) =>
    matches.map((m) => ({ search: m.search, post: post.id, ...labels, copyOf: null, at: post.at }))
  await bumpMinutes(tx, organisation, counted(from), -1)
  await bumpMinutes(tx, organisation, counted(to))
  await relabelMatches(tx, organisation, post.id, to)
}
