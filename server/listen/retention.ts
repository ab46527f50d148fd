import { audit } from '../platform/audit/audit.ts'
import type { Clock } from '../platform/clock.ts'
import type { Ctx } from '../platform/context.ts'
import type { Database } from '../platform/db/database.ts'
import type { SearchId } from '../platform/ids.ts'
import { ok, type Result } from '../platform/result.ts'
import {
  countExpired,
  findExpired,
  listCertificates as readCertificates,
  writeCertificate,
} from '../record/index.ts'
import { erase } from './apply-change.ts'
import { hiddenSearches } from './followed.ts'
import { allowed } from './policy.ts'
import { countExpiredBySearch, findRunOut, organisationsHeard, setSearchPaused } from './store-search.ts'
import { forgetSamples } from './store-source.ts'
import { pruneOpenings } from './store-viewing.ts'
import { tellOthers } from './tell-others.ts'
import { STOP_DAYS } from './viewing.ts'
import type { Certificate, RetentionPreview } from './views.ts'

const AT_ONCE = 1_000
/** How long a sample of what could not be read is kept. */
const SAMPLE_DAYS = 7

/** What the next run would erase, and for which searches it was kept. */
export function previewRetention(
  ctx: Ctx,
  _input?: Record<string, never>,
): Promise<Result<RetentionPreview>> {
  return allowed(ctx, 'listen.read', async () => {
    const at = ctx.clock.now()
    const { posts, oldest } = await countExpired(ctx.db.read, ctx.organisation.id, at)
    const hidden = await hiddenSearches(ctx)
    const all = await countExpiredBySearch(ctx.db.read, ctx.organisation.id, at)
    const rows = all.filter((r) => !hidden.has(r.search_id))
    return ok({
      at,
      posts,
      oldest,
      bySearch: rows.map((r) => ({ search: r.search_id as SearchId, name: r.name, posts: r.posts })),
    })
  })
}

export function listCertificates(ctx: Ctx, _input?: Record<string, never>): Promise<Result<Certificate[]>> {
  return allowed(ctx, 'listen.read', async () =>
    ok(await readCertificates(ctx.db.read, ctx.organisation.id, 500)),
  )
}

/** Erases what has passed its date, everywhere, a thousand posts a transaction, each with its certificate. Gives back how many. */
export async function runRetention(db: Database, clock: Clock): Promise<number> {
  let total = 0
  for (const organisation of await organisationsHeard(db.read)) {
    for (;;) {
      const n = await eraseSome(db, organisation, clock.now())
      total += n
      if (n < AT_ONCE) break
    }
  }
  return total
}

async function eraseSome(db: Database, organisation: string, now: Date): Promise<number> {
  const ids = await findExpired(db.read, organisation, now, AT_ONCE)
  if (ids.length === 0) return 0
  return db.transaction(async (tx) => {
    // A search that was saved a moment ago may have moved a date on.
    const still = new Set(await findExpired(tx, organisation, now, AT_ONCE * 2))
    const erased = await erase(
      tx,
      organisation,
      ids.filter((id) => still.has(id)),
    )
    if (erased.length === 0) return 0
    const certificate = await writeCertificate(
      tx,
      organisation,
      now,
      'The time for which it could be kept has passed.',
      erased,
    )
    audit(tx, {
      organisation,
      person: null,
      action: 'record.posts-erased',
      subject: `certificate ${certificate.id}`,
      detail: { posts: erased.length, sha256: certificate.sha256 },
      at: now,
    })
    return erased.length
  })
}

/** Pauses searches whose authorisation ran out; forgets openings that no longer count, and old samples of what could not be read. */
export async function runHousekeeping(db: Database, clock: Clock): Promise<void> {
  const now = clock.now()
  for (const { organisation, id, name } of await findRunOut(db.read, now)) {
    await db.transaction(async (tx) => {
      await setSearchPaused(
        tx,
        organisation,
        id,
        now,
        'The authorisation to follow the person it names has run out.',
      )
      tellOthers(tx, organisation, { type: 'listen.search-saved', data: { search: id } })
      audit(tx, {
        organisation,
        person: null,
        action: 'listen.search-paused',
        subject: `search ${id}`,
        detail: { name, because: 'authorisation ran out' },
        at: now,
      })
    })
  }
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
  await db.transaction(async (tx) => {
    await pruneOpenings(tx, daysAgo(STOP_DAYS))
    await forgetSamples(tx, daysAgo(SAMPLE_DAYS))
  })
}
