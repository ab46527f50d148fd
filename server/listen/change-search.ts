import { audit } from '../platform/audit/audit.ts'
import type { Ctx } from '../platform/context.ts'
import type { Tx } from '../platform/db/database.ts'
import { isId } from '../platform/ids.ts'
import { ok, type Refusal, type Result, refuse } from '../platform/result.ts'
import { writeCertificate } from '../record/index.ts'
import { erase, holdAgain } from './apply-change.ts'
import { followingOf, isHidden } from './followed.ts'
import { groundOf, readQuery } from './ground.ts'
import { allowed } from './policy.ts'
import { toSearchView } from './save-search.ts'
import {
  announceSearch,
  markSearchDeleted,
  readSearchRow,
  resumeSearchRow,
  type SearchRow,
  setSearchPaused,
} from './store-search.ts'
import { tellOthers } from './tell-others.ts'
import { mayFollow, needsAuthorisation } from './viewing.ts'
import type { SearchView } from './views.ts'

const notFound = refuse({ kind: 'not-found', what: 'search' })

/** Stops hearing for a search; what it keeps stays until its date. */
export function pauseSearch(ctx: Ctx, input: { id: string }): Promise<Result<SearchView>> {
  return change(ctx, input.id, 'listen.search-paused', async (tx, row) => {
    if (row.paused_at) return null
    await setSearchPaused(tx, ctx.organisation.id, row.id, ctx.clock.now(), null)
    return null
  })
}

/** Hears for it again. A search that follows a private person needs an authorisation that still holds. */
export async function resumeSearch(ctx: Ctx, input: { id: string }): Promise<Result<SearchView>> {
  return change(ctx, input.id, 'listen.search-resumed', async (tx, row) => {
    const ground = groundOf(ctx.organisation.area)
    const parsed = readQuery(row.query, ground)
    if (!parsed.ok)
      return {
        kind: 'conflict',
        rule: 'unreadable',
        why: 'The search cannot be read any more: open it and save it again.',
      } as const
    const followed = await mayFollow(ctx, ground, parsed.tree)
    if (!followed.ok) return needsAuthorisation(followed, row.query)
    await resumeSearchRow(tx, ctx.organisation.id, row.id, ctx.person.id, followed.endsAt)
    return null
  })
}

async function change(
  ctx: Ctx,
  id: string,
  action: string,
  work: (tx: Tx, row: SearchRow) => Promise<Refusal | null>,
): Promise<Result<SearchView>> {
  return allowed(ctx, 'listen.search', async () => {
    if (!isId(id) || (await isHidden(ctx, id))) return notFound
    return ctx.db.transaction(async (tx) => {
      const row = await readSearchRow(tx, ctx.organisation.id, id)
      if (!row) return notFound
      const refusal = await work(tx, row)
      if (refusal) return refuse(refusal)
      tellOthers(tx, ctx.organisation.id, { type: 'listen.search-saved', data: { search: id } })
      audit(tx, {
        organisation: ctx.organisation.id,
        person: ctx.person.id,
        action,
        subject: `search ${id}`,
        detail: { name: row.name },
        at: ctx.clock.now(),
      })
      return ok(
        toSearchView((await readSearchRow(tx, ctx.organisation.id, id))!, groundOf(ctx.organisation.area)),
      )
    })
  })
}

/** Everybody reads certificates: one for a search that followed somebody names neither. */
async function whyErased(ctx: Ctx, row: SearchRow): Promise<string> {
  const one = { id: row.id, query: row.query, owner: row.owner_id, by: row.owner_id }
  const follows = await followingOf([one], () => ctx.organisation.area)
  return follows.length > 0
    ? 'A search that followed a private person was ended.'
    : `The search “${row.name}” was ended.`
}

/** Ends a search. Posts that no other search keeps are erased, with a certificate; its counts stay. */
export function deleteSearch(ctx: Ctx, input: { id: string }): Promise<Result<{ erased: number }>> {
  return allowed(ctx, 'listen.search', async () => {
    if (!isId(input.id) || (await isHidden(ctx, input.id))) return notFound
    const organisation = ctx.organisation.id
    return ctx.db.transaction(async (tx) => {
      const row = await readSearchRow(tx, organisation, input.id)
      if (!row) return notFound
      const now = ctx.clock.now()
      const released = await markSearchDeleted(tx, organisation, input.id, now)
      const erased = await erase(tx, organisation, await holdAgain(tx, organisation, released))
      if (erased.length > 0) await writeCertificate(tx, organisation, now, await whyErased(ctx, row), erased)
      tellOthers(tx, organisation, { type: 'listen.search-deleted', data: { search: input.id } })
      audit(tx, {
        organisation,
        person: ctx.person.id,
        action: 'listen.search-deleted',
        subject: `search ${input.id}`,
        detail: { name: row.name, query: row.query, erased: erased.length },
        at: now,
      })
      await announceSearch(tx, organisation, input.id)
      return ok({ erased: erased.length })
    })
  })
}
