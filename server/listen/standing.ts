import { Matcher, type Query } from '../../engines/query/index.ts'
import type { Database } from '../platform/db/database.ts'
import type { Log } from '../platform/log.ts'
import { type Copies, createCopies, heedErasures, seedCopies } from './copies.ts'
import { groundOf, readQuery } from './ground.ts'
import {
  openPreviews,
  type PreviewRow,
  type StandingRow,
  savePreviews,
  standingSince,
} from './store-search.ts'
import { stretches } from './stretches.ts'
import { privatePeople } from './viewing.ts'

const PREVIEW_MS = 60_000
const PREVIEW_PREFIX = 'preview:'
/** Revisions are given out before their transactions commit: look this far back for one that was slow. */
const SLOW_COMMITS = 500

export interface StandingSearch {
  id: string
  revision: number
  /** The area that its places were read for. */
  area: string | null
  tree: Query
  retentionMs: number
  expiresAt: number
  /** Private people whom it follows by name (lower case), and by whose authorisations. */
  people: ReadonlySet<string>
  followedBy: string
}

export interface PreviewCount {
  organisation: string
  id: string
  startedAt: Date
  endsAt: number
  heard: number
  matches: number
}

/** What one organisation listens for, in memory. */
export interface OrganisationSearches {
  matcher: Matcher
  searches: Map<string, StandingSearch>
  /** Grows with each search that begins, changes or ends. */
  changes: number
  previews: Map<string, PreviewCount>
  copies: Copies
}

export interface Standing {
  of(organisation: string): OrganisationSearches
  /** Takes in what was saved, paused or deleted since the last time, and starts and ends previews. */
  refresh(now: Date): Promise<void>
}

/** Which searches ask for a document. Counts previews and keeps nothing of them. */
export function whoAsks(org: OrganisationSearches, ids: string[], now: number): string[] {
  const searches: string[] = []
  for (const id of ids) {
    if (id.startsWith(PREVIEW_PREFIX)) {
      const preview = org.previews.get(id.slice(PREVIEW_PREFIX.length))
      if (preview && now < preview.endsAt) preview.matches++
      continue
    }
    const search = org.searches.get(id)
    if (search && now < search.expiresAt) searches.push(id)
  }
  return searches
}

export function countPreviews(org: OrganisationSearches, heard: number, now: number): void {
  for (const preview of org.previews.values()) if (now < preview.endsAt) preview.heard += heard
}

type AreaOf = (organisation: string) => Promise<string | null>

export const createStanding = (db: Database, log: Log, areaOf: AreaOf): Standing =>
  new StandingSearches(db, log, areaOf)

/** What every organisation listens for. */
class StandingSearches implements Standing {
  readonly #db: Database
  readonly #log: Log
  readonly #areaOf: AreaOf
  readonly #organisations = new Map<string, OrganisationSearches>()
  #lastRevision = 0
  /** One at a time: the listener asks each second, and an import asks in between. */
  #before: Promise<unknown> = Promise.resolve()

  constructor(db: Database, log: Log, areaOf: AreaOf) {
    this.#db = db
    this.#log = log
    this.#areaOf = areaOf
  }

  of(organisation: string): OrganisationSearches {
    const known = this.#organisations.get(organisation)
    if (known) return known
    const made: OrganisationSearches = {
      matcher: new Matcher(),
      searches: new Map(),
      changes: 0,
      previews: new Map(),
      copies: createCopies(),
    }
    this.#organisations.set(organisation, made)
    return made
  }

  refresh(now: Date): Promise<void> {
    const mine = this.#before.then(() => this.#refreshOnce(now))
    this.#before = mine.catch(() => {})
    return mine
  }

  async #refreshOnce(now: Date): Promise<void> {
    await this.#refreshSearches()
    for (const [organisation, { copies }] of this.#organisations)
      if (copies.index.size > 0) await heedErasures(this.#db.read, organisation, copies)
    await this.#refreshPreviews(now)
  }

  async #refreshSearches(): Promise<void> {
    const after = this.#lastRevision === 0 ? 0 : Math.max(1, this.#lastRevision - SLOW_COMMITS)
    const rows = await standingSince(this.#db.read, after)
    const areas = new Map<string, string | null>()
    for (const { organisation_id: id } of rows) if (!areas.has(id)) areas.set(id, await this.#areaOf(id))
    const rest = stretches()
    for (const row of rows) {
      await rest()
      const org = this.of(row.organisation_id)
      if (org.copies.heeded === null) await seedCopies(this.#db, row.organisation_id, org.copies)
      this.#lastRevision = Math.max(this.#lastRevision, Number(row.revision))
      setSearch(org, row, areas.get(row.organisation_id) ?? null, this.#log)
    }
  }

  async #refreshPreviews(now: Date): Promise<void> {
    const rows = await openPreviews(this.#db.read)
    this.#endPreviewsBut(new Set(rows.map((row) => row.id)))
    const counted: Parameters<typeof savePreviews>[1][number][] = []
    for (const row of rows) {
      const org = this.of(row.organisation_id)
      const preview =
        org.previews.get(row.id) ?? beginPreview(org, row, now, await this.#areaOf(row.organisation_id))
      if (preview) counted.push(countedOf(preview, now))
    }
    await savePreviews(this.#db.read, counted)
    for (const { organisation_id, id, done } of counted) if (done) endPreview(this.of(organisation_id), id)
  }

  /** A person's next preview ends the one before: its row is gone. */
  #endPreviewsBut(open: ReadonlySet<string>): void {
    for (const org of this.#organisations.values())
      for (const id of org.previews.keys()) if (!open.has(id)) endPreview(org, id)
  }
}

const countedOf = ({ organisation, id, startedAt, endsAt, heard, matches }: PreviewCount, now: Date) => ({
  organisation_id: organisation,
  id,
  started_at: startedAt,
  heard,
  matches,
  done: now.getTime() >= endsAt,
})

/** Takes in one search as it is now; one that is known as it is costs nothing. */
function setSearch(org: OrganisationSearches, row: StandingRow, area: string | null, log: Log): void {
  const revision = Number(row.revision)
  const known = org.searches.get(row.id)
  // Looking back for slow commits brings hundreds that are known; reading them again would hold up hearing.
  if (known?.revision === revision && known.area === area) return
  if (row.off) {
    org.matcher.remove(row.id)
    if (org.searches.delete(row.id)) org.changes++
    return
  }
  const ground = groundOf(area)
  const parsed = readQuery(row.query, ground)
  if (!parsed.ok) {
    log.error({ search: row.id }, 'a saved search cannot be read any more; it is left out')
    return
  }
  org.changes++
  org.matcher.set(row.id, parsed.tree)
  org.searches.set(row.id, {
    id: row.id,
    revision,
    area,
    tree: parsed.tree,
    retentionMs: row.retention_days * 86_400_000,
    expiresAt: row.expires_at?.getTime() ?? Number.POSITIVE_INFINITY,
    people: new Set(privatePeople(ground, parsed.tree)),
    followedBy: row.followed_by,
  })
}

function endPreview(org: OrganisationSearches, id: string): void {
  org.previews.delete(id)
  org.matcher.remove(PREVIEW_PREFIX + id)
}

/** Begins to count for a preview; null when its query cannot be read. */
function beginPreview(
  org: OrganisationSearches,
  row: PreviewRow,
  now: Date,
  area: string | null,
): PreviewCount | null {
  const parsed = readQuery(row.query, groundOf(area))
  if (!parsed.ok) return null
  const startedAt = row.started_at ?? now
  const preview = {
    organisation: row.organisation_id,
    id: row.id,
    startedAt,
    endsAt: startedAt.getTime() + PREVIEW_MS,
    heard: row.heard,
    matches: row.matches,
  }
  org.previews.set(row.id, preview)
  org.matcher.set(PREVIEW_PREFIX + row.id, parsed.tree)
  return preview
}
