import type { PageLoad } from './$types'

/** Panels are drawn by code that a deck of posts does without: it comes along where the first page shows some. */
export const load: PageLoad = async ({ data }) => ({
  ...data,
  drawings:
    data.opened || Object.keys(data.panels).length > 0 ? await import('../../../ui/deck/drawings.ts') : null,
})
