import { z } from 'zod'

const mostKept = 20_000

/** What is known of statuses by their local ids, the oldest making room for the newest. */
export class Statuses {
  readonly #known = new Map<string, { uri: string; version: string }>()

  has(id: string): boolean {
    return this.#known.has(id)
  }

  uriOf(id: string): string | undefined {
    return this.#known.get(id)?.uri
  }

  versionOf(id: string): string | undefined {
    return this.#known.get(id)?.version
  }

  remember(id: string, uri: string, version: string): void {
    this.#known.delete(id)
    this.#known.set(id, { uri, version })
    if (this.#known.size > mostKept) this.#known.delete(this.#known.keys().next().value!)
  }

  forget(id: string): void {
    this.#known.delete(id)
  }

  /** Ids between two others, both left out. */
  between(low: string, high: string): string[] {
    return [...this.#known.keys()].filter((id) => isAfter(id, low) && isAfter(high, id))
  }
}

/**
 * Whether one id comes after another: ids are numbers that grow (Mastodon, Pleroma's old ones) or words of one
 * length that sort (ULIDs of GoToSocial, times of snac).
 */
export function isAfter(id: string, other: string): boolean {
  const number = /^\d+$/
  if (number.test(id) && number.test(other)) return id.length === other.length ? id > other : id.length > other.length
  return id > other
}

const Cursor = z.object({
  id: z.string().nullable(),
  /** Unix ms of the last good answer, for the words of a gap. */
  at: z.number().nullable(),
})
export type Cursor = z.infer<typeof Cursor>

export function readCursor(cursor: string | null): Cursor {
  try {
    return Cursor.parse(JSON.parse(cursor ?? ''))
  } catch {
    return { id: null, at: null }
  }
}
