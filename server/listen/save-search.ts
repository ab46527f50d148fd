import { describe, type Query } from '../../engines/query/index.ts'
import { audit } from '../platform/audit/audit.ts'
import type { Ctx } from '../platform/context.ts'
import type { Tx } from '../platform/db/database.ts'
import { isId, newId, type SearchId } from '../platform/ids.ts'
import { ok, type Refusal, type Result, refuse, type Said, type SaidProblem } from '../platform/result.ts'
import { erase, holdAgain } from './apply-change.ts'
import { isHidden } from './followed.ts'
import { type Ground, groundOf, readQuery } from './ground.ts'
import { said } from './messages.ts'
import { allowed } from './policy.ts'
import {
  announceSearch,
  holdSearches,
  insertSearch,
  readPersonName,
  readSearchRow,
  type SearchFields,
  type SearchRow,
  updateSearch,
} from './store-search.ts'

import { stretches } from './stretches.ts'
import { tellOthers } from './tell-others.ts'
import { mayFollow, needsAuthorisation, privatePeople } from './viewing.ts'
import type { LawfulBasis, SearchInput, SearchView } from './views.ts'

export const LAWFUL_BASES: readonly LawfulBasis[] = [
  'public-task',
  'legal-obligation',
  'legitimate-interests',
  'vital-interests',
  'law-enforcement',
  'consent',
]

/** What one organisation may have standing: every page reads all of them. */
const MOST_SEARCHES = 1_000
const MOST_CHARACTERS = 300_000
const TOO_MANY: Refusal = {
  kind: 'conflict',
  rule: 'too-many-searches',
  why: 'There are as many searches as there may be (1,000, or 300,000 characters of them). End one, or join two into one.',
}

/** Keeps a standing search. Refused without purpose, owner, lawful basis and retention, and for a mistake in the query. */
export function saveSearch(ctx: Ctx, input: SearchInput): Promise<Result<SearchView>> {
  return allowed(ctx, 'listen.search', async () => {
    const checked = await check(ctx, input)
    if (!checked.ok) return refuse(checked.refusal)
    const now = ctx.clock.now()
    const id = newId<SearchId>(now.getTime())
    return ctx.db.transaction(async (tx) => {
      const held = await holdSearches(tx, ctx.organisation.id)
      const full = held.n >= MOST_SEARCHES || held.characters + checked.fields.query.length > MOST_CHARACTERS
      if (full) return refuse(TOO_MANY)
      await insertSearch(tx, ctx.organisation.id, id, checked.fields, ctx.person.id, now)
      tell(ctx, tx, 'listen.search-saved', id, checked.fields)
      const row = (await readSearchRow(tx, ctx.organisation.id, id))!
      return ok(toSearchView(row, groundOf(ctx.organisation.area)))
    })
  })
}

/** Changes a search; what it keeps is kept as long as the new period says, and the change is audited with both queries. */
export function editSearch(ctx: Ctx, input: SearchInput & { id: string }): Promise<Result<SearchView>> {
  return allowed(ctx, 'listen.search', async () => {
    if (!isId(input.id)) return refuse({ kind: 'not-found', what: 'search' })
    const checked = await check(ctx, input)
    if (!checked.ok) return refuse(checked.refusal)
    const hidden = await isHidden(ctx, input.id)
    return ctx.db.transaction(async (tx) => {
      const held = await holdSearches(tx, ctx.organisation.id)
      const before = await readSearchRow(tx, ctx.organisation.id, input.id)
      if (!before || hidden) return refuse({ kind: 'not-found', what: 'search' })
      const longer = checked.fields.query.length - before.query.length
      if (longer > 0 && held.characters + longer > MOST_CHARACTERS) return refuse(TOO_MANY)
      const { by, expiresAt } = await followerAfter(ctx, before, checked.fields)
      await updateSearch(tx, ctx.organisation.id, input.id, { ...checked.fields, expiresAt }, by)
      if (before.retention_days !== checked.fields.retentionDays)
        await erase(tx, ctx.organisation.id, await holdAgain(tx, ctx.organisation.id, { search: input.id }))
      tell(ctx, tx, 'listen.search-saved', input.id, checked.fields, {
        before: { query: before.query, retentionDays: before.retention_days, purpose: before.purpose },
      })
      const row = (await readSearchRow(tx, ctx.organisation.id, input.id))!
      await announceSearch(tx, ctx.organisation.id, input.id)
      return ok(toSearchView(row, groundOf(ctx.organisation.area)))
    })
  })
}

/**
 * By whose authorisations an edited search goes on, and until when: while it names the same people, by those that it was
 * heard by, as long as they hold; else by the editor's, who may hold them for other accounts of the same names.
 */
async function followerAfter(
  ctx: Ctx,
  before: SearchRow,
  fields: SearchFields,
): Promise<{ by: string; expiresAt: Date | null }> {
  const mine = { by: ctx.person.id, expiresAt: fields.expiresAt }
  const ground = groundOf(ctx.organisation.area)
  const [old, now] = [readQuery(before.query, ground), readQuery(fields.query, ground)]
  if (!old.ok || !now.ok) return mine
  const names = (tree: Query) => privatePeople(ground, tree).sort().join('\n')
  if (names(old.tree) !== names(now.tree)) return mine
  const followed = await mayFollow(ctx, ground, now.tree, before.followed_by)
  return followed.ok ? { by: before.followed_by, expiresAt: followed.endsAt } : mine
}

type Checked = { ok: true; fields: SearchFields } | { ok: false; refusal: Refusal }

async function check(ctx: Ctx, input: SearchInput): Promise<Checked> {
  const problems: SaidProblem[] = []
  const text = (field: string, value: unknown, min: number, max: number, missing: Said): string => {
    const trimmed = typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed().trim() : ''
    // Counted as the database counts: an emoji is one.
    const letters = [...trimmed].length
    if (letters < min) problems.push({ field, ...missing })
    else if (letters > max) problems.push({ field, ...said('text-long', max, letters) })
    return trimmed
  }
  const name = text('name', input.name, 1, 120, said('search-name-none'))
  const purpose = text('purpose', input.purpose, 10, 500, said('purpose-none'))
  if (!LAWFUL_BASES.includes(input.lawfulBasis))
    problems.push({ field: 'lawfulBasis', ...said('basis-none') })
  if (!Number.isInteger(input.retentionDays) || input.retentionDays < 1 || input.retentionDays > 2555)
    problems.push({ field: 'retentionDays', ...said('retention-range') })
  const query = typeof input.query === 'string' ? input.query.trim() : ''
  const ground = groundOf(ctx.organisation.area)
  const parsed = readQuery(query, ground)
  if (!parsed.ok) problems.push(...queryProblems(parsed.problems))
  const owner = await ownerOf(ctx, input.owner)
  if (!owner) problems.push({ field: 'owner', ...said('owner-none') })
  if (problems.length > 0 || !parsed.ok || !owner)
    return { ok: false, refusal: { kind: 'invalid', problems } }
  const followed = await mayFollow(ctx, ground, parsed.tree)
  if (!followed.ok) return { ok: false, refusal: needsAuthorisation(followed, query) }
  return {
    ok: true,
    fields: {
      name,
      query,
      purpose,
      ownerId: owner.id,
      ownerName: owner.name.slice(0, 200),
      lawfulBasis: input.lawfulBasis,
      retentionDays: input.retentionDays,
      expiresAt: followed.endsAt,
    },
  }
}

/** Offsets go with the words, so that a page can point at the character. */
export const queryProblems = (
  problems: {
    at: number
    length: number
    code: string
    values: string[]
    message: string
    expected: string
  }[],
): SaidProblem[] =>
  problems.map((p) => ({
    field: 'query',
    code: p.code,
    values: p.values,
    message: `${p.message} Expected: ${p.expected}.`,
    at: p.at,
    length: p.length,
  }))

async function ownerOf(ctx: Ctx, id: string | undefined): Promise<{ id: string; name: string } | null> {
  if (id === undefined || id === '' || id === ctx.person.id)
    return { id: ctx.person.id, name: ctx.person.name }
  return isId(id) ? readPersonName(ctx.db.read, ctx.organisation.id, id) : null
}

function tell(
  ctx: Ctx,
  tx: Tx,
  type: 'listen.search-saved',
  id: string,
  f: SearchFields,
  more: Record<string, unknown> = {},
): void {
  const organisation = ctx.organisation.id
  tellOthers(tx, organisation, { type, data: { search: id } })
  audit(tx, {
    organisation,
    person: ctx.person.id,
    action: type,
    subject: `search ${id}`,
    detail: {
      name: f.name,
      query: f.query,
      purpose: f.purpose,
      lawfulBasis: f.lawfulBasis,
      retentionDays: f.retentionDays,
      owner: f.ownerId,
      ...more,
    },
    at: ctx.clock.now(),
  })
}

/** Searches as pages show them; pages of others are let in while they are read. */
export async function toSearchViews(rows: readonly SearchRow[], ground: Ground): Promise<SearchView[]> {
  const rest = stretches()
  const views: SearchView[] = []
  for (const row of rows) {
    await rest()
    views.push(toSearchView(row, ground))
  }
  return views
}

export function toSearchView(row: SearchRow, ground: Ground): SearchView {
  const parsed = readQuery(row.query, ground)
  return {
    id: row.id as SearchId,
    name: row.name,
    query: row.query,
    says: parsed.ok
      ? describe(parsed.tree)
      : 'This search cannot be read any more: open it and save it again.',
    purpose: row.purpose,
    owner: { id: row.owner_id, name: row.owner_name },
    lawfulBasis: row.lawful_basis as LawfulBasis,
    retentionDays: row.retention_days,
    state: row.paused_at ? 'paused' : 'listening',
    pausedBecause: row.paused_because,
    expiresAt: row.expires_at,
    createdAt: row.created_at,
    kept: row.kept,
    lastMatchAt: row.last_match_at,
  }
}
