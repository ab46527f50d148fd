import { door, must } from '../door.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const { listen, ctx } = door(locals)
  return { at: ctx.clock.now(), corrections: must(await listen.getCorrections(ctx)) }
}
