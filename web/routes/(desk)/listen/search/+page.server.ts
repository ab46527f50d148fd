import { statusOf } from '../../../../edge.server.ts'
import { sayRefusal, wordsOf } from '../../../../refused.server.ts'
import { door, toStop } from '../door.ts'
import type { PageServerLoad } from './$types'
import { readAsked } from './asked.ts'

export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  const { listen, ctx } = door(locals)
  const at = ctx.clock.now()
  const { input, values } = readAsked(url.searchParams, ctx.organisation.timeZone)
  if (!input.query.trim()) return { at, values, found: null, problems: [], links: null }
  const found = await listen.searchArchive(ctx, input)
  toStop(found)
  const link = (path: string, more: Record<string, string>) => {
    const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value))
    for (const [name, value] of Object.entries(more)) query.set(name, value)
    return `${path}?${query}`
  }
  setHeaders({ 'cache-control': 'no-store' })
  if (!found.ok) {
    locals.status = statusOf(found.refusal)
    return {
      at,
      values,
      found: null,
      problems: sayRefusal(found.refusal, wordsOf(locals.look.language)),
      links: null,
    }
  }
  return {
    at,
    values,
    found: found.value,
    problems: [],
    links: {
      next: found.value.next ? link('/listen/search', { after: found.value.next }) : null,
      first: input.after ? link('/listen/search', {}) : null,
      csv: link('/listen/search/export', { format: 'csv' }),
      json: link('/listen/search/export', { format: 'json' }),
    },
  }
}
