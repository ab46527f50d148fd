/** What a key on the deck does. One letter each, only while no field is being typed in; can be switched off. */
export type DeckKey =
  | 'next'
  | 'previous'
  | 'right'
  | 'left'
  | 'pause'
  | 'show-new'
  | 'search'
  | 'help'
  | 'open'
  | 'labels'
  | 'copies'
  | 'details'
  | 'move-left'
  | 'move-right'
  | 'wider'
  | 'narrower'
  | 'add'

const KEYS: Record<string, DeckKey> = {
  j: 'next',
  ArrowDown: 'next',
  k: 'previous',
  ArrowUp: 'previous',
  l: 'right',
  ArrowRight: 'right',
  h: 'left',
  ArrowLeft: 'left',
  p: 'pause',
  n: 'show-new',
  s: 'search',
  '?': 'help',
  o: 'open',
  e: 'labels',
  c: 'copies',
  d: 'details',
  '[': 'move-left',
  ']': 'move-right',
  '+': 'wider',
  '=': 'wider',
  '-': 'narrower',
  a: 'add',
}

interface Pressed {
  key: string
  ctrlKey: boolean
  altKey: boolean
  metaKey: boolean
}

/**
 * The action of a key press; null when it is not ours. `where`: in a field nothing is ours; arrows belong to the page's
 * own scrolling unless a post has the focus; with `letters` off (a person's choice, WCAG 2.1.4) only arrows stay.
 */
export function actionOf(
  press: Pressed,
  where: { field: boolean; onPost: boolean; letters: boolean },
): DeckKey | null {
  if (press.ctrlKey || press.altKey || press.metaKey || where.field) return null
  const action = KEYS[press.key] ?? null
  if (press.key.startsWith('Arrow')) return where.onPost ? action : null
  return where.letters ? action : null
}
