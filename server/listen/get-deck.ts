import type { Ctx } from '../platform/context.ts'
import { eventSpan } from '../platform/events/read-events.ts'
import { isId, type SearchId } from '../platform/ids.ts'
import { invalid, ok, type Result, refuse } from '../platform/result.ts'
import { type CardMaker, cardMaker } from './cards.ts'
import { isHidden, notHidden } from './followed.ts'
import { readChanges } from './get-changes.ts'
import { readTemperatures } from './get-temperature.ts'
import { readPage } from './list-posts.ts'
import { readSources } from './list-sources.ts'
import { said } from './messages.ts'
import { allowed } from './policy.ts'
import { toSearchView, toSearchViews } from './save-search.ts'
import { saveLayoutRow } from './store-person.ts'
import { listSearchRows } from './store-search.ts'
import { readLayout } from './store-view.ts'
import type { ColumnData, ColumnView, DeckColumn, DeckSnapshot, SearchView } from './views.ts'

const VIEWS: readonly ColumnView[] = [
  'posts',
  'temperature',
  'outlets',
  'sources',
  'languages',
  'places',
  'spikes',
  'sides',
]
const FIRST_PAGE = 30
const FIRST_COLUMNS = 6
const MOST_COLUMNS = 12

/** Everything that the deck shows at first, and the event number from which `/live` goes on. */
export function getDeck(ctx: Ctx, _input?: Record<string, never>): Promise<Result<DeckSnapshot>> {
  return allowed(ctx, 'listen.read', async () => {
    const on = ctx.db.read
    const organisation = ctx.organisation.id
    // The number is read first: what happens while the rest is read comes again as an event, and applying it twice is harmless.
    const { newest } = await eventSpan(ctx.db, organisation)
    const maker = await cardMaker(ctx)
    const rows = await notHidden(ctx, await listSearchRows(on, organisation))
    const searches = await toSearchViews(rows, maker.ground)
    const layout = await layoutOf(ctx, searches)
    const byId = new Map(searches.map((s) => [s.id as string, s]))
    const shown = [...new Set(layout.map((column) => column.search))].flatMap((id) => byId.get(id) ?? [])
    const [data, sources, sinceFiveMinutes] = await Promise.all([
      columnsOf(ctx, maker, shown),
      readSources(ctx),
      readChanges(ctx, searches),
    ])
    const columns = layout.flatMap((column) => {
      const found = data.get(column.search)
      return found ? [{ ...column, data: found }] : []
    })
    return ok({
      eventNumber: newest,
      at: ctx.clock.now(),
      columns,
      searches,
      sources,
      sinceFiveMinutes,
      trouble: null,
    })
  })
}

/** A person's own columns; for somebody who has none yet, the first searches in the order in which they were made. */
async function layoutOf(ctx: Ctx, searches: SearchView[]): Promise<DeckColumn[]> {
  const saved = await readLayout(ctx.db.read, ctx.organisation.id, ctx.person.id)
  if (saved) return (saved as DeckColumn[]).filter((c) => searches.some((s) => s.id === c.search))
  return searches
    .slice(0, FIRST_COLUMNS)
    .map((s) => ({ id: `first-${s.id}`, search: s.id, view: 'posts', width: 360 }))
}

/** What the columns of these searches begin with; what they have in common is read once. */
async function columnsOf(
  ctx: Ctx,
  maker: CardMaker,
  searches: SearchView[],
): Promise<Map<string, ColumnData>> {
  const ids = searches.map((search) => search.id)
  const [temperatures, pages] = await Promise.all([
    readTemperatures(ctx.db.read, ctx.organisation.id, ids, ctx.clock.now()),
    Promise.all(ids.map((search) => readPage(ctx, maker, { search }, null, FIRST_PAGE))),
  ])
  return new Map(
    searches.map((search, i) => [
      search.id,
      { search, temperature: temperatures.get(search.id)!, posts: pages[i]! },
    ]),
  )
}

/** One column anew: after it was added, or when a screen fell behind. */
export function getColumn(ctx: Ctx, input: { search: string }): Promise<Result<ColumnData>> {
  return allowed(ctx, 'listen.read', async () => {
    const maker = await cardMaker(ctx)
    const row = (await listSearchRows(ctx.db.read, ctx.organisation.id)).find((r) => r.id === input.search)
    if (!row || (await isHidden(ctx, row.id))) return refuse({ kind: 'not-found', what: 'search' })
    const search = toSearchView(row, maker.ground)
    return ok((await columnsOf(ctx, maker, [search])).get(search.id)!)
  })
}

/** Keeps a person's columns. Nobody else's deck changes. */
export function saveLayout(ctx: Ctx, input: { columns: DeckColumn[] }): Promise<Result<DeckColumn[]>> {
  return allowed(ctx, 'listen.read', async () => {
    if (!Array.isArray(input.columns)) return invalid('columns', said('columns-none'))
    if (input.columns.length > MOST_COLUMNS) return invalid('columns', said('columns-many', MOST_COLUMNS))
    const columns: DeckColumn[] = []
    for (const c of input.columns) {
      if (
        !isId(c.search) ||
        !VIEWS.includes(c.view) ||
        typeof c.id !== 'string' ||
        !/^[\w.:-]{1,80}$/.test(c.id)
      )
        return invalid('columns', said('column-short'))
      const width = Number.isFinite(c.width) ? Math.round(Math.max(240, Math.min(960, c.width))) : 360
      columns.push({ id: c.id, search: c.search as SearchId, view: c.view, width })
    }
    await ctx.db.transaction((tx) =>
      saveLayoutRow(tx, ctx.organisation.id, ctx.person.id, columns, ctx.clock.now()),
    )
    return ok(columns)
  })
}
