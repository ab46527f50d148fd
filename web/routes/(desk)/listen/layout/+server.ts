import type { DeckColumn } from '../../../../../server/listen/views.ts'
import { VIEWS, widthStep } from '../../../../ui/deck/layout.ts'
import { door, wire } from '../door.ts'
import type { RequestHandler } from './$types'

/** The layout of an open page, whole, so that two quick changes cannot cross. What makes no sense is left out. */
export const POST: RequestHandler = async ({ locals, request }) => {
  const { listen, ctx } = door(locals)
  const body: unknown = await request.json().catch(() => null)
  const saved = await listen.saveLayout(ctx, { columns: Array.isArray(body) ? body.flatMap(readColumn) : [] })
  return wire(saved, locals)
}

function readColumn(one: Partial<Record<keyof DeckColumn, unknown>> | null): DeckColumn[] {
  const view = VIEWS.find((name) => name === one?.view)
  if (!one || !view || typeof one.id !== 'string' || typeof one.search !== 'string') return []
  return [
    {
      id: one.id,
      search: one.search as DeckColumn['search'],
      view,
      width: widthStep(Number(one.width) || 340),
    },
  ]
}
