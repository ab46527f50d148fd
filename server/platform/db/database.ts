import type { Kysely } from 'kysely'
import type { EmittedEvent } from '../events/event.ts'

/** Anything SQL can run on: the pool or an open transaction. Write ``sql<Row>`…`.execute(on)`` with Kysely's `sql`. */
export type Executor = Kysely<unknown>

/**
 * An open transaction. Events and audit rows given to `emit` and `audit` are held here and written as the last
 * statements before COMMIT, under one advisory lock each, so that their numbers follow commit order and the lock is
 * held for as short as can be.
 */
export interface Tx extends Executor {
  readonly pending: { events: EmittedEvent[]; audit: PendingAudit[]; afterCommit: (() => void)[] }
}

export interface PendingAudit {
  organisation: string
  person: string | null
  action: string
  subject: string
  detail: Record<string, unknown>
  at: Date
}

export interface Database {
  /** For reading outside a transaction. */
  readonly read: Executor
  /**
   * Runs `work` in one READ COMMITTED transaction; commits when it resolves, rolls back when it throws.
   * When `work` resolves to a refused `Result` the transaction is rolled back too, and the refusal is returned.
   * Retries up to three times on a serialisation failure or deadlock (40001, 40P01).
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Connection string for pg-boss and LISTEN; never logged. */
  readonly url: string
  close(): Promise<void>
}
