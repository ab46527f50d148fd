import type { Tx } from '../platform/db/database.ts'
import { emit } from '../platform/events/event.ts'
import type { ListenEvent } from './events.ts'

/** Tells others of a change, in its transaction. */
export function tellOthers(tx: Tx, organisation: string, { type, data }: ListenEvent): void {
  emit(tx, { organisation, type, data })
}
