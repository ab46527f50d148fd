import type { RowsFilter } from '../../../server/listen/views.ts'

/** The page with the very posts behind a number. */
export function rowsHref(filter: Omit<RowsFilter, 'search'> & { search: string }): string {
  const query = new URLSearchParams({ search: filter.search })
  if (filter.from) query.set('from', filter.from.toISOString())
  if (filter.to) query.set('to', filter.to.toISOString())
  if (filter.tone) query.set('tone', filter.tone)
  if (filter.sourceKind) query.set('kind', filter.sourceKind)
  if (filter.lang) query.set('lang', filter.lang)
  if (filter.place) query.set('place', filter.place)
  if (filter.outlets) query.set('outlets', '1')
  if (filter.located) query.set('located', '1')
  return `/listen/rows?${query}`
}

/** The page with posts that are named one by one. */
export const postsHref = (search: string, posts: string[]): string =>
  `/listen/rows?${new URLSearchParams({ search, posts: posts.join(',') })}`

const TONES = ['negative', 'neutral', 'positive'] as const
const KINDS = ['media', 'official', 'charity', 'business', 'eyewitness', 'public'] as const

export { KINDS, TONES }

/** Reads such an address again; what makes no sense is left out. */
export function readRows(query: URLSearchParams): RowsFilter | null {
  const search = query.get('search')
  if (!search) return null
  const date = (name: string) => {
    const at = new Date(query.get(name) ?? '')
    return Number.isNaN(at.getTime()) ? undefined : at
  }
  return {
    search: search as RowsFilter['search'],
    from: date('from'),
    to: date('to'),
    tone: TONES.find((one) => one === query.get('tone')),
    sourceKind: KINDS.find((one) => one === query.get('kind')),
    lang: query.get('lang') ?? undefined,
    place: query.get('place') ?? undefined,
    outlets: query.get('outlets') === '1' || undefined,
    located: query.get('located') === '1' || undefined,
  }
}
