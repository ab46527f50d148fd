import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { connectionSettings } from '../db/open-database.ts'
import type { Log } from '../log.ts'
import { CHANNEL } from './flush-events.ts'

const BEAT_MS = 5_000
const LONGEST_WAIT_MS = 2_000

export interface Listener {
  close(): Promise<void>
}

/**
 * One connection that hears every commit of every organisation. `told` gets the organisation and the newest number;
 * `state` says when the database goes away and when it is back (what was missed meanwhile must be read).
 */
export function listenForEvents(
  url: string,
  log: Log,
  told: (organisation: string, number: number) => void,
  state: (here: boolean) => void,
): Listener {
  const ending = new AbortController()
  const loop = async () => {
    let wait = 100
    while (!ending.signal.aborted) {
      const client = new pg.Client({ ...connectionSettings(url), query_timeout: BEAT_MS })
      const lost = new Promise<void>((over) => {
        client.on('error', () => over())
        client.on('end', () => over())
      })
      try {
        await client.connect()
        client.on('notification', (message) => {
          const [organisation = '', number = ''] = (message.payload ?? '').split(' ')
          told(organisation, Number(number))
        })
        await client.query(`listen ${CHANNEL}`)
        wait = 100
        state(true)
        await beat(client, lost, ending.signal)
      } catch (error) {
        if (!ending.signal.aborted)
          log.debug({ reason: (error as Error).message }, 'the event connection failed')
      }
      // A connection that hangs would make this wait too.
      void client.end().catch(() => {})
      if (ending.signal.aborted) break
      state(false)
      await sleep(wait, undefined, { signal: ending.signal, ref: false }).catch(() => {})
      wait = Math.min(LONGEST_WAIT_MS, wait * 2)
    }
  }
  const running = loop()
  return {
    async close() {
      ending.abort()
      await running
    },
  }
}

/** Returns when the connection is lost, does not answer, or is no longer wanted. */
async function beat(client: pg.Client, lost: Promise<void>, ending: AbortSignal): Promise<void> {
  let over = false
  void lost.then(() => {
    over = true
  })
  while (!over && !ending.aborted) {
    const pause = sleep(BEAT_MS, undefined, { signal: ending, ref: false }).catch(() => {})
    await Promise.race([pause, lost])
    if (!over && !ending.aborted) await client.query('select')
  }
}
