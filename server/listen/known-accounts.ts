import type { Query } from '../../engines/query/index.ts'
import type { Channel, ListenIo, SourceRow, Why } from '../channels/channel.ts'
import type { Database } from '../platform/db/database.ts'
import type { Ground } from './ground.ts'
import type { OrganisationSearches } from './standing.ts'
import { setSourceNames } from './store-source.ts'

/* On a network whose stream names authors by number, whom searches name must be known before they speak. */

/** Old answers are asked for again so often (the channel knows which are old), and those that could not be had. */
const AGAIN_MS = 60 * 60_000
const AFTER_FAILURE_MS = 5 * 60_000

/** Handles that matter to an organisation's searches: those that `from:` names first, then the directory's own sites. */
export function handlesAsked(org: OrganisationSearches, ground: Ground): string[] {
  const handles = new Set<string>()
  const kinds = new Set<string>()
  for (const search of org.searches.values()) collect(search.tree, handles, kinds)
  const { outlets, bodies } = ground.directory
  if (kinds.has('media')) for (const outlet of outlets) handles.add(outlet.domain)
  if (['official', 'charity', 'business'].some((kind) => kinds.has(kind)))
    for (const body of bodies) handles.add(body.domain)
  return [...handles]
}

function collect(tree: Query, handles: Set<string>, kinds: Set<string>): void {
  if (tree.kind === 'and' || tree.kind === 'or') for (const part of tree.parts) collect(part, handles, kinds)
  else if (tree.kind === 'not') collect(tree.part, handles, kinds)
  else if (tree.kind === 'filter' && tree.field === 'source') kinds.add(tree.value)
  else if (tree.kind === 'filter' && tree.field === 'from' && !/[@:]/.test(tree.value))
    handles.add(tree.value)
}

/** What came of it, for the source's page. */
export interface SourceNames {
  at: string
  asked: number
  left: number
  reason: string | null
  why?: Why | null
}

export interface AccountsDeps {
  db: Database
  channel: Channel
  source: SourceRow
  org: OrganisationSearches
  ground: Ground
  io: ListenIo
}

/** Sees to it that the accounts are known; call it often, it asks only when searches changed or answers are old. */
export function keepAccountsKnown(deps: AccountsDeps): () => Promise<void> {
  const { db, channel, source, org, ground, io } = deps
  let seen = -1
  let notBefore = 0
  let asking: Promise<void> | null = null

  async function ask(): Promise<void> {
    seen = org.changes
    const now = io.clock.now()
    const handles = handlesAsked(org, ground)
    const known = handles.length === 0 ? null : await channel.know!(source.organisation, handles, io)
    notBefore = now.getTime() + (known && known.left > 0 ? AFTER_FAILURE_MS : AGAIN_MS)
    if (io.signal.aborted) return
    const names: SourceNames | null = known && { at: now.toISOString(), ...known }
    await db.transaction((tx) => setSourceNames(tx, source.organisation, source.id, names))
  }

  return () => {
    if (!channel.know) return Promise.resolve()
    if (!asking && (seen !== org.changes || io.clock.now().getTime() >= notBefore))
      asking = ask()
        .catch((error: unknown) =>
          io.log.warn({ source: source.id, err: error }, 'accounts could not be asked for'),
        )
        .finally(() => {
          asking = null
        })
    return asking ?? Promise.resolve()
  }
}
