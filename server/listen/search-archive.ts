import { describe, type Query } from '../../engines/query/index.ts'
import { audit } from '../platform/audit/audit.ts'
import type { Ctx } from '../platform/context.ts'
import { isId } from '../platform/ids.ts'
import { invalid, ok, type Result, refuse } from '../platform/result.ts'
import { type PostRow, toPost } from '../record/index.ts'
import { cardMaker } from './cards.ts'
import { countFound } from './count-viewing.ts'
import { hiddenSearches } from './followed.ts'
import { archiveGate, within } from './gate.ts'
import { groundOf, readQuery } from './ground.ts'
import { said } from './messages.ts'
import { allowed } from './policy.ts'
import { readDates } from './range.ts'
import { queryProblems } from './save-search.ts'
import {
  type Asked,
  COUNT_CAP,
  countMatches,
  countsByTheWay,
  estimate,
  isOutOfTime,
  RANKED,
  searchBest,
  searchNewest,
} from './store-archive.ts'
import { mayFind, needsAuthorisation } from './viewing.ts'
import type { ArchiveInput, ArchivePage } from './views.ts'

const PAGE = 50
const TIMEOUT_MS = 5_000
/** A page never waits longer than this for its count; the planner's guess stands in. */
const COUNT_MS = 100
/** What the planner takes for more than this is not counted: nobody reads that far, and counting would take its time. */
const COUNTED_BELOW = 30_000

/** Finds kept posts by the listening language; 50 a page, newest or best first. Every page is audited: anybody can write a cursor. */
export function searchArchive(ctx: Ctx, input: ArchiveInput): Promise<Result<ArchivePage>> {
  return allowed(ctx, 'listen.read', async () => {
    const begun = performance.now()
    const read = await readAsked(ctx, input)
    if (!read.ok) return read
    const best = input.order === 'best'
    const offset = best ? Number(input.after ?? 0) : 0
    if (best && !(Number.isInteger(offset) && offset >= 0 && offset < RANKED))
      return invalid('after', said('page-unknown'))
    if (!best && input.after !== undefined && !isId(input.after))
      return invalid('after', said('page-unknown'))
    return within(ctx, [archiveGate], () => find(ctx, input, read.value, offset, begun))
  })
}

async function find(
  ctx: Ctx,
  input: ArchiveInput,
  asked: Asked,
  offset: number,
  begun: number,
): Promise<Result<ArchivePage>> {
  const best = input.order === 'best'
  const first = input.after === undefined
  // Written down while it is looked for, every page of it; nothing is shown before it is.
  const noted = note(ctx, input)
  noted.catch(() => {})
  try {
    const making = cardMaker(ctx)
    making.catch(() => {})
    const guess = await estimate(ctx.db, asked)
    const newest = { ...asked, before: input.after ?? null }
    const counts =
      first && guess.matches < COUNTED_BELOW && (best || !countsByTheWay(newest, guess, PAGE + 1))
    const [found, counted] = await Promise.all([
      best
        ? searchBest(ctx.db, asked, offset, PAGE + 1, TIMEOUT_MS).then((rows) => ({ rows, counted: null }))
        : searchNewest(ctx.db, newest, PAGE + 1, TIMEOUT_MS, guess),
      counts ? countMatches(ctx.db, asked, COUNT_MS) : null,
    ])
    const page = found.rows.slice(0, PAGE)
    const looked = await countFound(ctx, page.map(toPost))
    if (!looked.ok) {
      await noted
      return looked
    }
    const posts = await (await making).cards(collapse(page).map(toPost), { tree: asked.tree })
    await noted
    const count = first ? sayCount(found.counted ?? counted, guess.matches, found.rows.length) : null
    const next = found.rows.length > PAGE ? nextOf(page, best, offset) : null
    const says = sentence(asked.tree, best, count)
    return ok({ posts, next, count, says, tookMs: Math.round(performance.now() - begun) })
  } catch (error) {
    if (!isOutOfTime(error)) throw error
    return refuse({
      kind: 'unavailable',
      rule: 'search-out-of-time',
      why: 'This search took longer than five seconds and was stopped. Narrow the dates, or add a word that is rarer.',
    })
  }
}

/** Where the next page begins: after a post, or after so many of the best. */
function nextOf(page: PostRow[], best: boolean, offset: number): string | null {
  if (!best) return page[page.length - 1]!.id
  return offset + PAGE < RANKED ? String(offset + PAGE) : null
}

/** Reads query and dates, and asks for an authorisation where a private person would be followed. */
export async function readAsked(
  ctx: Ctx,
  input: Pick<ArchiveInput, 'query' | 'from' | 'to'>,
): Promise<Result<Asked>> {
  const ground = groundOf(ctx.organisation.area)
  const parsed = readQuery(input.query.trim(), ground)
  if (!parsed.ok) return refuse({ kind: 'invalid', problems: queryProblems(parsed.problems) })
  const dates = readDates(input)
  if (!dates.ok) return dates
  const { from, to } = dates.value
  if (from && to && from >= to) return invalid('to', said('end-before'))
  const followed = await mayFind(ctx, ground, parsed.tree)
  if (!followed.ok) return refuse(needsAuthorisation(followed, input.query.trim()))
  const hidden = [...(await hiddenSearches(ctx))]
  return ok({
    organisation: ctx.organisation.id,
    tree: parsed.tree,
    from,
    to,
    before: null,
    basis: null,
    hidden,
    bound: followed.bound,
  })
}

async function note(ctx: Ctx, input: ArchiveInput): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    audit(tx, {
      organisation: ctx.organisation.id,
      person: ctx.person.id,
      action: 'listen.archive-searched',
      subject: 'archive',
      detail: {
        query: input.query.slice(0, 2000),
        from: input.from?.toISOString() ?? null,
        to: input.to?.toISOString() ?? null,
        ...(input.after === undefined ? {} : { after: input.after }),
      },
      at: ctx.clock.now(),
    })
  })
}

/** A copy whose leader stands on the same page is one of that leader's count. */
function collapse(rows: PostRow[]): PostRow[] {
  const here = new Set(rows.map((r) => r.id))
  return rows.filter((r) => r.copy_of === null || !here.has(r.copy_of))
}

function sayCount(counted: number | null, guess: number, seen: number): ArchivePage['count'] {
  if (counted !== null && counted <= COUNT_CAP) return { n: counted, kind: 'exact', about: null }
  const least = counted === null ? seen : COUNT_CAP
  return { n: least, kind: 'at-least', about: guess > least ? roughly(guess) : null }
}

/** Two figures that mean something; the rest of a guess does not. */
function roughly(n: number): number {
  const scale = 10 ** Math.max(0, Math.floor(Math.log10(n)) - 1)
  return Math.round(n / scale) * scale
}

function sentence(tree: Query, best: boolean, count: ArchivePage['count']): string {
  const order = best ? `the best of the newest ${RANKED.toLocaleString('en-GB')}` : 'newest first'
  const many =
    count === null
      ? ''
      : count.kind === 'exact'
        ? `${count.n.toLocaleString('en-GB')} found. `
        : `More than ${count.n.toLocaleString('en-GB')} found${count.about ? `, by estimate about ${count.about.toLocaleString('en-GB')}` : ''}. `
  return `${many}Shown are ${describe(tree)}, ${order}.`
}
