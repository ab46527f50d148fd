import type { Words } from '../../words/index.ts'

export interface RailLink {
  href: string
  words: (w: Words) => string
  /** `g` then this letter goes there. */
  key?: string
  inside?: RailLink[]
}

/** The rooms, in the order of the rail. A room that is not built yet does not stand here. */
export const RAIL: RailLink[] = [
  { href: '/listen', words: (w) => w.rail.listen, key: 'l' },
  { href: '/estate', words: (w) => w.rail.estate, key: 'e' },
]
