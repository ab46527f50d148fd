import type { Pulse } from '../../../../ui/deck/panels.ts'
import { door, may, must, wire } from '../door.ts'
import type { RequestHandler } from './$types'

/** What an open deck asks for every few seconds: changes, temperatures of its columns, states of sources. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const { listen, ctx } = door(locals)
  const searches = (url.searchParams.get('searches') ?? '').split(',').filter(Boolean).slice(0, 12)
  const [changes, sources, ...temperatures] = await Promise.all([
    listen.getChanges(ctx),
    listen.listSources(ctx),
    ...searches.map((search) => listen.getTemperature(ctx, { search })),
  ])
  const pulse: Pulse = {
    at: ctx.clock.now(),
    changes: must(changes),
    sources: may(sources) ?? [],
    temperatures: temperatures.flatMap((one) => may(one) ?? []),
    trouble: null,
  }
  return wire({ ok: true, value: pulse }, locals)
}
