import type { Tx } from '../db/database.ts'

/** A fact inside Folkmoot, named `slice.noun-verbed`. `data` carries ids and counts, never a post's text. */
export interface EmittedEvent {
  organisation: string
  type: string
  data: Record<string, unknown>
}

/** An event as read back: `number` grows in commit order. */
export interface StoredEvent extends EmittedEvent {
  number: number
  at: Date
}

/** Tells others, in the same transaction as the change. Written and numbered just before COMMIT. */
export function emit(tx: Tx, event: EmittedEvent): void {
  tx.pending.events.push(event)
}
