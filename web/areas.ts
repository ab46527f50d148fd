import { type Area, areas, outletsNear } from '../engines/place/index.ts'

/** Names of all areas that can be chosen, in order; no two are the same. */
export const areaNames = (): string[] =>
  areas()
    .filter((area) => area.kind !== 'exercise')
    .map((area) => area.name)

/** What was typed: the name, the code, or a part that only one name has. Several: the person chooses. */
export function findAreas(typed: string): Area[] {
  const wanted = typed.trim().toLowerCase()
  if (!wanted) return []
  const all = areas().filter((area) => area.kind !== 'exercise')
  const exact = all.filter((area) => area.name.toLowerCase() === wanted || area.code.toLowerCase() === wanted)
  return exact.length > 0
    ? exact
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
