import { loadDrawings } from '../../../ui/deck/draw.ts'
import type { PageLoad } from './$types'

/** Panels are drawn by code that a deck of posts does without: it comes along where the first page shows some. */
export const load: PageLoad = async ({ data, parent }) => ({
  ...data,
  drawings:
    data.opened || Object.keys(data.panels).length > 0 ? await loadDrawings((await parent()).language) : null,
})
