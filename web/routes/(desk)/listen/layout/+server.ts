import { invalid } from '../../../../../server/platform/result.ts'
import { changeLayout, readChange } from '../../../../ui/deck/layout.ts'
import { door, must, wire } from '../door.ts'
import type { RequestHandler } from './$types'

/** One change of the layout from an open page. */
export const POST: RequestHandler = async ({ locals, request }) => {
  const { listen, ctx } = door(locals)
  const change = readChange(await request.formData(), () => crypto.randomUUID())
  if (!change) return wire(invalid('do', 'That is not a change of the deck'))
  const deck = must(await listen.getDeck(ctx))
  const columns = deck.columns.map(({ id, search, view, width }) => ({ id, search, view, width }))
  const saved = await listen.saveLayout(ctx, { columns: changeLayout(columns, change) })
  return wire(saved.ok ? { ok: true, value: { columns: saved.value } } : saved)
}
