import type { ColumnView, DeckColumn } from '../../../server/listen/views.ts'

/** Widths a column can have, in pixels at the standard text size; each is a class, because the page allows no inline style. */
export const WIDTHS = [280, 340, 400, 480, 600, 760] as const
export const VIEWS: ColumnView[] = [
  'posts',
  'temperature',
  'outlets',
  'sides',
  'sources',
  'languages',
  'places',
  'spikes',
]
export const MOST_COLUMNS = 12

export type LayoutChange =
  | { do: 'add'; search: string; view?: ColumnView; id: string }
  | { do: 'remove'; id: string }
  | { do: 'left' | 'right' | 'wider' | 'narrower'; id: string }
  | { do: 'view'; id: string; view: ColumnView }

/** The nearest width that has a class. */
export const widthStep = (width: number): number =>
  WIDTHS.reduce<number>(
    (best, one) => (Math.abs(one - width) < Math.abs(best - width) ? one : best),
    WIDTHS[0],
  )

/** The layout after one change; the same object when nothing changes. */
export function changeLayout(columns: DeckColumn[], change: LayoutChange): DeckColumn[] {
  if (change.do === 'add') {
    if (columns.length >= MOST_COLUMNS) return columns
    const column = {
      id: change.id,
      search: change.search as DeckColumn['search'],
      view: change.view ?? 'posts',
      width: 340,
    }
    return [...columns, column]
  }
  const at = columns.findIndex((one) => one.id === change.id)
  const column = columns[at]
  if (!column) return columns
  const put = (next: DeckColumn) => columns.map((one, index) => (index === at ? next : one))
  switch (change.do) {
    case 'remove':
      return columns.filter((one) => one !== column)
    case 'left':
    case 'right': {
      const to = at + (change.do === 'left' ? -1 : 1)
      if (to < 0 || to >= columns.length) return columns
      const out = [...columns]
      out.splice(at, 1)
      out.splice(to, 0, column)
      return out
    }
    case 'wider':
    case 'narrower': {
      const step = WIDTHS.indexOf(widthStep(column.width) as (typeof WIDTHS)[number])
      const width = WIDTHS[step + (change.do === 'wider' ? 1 : -1)]
      return width === undefined ? columns : put({ ...column, width })
    }
    case 'view':
      return put({ ...column, view: change.view })
  }
}

/** Reads what a form or a fetch sent; null when it makes no sense. */
export function readChange(form: FormData, newId: () => string): LayoutChange | null {
  const text = (name: string) => String(form.get(name) ?? '')
  const what = text('do')
  const id = text('id')
  const view = VIEWS.find((one) => one === text('view'))
  if (what === 'add' && text('search')) return { do: 'add', search: text('search'), view, id: id || newId() }
  if (what === 'view') return id && view ? { do: 'view', id, view } : null
  if (what === 'remove' || what === 'left' || what === 'right' || what === 'wider' || what === 'narrower')
    return id ? { do: what, id } : null
  return null
}
