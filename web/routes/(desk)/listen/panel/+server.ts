import { PANELS } from '../../../../ui/deck/panels.ts'
import { door, wire } from '../door.ts'
import { loadPanels } from '../panels.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ locals, url }) => {
  const { listen, ctx } = door(locals)
  const asked = (url.searchParams.get('views') ?? '').split(',')
  const names = PANELS.filter((one) => asked.includes(one))
  const value = await loadPanels(listen, ctx, url.searchParams.get('search') ?? '', names)
  return wire({ ok: true, value }, locals)
}
