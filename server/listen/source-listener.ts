import { setTimeout as sleep } from 'node:timers/promises'
import type { Channel, Channels, ListenIo, Listening, SourceRow } from '../channels/channel.ts'
import type { Clock } from '../platform/clock.ts'
import type { Organisation } from '../platform/context.ts'
import type { Database } from '../platform/db/database.ts'
import type { Log } from '../platform/log.ts'
import type { ChannelKind } from '../record/post.ts'
import { openToken } from './change-source.ts'
import { groundOf } from './ground.ts'
import { keepAccountsKnown } from './known-accounts.ts'
import { runListener } from './listener.ts'
import { OURS, ours } from './source-words.ts'
import type { Standing } from './standing.ts'
import { saveProgress } from './store-hear.ts'
import { readSourceRow, readSourceSecret, type SourceRecord } from './store-source.ts'
import { tellOthers } from './tell-others.ts'

/* One source, listened to until it is called off; a fault of ours only makes it start again. */

const RESTART_MS = 15_000
/**
 * Listening begins when the accounts that searches name are known, or after so long. A source that was heard before goes
 * on from its cursor, so that nothing of this time is lost.
 */
const ACCOUNTS_MS = 20_000

export interface SourceDeps {
  db: Database
  channels: Channels
  clock: Clock
  log: Log
  standing: Standing
  outside(organisation: Organisation): Pick<ListenIo, 'fetch' | 'socket'>
  onWritten(): void
  onTrouble(): void
}

export interface SourceListener {
  /** Asks the network about the accounts that searches name, when these changed or the answers are old. */
  knowAccounts(): Promise<void>
  /** Resolves once it has stopped and what was heard is written. */
  done: Promise<void>
}

export function listenToSource(
  deps: SourceDeps,
  row: SourceRecord,
  organisation: Organisation,
  signal: AbortSignal,
): SourceListener {
  const channel = deps.channels.get(row.channel as ChannelKind)
  if (!channel.listen) return { knowAccounts: async () => {}, done: Promise.resolve() }
  const at: Place = {
    db: deps.db,
    channel,
    source: sourceOf(row),
    org: deps.standing.of(row.organisation_id),
    io: ioOf(deps, row, organisation, signal),
    ground: groundOf(organisation.area),
    onWritten: deps.onWritten,
    onTrouble: deps.onTrouble,
  }
  const knowAccounts = keepAccountsKnown(at)
  return { knowAccounts, done: listenForEver(at, knowAccounts) }
}

type Place = Parameters<typeof runListener>[0] & { channel: Channel }

const sourceOf = (row: SourceRecord): SourceRow => ({
  id: row.id,
  organisation: row.organisation_id,
  channel: row.channel as ChannelKind,
  name: row.name,
  settings: row.settings,
})

function ioOf(
  deps: SourceDeps,
  row: SourceRecord,
  organisation: Organisation,
  signal: AbortSignal,
): ListenIo {
  const { db, channels, clock, log } = deps
  return {
    clock,
    log: log.child({ source: row.id }),
    signal,
    ...deps.outside(organisation),
    secret: async () =>
      openToken(
        await readSourceSecret(db.read, row.organisation_id, row.id),
        channels,
        row.organisation_id,
        row.id,
      ),
  }
}

async function listenForEver(at: Place, knowAccounts: () => Promise<void>): Promise<void> {
  const { db, source, io } = at
  const enough = new AbortController()
  await Promise.race([
    knowAccounts(),
    sleep(ACCOUNTS_MS, null, { signal: AbortSignal.any([enough.signal, io.signal]) }).catch(() => {}),
  ])
  enough.abort()
  while (!io.signal.aborted) {
    try {
      const cursor = (await readSourceRow(db.read, source.organisation, source.id))?.cursor ?? null
      await runListener(at, cursor)
      if (io.signal.aborted) return
      // A channel that ends by itself has nothing more to say (a file, an exercise that is over).
      await say(at, { state: 'waiting', reason: OURS.ended, why: [ours('ended')], until: null })
      return
    } catch (error) {
      if (io.signal.aborted) return
      io.log.error({ source: source.id, error }, 'a source stopped by a fault of ours; it starts again')
      const until = new Date(io.clock.now().getTime() + RESTART_MS)
      await say(at, { state: 'waiting', reason: OURS.fault, why: [ours('fault')], until })
      await sleep(RESTART_MS, null, { signal: io.signal }).catch(() => {})
    }
  }
}

async function say({ db, source, io }: Place, listening: Listening): Promise<void> {
  try {
    await db.transaction(async (tx) => {
      await saveProgress(tx, source.organisation, source.id, {
        cursor: null,
        listening,
        contactAt: io.clock.now(),
        heardAt: null,
      })
      tellOthers(tx, source.organisation, {
        type: 'listen.source-changed',
        data: { source: source.id, state: listening.state },
      })
    })
  } catch (error) {
    io.log.warn({ source: source.id, error }, 'the state of a source could not be written')
  }
}
