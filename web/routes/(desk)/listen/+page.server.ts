import { redirect } from '@sveltejs/kit'
import { refused } from '../../../refused.server.ts'
import { changeLayout, readChange } from '../../../ui/deck/layout.ts'
import { PANELS, type PanelData } from '../../../ui/deck/panels.ts'
import type { Actions, PageServerLoad } from './$types'
import { door, must } from './door.ts'
import { loadPanels } from './panels.ts'

/** Posts a column begins with; older ones come on demand. Keeps the page of six columns under 300 kB. */
const FIRST = 15

export const load: PageServerLoad = async ({ locals, url }) => {
  const { listen, ctx } = door(locals)
  const snapshot = must(await listen.getDeck(ctx))
  const open = url.searchParams.get('open')
  const panels: Record<string, PanelData> = {}
  const loading = snapshot.columns.map(async (column) => {
    if (column.view !== 'posts')
      panels[column.id] = await loadPanels(listen, ctx, column.search, [column.view])
  })
  const [opened] = await Promise.all([
    open && snapshot.searches.some((one) => one.id === open) ? loadPanels(listen, ctx, open, PANELS) : null,
    ...loading,
  ])
  return {
    snapshot: {
      ...snapshot,
      columns: snapshot.columns.map((column) => {
        if (column.view !== 'posts')
          return { ...column, data: { ...column.data, posts: { posts: [], next: null } } }
        const { posts, next } = column.data.posts
        const last = posts[FIRST - 1]
        // A page goes on after the last post that is shown.
        return {
          ...column,
          data: {
            ...column.data,
            posts: { posts: posts.slice(0, FIRST), next: last && posts.length > FIRST ? last.id : next },
          },
        }
      }),
    },
    panels,
    opened,
  }
}

export const actions: Actions = {
  /** One change of the layout, sent by a form where there is no JavaScript. */
  layout: async ({ locals, request }) => {
    const { listen, ctx } = door(locals)
    const change = readChange(await request.formData(), () => crypto.randomUUID())
    const deck = must(await listen.getDeck(ctx))
    if (change) {
      const columns = deck.columns.map(({ id, search, view, width }) => ({ id, search, view, width }))
      const saved = await listen.saveLayout(ctx, { columns: changeLayout(columns, change) })
      if (!saved.ok) return refused(saved.refusal, locals, new FormData())
    }
    redirect(303, '/listen')
  },
}
