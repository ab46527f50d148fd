import { type Area, areas, outletsNear } from '../engines/place/index.ts'
import type { Words } from './words/index.ts'

/** "Ceredigion (council)": what stands in the list, and what comes back from the form. */
export const labelOf = (area: Area, words: Words): string => `${area.name} (${words.setUp.kinds[area.kind]})`

export const areaLabels = (words: Words): string[] =>
  areas()
    .filter((area) => area.kind !== 'exercise')
    .map((area) => labelOf(area, words))

/** What was typed: the label, the code, or a name that only one area has. Several: the person chooses. */
export function findAreas(typed: string, words: Words): Area[] {
  const wanted = typed.trim().toLowerCase()
  if (!wanted) return []
  const all = areas()
  const exact = all.filter(
    (area) => labelOf(area, words).toLowerCase() === wanted || area.code.toLowerCase() === wanted,
  )
  if (exact.length > 0) return exact
  const named = all.filter((area) => area.name.toLowerCase() === wanted)
  return named.length > 0
    ? named
    : all.filter((area) => area.name.toLowerCase().includes(wanted)).slice(0, 20)
}

export interface Suggestion {
  name: string
  website: string
  own: boolean
}

/** The body's own site and the outlets near it; each is a page whose feed the source finds for itself. */
export const suggestionsFor = (area: Area): Suggestion[] =>
  outletsNear(area.code, 10).map((outlet) => ({
    name: outlet.name,
    website: outlet.feed ?? outlet.website,
    own: outlet.name === area.name,
  }))
