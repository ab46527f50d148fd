import { z } from 'zod'

const mostKept = 20_000

/**
 * What is known of statuses, the oldest making room for the newest. Local ids are how deletions and answers are named;
 * a URI is what stays: snac gives a status a new id when it is edited.
 */
export class Statuses {
  readonly #byUri = new Map<string, { id: string; version: string }>()
  readonly #uris = new Map<string, string>()

  uriOf(id: string): string | undefined {
    return this.#uris.get(id)
  }

  versionOf(uri: string): string | undefined {
    return this.#byUri.get(uri)?.version
  }

  remember(id: string, uri: string, version: string): void {
    this.forget(uri)
    this.#byUri.set(uri, { id, version })
    this.#uris.set(id, uri)
    if (this.#byUri.size > mostKept) this.forget(this.#byUri.keys().next().value!)
  }

  forget(uri: string): void {
    const known = this.#byUri.get(uri)
    if (!known) return
    this.#byUri.delete(uri)
    this.#uris.delete(known.id)
  }

  /** Ids that come after another. */
  after(low: string): string[] {
    return [...this.#uris.keys()].filter((id) => isAfter(id, low))
  }
}

/**
 * Whether one id comes after another: ids are numbers that grow (Mastodon, Pleroma's old ones) or words of one
 * length that sort (ULIDs of GoToSocial, times of snac).
 */
export function isAfter(id: string, other: string): boolean {
  const number = /^\d+$/
  if (number.test(id) && number.test(other))
    return id.length === other.length ? id > other : id.length > other.length
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
