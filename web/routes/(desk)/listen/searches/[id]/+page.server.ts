import { PANELS } from '../../../../../ui/deck/panels.ts'
import { door } from '../../door.ts'
import { loadPanels } from '../../panels.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { listen, ctx } = door(locals)
  return { at: ctx.clock.now(), panels: await loadPanels(listen, ctx, params.id, PANELS) }
}
