import { audit } from '../platform/audit/audit.ts'
import type { Ctx } from '../platform/context.ts'
import { isId, newId } from '../platform/ids.ts'
import { invalid, ok, type Refusal, type Result, refuse } from '../platform/result.ts'
import { type PostRow, toPost } from '../record/index.ts'
import { cardMaker } from './cards.ts'
import { hiddenSearches } from './followed.ts'
import { archiveGate, within } from './gate.ts'
import { groundOf, readQuery } from './ground.ts'
import { said } from './messages.ts'
import { allowed } from './policy.ts'
import { LAWFUL_BASES, queryProblems } from './save-search.ts'
import { type Asked, COUNT_CAP, countMatches, estimate, isOutOfTime, searchNewest } from './store-archive.ts'
import { insertPreview, type PreviewRow, readPreview } from './store-search.ts'
import { listSourceRows } from './store-source.ts'
import { mayFind, mayFollow, needsAuthorisation } from './viewing.ts'
import type { LawfulBasis, PreviewView } from './views.ts'

const SECONDS = 60
const DAYS = 30
const EXAMPLES = 5
const ARCHIVE_MS = 2_000
const COUNT_MS = 1_000

/** Each is matched against everything heard: one a person, and so many in an organisation. */
const MOST_OPEN = 20
const TOO_MANY: Refusal = { kind: 'too-many', rule: 'previews-at-once', retryAfterSeconds: SECONDS }

/**
 * Shows what a search would find before it is kept: posts already kept under the same lawful basis, and a count of
 * sixty seconds of the live stream of which nothing is stored. Ask `getPreview` again until `live.state` is done.
 * A person's next preview ends the one before; refused (`too-many: previews-at-once`) while twenty others are open.
 */
export function startPreview(
  ctx: Ctx,
  input: { query: string; lawfulBasis: LawfulBasis },
): Promise<Result<PreviewView>> {
  return allowed(ctx, 'listen.search', async () => {
    const ground = groundOf(ctx.organisation.area)
    const query = input.query.trim()
    const parsed = readQuery(query, ground)
    if (!parsed.ok) return refuse({ kind: 'invalid', problems: queryProblems(parsed.problems) })
    if (!LAWFUL_BASES.includes(input.lawfulBasis)) return invalid('lawfulBasis', said('basis-none'))
    const followed = await mayFollow(ctx, ground, parsed.tree)
    if (!followed.ok) return refuse(needsAuthorisation(followed, query))
    const now = ctx.clock.now()
    const id = newId(now.getTime())
    const begun = await ctx.db.transaction(async (tx) => {
      const row = { id, person_id: ctx.person.id, query, lawful_basis: input.lawfulBasis, created_at: now }
      if (!(await insertPreview(tx, ctx.organisation.id, row, MOST_OPEN))) return refuse(TOO_MANY)
      // It shows kept posts, as a search of the archive does.
      audit(tx, {
        organisation: ctx.organisation.id,
        person: ctx.person.id,
        action: 'listen.search-previewed',
        subject: `preview ${id}`,
        detail: { query: query.slice(0, 2000), lawfulBasis: input.lawfulBasis },
        at: now,
      })
      return ok(null)
    })
    if (!begun.ok) return begun
    return view(ctx, (await readPreview(ctx.db.read, ctx.organisation.id, ctx.person.id, id))!)
  })
}

export function getPreview(ctx: Ctx, input: { id: string }): Promise<Result<PreviewView>> {
  return allowed(ctx, 'listen.search', async () => {
    const row = isId(input.id)
      ? await readPreview(ctx.db.read, ctx.organisation.id, ctx.person.id, input.id)
      : null
    return row ? view(ctx, row) : refuse({ kind: 'not-found', what: 'preview' })
  })
}

async function view(ctx: Ctx, row: PreviewRow): Promise<Result<PreviewView>> {
  const ground = groundOf(ctx.organisation.area)
  const parsed = readQuery(row.query, ground)
  if (!parsed.ok) return refuse({ kind: 'invalid', problems: queryProblems(parsed.problems) })
  const followed = await mayFind(ctx, ground, parsed.tree)
  if (!followed.ok) return refuse(needsAuthorisation(followed, row.query))
  const now = ctx.clock.now()
  const asked: Asked = {
    organisation: ctx.organisation.id,
    tree: parsed.tree,
    from: new Date(now.getTime() - DAYS * 86_400_000),
    to: null,
    before: null,
    basis: row.lawful_basis,
    hidden: [...(await hiddenSearches(ctx))],
    bound: followed.bound,
  }
  const looked = await within(ctx, [archiveGate], async () =>
    ok({ rows: await newest(ctx, asked), counted: await countMatches(ctx.db, asked, COUNT_MS) }),
  )
  // Without room among the searches it is late; the live count goes on, and the page asks again.
  const { rows, counted } = looked.ok ? looked.value : { rows: null, counted: null }
  const sources = await listSourceRows(ctx.db.read, ctx.organisation.id)
  const maker = await cardMaker(ctx)
  const archive = {
    matches: Math.min(counted ?? rows?.length ?? 0, COUNT_CAP),
    capped: counted === null || counted > COUNT_CAP,
    late: rows === null,
    days: DAYS,
    examples: await maker.cards((rows ?? []).map(toPost), { tree: parsed.tree }),
  }
  const live = liveOf(
    row,
    sources.some((s) => s.paused_at === null),
    now,
  )
  return ok({ id: row.id, archive, live, says: say(archive, live) })
}

/** Null when looking through what is kept takes longer than a preview may. */
async function newest(ctx: Ctx, asked: Asked): Promise<PostRow[] | null> {
  try {
    return (await searchNewest(ctx.db, asked, EXAMPLES, ARCHIVE_MS, await estimate(ctx.db, asked))).rows
  } catch (error) {
    if (!isOutOfTime(error)) throw error
    return null
  }
}

function liveOf(row: PreviewRow, hasSource: boolean, now: Date): PreviewView['live'] {
  const gone = row.started_at ? (now.getTime() - row.started_at.getTime()) / 1_000 : 0
  const secondsLeft = row.done ? 0 : Math.max(0, Math.ceil(SECONDS - gone))
  const counted = Math.min(SECONDS, Math.max(gone, 0))
  const perHour = counted >= 5 ? Math.round((row.matches / counted) * 3_600) : null
  const state = row.done ? 'done' : row.started_at ? 'counting' : hasSource ? 'waiting' : 'no-source'
  return { state, secondsLeft, heard: row.heard, matches: row.matches, perHour }
}

function say(archive: PreviewView['archive'], live: PreviewView['live']): string {
  const kept = archive.late
    ? `Looking through the posts kept in the last ${archive.days} days took too long`
    : archive.capped
      ? `More than ${archive.matches.toLocaleString('en-GB')} posts kept in the last ${archive.days} days match`
      : `${archive.matches.toLocaleString('en-GB')} ${archive.matches === 1 ? 'post' : 'posts'} kept in the last ${archive.days} days ${archive.matches === 1 ? 'matches' : 'match'}`
  if (live.state === 'no-source') return `${kept}. No source is listening, so nothing can be counted live.`
  if (live.state === 'waiting') return `${kept}. The live count begins in a moment.`
  const so = live.state === 'done' ? 'In sixty seconds' : 'So far'
  const rate = live.perHour === null ? '' : `: about ${live.perHour.toLocaleString('en-GB')} an hour`
  return `${kept}. ${so} ${live.matches.toLocaleString('en-GB')} of ${live.heard.toLocaleString('en-GB')} posts heard${rate}. None of them was stored.`
}
